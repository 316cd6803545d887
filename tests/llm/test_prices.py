"""What models cost, and where that is read. Amounts of the price lists are not ours, so they aren't asserted."""

import datetime as dt
from decimal import Decimal

import pytest

from app.domain.price import Price, dollars
from app.llm.prices import price_of
from app.llm.profiles import PLAIN, Profile, load

OWN = Price(input=Decimal("0.40"), cached_input=Decimal("0.10"), output=Decimal(2), source="contract")
LOCAL = "http://127.0.0.1:11434/v1"


def price(model: str, base_url: str | None = None) -> Price | None:
    return price_of(model, load().of(model), base_url)


def test_a_call_costs_what_its_tokens_cost():
    assert OWN.cost(1000, 200) == Decimal("0.0008")
    assert OWN.cost(1000, 200, cached_tokens=600) == Decimal("0.00062")


def test_cached_tokens_without_a_price_of_their_own_cost_as_all():
    plain = Price(input=Decimal("0.40"), output=Decimal(2), source="contract")
    assert plain.cost(1000, 0, cached_tokens=600) == plain.cost(1000, 0)


def test_no_provider_makes_more_tokens_cached_than_there_were():
    assert OWN.cost(10, 0, cached_tokens=600) == OWN.cost(10, 0, cached_tokens=10)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0.00000015", "0.00000015"), ("1E-7", "0.0000001"), ("1.500", "1.5"), ("20", "20"), ("0", "0"), ("0.0", "0")],
)
def test_dollars_are_written_out(amount, text):
    assert dollars(Decimal(amount)) == text


def test_the_profiles_price_goes_before_all_lists():
    assert price_of("gpt-5.4-mini", Profile(id="p", models=("*",), price=OWN)) == OWN


@pytest.mark.parametrize(
    ("model", "base_url", "listed"),
    [
        ("gpt-5.4-mini", None, "openai/gpt-5.4-mini"),
        ("gpt-4o-mini-2024-07-18", None, "openai/gpt-4o-mini"),
        ("openai/gpt-5-mini", "https://openrouter.ai/api/v1", "openrouter/openai/gpt-5-mini"),
        ("gpt-5-mini", "https://acme.openai.azure.com", "azure/gpt-5-mini"),
        ("gpt-5-mini", "http://gateway.internal/v1", "openai/gpt-5-mini"),
        ("openai/gpt-5-mini", "http://gateway.internal/v1", "openai/gpt-5-mini"),
    ],
)
def test_else_the_list_of_the_server_then_of_the_maker_counts(model, base_url, listed):
    found = price(model, base_url)
    assert found
    assert found.source.startswith("genai-prices ")
    assert found.source.endswith(f": {listed}")
    assert found.input > 0
    assert found.output > found.input
    assert found.cached_input is not None
    assert found.cached_input < found.input


@pytest.mark.parametrize(
    ("model", "base_url"),
    [
        ("my-model", None),
        ("gpt-99-nonsense", None),
        ("llama3.2", LOCAL),
        ("gpt-oss-20b", LOCAL),
        ("qwen2.5:1.5b", LOCAL),
    ],
)
def test_what_nobody_lists_has_no_price(model, base_url):
    assert price(model, base_url) is None


def test_a_price_knows_who_says_so():
    dated = Price(input=Decimal(1), output=Decimal(2), source="s", date=dt.date(2026, 11, 1))
    assert (dated.source, dated.date) == ("s", dt.date(2026, 11, 1))
    assert PLAIN.price is None
