"""Privacy settings over HTTP, and what they do to rewrites: what is kept, what a model gets to see, what a hold stops."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.asgi import create_app
from app.domain.attempt import Prompt
from app.llm.scripted import Scripted, ScriptedClient
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import fault, problem

BODY = (
    "Hi Priya,\n\nI'm gonna be in Kirkwall next week. Could we meet for twenty minutes? "
    "My number is +44 1856 555 123, my page is https://example.org/bea and my address is bea@example.org.\n\n"
    "Thank you for your time.\n\nBest regards,\nBea Holm"
)
BETTER = BODY.replace("I'm gonna", "I will")
PRIVATE = ("Priya", "Nair", "Kirkwall", "555 123", "example.org", "Holm", "Halyard")
CONTEXT = {"recipient": {"ref": "crm-7", "name": "Priya Nair"}, "facts": ["Priya runs the Halyard ferry."]}
DEFAULTS = {
    "store": "full",
    "mask": False,
    "retention": "forever",
    "legal_hold": None,
    "record_reads": False,
    "periods": {"content_days": None, "metadata_days": None},
    "version": 0,
    "updated_at": None,
}


Script = list[Scripted]


@pytest.fixture
def script() -> Script:
    """What the model answers; a test may put in something else."""
    return [json.dumps({"subject": None, "body": BETTER})] * 10


@pytest.fixture
def model(script: Script) -> ScriptedClient:
    return ScriptedClient(iter(lambda: script.pop(0), None))


@pytest.fixture
def client(database_url: str, model: ScriptedClient) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url, model="scripted-1"), llm=model)) as client:
        yield client


def put(client: Client, **choices: Any) -> dict[str, Any]:
    response = client.put("/v1/privacy", json=choices)
    assert response.status_code == 200, response.text
    settings: dict[str, Any] = response.json()
    return settings


def rewrite(client: Client, **options: Any) -> dict[str, Any]:
    request = {"draft": {"channel": "email", "subject": None, "body": BODY}, "context": CONTEXT, "options": options}
    response = client.post("/v1/rewrites", json=request)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def test_settings_are_chosen_in_versions(client: Client) -> None:
    assert client.get("/v1/privacy").json() == DEFAULTS
    made = put(client, store="redacted", retention="privacy_first")
    assert made.pop("updated_at")
    changed = {"store": "redacted", "retention": "privacy_first", "version": 1}
    assert made | {"updated_at": None} == {
        **DEFAULTS, **changed, "periods": {"content_days": 30, "metadata_days": 180},
    }  # fmt: skip
    assert put(client, mask=True)["version"] == 2
    assert client.get("/v1/privacy").json()["store"] == "redacted"
    assert client.get("/v1/audit/verification").json()["ok"] is True


@pytest.mark.parametrize(
    ("choices", "pointer", "code"),
    [
        ({"store": "nothing"}, "/store", "invalid_value"),
        ({"retention": "a_week"}, "/retention", "invalid_value"),
        ({"legal_hold": {}}, "/legal_hold/reason", "missing_field"),
        ({"legal_hold": {"reason": ""}}, "/legal_hold/reason", "too_short"),
        ({"mask": 1}, "/mask", "wrong_type"),
        ({"days": 7}, "/days", "unknown_field"),
        ({}, "", "nothing_named"),
    ],
)
def test_choices_that_cannot_be_followed_are_named(
    service: Client, choices: dict[str, Any], pointer: str, code: str
) -> None:
    assert fault(service.put("/v1/privacy", json=choices))[:2] == (pointer, code)


def test_the_tenants_store_holds_where_a_request_says_nothing(client: Client) -> None:
    put(client, store="hash_only")
    silent, spoken = rewrite(client), rewrite(client, store="full")
    assert silent["draft"]["body"] == BODY
    assert client.get(f"/v1/rewrites/{silent['id']}").json()["draft"] is None
    assert client.get(f"/v1/rewrites/{spoken['id']}").json()["draft"]["body"] == BODY


def test_a_legal_hold_stops_every_erasure(client: Client) -> None:
    made = rewrite(client)
    put(client, legal_hold={"reason": "Case 7"})
    assert "Case 7" in problem(client.delete(f"/v1/rewrites/{made['id']}"), 409, "legal_hold")["detail"]
    problem(client.delete("/v1/rewrites", params={"recipient_ref": "crm-7"}), 409, "legal_hold")
    problem(client.delete("/v1/rewrites/rw_000000000000000000000000"), 404, "not_found")
    put(client, mask=False)
    problem(client.delete(f"/v1/rewrites/{made['id']}"), 409, "legal_hold")
    put(client, legal_hold=None)
    assert client.delete(f"/v1/rewrites/{made['id']}").status_code == 204


def echo(prompt: Prompt) -> str:
    """A model that gives the draft back as it was shown, mended."""
    shown = prompt.messages[-1].content
    start = shown.index("Hi NAME_")
    body = shown[start : shown.index("\n", shown.index("regards,\n", start) + len("regards,\n"))]
    return json.dumps({"subject": None, "body": body.replace("I'm gonna", "I will")})


def test_a_model_gets_tokens_and_its_answer_the_words_back(client: Client, script: Script) -> None:
    script[:] = [echo]
    made = rewrite(client, mask=True)
    assert (made["outcome"], made["rewrite"]) == ("rewritten", {"subject": None, "body": BETTER}), made["degraded"]
    (attempt,) = client.get(f"/v1/rewrites/{made['id']}/attempts").json()["data"]
    sent = json.dumps(attempt)
    assert not any(word in sent for word in PRIVATE)
    assert {"PHONE_1", "LINK_1", "EMAIL_1"} <= set(re.findall(r"[A-Z]+_\d", sent))


def test_a_token_that_nobody_gave_is_objected_to(client: Client, script: Script) -> None:
    script[:] = [lambda prompt: echo(prompt).replace("NAME_", "NAME_9")] * 3
    put(client, mask=True)
    made = rewrite(client)
    assert made["degraded"]["reason"] == "candidates_refused"
    attempts = client.get(f"/v1/rewrites/{made['id']}/attempts").json()["data"]
    assert attempts[0]["objections"][0]["code"] == "invented_token"


def test_a_request_may_do_without_the_tenants_mask(client: Client, model: ScriptedClient) -> None:
    put(client, mask=True)
    rewrite(client, mask=False)
    assert "Kirkwall" in model.prompts[0].messages[-1].content


def test_who_was_shown_what_is_on_the_ledger_where_the_tenant_asks(client: Client) -> None:
    def reads() -> int:
        entries = client.get("/v1/audit/entries", params={"limit": 1000}).json()["data"]
        return sum(entry["type"] == "read" for entry in entries)

    made = rewrite(client)["id"]
    assert client.get(f"/v1/rewrites/{made}").status_code == 200
    assert reads() == 0
    put(client, record_reads=True)
    assert client.get("/v1/rewrites", params={"outcome": "held"}).json()["data"] == []
    problem(client.get("/v1/rewrites/rw_000000000000000000000000"), 404, "not_found")
    client.get("/v1/insights", params={"by": "rule"})
    assert reads() == 0
    for number, path in enumerate((f"/v1/rewrites/{made}", f"/v1/rewrites/{made}/attempts", "/v1/rewrites"), start=1):
        assert client.get(path).status_code == 200
        assert reads() == number
    exported = client.get("/v1/audit/export").text.splitlines()
    rows = [line["row"] for line in map(json.loads, exported) if line.get("entry", {}).get("type") == "read"]
    assert [(row["shown"], json.loads(row["objects"])) for row in rows] == [
        ("rewrite", [made]), ("attempts", [made]), ("rewrite", [made]),
    ]  # fmt: skip
    assert client.get("/v1/audit/verification").json()["ok"] is True
    put(client, record_reads=False)
    client.get(f"/v1/rewrites/{made}")
    assert reads() == 3


def test_the_results_of_a_batch_are_shown_on_the_ledger_too(client: Client) -> None:
    put(client, record_reads=True)
    draft = {"draft": {"channel": "message", "body": BODY}, "options": {"engine": "rules"}}
    items = [{**draft, "id": str(number)} for number in range(3)]
    batch = client.post("/v1/batches", json={"mode": "rewrite", "items": items}).json()["id"]
    while client.get(f"/v1/batches/{batch}").json()["status"] != "completed":
        pass
    results = client.get(f"/v1/batches/{batch}/results").text.splitlines()
    exported = map(json.loads, client.get("/v1/audit/export").text.splitlines())
    (row,) = [line["row"] for line in exported if line.get("entry", {}).get("type") == "read"]
    assert json.loads(row["objects"]) == [json.loads(line)["result"]["id"] for line in results]
