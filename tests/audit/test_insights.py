"""Insights: counts that a small record can be held against by hand."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.contents import Keeping
from app.audit.decisions import decision_unit
from app.audit.erasure import Erasure
from app.audit.insights import insights
from app.audit.ledger import Ledger
from app.audit.records import Record
from app.domain.caller import LOCAL, Caller
from app.domain.decision import Choice
from app.domain.insights import By, Figures, FoundRule, Rates, Scores
from app.domain.rewrite import Degraded, Rewrite, Usage
from tests.audit.examples import CONTEXT, NOON, TENANT, decision, fixed, options, report, rewrite

pytestmark = pytest.mark.anyio

DAY = dt.timedelta(days=1)
END = NOON + 10 * DAY
OTHERS = Caller(tenant="another", actor="local", scopes=LOCAL.scopes)
MADE = (
    rewrite("rw_1", before=report("slang", "emoji"), usage=Usage(100, 20, "0.1")),
    rewrite("rw_2", before=report("slang"), usage=Usage(10, 2, "0.2"), model="model-b", created_at=NOON + DAY),
    rewrite("rw_3", before=report("slang"), usage=Usage(1, 0, None), attempts=1, repeated_from="rw_2"),
    fixed("rw_4", before=report("shouting"), degraded=Degraded("no_model", "None."), attempts=0),
    rewrite("rw_5", outcome="held", rewrite=None, after=None, model=None, prompt=None, attempts=0, usage=Usage()),
    fixed("rw_6", created_at=NOON + 2 * DAY, attempts=0, degraded=Degraded("deadline", "Late.")),
)


@pytest.fixture
async def filled(engine: AsyncEngine, ledger: Ledger, record: Record) -> AsyncEngine:
    for given in MADE:
        await put(record, given)
    await put(record, rewrite("rw_9", before=report("urgency")), OTHERS)
    for number, (id_, choice) in enumerate(
        [("rw_1", "rejected"), ("rw_1", "accepted"), ("rw_2", "edited"), ("rw_3", "accepted"), ("rw_4", "rejected")]
    ):
        await decide(ledger, f"de_{number}", id_, choice, number)
    await Erasure(engine, ledger).rewrite(LOCAL, "rw_1")
    return engine


async def put(record: Record, given: Rewrite, caller: Caller = LOCAL) -> None:
    await record.record_rewrite(caller, given, context=CONTEXT, options=options(), judgements={})


async def decide(ledger: Ledger, id_: str, rewrite_id: str, choice: Choice, number: int) -> None:
    given = decision(id_, rewrite_id, decision=choice, number=number + 1)
    await ledger.append(decision_unit(LOCAL, given, NOON, Keeping("full", CONTEXT)))


async def of(engine: AsyncEngine, by: By, to: dt.datetime = END) -> dict[str | None, Any]:
    return {group.key: group for group in (await insights(engine, TENANT, NOON, to, by)).groups}


async def test_all_is_counted_and_nothing_twice(filled: AsyncEngine):
    found = await insights(filled, TENANT, NOON, END, None)
    total = found.total
    assert (total.rewrites, total.repeats, found.groups) == (6, 1, ())
    assert total.outcomes == {"unchanged": 0, "rewritten": 3, "fixed": 2, "held": 1}
    assert total.score == Scores(before=(92 + 96 + 96 + 96 + 92) / 5, after=100.0)
    assert total.decisions == {"accepted": 2, "edited": 1, "rejected": 1}
    assert total.rates == Rates(accepted=0.5, edited=0.25, rejected=0.25)
    assert (total.degraded.share, total.degraded.reasons) == (0.3333, {"no_model": 1, "deadline": 1})
    usage = total.usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens) == (5, 111, 22)
    assert (usage.cost_usd, usage.unpriced) == ("0.3", 1)
    assert found.findings[:2] == (FoundRule("emoji", 3), FoundRule("slang", 5))[::-1]


async def test_the_same_figures_come_by_each_key(filled: AsyncEngine):
    rules = await of(filled, "rule")
    assert {key: group.rewrites for key, group in rules.items()} == {"slang": 5, "emoji": 3, "shouting": 1}
    assert rules["slang"].rates == Rates(accepted=0.6667, edited=0.3333, rejected=0.0)
    assert rules["shouting"].usage.cost_usd is None
    assert {key: group.rewrites for key, group in (await of(filled, "model")).items()} == {
        "model-a": 2, "model-b": 1, None: 3,
    }  # fmt: skip
    assert (await of(filled, "prompt"))["rewrite/001"].decisions == {"accepted": 2, "edited": 1, "rejected": 0}
    assert list(await of(filled, "policy")) == ["default/1"]
    assert list(await of(filled, "channel")) == ["email"]
    days = await of(filled, "day")
    assert {key: group.rewrites for key, group in days.items()} == {
        "2026-11-22": 4, "2026-11-23": 1, "2026-11-24": 1,
    }  # fmt: skip


async def test_only_the_asked_for_time_counts(filled: AsyncEngine):
    assert list(await of(filled, "day", NOON + 2 * DAY)) == ["2026-11-22", "2026-11-23"]
    assert (await insights(filled, TENANT, NOON + DAY, END, None)).total.rewrites == 2


async def test_nothing_on_record_is_no_division_by_it(filled: AsyncEngine):
    found = await insights(filled, "nobody", NOON, END, "rule")
    assert (found.total.rewrites, found.groups, found.findings) == (0, (), ())
    assert (found.total.rates, found.total.degraded.share) == (Rates(None, None, None), None)
    assert isinstance(found.total, Figures)


async def test_another_tenants_decisions_are_not_counted(filled: AsyncEngine, ledger: Ledger, record: Record):
    await put(record, rewrite("rw_6"), OTHERS)
    given = decision("de_x", "rw_6", decision="accepted")
    await ledger.append(decision_unit(OTHERS, given, NOON, Keeping("full", CONTEXT)))
    given = decision("de_y", "rw_2", decision="rejected", number=9)
    await ledger.append(decision_unit(OTHERS, given, NOON, Keeping("full", CONTEXT)))
    assert (await insights(filled, TENANT, NOON, END, None)).total.decisions == {
        "accepted": 2, "edited": 1, "rejected": 1,
    }  # fmt: skip
