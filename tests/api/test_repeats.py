"""What a model was asked before isn't asked again."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.caller import SCOPES, Caller
from app.domain.draft import Draft
from app.domain.errors import ModelUnavailable
from app.domain.request import RewriteRequest
from app.parts import running, wire
from app.settings import Settings
from tests.api.conftest import Client
from tests.api.test_rewrites import ANSWER, BETTER, DRAFT, Service, rewrite


@pytest.fixture
def modelled(database_url: str) -> Service:
    return Service(database_url)


@pytest.fixture
def client(modelled: Service) -> Iterator[Client]:
    with modelled.start() as client:
        yield client


def asked_anew(modelled: Service, client: Client, **request: Any) -> bool:
    """Ask for a rewrite and say whether the model was asked for it."""
    modelled.script, before = [ANSWER], len(modelled.model.prompts)
    answer = rewrite(client, **request)
    anew = len(modelled.model.prompts) > before
    assert anew == (answer["repeated_from"] is None) == (answer["attempts"] == 1)
    return anew


def test_the_same_question_gets_the_same_answer_without_a_call(modelled: Service, client: Client) -> None:
    modelled.script = [ANSWER]
    first, second = rewrite(client), rewrite(client)
    assert len(modelled.model.prompts) == 1
    assert (first["repeated_from"], second["repeated_from"]) == (None, first["id"])
    assert (second["outcome"], second["engine"], second["attempts"]) == ("rewritten", "llm", 0)
    assert second["usage"]["input_tokens"] == 0
    for field in ("draft", "rewrite", "after", "changes", "faithfulness", "model", "prompt"):
        assert second[field] == first[field]
    assert second["id"] != first["id"]
    assert client.get(f"/v1/rewrites/{second['id']}").json() == second
    assert client.get(f"/v1/rewrites/{second['id']}/attempts").json() == {"data": []}
    assert client.get("/v1/audit/verification").json()["ok"] is True


@pytest.mark.parametrize(
    "request_",
    [
        {"draft": {**DRAFT, "body": DRAFT["body"] + " Ida"}},
        {"draft": {**DRAFT, "channel": "email"}},
        {"context": {"sender": {"name": "Kim Park"}}},
        {"options": {"level": "full"}},
        {"options": {"keep": ["Leeds"]}},
        {"options": {"fresh": True}},
        {"policy": "strict"},
    ],
)
def test_another_question_is_asked(modelled: Service, client: Client, request_: dict[str, Any]) -> None:
    modelled.script = [ANSWER]
    assert rewrite(client)["outcome"] == "rewritten"
    modelled.script, before = [ANSWER], len(modelled.model.prompts)
    assert rewrite(client, **request_)["repeated_from"] is None
    assert len(modelled.model.prompts) > before


@pytest.mark.parametrize(
    "request_",
    [
        {"context": {"now": "2026-11-23T09:00:00+01:00"}},
        {"options": {"metadata": {"campaign": "spring"}, "deadline": 5}},
        {"options": {"store": "hash_only"}},
    ],
)
def test_what_changes_no_answer_is_no_other_question(
    modelled: Service, client: Client, request_: dict[str, Any]
) -> None:
    assert asked_anew(modelled, client)
    assert not asked_anew(modelled, client, **request_)


@pytest.mark.parametrize("store", ["redacted", "hash_only"])
def test_what_was_not_kept_whole_is_not_repeated(modelled: Service, client: Client, store: str) -> None:
    assert asked_anew(modelled, client, options={"store": store})
    assert asked_anew(modelled, client)


def test_what_was_erased_is_not_repeated(modelled: Service, client: Client) -> None:
    modelled.script = [ANSWER]
    first = rewrite(client)
    assert client.delete(f"/v1/rewrites/{first['id']}").status_code == 204
    assert asked_anew(modelled, client)


def test_what_is_no_answer_of_a_model_is_not_repeated(modelled: Service, client: Client) -> None:
    modelled.script = [ModelUnavailable("The key was refused (HTTP 401).", status=401)]
    assert rewrite(client)["degraded"]["reason"] == "model_unavailable"
    assert asked_anew(modelled, client)


def test_a_policy_that_changed_asks_anew(modelled: Service, client: Client) -> None:
    client.put("/v1/policies/ours", json={})
    assert asked_anew(modelled, client, policy="ours")
    assert not asked_anew(modelled, client, policy="ours")
    client.put("/v1/policies/ours", json={"off": ["slang"]})
    modelled.script = [ANSWER]
    assert rewrite(client, policy="ours")["repeated_from"] is None


@pytest.mark.anyio
async def test_nothing_is_repeated_from_another_tenant(modelled: Service, database_url: str) -> None:
    parts = wire(Settings(database_url=database_url, model="scripted-1"), modelled.model)
    request = RewriteRequest(draft=Draft(channel="message", body=DRAFT["body"]))
    async with running(parts):
        for tenant in ("one", "other"):
            modelled.script = [ANSWER]
            made = await parts.desk.rewrite(Caller(tenant=tenant, actor="key", scopes=frozenset(SCOPES)), request)
            assert made.rewrite
            assert (made.rewrite.body, made.repeated_from) == (BETTER, None)
    assert len(modelled.model.prompts) == 2
