"""Outreach over HTTP, and what checks and rewrites make of it."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from app.asgi import create_app
from app.llm.scripted import ScriptedClient
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import fault, problem

NOW = "2026-11-23T12:00:00+01:00"
KILN = "We build small kilns that fire with wood chips and need no chimney."
FAIR = "The first ones stood at the fair in Ghent and ran for four days."
BODY = f"Hi Maya,\n\nI am a potter from Brno. {KILN} {FAIR} May I show you one? If not, no worries. Thank you for reading.\n\nBest regards,\nBea"
DRAFT = {"channel": "message", "body": BODY}


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url))) as client:
        yield client


def record(client: Client, ref: str, event: str = "sent", at: str = "2026-11-20T09:00:00Z", **given: Any) -> Any:
    recipient = {"ref": ref, **given.pop("recipient", {})}
    request = {"recipient": recipient, "event": event, "at": at, "channel": "message", **given}
    response = client.post("/v1/outreach", json=request)
    assert response.status_code == 201, response.text
    return response.json()


def check(client: Client, ref: str | None, draft: dict[str, Any] = DRAFT, **context: Any) -> dict[str, Any]:
    recipient = {**({"ref": ref} if ref else {}), **context.pop("recipient", {})}
    response = client.post(
        "/v1/checks", json={"draft": draft, "context": {"now": NOW, "recipient": recipient, **context}}
    )
    assert response.status_code == 200, response.text
    report: dict[str, Any] = response.json()
    return report


def found(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {finding["rule"]: finding for finding in report["findings"]}


def test_an_event_is_answered_as_it_is_kept_and_listed(client: Client) -> None:
    given = {"ref": "crm-7", "name": "Maya Ito", "company": "Fieldwise", "headline": "Agronomist"}
    made = record(client, "crm-7", at="2026-11-20T10:00:00+01:00", recipient=given, body=BODY)
    assert re.fullmatch(r"ou_[0-9a-f]{24}", made.pop("id"))
    assert made == {
        "recipient": {"ref": "crm-7", "name": None, "company": "Fieldwise", "headline": None},
        "event": "sent",
        "at": "2026-11-20T09:00:00Z",
        "channel": "message",
    }
    record(client, "crm-8", "declined", keep_ref=False)
    answer = client.get("/v1/outreach", params={"recipient_ref": "crm-7"}).json()
    assert (len(answer["data"]), answer["next_cursor"], answer["has_more"]) == (1, None, False)
    assert client.get("/v1/outreach", params={"recipient_ref": "crm-8"}).json()["data"][0]["recipient"]["ref"] is None
    assert client.get("/v1/outreach", params={"recipient_ref": "crm-9"}).json()["data"] == []
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_pages_lead_to_the_next(client: Client) -> None:
    made = [record(client, "a&b", at=f"2026-11-{day:02}T09:00:00Z")["id"] for day in range(1, 6)]
    response, listed = client.get("/v1/outreach", params={"recipient_ref": "a&b", "limit": 2}), []
    while True:
        page = response.json()
        listed += [event["id"] for event in page["data"]]
        assert page["has_more"] is ("Link" in response.headers)
        if not page["has_more"]:
            break
        (address,) = re.findall(r'<(.+)>; rel="next"', response.headers["Link"])
        response = client.get(address)
    assert listed == made[::-1]


def test_a_follow_up_knows_when_the_last_message_went_out(client: Client) -> None:
    assert "follow-up-too-soon" not in found(check(client, "crm-7"))
    record(client, "crm-7")
    report = check(client, "crm-7")
    assert found(report)["follow-up-too-soon"]["severity"] == "error"
    assert report["send_after"] == "2026-11-27T10:00:00+01:00"
    assert report["verdict"] == "hold"
    assert "follow-up-too-soon" not in found(check(client, "crm-8"))
    assert "follow-up-too-soon" not in found(check(client, None))
    assert "follow-up-too-soon" not in found(check(client, "crm-7", thread={"replied": True}))
    assert "follow-up-too-soon" not in found(check(client, "crm-7", thread={"last_sent_at": "2026-10-01T09:00:00Z"}))
    record(client, "crm-7", "replied", at="2026-11-21T09:00:00Z")
    assert "follow-up-too-soon" not in found(check(client, "crm-7"))


def test_after_two_follow_ups_without_an_answer_it_is_enough(client: Client) -> None:
    for day in (1, 9):
        record(client, "crm-7", at=f"2026-10-{day:02}T09:00:00Z")
    assert "follow-up-too-many" not in found(check(client, "crm-7"))
    record(client, "crm-7", at="2026-10-20T09:00:00Z")
    assert "follow-up-too-many" in found(check(client, "crm-7"))
    assert "follow-up-too-many" not in found(check(client, "crm-7", thread={"sent": 1}))


def test_a_no_is_remembered(client: Client) -> None:
    record(client, "crm-7", "declined")
    assert found(check(client, "crm-7"))["declined"]["repair"] == "hold"
    assert "declined" not in found(check(client, "crm-7", thread={"declined": False}))


@pytest.mark.parametrize(
    ("others", "severity"), [(1, None), (2, "warning"), (4, "warning"), (5, "error"), (9, "error")]
)
def test_the_same_text_for_many_is_told_with_its_sentences(client: Client, others: int, severity: str | None) -> None:
    for number in range(others):
        company = f"The Pottery {number} Ltd"
        body = BODY.replace("Maya", f"Ms Number{number}").replace("Ghent", "Bruges").replace("Brno", "Graz")
        record(client, f"crm-{number}", recipient={"company": company}, body=body + f" and all at {company}")
    finding = found(check(client, "crm-x", recipient={"name": "Maya Ito", "company": "Fieldwise"})).get("mass-message")
    if severity is None:
        assert finding is None
        return
    assert finding is not None
    assert (finding["severity"], finding["excerpt"]) == (severity, KILN)
    assert BODY[finding["start"] : finding["end"]] == KILN
    assert f"These 2 sentences went to {others} other people in 30 days" in finding["message"]
    assert "mass-message" not in found(check(client, None))
    other = {**DRAFT, "body": BODY.replace(KILN, "Your glazes held at 1,300 degrees.").replace(FAIR, "")}
    assert "mass-message" not in found(check(client, "crm-x", other))


def test_the_fourth_person_at_a_company_is_one_too_many(client: Client) -> None:
    company = {"company": "Fieldwise"}
    for number in range(2):
        record(client, f"crm-{number}", recipient=company)
    assert "carpet-bombing" not in found(check(client, "crm-x", recipient=company))
    record(client, "crm-2", recipient={"company": "FIELDWISE Inc."})
    assert found(check(client, "crm-x", recipient=company))["carpet-bombing"]["severity"] == "error"
    assert "carpet-bombing" not in found(check(client, "crm-2", recipient=company))
    assert "carpet-bombing" not in found(check(client, "crm-x", recipient={"company": "Northwind"}))


def test_a_free_account_has_five_notes_a_month(client: Client) -> None:
    note = {"channel": "connection_note", "body": "Hi Maya, I heard your talk in Ghent and would like to connect. Bea"}
    for number in range(5):
        record(client, f"crm-{number}", at="2026-11-02T09:00:00Z", channel="connection_note")
    free = {"account_tier": "free"}
    assert found(check(client, "crm-x", note, sender=free))["invitation-quota"]["repair"] == "hold"
    assert "invitation-quota" not in found(check(client, "crm-x", note))
    assert "invitation-quota" not in found(check(client, "crm-x", note, sender=free, now="2026-12-01T00:00:00+01:00"))


def test_a_rewrite_knows_what_a_check_knows(client: Client) -> None:
    for number in range(3):
        record(client, f"crm-{number}", body=BODY)
    record(client, "crm-x", "sent", at="2026-11-01T09:00:00Z")
    draft = {**DRAFT, "body": BODY.replace("Thank you for reading.", "I'm gonna be in Leeds. Thank you!")}
    context = {"now": NOW, "recipient": {"ref": "crm-x"}}
    response = client.post("/v1/rewrites", json={"draft": draft, "context": context, "options": {"engine": "rules"}})
    answer = response.json()
    assert response.status_code == 201, response.text
    assert "going to" in answer["rewrite"]["body"]
    assert {"mass-message", "slang"} <= found(answer["before"]).keys()
    assert "mass-message" in found(answer["after"])
    assert client.get(f"/v1/rewrites/{answer['id']}").json()["before"] == answer["before"]


def test_a_model_that_finds_other_words_settles_a_mass_message(database_url: str) -> None:
    other = BODY.replace(KILN, "Our little kilns burn chips of wood, and nobody has to build a chimney for them.")
    other = other.replace(FAIR, "At the fair in Ghent, they were fired up for four days on end.")
    model = ScriptedClient([json.dumps({"subject": None, "body": other})])
    with local(create_app(Settings(database_url=database_url, model="scripted-1"), llm=model)) as client:
        for number in range(5):
            record(client, f"crm-{number}", body=BODY)
        request = {"draft": DRAFT, "context": {"now": NOW, "recipient": {"ref": "crm-x"}}}
        answer = client.post("/v1/rewrites", json=request).json()
    assert answer["outcome"] == "rewritten", answer["degraded"]
    assert "mass-message" in found(answer["before"])
    assert "mass-message" not in found(answer["after"])


def post(client: Client, **changes: Any) -> Response:
    request = {"recipient": {"ref": "crm-7"}, "event": "sent", "at": NOW, "channel": "message", **changes}
    response: Response = client.post("/v1/outreach", json={name: value for name, value in request.items() if value})
    return response


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"recipient": None}, "/recipient", "missing_field"),
        ({"recipient": {"name": "Maya"}}, "/recipient/ref", "missing_field"),
        ({"recipient": {"ref": ""}}, "/recipient/ref", "too_short"),
        ({"recipient": {"ref": "a\x00"}}, "/recipient/ref", "control_character"),
        ({"event": "opened"}, "/event", "invalid_value"),
        ({"event": None}, "/event", "missing_field"),
        ({"at": None}, "/at", "missing_field"),
        ({"at": "yesterday"}, "/at", "invalid_time"),
        ({"at": "2026-11-23T09:00:00"}, "/at", "naive_time"),
        ({"at": "1899-12-31T23:59:59Z"}, "/at", "invalid_time"),
        ({"at": "0001-01-01T00:00:00+12:00"}, "/at", "invalid_time"),
        ({"at": "9999-12-31T23:59:59-12:00"}, "/at", "invalid_time"),
        ({"channel": "sms"}, "/channel", "invalid_value"),
        ({"body": " "}, "/body", "blank"),
        ({"subject": "Hello"}, "/subject", "unknown_field"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_named(service: Client, changes: dict[str, Any], pointer: str, code: str) -> None:
    assert fault(post(service, **changes))[:2] == (pointer, code)


@pytest.mark.parametrize("at", ["1900-01-01T00:00:00Z", "2200-12-31T23:59:59.999999Z", "1969-07-20T20:17:00Z"])
def test_odd_times_come_back(service: Client, at: str) -> None:
    response = post(service, recipient={"ref": "𝒳 odd"}, at=at, body="\ufffd 👩🏽‍💻 \x00 " * 20)
    assert response.json()["at"] == at
    assert found(check(service, "𝒳 odd")) is not None
    assert service.get("/v1/outreach", params={"recipient_ref": "𝒳 odd", "limit": 100}).status_code == 200


def test_without_its_record_a_check_that_needs_it_is_503(tmp_path: Path) -> None:
    path = tmp_path / "decorum.db"
    with local(create_app(Settings(database_url=f"sqlite+aiosqlite:///{path}"))) as client:
        record(client, "crm-7")
        with sqlite3.connect(path) as database:
            database.execute("DROP TABLE outreach")
        database.close()
        request = {"draft": DRAFT, "context": {"recipient": {"ref": "crm-7"}}}
        problem(client.post("/v1/checks", json=request), 503, "record_unavailable")
        problem(post(client), 503, "record_unavailable")
        assert check(client, None)["verdict"]
