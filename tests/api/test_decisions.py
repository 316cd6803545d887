"""Decisions over HTTP: what comes back, which one counts, what the history knows, what an erasure takes."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Response

from app.asgi import create_app
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import fault, problem

BODY = (
    "Hi Priya, I'm gonna be in Kirkwall next week. Could we meet for twenty minutes? Thank you for your time. Bea Holm"
)
DRAFT = {"channel": "message", "body": BODY}
FINAL = BODY.replace("I'm gonna be", "I will soon be")


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url))) as client:
        yield client


def rewrite(client: Client, **options: Any) -> dict[str, Any]:
    response = client.post("/v1/rewrites", json={"draft": DRAFT, "options": {"engine": "rules", **options}})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def decide(client: Client, id_: str, decision: str, **given: Any) -> Response:
    request = {"decision": decision, "by": "bea", **given}
    response: Response = client.post(f"/v1/rewrites/{id_}/decision", json=request)
    return response


def decided(client: Client, id_: str, decision: str, **given: Any) -> dict[str, Any]:
    response = decide(client, id_, decision, **given)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def test_an_edited_text_comes_back_with_its_distance_and_its_check(client: Client) -> None:
    made = rewrite(client)
    final = made["rewrite"]["body"].replace("I'm going to be", "I'm gonna be")
    found = decided(client, made["id"], "edited", reason="Too long", final={"subject": None, "body": final})
    assert (found["decision"], found["by"], found["reason"], found["number"]) == ("edited", "bea", "Too long", 1)
    assert found["final"] == {"subject": None, "body": final}
    assert 0 < found["distance"] < 40
    assert "slang" in {finding["rule"] for finding in found["report"]["findings"]}
    assert client.get(f"/v1/rewrites/{made['id']}").json()["decision"] == found
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_the_same_text_has_no_distance(client: Client) -> None:
    made = rewrite(client)
    assert decided(client, made["id"], "accepted", final=made["rewrite"])["distance"] == 0
    assert decided(client, made["id"], "accepted")["distance"] is None


def test_a_later_decision_replaces_the_earlier(client: Client) -> None:
    made, other = rewrite(client)["id"], rewrite(client)["id"]
    decided(client, made, "rejected", reason="No")
    decided(client, made, "accepted")
    decided(client, other, "rejected")

    def listed(decision: str) -> list[str]:
        found = client.get("/v1/rewrites", params={"decision": decision}).json()["data"]
        return [rewrite["id"] for rewrite in found]

    assert client.get(f"/v1/rewrites/{made}").json()["decision"]["number"] == 2
    assert (listed("accepted"), listed("rejected"), listed("edited")) == ([made], [other], [])
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_an_erasure_takes_the_words_and_leaves_the_decision(client: Client) -> None:
    made = rewrite(client)["id"]
    decided(client, made, "edited", reason="For Priya", final={"body": FINAL})
    assert client.delete(f"/v1/rewrites/{made}").status_code == 204
    found = client.get(f"/v1/rewrites/{made}").json()["decision"]
    assert (found["decision"], found["by"]) == ("edited", "bea")
    assert (found["reason"], found["final"], found["report"]) == (None, None, None)
    assert client.get("/v1/audit/verification").json()["ok"] is True
    problem(decide(client, made, "accepted"), 409, "erased")


def test_where_no_text_is_kept_none_of_a_decision_is(client: Client) -> None:
    made = rewrite(client, store="hash_only")["id"]
    found = decided(client, made, "edited", final={"body": FINAL})
    assert found["distance"] is None
    assert found["report"]["score"] > 50
    assert client.get(f"/v1/rewrites/{made}").json()["decision"]["final"] is None


def test_what_cannot_be_decided_is_named(client: Client) -> None:
    made = rewrite(client)["id"]
    assert fault(decide(client, made, "edited"))[:2] == ("/final", "missing_field")
    assert fault(decide(client, made, "perhaps"))[:2] == ("/decision", "invalid_value")
    assert fault(decide(client, made, "accepted", by=""))[:2] == ("/by", "too_short")
    assert fault(decide(client, made, "edited", final={"body": " "}))[:2] == ("/final/body", "blank")
    assert fault(decide(client, made, "accepted", on="now"))[:2] == ("/on", "unknown_field")
    problem(decide(client, "rw_000000000000000000000000", "accepted"), 404, "not_found")
