"""DELETE /v1/rewrites: what goes, what stays, and that nothing of the text is left in the files."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from app.asgi import create_app
from app.llm.scripted import ScriptedClient
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import fault, problem

BODY = "Hi Priya, I'm gonna be in Kirkwall next week. Could we meet for twenty minutes? Thank you for your time."
BETTER = BODY.replace("I'm gonna", "I will")
PRIVATE = ("Priya", "Kirkwall", "crm/Priya 7", "cand-4711", "orchard", "Halyard", "Gannet")
REQUEST = {
    "draft": {"channel": "email", "subject": "Gannet", "body": BODY},
    "context": {"recipient": {"ref": "crm/Priya 7", "name": "Priya Nair", "company": "Halyard"}},
    "options": {
        "metadata": {"campaign": "orchard"},
        "external_ref": {"system": "ats", "type": "candidate", "id": "cand-4711"},
    },
}


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    answer = json.dumps({"subject": "Gannet", "body": BETTER})
    settings = Settings(database_url=database_url, model="scripted-1")
    with local(create_app(settings, llm=ScriptedClient([answer] * 100))) as client:
        yield client


def rewrite(client: Client, **changes: Any) -> dict[str, Any]:
    response = client.post("/v1/rewrites", json={**REQUEST, **changes})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def outreach(client: Client, ref: str = "crm/Priya 7", **changes: Any) -> None:
    event = {
        "recipient": {"ref": ref, "name": "Priya Nair", "company": "Halyard"},
        "event": "sent",
        "at": "2026-11-20T09:00:00Z",
        "channel": "connection_note",
        "body": BODY,
    }
    assert client.post("/v1/outreach", json={**event, **changes}).status_code == 201


def verified(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/v1/audit/verification").json()
    return found


def left_in_files(url: str, words: Sequence[str]) -> list[str]:
    """What a look at the raw bytes still finds; of PostgreSQL's files we know nothing."""
    file = make_url(url).database or ""
    if url.startswith("postgresql"):
        return []
    raw = b"".join(path.read_bytes() for path in Path(file).parent.glob(Path(file).name + "*"))
    return [word for word in words if word.encode() in raw]


def test_an_erased_rewrite_is_there_without_its_text(client: Client, database_url: str) -> None:
    made = rewrite(client)
    assert left_in_files(database_url, PRIVATE) == [word for word in PRIVATE if database_url.startswith("sqlite")]
    assert client.delete(f"/v1/rewrites/{made['id']}").status_code == 204
    assert client.delete(f"/v1/rewrites/{made['id']}").status_code == 204
    found = client.get(f"/v1/rewrites/{made['id']}").json()
    assert found["erased_at"]
    assert (found["draft"], found["rewrite"], found["before"], found["after"], found["changes"]) == (None,) * 4 + ([],)
    assert (found["metadata"], found["external_ref"]) == ({}, None)
    kept = ("outcome", "engine", "model", "prompt", "usage", "audit", "created_at")
    assert [found[name] for name in kept] == [made[name] for name in kept]
    attempts = client.get(f"/v1/rewrites/{made['id']}/attempts")
    assert attempts.status_code == 200
    (attempt,) = attempts.json()["data"]
    assert (attempt["prompt"]["messages"], attempt["completion"]["text"]) == ([], None)
    assert not any(word in attempts.text + json.dumps(found) for word in PRIVATE)
    assert left_in_files(database_url, PRIVATE) == []
    assert (verified(client)["ok"], verified(client)["erased"]) == (True, 1)


def test_an_erased_rewrite_is_listed_but_not_found_by_its_person(client: Client) -> None:
    made, other = rewrite(client), rewrite(client)
    client.delete(f"/v1/rewrites/{made['id']}")

    def listed(**parameters: str) -> list[str]:
        return [found["id"] for found in client.get("/v1/rewrites", params=parameters).json()["data"]]

    assert listed() == [other["id"], made["id"]]
    assert listed(recipient_ref="crm/Priya 7") == [other["id"]]
    assert listed(external_ref="ats:candidate:cand-4711") == [other["id"]]
    assert client.get(f"/v1/rewrites/{other['id']}").json()["draft"] == REQUEST["draft"]


def test_an_unknown_rewrite_can_not_be_erased(client: Client) -> None:
    problem(client.delete("/v1/rewrites/rw_000000000000000000000000"), 404, "not_found")


def test_a_recipient_is_erased_with_all_outreach(client: Client, database_url: str) -> None:
    made = [rewrite(client)["id"], rewrite(client, options={"store": "hash_only"})["id"]]
    other = rewrite(client, context={"recipient": {"ref": "crm-8"}})["id"]
    for event in ("sent", "replied", "declined"):
        outreach(client, event=event)
    outreach(client, "crm-8", recipient={"ref": "crm-8"}, body=None)
    assert client.delete("/v1/rewrites", params={"recipient_ref": "crm/Priya 7"}).status_code == 204
    assert client.delete("/v1/rewrites", params={"recipient_ref": "crm/Priya 7"}).status_code == 204
    assert all(client.get(f"/v1/rewrites/{id_}").json()["erased_at"] for id_ in made)
    assert client.get(f"/v1/rewrites/{other}").json()["erased_at"] is None
    assert client.get("/v1/outreach", params={"recipient_ref": "crm/Priya 7"}).json()["data"] == []
    assert len(client.get("/v1/outreach").json()["data"]) == 4
    assert (verified(client)["ok"], verified(client)["erased"]) == (True, 5)
    client.delete(f"/v1/rewrites/{other}")
    assert left_in_files(database_url, PRIVATE) == []


def test_an_erased_recipient_is_a_stranger_but_the_notes_still_count(client: Client) -> None:
    for number in range(5):
        outreach(client, f"crm-{number}", recipient={"ref": f"crm-{number}"}, body=None)
    request = {
        "draft": {"channel": "connection_note", "body": BODY},
        "context": {
            "now": "2026-11-20T12:00:00Z",
            "sender": {"account_tier": "free"},
            "recipient": {"ref": "crm-1"},
        },
    }

    def rules() -> set[str]:
        return {found["rule"] for found in client.post("/v1/checks", json=request).json()["findings"]}

    assert {"follow-up-too-soon", "invitation-quota"} <= rules()
    client.delete("/v1/rewrites", params={"recipient_ref": "crm-1"})
    assert rules() & {"follow-up-too-soon", "invitation-quota"} == {"invitation-quota"}


def test_a_recipient_nobody_knows_is_erased_already(client: Client) -> None:
    entries = verified(client)["entries"]
    assert client.delete("/v1/rewrites", params={"recipient_ref": "nobody"}).status_code == 204
    assert fault(client.delete("/v1/rewrites"))[:2] == ("/recipient_ref", "missing_field")
    assert fault(client.delete("/v1/rewrites", params={"recipient_ref": ""}))[:2] == ("/recipient_ref", "too_short")
    assert verified(client)["entries"] == entries


def test_a_reader_of_the_state_before_is_waited_for_and_then_told_of(tmp_path: Path) -> None:
    file = tmp_path / "decorum.db"
    with local(create_app(Settings(database_url=f"sqlite+aiosqlite:///{file}"))) as client:
        made = rewrite(client)
        reader = sqlite3.connect(file, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM contents").fetchone()
        problem(client.delete(f"/v1/rewrites/{made['id']}"), 503, "record_unavailable")
        reader.close()
        assert client.delete(f"/v1/rewrites/{made['id']}").status_code == 204
        assert left_in_files(f"sqlite:///{file}", PRIVATE) == []


def test_no_piece_of_any_of_many_texts_is_left(tmp_path: Path) -> None:
    """Rows move between pages when their neighbours go; what they leave behind must be overwritten, too."""
    url = f"sqlite+aiosqlite:///{tmp_path}/decorum.db"
    with local(create_app(Settings(database_url=url))) as client:
        marks = [f"Kirkwall{number:03}x" for number in range(60)]
        made = [
            rewrite(
                client,
                draft={"channel": "message", "body": f"{BODY} {mark} " * (1 + number % 9)},
                context={"recipient": {"ref": mark}},
                options={"external_ref": {"system": "ats", "type": "candidate", "id": mark}},
            )["id"]
            for number, mark in enumerate(marks)
        ]
        for id_ in made[::2]:
            client.delete(f"/v1/rewrites/{id_}")
        assert left_in_files(url, marks) == marks[1::2]
