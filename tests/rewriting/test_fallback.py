"""Several models: each is asked where the one before brought nothing."""

from decimal import Decimal

import pytest

from app.domain.attempt import Completion
from app.domain.caller import LOCAL
from app.domain.errors import ModelTimeout, ModelUnavailable
from app.domain.price import Price
from app.domain.rewrite import Options, Usage
from app.llm.scripted import Scripted, ScriptedClient
from app.rewriting.calling import Model
from app.rewriting.rewriter import Rewriter
from tests.rewriting.conftest import STEADY
from tests.rewriting.test_rewriter import CLUMSY, GOOD, SAM, TENANT, Clock, answer, no_pause

pytestmark = pytest.mark.anyio

DOWN = ModelUnavailable("The model's server refused access (HTTP 403).", status=403)
PRICE = Price(input=Decimal(1), output=Decimal(10), source="contract")


@pytest.fixture
def make(record, template):
    def _make(*scripts: list[Scripted], price: Price | None = None, **settings):
        clients = [ScriptedClient(script) for script in scripts]
        models = [
            Model(client=client, name=name, template=template, profile=STEADY, price=price, sleep=no_pause)
            for name, client in zip("abc", clients, strict=False)
        ]
        return Rewriter(record, models, **settings), clients

    return _make


async def test_the_next_model_is_asked_where_the_first_cannot_be_had(make, record):
    rewriter, _ = make([DOWN], [answer(GOOD)])
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.model, rewrite.degraded) == ("rewritten", "b", None)
    attempts = await record.attempts_of(TENANT, rewrite.id)
    assert [(attempt.number, attempt.model, attempt.error is None) for attempt in attempts] == [
        (1, "a", False),
        (2, "b", True),
    ]
    assert rewrite.attempts == 2


async def test_the_next_model_is_asked_where_nothing_of_the_first_can_be_used(make, record):
    rewriter, _ = make(["no JSON", "no JSON"], [answer(GOOD)])
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.model, rewrite.attempts) == ("rewritten", "b", 3)
    attempts = await record.attempts_of(TENANT, rewrite.id)
    assert [[one.code for one in attempt.objections] for attempt in attempts] == [["not_json"], ["not_json"], []]


async def test_a_model_that_does_it_leaves_the_others_alone(make):
    rewriter, (_, second) = make([answer(GOOD)], [answer(GOOD)])
    assert (await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())).model == "a"
    assert second.prompts == []


async def test_where_none_helps_each_says_why(make):
    rewriter, _ = make([DOWN], ["no JSON", "no JSON"])
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.degraded.reason, rewrite.attempts) == ("fixed", "candidates_refused", 3)
    assert "refused access" in rewrite.degraded.detail
    assert "not_json" in rewrite.degraded.detail


async def test_the_bill_is_one_for_all(make):
    first = Completion(text="no JSON", finish_reason="stop", model="m", input_tokens=100, output_tokens=10)
    rewriter, _ = make([first, first], [answer(GOOD)], price=PRICE)
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert rewrite.usage == Usage(900, 80, "0.0017")


DEAR = Price(input=Decimal(1000), output=Decimal(1000), source="contract")


async def test_where_one_model_is_too_dear_a_cheaper_one_is_asked(record, template):
    dear, cheap = ScriptedClient([answer(GOOD)]), ScriptedClient([answer(GOOD)])
    models = [
        Model(client=client, name=name, template=template, price=price)
        for client, name, price in ((dear, "dear", DEAR), (cheap, "cheap", PRICE))
    ]
    rewrite = await Rewriter(record, models).rewrite(LOCAL, CLUMSY, SAM, Options(max_cost_usd="0.5"))
    assert (rewrite.outcome, rewrite.model, rewrite.attempts, rewrite.degraded) == ("rewritten", "cheap", 1, None)
    assert dear.prompts == []


async def test_where_each_is_too_dear_the_budget_is_the_reason(make):
    rewriter, clients = make([answer(GOOD)], [answer(GOOD)], price=DEAR)
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(max_cost_usd="0.5"))
    assert (rewrite.outcome, rewrite.degraded.reason, rewrite.attempts) == ("fixed", "budget_exhausted", 0)
    assert [client.prompts for client in clients] == [[], []]


async def test_after_the_deadline_nobody_else_is_asked(make):
    clock = Clock()
    rewriter, (_, second) = make(
        [clock.after(60, ModelTimeout("Silent.", retryable=True))], [answer(GOOD)], deadline=60, clock=clock
    )
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.degraded.reason, second.prompts) == ("deadline", [])
