"""The bill of one rewrite, and its limit."""

from decimal import Decimal

import pytest

from app.domain.attempt import Completion, Message, Prompt
from app.domain.price import Price
from app.domain.rewrite import Options, PromptRef, Usage
from app.rewriting.spending import Spending

PRICE = Price(input=Decimal(1), cached_input=Decimal("0.5"), output=Decimal(10), source="contract")
PROMPT = Prompt(ref=PromptRef("rewrite", "001", "0" * 64), messages=(Message("user", "x" * 2999),), schema={})


def answer(input_tokens: int | None = 1000, output_tokens: int | None = 100, cached: int | None = None) -> Completion:
    return Completion(
        text="Hi", model="m", input_tokens=input_tokens, output_tokens=output_tokens, cached_tokens=cached
    )


def test_before_any_call_nothing_is_known_and_it_is_not_free():
    assert Spending().usage == Usage(0, 0, None)


def test_the_bill_adds_up_over_answers_and_counts_cached_tokens():
    spending = Spending()
    assert spending.add(answer(), PRICE) == "0.002"
    assert spending.add(answer(cached=1000), PRICE) == "0.0015"
    assert spending.usage == Usage(2000, 200, "0.0035")


@pytest.mark.parametrize(
    ("unknown", "price"), [(answer(), None), (answer(input_tokens=None), PRICE), (answer(output_tokens=None), PRICE)]
)
def test_one_unknown_cost_makes_the_sum_unknown(unknown, price):
    spending = Spending()
    spending.add(answer(), PRICE)
    assert spending.add(unknown, price) is None
    assert spending.usage.cost_usd is None
    assert spending.usage.input_tokens >= 1000


def refused(spending: Spending, price: Price | None = PRICE, most_output: int = 100) -> bool:
    degraded = spending.refusal(PROMPT, price, most_output)
    assert degraded is None or degraded.reason == "budget_exhausted"
    return degraded is not None


def test_without_a_limit_nothing_is_refused():
    assert not refused(Spending(), price=None, most_output=10**9)


def test_a_call_is_refused_before_it_could_pass_the_limit():
    # The prompt makes 1000 tokens at most, and the answer 100: two thousandths of a dollar.
    assert not refused(Spending(Decimal("0.002")))
    assert refused(Spending(Decimal("0.002")), most_output=101)
    assert refused(Spending(Decimal(0)))


def test_calls_made_at_once_are_reckoned_together():
    spending = Spending(Decimal("0.004"))
    assert spending.refusal(PROMPT, PRICE, 100, calls=2) is None
    assert spending.refusal(PROMPT, PRICE, 100, calls=3) is not None


def test_what_was_spent_counts():
    spending = Spending(Decimal("0.004"))
    spending.add(answer(), PRICE)
    assert not refused(spending)
    spending.add(answer(1, 0), PRICE)
    assert refused(spending)


def test_a_limit_cannot_be_kept_where_a_cost_is_unknown():
    assert refused(Spending(Decimal(1)), price=None)
    spending = Spending(Decimal(1))
    spending.add(answer(), None)
    assert refused(spending)


@pytest.mark.parametrize(
    ("asked", "allowed", "limit"),
    [(None, None, None), ("0.5", None, "0.5"), (None, "0.5", "0.5"), ("0.5", "0.4", "0.4"), ("0.3", "0.4", "0.3")],
)
def test_a_request_can_only_lower_the_services_limit(asked, allowed, limit):
    within = Options(max_cost_usd=asked).within(Decimal(allowed) if allowed else None)
    assert within == (Decimal(limit) if limit else None)
