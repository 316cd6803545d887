"""/v1/audit as an auditor uses it: entries, checkpoints, proofs."""

import base64
import io
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.asgi import create_app
from app.audit import merkle
from app.audit.commitments import entry_hash
from app.audit.notes import TreeHead, opened, verifier_key
from app.audit.offline import verify_export
from app.domain.proof import LedgerEntry
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import fault, problem

DRAFT = {"channel": "message", "body": "Hi Priya, I'm gonna be in Leeds. Could we meet? Thank you."}
SEED = bytes(range(32))


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url, signing_key=SEED))) as client:
        yield client


def rewritten(client: Client) -> dict[str, Any]:
    response = client.post("/v1/rewrites", json={"draft": DRAFT, "options": {"engine": "rules"}})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def got(client: Client, path: str, **parameters: Any) -> dict[str, Any]:
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.json()
    return content


def raw(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(hash_) for hash_ in hashes]


def test_the_record_can_be_verified(client: Client) -> None:
    rewritten(client)
    checkpoint = got(client, "/v1/audit/checkpoint")
    assert got(client, "/v1/audit/verification") == {
        "ok": True, "entries": 3, "first_bad": None, "erased": 0, "checkpoint": checkpoint, "consistent": None, "detail": None,
    }  # fmt: skip


def test_entries_come_in_order_page_by_page(client: Client) -> None:
    made = [rewritten(client) for _ in range(3)]
    first = client.get("/v1/audit/entries", params={"limit": 3})
    page = first.json()
    assert [entry["type"] for entry in page["data"]] == ["configuration", "signing_key", "rewrite"]
    assert (page["next_cursor"], page["has_more"]) == ("3", True)
    rest = client.get(first.headers["Link"].removeprefix("<").partition(">")[0])
    assert [entry["object_id"] for entry in rest.json()["data"]] == [one["id"] for one in made[1:]]
    assert (rest.json()["has_more"], "Link" in rest.headers) == (False, False)
    entries = [*page["data"], *rest.json()["data"]]
    assert [entry["sequence"] for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry["previous"] for entry in entries[1:]] == [entry["hash"] for entry in entries[:-1]]
    assert entries[2]["hash"] == made[0]["audit"]["hash"]


def test_a_checkpoint_is_a_note_that_the_key_has_signed(client: Client) -> None:
    checkpoint = got(client, "/v1/audit/checkpoint")
    key = verifier_key("decorum/local", Ed25519PrivateKey.from_private_bytes(SEED))
    head = TreeHead.parse(opened(checkpoint["note"], key))
    assert (head.size, head.root.hex()) == (checkpoint["size"], checkpoint["root"])
    assert base64.b64encode(head.root).decode() in checkpoint["note"]
    assert got(client, "/v1/audit/checkpoint") == checkpoint


def test_a_rewrite_is_proven_to_be_on_the_ledger(client: Client) -> None:
    made = [rewritten(client) for _ in range(5)]
    found = got(client, f"/v1/rewrites/{made[1]['id']}/proof")
    entry = LedgerEntry(**found["entry"])
    assert (entry.object_id, entry.hash) == (made[1]["id"], made[1]["audit"]["hash"])
    leaf = merkle.leaf_hash(bytes.fromhex(entry.hash))
    root = bytes.fromhex(found["checkpoint"]["root"])
    assert leaf.hex() == found["leaf_hash"]
    assert merkle.includes(root, found["checkpoint"]["size"], found["index"], leaf, raw(found["proof"]))


def test_what_an_entry_hashes_can_be_computed_by_others(client: Client) -> None:
    rewritten(client)
    for entry in got(client, "/v1/audit/entries")["data"]:
        stored = msgspec.structs.asdict(msgspec.convert(entry, LedgerEntry))
        assert entry_hash(stored) == entry["hash"]


def test_two_checkpoints_are_proven_consistent(client: Client) -> None:
    old = got(client, "/v1/audit/checkpoint")
    for _ in range(4):
        rewritten(client)
    new = got(client, "/v1/audit/checkpoint")
    found = got(client, "/v1/audit/consistency", **{"from": old["size"], "to": new["size"]})
    assert found["from"] == {"size": old["size"], "root": old["root"]}
    assert found["to"] == {"size": new["size"], "root": new["root"]}
    roots = raw([old["root"], new["root"]])
    assert merkle.grew(roots[0], old["size"], roots[1], new["size"], raw(found["proof"]))
    assert got(client, "/v1/audit/consistency", **{"from": old["size"]}) == found


def test_the_ledger_is_held_to_an_earlier_checkpoint(client: Client) -> None:
    old = got(client, "/v1/audit/checkpoint")
    rewritten(client)
    claim = {"checkpoint_size": old["size"], "checkpoint_root": old["root"]}
    assert got(client, "/v1/audit/verification", **claim)["consistent"] is True
    for wrong in ({"checkpoint_root": "0" * 64}, {"checkpoint_size": 1}, {"checkpoint_size": 99}):
        found = got(client, "/v1/audit/verification", **{**claim, **wrong})
        assert (found["ok"], found["consistent"]) == (True, False)


@pytest.mark.parametrize(
    ("form", "media_type"), [("ndjson", "application/x-ndjson"), ("csv", "text/csv; charset=utf-8")]
)
def test_the_ledger_is_exported_under_a_signature(client: Client, form: str, media_type: str) -> None:
    checkpoint = got(client, "/v1/audit/checkpoint")
    for _ in range(2):
        rewritten(client)
    response = client.get("/v1/audit/export", params={"format": form})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Decorum-Entries"] == "4"
    assert f'filename="ledger-1-4.{form}"' in response.headers["Content-Disposition"]
    verified = verify_export(io.BytesIO(response.content), checkpoint["note"])
    assert (verified.first, verified.last, verified.texts) == (1, 4, 4)
    assert got(client, "/v1/audit/entries", after=4)["data"][0]["type"] == "export"


def test_an_export_can_be_of_a_stretch_of_time(client: Client) -> None:
    for _ in range(3):
        rewritten(client)
    entries = got(client, "/v1/audit/entries")["data"]
    times = {"created_after": entries[1]["at"], "created_before": entries[4]["at"]}
    verified = verify_export(io.BytesIO(client.get("/v1/audit/export", params=times).content))
    assert (verified.first, verified.last) == (3, 4)


@pytest.mark.parametrize(
    ("path", "pointer", "code"),
    [
        ("/v1/audit/verification?checkpoint_size=3", "/checkpoint_root", "missing_field"),
        (f"/v1/audit/verification?checkpoint_root={'0' * 64}", "/checkpoint_size", "missing_field"),
        ("/v1/audit/verification?checkpoint_size=1&checkpoint_root=abc", "/checkpoint_root", "invalid_value"),
        ("/v1/audit/verification?size=1", "/size", "unknown_parameter"),
        ("/v1/audit/entries?after=-1", "/after", "too_small"),
        ("/v1/audit/entries?after=x", "/after", "wrong_type"),
        ("/v1/audit/entries?limit=1001", "/limit", "too_large"),
        ("/v1/audit/export?format=xlsx", "/format", "invalid_value"),
        ("/v1/audit/export?created_after=yesterday", "/created_after", "invalid_time"),
        ("/v1/audit/consistency?to=1", "/from", "missing_field"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client: Client, path: str, pointer: str, code: str) -> None:
    assert fault(client.get(path))[:2] == (pointer, code)


@pytest.mark.parametrize(
    "path", ["/v1/rewrites/rw_unknown/proof", "/v1/rewrites/a%00b/proof", "/v1/audit/consistency?from=2&to=900"]
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    problem(client.get(path), 404, "not_found")


def test_a_restart_enters_nothing_that_has_not_changed(database_url: str) -> None:
    settings = Settings(database_url=database_url, signing_key=SEED)
    for _ in range(2):
        with local(create_app(settings)) as client:
            assert [entry["type"] for entry in got(client, "/v1/audit/entries")["data"]] == [
                "configuration",
                "signing_key",
            ]
