"""What model calls cost, on the answer and on record, and the limit that a request or the service may set."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.asgi import create_app
from app.domain.attempt import Completion
from app.domain.errors import ModelUnavailable
from app.llm.scripted import ScriptedClient
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_rewrites import ANSWER, DRAFT

PRICES = """
[ours]
models = ["priced-1"]
max_output_tokens = 1000
temperature = 0
price = {input = "1", cached_input = "0.5", output = "10", source = "our contract", date = 2026-11-01}
"""
BUSY = ModelUnavailable("Busy.", status=429, retryable=True, retry_after=0)


def completion(text: str, cached: int | None = None) -> Completion:
    return Completion(
        text=text, finish_reason="stop", model="m", input_tokens=1000, output_tokens=100, cached_tokens=cached
    )


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    profiles = tmp_path / "profiles.toml"
    profiles.write_text(PRICES, encoding="utf-8")
    return Settings(database_url=database_url, model="priced-1", profiles=profiles)


@pytest.fixture
def model() -> ScriptedClient:
    return ScriptedClient([completion("no JSON"), BUSY, completion(ANSWER, cached=600)])


@pytest.fixture
def client(settings: Settings, model: ScriptedClient) -> Iterator[Client]:
    with local(create_app(settings, llm=model)) as client:
        yield client


def rewrite(client: Client, **options: Any) -> dict[str, Any]:
    response = client.post("/v1/rewrites", json={"draft": DRAFT, "options": options})
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_the_costs_of_all_attempts_add_up_and_each_says_its_price(client: Client) -> None:
    answer = rewrite(client)
    assert answer["outcome"] == "rewritten"
    assert answer["usage"] == {"input_tokens": 2000, "output_tokens": 200, "cost_usd": "0.0037"}
    attempts = client.get(f"/v1/rewrites/{answer['id']}/attempts").json()["data"]
    assert [attempt["cost_usd"] for attempt in attempts] == ["0.002", None, "0.0017"]
    assert attempts[2]["completion"]["cached_tokens"] == 600
    assert [attempt["price"] and attempt["price"]["source"] for attempt in attempts] == [
        "our contract",
        None,
        "our contract",
    ]
    assert attempts[0]["price"] | {"source": ""} == {
        "input": "1", "cached_input": "0.5", "output": "10", "source": "", "date": "2026-11-01",
    }  # fmt: skip
    assert client.get(f"/v1/rewrites/{answer['id']}").json() == answer
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_a_model_without_a_price_costs_nobody_knows_what(settings: Settings, model: ScriptedClient) -> None:
    unpriced = Settings(database_url=settings.database_url, model="unheard-of")
    with local(create_app(unpriced, llm=model)) as client:
        answer = rewrite(client)
        assert answer["usage"] == {"input_tokens": 2000, "output_tokens": 200, "cost_usd": None}
        assert rewrite(client, max_cost_usd="5", fresh=True)["degraded"]["reason"] == "budget_exhausted"


def test_a_limit_stops_before_the_first_call(client: Client, model: ScriptedClient) -> None:
    answer = rewrite(client, max_cost_usd="0.01")
    assert (answer["outcome"], answer["degraded"]["reason"]) == ("fixed", "budget_exhausted")
    assert (answer["attempts"], model.prompts) == (0, [])
    assert answer["usage"]["cost_usd"] is None


def test_a_limit_stops_before_the_next_call(settings: Settings) -> None:
    long = Completion(text="no JSON", finish_reason="stop", model="m", input_tokens=1000, output_tokens=3000)
    with local(create_app(settings, llm=ScriptedClient([long, completion(ANSWER)]))) as client:
        answer = rewrite(client, max_cost_usd="0.04")
    assert answer["degraded"]["reason"] == "budget_exhausted"
    assert (answer["attempts"], answer["usage"]["cost_usd"]) == (1, "0.031")
    assert "0.031" in answer["degraded"]["detail"]


def test_the_service_has_a_limit_too(settings: Settings, model: ScriptedClient) -> None:
    limited = Settings(
        database_url=settings.database_url, model="priced-1", profiles=settings.profiles, budget=Decimal("0.001")
    )
    with local(create_app(limited, llm=model)) as client:
        assert rewrite(client, max_cost_usd="9")["degraded"]["reason"] == "budget_exhausted"


@pytest.mark.parametrize("limit", ["-1", "1e3", "", "cheap", "0.0000001", 1, 0.5])
def test_what_is_no_amount_is_refused_by_name(client: Client, limit: object) -> None:
    response = client.post(
        "/v1/rewrites",
        content=json.dumps({"draft": DRAFT, "options": {"max_cost_usd": limit}}),
        headers={"Content-Type": "application/json"},
    )
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "/options/max_cost_usd"
