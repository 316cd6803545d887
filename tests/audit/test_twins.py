"""Two tenants whose every id is the same: each meets its own, and nothing that is done for one reaches the other."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.contents import Keeping
from app.audit.decisions import decision_unit
from app.audit.encryption import PLAIN, Encryption
from app.audit.erasure import Erasure
from app.audit.indexing import words_of
from app.audit.insights import insights
from app.audit.ledger import Ledger
from app.audit.listing import Filters
from app.audit.outreach import Hashes, outreach_unit
from app.audit.policies import deletion_unit, release_unit
from app.audit.privacy import privacy_unit, settled
from app.audit.records import Record
from app.audit.reindexing import reindex
from app.audit.retention import Purged, Retention
from app.audit.tables import (
    AttemptRow,
    Content,
    DecisionRow,
    Fingerprint,
    OutreachRow,
    Repeatable,
    RewriteRow,
    RewriteRule,
    RewriteUpdate,
    Searchable,
)
from app.audit.verification import verify
from app.db.base import Base
from app.domain.caller import LOCAL, Caller
from app.domain.context import Context, Recipient
from app.domain.draft import Draft, Text
from app.domain.errors import NotFound
from app.domain.insights import By, FoundRule
from app.domain.privacy import LegalHold, PrivacyChoices
from app.domain.rewrite import ExternalRef, Usage
from app.outreach.history import Past
from app.rules import ruleset
from app.rules.policy import Policy
from app.tenants import stored
from tests.audit.examples import NOON, attempt, decision, options, outreach, release, report, rewrite

pytestmark = pytest.mark.anyio

EAST, WEST = LOCAL, Caller(tenant="west", actor="west", scopes=LOCAL.scopes)
DAY = dt.timedelta(days=1)
DIGEST = "the same question"
TO_ANN = Context(recipient=Recipient(ref="crm-7", name="Ann Lee"))
OWN_REF = ExternalRef(system="ats", type="candidate", id="7")
BYS: tuple[By, ...] = ("rule", "prompt", "model", "policy", "channel", "day")
TABLES: tuple[type[Base], ...] = (
    RewriteRow,
    RewriteRule,
    AttemptRow,
    DecisionRow,
    Content,
    Repeatable,
    Searchable,
    RewriteUpdate,
    OutreachRow,
    Fingerprint,
)


class Twins(NamedTuple):
    """Both tenants, written."""

    engine: AsyncEngine
    ledger: Ledger
    record: Record


async def fill(record: Record, ledger: Ledger, caller: Caller, *, west: bool) -> None:
    """Write what both have; the western one has other words, rules, figures and outcomes, and more decisions.

    Calls and a decision that belong to one rewrite in the east belong to the other in the west.
    """
    body = f"Dear Ann Lee, both meet in {caller.tenant}town."
    for number in (1, 2):
        given = rewrite(
            f"rw_{number}",
            draft=Draft(channel="email", subject=None, body=body),
            rewrite=Text(None, body),
            before=report("emoji") if west else report("slang"),
            usage=Usage(1000, 1000, "1") if west else Usage(10, 5, "0.1"),
            model="model-w" if west else "model-e",
            external_ref=OWN_REF,
            replays="rw_1" if number == 2 and west else None,
        )
        called = attempt(
            given.id, id=f"at_{3 - number if west else number}", latency_ms=5000 if west else 7, model=given.model
        )
        await record.record_attempt(caller, called, context=TO_ANN, store="full")
        await record.record_rewrite(
            caller, given, context=TO_ANN, options=options(), judgements={}, digest=DIGEST if number == 1 else None
        )
    for number in range(1, 4 if west else 2):
        choice = "rejected" if west else "accepted"
        made = decision(f"de_{number}", "rw_1", number=number, decision=choice, reason=f"In {caller.tenant}town")
        await ledger.append(decision_unit(caller, made, NOON, Keeping("full", TO_ANN)))
    if not west:
        made = decision("de_2", "rw_2", decision="edited", reason="In localtown")
        await ledger.append(decision_unit(caller, made, NOON, Keeping("full", TO_ANN)))
    for number in range(1, 4 if west else 2):
        event = outreach(f"ou_{number}", at=NOON - DAY * (1 if west else 2), channel="connection_note")
        hashes = Hashes(recipient=f"{number:032x}", company="c0" * 16, sentences=(1, 2, 3))
        await ledger.append(outreach_unit(caller.tenant, caller.actor, event, hashes))
    for version in range(1, 4 if west else 2):
        await ledger.append(
            release_unit(
                caller.tenant,
                caller.actor,
                release(version=version, title=f"{caller.tenant} {version}"),
                Policy(name="house", version=version, title=caller.tenant),
            )
        )
    if west:
        await ledger.append(deletion_unit("west", "west", "house", 3, NOON))
        await ledger.append(
            release_unit("west", "west", release(name="other"), Policy(name="other", version=1, title=""))
        )


@pytest.fixture
async def twins(engine: AsyncEngine) -> AsyncIterator[Twins]:
    async with Ledger(engine) as ledger:
        record = Record(engine, ledger)
        await fill(record, ledger, WEST, west=True)
        await fill(record, ledger, EAST, west=False)
        yield Twins(engine, ledger, record)


async def rows_of(engine: AsyncEngine, tenant: str) -> dict[str, int]:
    """Count the rows of a tenant in each table that an erasure or a purge may touch."""
    async with engine.connect() as connection:
        return {
            table.__tablename__: await connection.scalar(
                select(func.count()).select_from(table).where(table.__table__.c.tenant == tenant)
            )
            for table in TABLES
        }


async def listed(twins: Twins, tenant: str, **filters: object) -> list[str]:
    page = await twins.record.list_rewrites(tenant, Filters(**filters), 50)
    return [found.id for found in page.rewrites]


async def test_each_reads_its_own(twins: Twins):
    for tenant, model, number in ((EAST.tenant, "model-e", 1), (WEST.tenant, "model-w", 3)):
        found = await twins.record.find_rewrite(tenant, "rw_1")
        assert (found.model, found.decision.number) == (model, number)
        assert f"{tenant}town" in found.draft.body
        assert found.decision.reason == f"In {tenant}town"
        (call,) = await twins.record.attempts_of(tenant, "rw_1")
        assert call.model == model
        assert f"{tenant}town" in (await twins.record.find_rewrites(tenant, ["rw_2"]))["rw_2"].draft.body
        assert (await twins.record.find_repeat(tenant, DIGEST)).model == model
        assert (await twins.record.decidable(tenant, "rw_1")).number == number + 1
        assert await twins.record.count_calls(tenant, "rw_1") == 1
        side = (await twins.record.sides(tenant, ["rw_1"]))["rw_1"]
        assert (side.model, side.latency_ms) == (model, 7 if model == "model-e" else 5000)
        assert f"{tenant}town" in (await twins.record.replayable(tenant, "rw_1")).draft.body


async def test_each_has_its_own_place_and_times_in_its_own_ledger(twins: Twins):
    east, west = [await twins.record.find_rewrite(caller.tenant, "rw_1") for caller in (EAST, WEST)]
    assert east.audit.hash != west.audit.hash
    assert west.updated_at < east.audit.at < east.updated_at
    await Erasure(twins.engine, twins.ledger).rewrite(WEST, "rw_2")
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_2")).erased_at is None


async def test_each_lists_its_own_by_every_filter(twins: Twins):
    every = ["rw_2", "rw_1"]
    for filters in (
        {},
        {"rule": "slang"},
        {"outcome": "rewritten"},
        {"recipient_ref": "crm-7"},
        {"external_ref": OWN_REF},
        {"created_after": NOON - DAY},
        {"words": words_of("both")},
        {"words": words_of("localtown")},
        {"rule": "slang", "words": words_of("both")},
    ):
        found = await listed(twins, EAST.tenant, **filters)
        assert sorted(found) == sorted(every), filters
    assert await listed(twins, EAST.tenant, updated_after=NOON) == ["rw_1", "rw_2"]
    assert await listed(twins, WEST.tenant, updated_after=NOON) == ["rw_2", "rw_1"]
    for filters in ({"rule": "emoji"}, {"decision": "rejected"}, {"words": words_of("westtown")}):
        assert await listed(twins, EAST.tenant, **filters) == [], filters
    assert await listed(twins, EAST.tenant, decision="accepted") == ["rw_1"]
    assert await listed(twins, WEST.tenant, decision="rejected") == ["rw_1"]
    late = (await twins.record.find_rewrite(WEST.tenant, "rw_1")).updated_at
    assert await listed(twins, WEST.tenant, updated_after=late) == []


async def test_each_counts_its_own(twins: Twins):
    found = await insights(twins.engine, EAST.tenant, NOON - DAY, NOON + DAY, None)
    assert (found.total.rewrites, found.total.usage.input_tokens) == (2, 20)
    assert found.total.decisions == {"accepted": 1, "edited": 1, "rejected": 0}
    assert found.findings == (FoundRule("slang", 2),)
    for by in BYS:
        (group,) = (await insights(twins.engine, EAST.tenant, NOON - DAY, NOON + DAY, by)).groups
        assert (group.rewrites, group.decisions["accepted"]) == (2, 1), by


async def test_an_erasure_leaves_the_other_whole(twins: Twins):
    before = await rows_of(twins.engine, WEST.tenant)
    await Erasure(twins.engine, twins.ledger).rewrite(EAST, "rw_1")
    assert await rows_of(twins.engine, WEST.tenant) == before
    west = await twins.record.find_rewrite(WEST.tenant, "rw_1")
    assert (west.erased_at, west.external_ref) == (None, OWN_REF)
    east = await twins.record.find_rewrite(EAST.tenant, "rw_1")
    assert (east.draft, east.external_ref) == (None, None)
    other = await twins.record.find_rewrite(EAST.tenant, "rw_2")
    assert other.draft  # which is a replay in the west only
    assert other.decision.reason == "In localtown"
    (call,) = await twins.record.attempts_of(EAST.tenant, "rw_2")
    assert call.completion.text


async def test_what_the_other_erased_is_still_to_be_erased(twins: Twins):
    erasure = Erasure(twins.engine, twins.ledger)
    await erasure.rewrite(WEST, "rw_1")  # and so its replay
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_1")).erased_at is None
    await erasure.rewrite(EAST, "rw_1")
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_1")).erased_at
    entries = (await twins.record.find_rewrite(EAST.tenant, "rw_1")).updated_at
    await erasure.rewrite(WEST, "rw_1")
    await erasure.rewrite(EAST, "rw_1")
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_1")).updated_at == entries


async def test_a_text_of_the_other_makes_no_erasure_anew(twins: Twins):
    """West keeps attempt, decision and text under the ids that East has erased."""
    erasure = Erasure(twins.engine, twins.ledger)
    await erasure.rewrite(EAST, "rw_1")
    last = (await twins.record.find_rewrite(EAST.tenant, "rw_1")).updated_at
    await erasure.rewrite(EAST, "rw_1")
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_1")).updated_at == last


async def test_a_recipient_is_erased_for_one(twins: Twins):
    alone = rewrite("rw_9")
    await twins.record.record_rewrite(WEST, alone, context=TO_ANN, options=options(), judgements={})
    hashes = Hashes(recipient=f"{1:032x}", company=None)
    await twins.ledger.append(outreach_unit("west", "west", outreach("ou_9"), hashes))
    before = await rows_of(twins.engine, WEST.tenant)
    await Erasure(twins.engine, twins.ledger).recipient(EAST, "crm-7", f"{1:032x}")
    assert await rows_of(twins.engine, WEST.tenant) == before
    assert (await verify(twins.engine, EAST.tenant)).erased == 3
    assert (await rows_of(twins.engine, EAST.tenant))["contents"] == 0
    assert await listed(twins, WEST.tenant, recipient_ref="crm-7") == ["rw_9", "rw_2", "rw_1"]
    async with twins.engine.connect() as connection:
        assert await Past(connection, WEST.tenant, f"{1:032x}").thread()
        assert await Past(connection, EAST.tenant, f"{1:032x}").thread() is None


async def test_what_only_the_other_has_is_unknown(twins: Twins):
    for store in ("rw_7", "rw_8"):
        await twins.record.record_attempt(WEST, attempt(store, id=f"at_{store}"), context=TO_ANN, store="full")
    alone = rewrite("rw_9")
    await twins.record.record_rewrite(WEST, alone, context=TO_ANN, options=options(), judgements={})
    for id_ in ("rw_7", "rw_9"):
        with pytest.raises(NotFound):
            await Erasure(twins.engine, twins.ledger).rewrite(EAST, id_)
        with pytest.raises(NotFound):
            await twins.record.attempts_of(EAST.tenant, id_)
    assert (await twins.record.find_rewrites(EAST.tenant, ["rw_9"]), await twins.record.count_calls("east", "rw_7")) == (
        {}, 0,
    )  # fmt: skip
    assert await twins.record.sides(EAST.tenant, ["rw_9"]) == {}


async def test_a_purge_and_a_hold_are_for_one(twins: Twins):
    before = await rows_of(twins.engine, WEST.tenant)
    choices = PrivacyChoices(retention="180_days")
    await twins.ledger.append(privacy_unit(EAST, settled(choices, 1, NOON)))
    hold = PrivacyChoices(retention="forever", legal_hold=LegalHold("Case 7"))
    await twins.ledger.append(privacy_unit(WEST, settled(hold, 2, NOON)))
    later = Retention(twins.engine, twins.ledger, now=lambda: dt.datetime.now(dt.UTC) + 200 * DAY)
    purged = await later.run()
    assert purged == Purged(content=7, metadata=7)  # two rewrites, two calls, two decisions, an event
    assert await rows_of(twins.engine, WEST.tenant) == before
    assert set((await rows_of(twins.engine, EAST.tenant)).values()) == {0}


async def test_what_the_other_purged_is_still_to_be_purged(twins: Twins):
    for number, caller in enumerate((WEST, EAST), start=1):
        await twins.ledger.append(privacy_unit(caller, settled(PrivacyChoices(retention="180_days"), number, NOON)))
        later = Retention(twins.engine, twins.ledger, now=lambda: dt.datetime.now(dt.UTC) + 200 * DAY)
        assert (await later.run()).metadata >= 6
        assert (await rows_of(twins.engine, caller.tenant))["rewrites"] == 0


async def test_the_index_of_one_is_written_anew_from_its_own_texts(twins: Twins):
    await reindex(twins.engine, PLAIN)
    for tenant in (EAST.tenant, WEST.tenant):
        assert sorted(await listed(twins, tenant, words=words_of("both"))) == ["rw_1", "rw_2"]
        assert len(await listed(twins, tenant, words=words_of(f"{tenant}town"))) == 2
    assert await listed(twins, EAST.tenant, words=words_of("westtown")) == []


async def test_each_has_keys_of_its_own(engine: AsyncEngine):
    encryption = Encryption("the key of the house")
    async with Ledger(engine, encryption) as ledger:
        record = Record(engine, ledger, encryption)
        await fill(record, ledger, WEST, west=True)
        await fill(record, ledger, EAST, west=False)
        fresh = Twins(engine, ledger, Record(engine, ledger, Encryption("the key of the house")))
        for tenant in (EAST.tenant, WEST.tenant):
            assert f"{tenant}town" in (await fresh.record.find_rewrite(tenant, "rw_1")).draft.body
            assert len(await listed(fresh, tenant, words=words_of("both"))) == 2


async def test_each_has_its_own_policies(twins: Twins):
    async with twins.engine.connect() as connection:
        east, west = EAST.tenant, WEST.tenant
        assert (await stored.newest(connection, east, "house")).version == 1
        assert (await stored.newest(connection, west, "house")).deleted
        assert (await stored.standing(connection, east, "house")).tenant == east
        assert await stored.standing(connection, east, "other") is None
        assert (await stored.release_of(connection, west, "house", 1)).tenant == west
        assert await stored.release_of(connection, east, "house", 3) is None
        assert [one.title for one in await stored.releases(connection, east, "house")] == ["local 1"]
        assert [row.name for row in await stored.all_standing(connection, east)] == ["house"]
        assert [row.name for row in await stored.all_standing(connection, west)] == ["other"]


async def test_each_has_its_own_outreach(twins: Twins):
    now, rules = NOON, ruleset("default")
    sentences = {1: "One.", 2: "Two.", 3: "Three."}
    async with twins.engine.connect() as connection:
        east, west = (Past(connection, caller.tenant, "f" * 32) for caller in (EAST, WEST))
        found = [await past.history("connection_note", sentences, "c0" * 16, now, rules) for past in (east, west)]
        assert [one.company_recipients for one in found] == [1, 3]
        assert [one.notes_this_month for one in found] == [1, 3]
        assert [one.invitations_this_week for one in found] == [1, 3]
        assert [one.same_text.recipients for one in found] == [1, 3]
        threads = [await Past(connection, caller.tenant, f"{1:032x}").thread() for caller in (EAST, WEST)]
        assert [thread.last_sent_at for thread in threads] == [NOON - 2 * DAY, NOON - DAY]
        assert await Past(connection, EAST.tenant, f"{3:032x}").thread() is None
        third = Past(connection, EAST.tenant, f"{3:032x}")
        assert (await third.history("email", {}, None, now, rules)).company_recipients is None


async def test_what_never_had_a_text_is_not_erased_with_the_others(twins: Twins):
    for caller in (EAST, WEST):
        bare = rewrite("rw_5")
        kept = options(store="hash_only")
        await twins.record.record_rewrite(caller, bare, context=TO_ANN, options=kept, judgements={})
    await Erasure(twins.engine, twins.ledger).rewrite(WEST, "rw_5")
    assert (await twins.record.find_rewrite(WEST.tenant, "rw_5")).erased_at
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_5")).erased_at is None
    await Erasure(twins.engine, twins.ledger).rewrite(EAST, "rw_5")
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_5")).erased_at


async def test_replays_of_the_other_are_not_erased(twins: Twins):
    for caller, links in ((EAST, {"rw_b": "rw_a"}), (WEST, {"rw_c": "rw_b"})):
        for id_ in ("rw_a", "rw_b", "rw_c"):
            given = rewrite(id_, replays=links.get(id_))
            await twins.record.record_rewrite(caller, given, context=TO_ANN, options=options(), judgements={})
    await Erasure(twins.engine, twins.ledger).rewrite(EAST, "rw_a")
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_b")).erased_at
    assert (await twins.record.find_rewrite(EAST.tenant, "rw_c")).erased_at is None


async def test_an_answer_that_the_other_got_is_not_repeated(twins: Twins):
    later = rewrite("rw_w", created_at=NOON + DAY)
    await twins.record.record_rewrite(WEST, later, context=TO_ANN, options=options(), judgements={}, digest=DIGEST)
    assert (await twins.record.find_repeat(EAST.tenant, DIGEST)).id == "rw_1"
    assert (await twins.record.find_repeat(WEST.tenant, DIGEST)).id == "rw_w"
