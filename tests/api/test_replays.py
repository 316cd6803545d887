"""Replays: the same draft once more, linked and compared; and what can't be replayed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.asgi import create_app
from app.llm.scripted import Scripted, ScriptedClient
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.keyed import made as key_made
from tests.api.keyed import shown
from tests.api.test_problems import problem

BODY = "Hi Priya, I'm gonna be in Kirkwall next week. Could we meet for twenty minutes? Thank you for your time."
FIRST, SECOND = BODY.replace("I'm gonna", "I will"), BODY.replace("I'm gonna", "I am going to")
REQUEST = {
    "draft": {"channel": "message", "body": BODY},
    "context": {"now": "2026-11-20T12:00:00Z", "recipient": {"ref": "crm-7", "name": "Priya Nair"}},
    "options": {
        "tone": "warm",
        "metadata": {"campaign": "spring"},
        "external_ref": {"system": "ats", "type": "candidate", "id": "42"},
    },
}


def answer(body: str) -> str:
    return json.dumps({"subject": None, "body": body})


@pytest.fixture
def script() -> list[Scripted]:
    return [answer(FIRST), answer(SECOND), answer(FIRST)]


@pytest.fixture
def model(script: list[Scripted]) -> ScriptedClient:
    return ScriptedClient(script)


@pytest.fixture
def client(database_url: str, model: ScriptedClient) -> Iterator[Client]:
    settings = Settings(database_url=database_url, model="scripted-1", fallback_models=("scripted-2",))
    with local(create_app(settings, llm=model)) as client:
        yield client


def rewrite(client: Client, **changes: Any) -> dict[str, Any]:
    response = client.post("/v1/rewrites", json={**REQUEST, **changes})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def replay(client: Client, id_: str, **asked: str) -> dict[str, Any]:
    response = client.post(f"/v1/rewrites/{id_}/replay", json=asked)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    assert response.headers["location"] == f"/v1/rewrites/{made['id']}"
    return made


def test_a_replay_asks_another_model_the_same(client: Client, model: ScriptedClient) -> None:
    first = rewrite(client)
    again = replay(client, first["id"], model="scripted-2")
    assert (again["model"], again["rewrite"]["body"], again["replays"]) == ("scripted-2", SECOND, first["id"])
    assert [again[name] for name in ("draft", "before", "metadata", "external_ref")] == [
        first[name] for name in ("draft", "before", "metadata", "external_ref")
    ]
    assert model.prompts[0].messages[0] == model.prompts[1].messages[0]
    assert client.get(f"/v1/rewrites/{again['id']}").json() == again
    listed = client.get("/v1/rewrites", params={"recipient_ref": "crm-7"}).json()["data"]
    assert [(one["id"], one["replays"], one["comparison"]) for one in listed] == [
        (again["id"], first["id"], None),
        (first["id"], None, None),
    ]
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_the_two_stand_beside_each_other(client: Client) -> None:
    first = rewrite(client)
    comparison = replay(client, first["id"], prompt_version="001")["comparison"]
    original, other = comparison["original"], comparison["replay"]
    assert (original["id"], original["prompt"]["version"], other["prompt"]["version"]) == (first["id"], "002", "001")
    assert (original["score_before"], original["score_after"]) == (first["before"]["score"], first["after"]["score"])
    assert (original["outcome"], other["outcome"], other["calls"]) == ("rewritten", "rewritten", 1)
    assert (comparison["gone"], comparison["new"]) == ([], [])
    assert comparison["distance"] > 0
    assert original["latency_ms"] >= 0


def test_findings_that_went_and_came_are_named(client: Client, script: list[Scripted]) -> None:
    script[:] = [answer(FIRST + " If you are busy, no reply is needed."), answer(FIRST)]
    first = rewrite(client)
    again = replay(client, first["id"])
    comparison = again["comparison"]
    rules = [{finding["rule"] for finding in one["after"]["findings"]} for one in (first, again)]
    assert rules[1] - rules[0] == {"no-easy-out"}
    assert comparison["gone"] == sorted(rules[0] - rules[1])
    assert comparison["new"] == ["no-easy-out"]
    assert comparison["distance"] == len(" If you are busy, no reply is needed.")


def test_a_replay_keeps_policy_version_and_waivers(client: Client) -> None:
    client.put("/v1/policies/house", json={"off": ["no-easy-out"]})
    finding = next(
        one
        for one in client.post("/v1/checks", json={"draft": REQUEST["draft"]}).json()["findings"]
        if one["rule"] == "slang"
    )
    waiver = {"fingerprint": finding["fingerprint"], "by": "bea", "reason": "Her words"}
    first = rewrite(client, policy="house", waivers=[waiver])
    client.put("/v1/policies/house", json={"off": []})
    client.delete("/v1/policies/house")
    again = replay(client, first["id"])
    assert again["before"] == first["before"]
    assert again["before"]["waived"][0]["by"] == "bea"
    assert again["before"]["rulebook"]["policy_version"] == 1


def test_a_rewrite_by_rules_is_replayed_by_rules_unless_a_model_is_named(client: Client) -> None:
    first = rewrite(client, options={"engine": "rules"})
    assert replay(client, first["id"])["engine"] == "rules"
    assert replay(client, first["id"], model="scripted-1")["engine"] == "llm"


def test_unknown_models_and_prompts_are_named(client: Client) -> None:
    id_ = rewrite(client)["id"]
    for field, value, code in (
        ("model", "gpt-0", "unknown_model"),
        ("prompt_version", "999", "unknown_prompt_version"),
        ("prompt_version", "../001", "unknown_prompt_version"),
    ):
        response = client.post(f"/v1/rewrites/{id_}/replay", json={field: value})
        (found,) = problem(response, 422, code)["errors"]
        assert found["pointer"] == f"/{field}"
    problem(client.post(f"/v1/rewrites/{id_}/replay", json={"prompt": "001"}), 400, "invalid_request")
    problem(client.post("/v1/rewrites/rw_000000000000000000000000/replay", json={}), 404, "not_found")


def test_what_is_not_on_record_cannot_be_replayed(client: Client) -> None:
    hashed = rewrite(client, options={"store": "hash_only", "engine": "rules"})["id"]
    redacted = rewrite(client, options={"store": "redacted", "engine": "rules"})["id"]
    for id_ in (hashed, redacted):
        problem(client.post(f"/v1/rewrites/{id_}/replay", json={}), 409, "not_kept")
    client.delete(f"/v1/rewrites/{hashed}")
    problem(client.post(f"/v1/rewrites/{hashed}/replay", json={}), 409, "erased")


def test_an_erasure_takes_the_replays_too(client: Client) -> None:
    first = rewrite(client)
    again = replay(client, first["id"])
    third = replay(client, again["id"], model="scripted-2")
    assert client.delete(f"/v1/rewrites/{again['id']}").status_code == 204
    found = client.get(f"/v1/rewrites/{third['id']}").json()
    assert (found["erased_at"] is not None, found["draft"], found["replays"]) == (True, None, again["id"])
    assert (found["comparison"]["gone"], found["comparison"]["distance"]) == (None, None)
    assert found["comparison"]["original"] == third["comparison"]["original"]
    assert client.get(f"/v1/rewrites/{first['id']}").json()["erased_at"] is None
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_who_may_not_read_the_history_may_not_replay_it(client: Client) -> None:
    id_ = rewrite(client)["id"]
    admin = key_made(client, "admin", "rewrite", "history:read")["key"]
    writer = key_made(client, "rewrite", key=admin)["key"]
    problem(client.post(f"/v1/rewrites/{id_}/replay", json={}, headers=shown(writer)), 403, "scope_missing")
    assert client.post(f"/v1/rewrites/{id_}/replay", json={}, headers=shown(admin)).status_code == 201
