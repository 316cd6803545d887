"""Many drafts at once."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.asgi import create_app
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.serving import Serving
from tests.api.test_going_away import CLUMSY, with_model
from tests.api.test_problems import fault, problem
from tests.llm.server import ScriptedServer, hang

PATH = "/v1/batches"
SLANG = {"id": "a", "draft": {"channel": "message", "body": CLUMSY}}
EMAIL = {"id": "b", "draft": {"channel": "email", "subject": "Twenty minutes in Leeds?", "body": CLUMSY}}
TYPO = {"id": "c", "draft": {"channel": "pigeon", "body": CLUMSY}}
NOBODYS = {"id": "d", "draft": SLANG["draft"], "policy": "nobody's"}
RULES = {"options": {"engine": "rules"}}
WORKERS = Settings().workers


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url))) as client:
        yield client


def begun(client: Client, *items: dict[str, Any], mode: str = "check") -> dict[str, Any]:
    response = client.post(PATH, json={"items": items, "mode": mode})
    assert response.status_code == 202, response.text
    batch: dict[str, Any] = response.json()
    assert response.headers["Location"] == f"{PATH}/{batch['id']}"
    return batch


def ended(client: Client | httpx.Client, batch: dict[str, Any]) -> dict[str, Any]:
    """Ask until nothing waits any more, as a client would."""
    for _ in range(2000):
        batch = client.get(f"{PATH}/{batch['id']}").json()
        assert batch["total"] == batch["done"] + batch["failed"] + batch["cancelled"] + batch["waiting"]
        if batch["status"] in {"completed", "cancelled"}:
            return batch
    raise AssertionError(batch)


def results(client: Client | httpx.Client, batch: dict[str, Any]) -> list[dict[str, Any]]:
    response = client.get(f"{PATH}/{batch['id']}/results")
    assert response.headers["Content-Type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in response.text.splitlines()]


def test_items_are_checked_and_come_back_in_order(client: Client) -> None:
    batch = begun(client, SLANG, TYPO, EMAIL, NOBODYS)
    assert set(batch) == {
        "id", "mode", "status", "total", "done", "failed", "cancelled", "waiting", "created_at", "finished_at", "eta",
    }  # fmt: skip
    batch = ended(client, batch)
    assert (batch["status"], batch["mode"], batch["done"], batch["failed"]) == ("completed", "check", 2, 2)
    assert batch["finished_at"] >= batch["created_at"]
    found = results(client, batch)
    assert [(one["id"], one["index"], one["status"]) for one in found] == [
        ("a", 0, "done"), ("c", 1, "failed"), ("b", 2, "done"), ("d", 3, "failed"),
    ]  # fmt: skip
    assert "slang" in [finding["rule"] for finding in found[0]["result"]["findings"]]
    assert found[1]["error"]["code"] == "invalid_value"
    assert "/draft/channel" in found[1]["error"]["detail"]
    assert found[3]["error"]["code"] == "unknown_policy"
    assert client.get("/v1/rewrites").json()["data"] == []


def test_items_are_rewritten_and_on_record(client: Client) -> None:
    batch = ended(client, begun(client, SLANG | RULES, EMAIL | RULES, mode="rewrite"))
    assert (batch["mode"], batch["done"]) == ("rewrite", 2)
    for one in results(client, batch):
        assert one["result"]["outcome"] == "fixed"
        assert client.get(f"/v1/rewrites/{one['result']['id']}").json() == one["result"]
    assert client.get("/v1/audit/verification").json()["ok"] is True


def mailing(number: int, name: str, **more: Any) -> dict[str, Any]:
    body = (
        f"Hi {name}, we build pumps for small towns. Our newest one saves a third of the power. Could I show you the "
        "figures next week? Thank you."
    )
    return {
        "id": str(number),
        "draft": {"channel": "message", "body": body},
        "context": {"recipient": {"ref": f"crm-{number}", "name": name}, "now": "2026-11-22T10:00:00Z"},
        **more,
    }


NAMES = ("Ann", "Ben", "Cleo", "Dev", "Eve", "Finn")


def mass(report: dict[str, Any]) -> dict[str, Any] | None:
    return next((one for one in report["findings"] if one["rule"] == "mass-message"), None)


def sent(client: Client, item: dict[str, Any], ref: str) -> None:
    response = client.post(
        "/v1/outreach",
        json={"recipient": {"ref": ref}, "event": "sent", "at": "2026-11-20T09:00:00Z", **item["draft"]},
    )
    assert response.status_code == 201, response.text


@pytest.mark.parametrize("turn", [1, -1])
def test_drafts_of_a_batch_are_compared_whatever_their_order(client: Client, turn: int) -> None:
    items = [mailing(number, name) for number, name in enumerate(NAMES)]
    for one in results(client, ended(client, begun(client, *items[::turn]))):
        finding = mass(one["result"])
        assert finding
        assert finding["severity"] == "error"
        assert "These 2 sentences stand in the drafts for 5 other people in this batch." in finding["message"]
        assert finding["excerpt"].endswith("we build pumps for small towns.")
    (alone,) = results(client, ended(client, begun(client, items[0])))
    assert mass(alone["result"]) is None


def test_drafts_for_one_person_are_no_mailing(client: Client) -> None:
    items = [{**mailing(0, "Ann"), "id": str(number)} for number in range(5)]
    assert not any(mass(one["result"]) for one in results(client, ended(client, begun(client, *items))))


def test_what_went_out_before_counts_with_what_goes_out_now_and_nobody_twice(client: Client) -> None:
    items = [mailing(number, name) for number, name in enumerate(NAMES[:3])]
    for ref in ("crm-1", "crm-8", "crm-9"):
        sent(client, items[0], ref)
    one, *_ = results(client, ended(client, begun(client, *items)))
    finding = mass(one["result"])
    assert finding
    assert finding["severity"] == "warning"
    assert "in the drafts for 2 other people in this batch and went to 2 other people in 30 days" in finding["message"]


def test_drafts_that_are_rewritten_together_are_compared(client: Client) -> None:
    items = [mailing(number, name, **RULES) for number, name in enumerate(NAMES)]
    for one in results(client, ended(client, begun(client, *items, mode="rewrite"))):
        finding = mass(one["result"]["before"])
        assert finding
        assert finding["severity"] == "error"


def test_a_policy_says_what_is_nearly_the_same(client: Client) -> None:
    choices = {"picky": {"parameters": {"mass-message": {"share": 1.0}}}, "silent": {"off": ["mass-message"]}}
    for name, choice in choices.items():
        assert client.put(f"/v1/policies/{name}", json=choice).status_code in {200, 201}
    policies = ("picky", "silent", "default", "nobody's", "default", "default")
    items = [
        mailing(number, name, policy=policy) for number, (name, policy) in enumerate(zip(NAMES, policies, strict=True))
    ]
    own = ("otters", "frosts", "lilies", "ferries", "cinemas", "bakers")
    for item, word in zip(items, own, strict=True):
        item["draft"]["body"] += f" Your {word} by the canal convinced our {word} last {word} season."
    found = results(client, ended(client, begun(client, *items)))
    assert [bool(mass(one["result"])) for one in found if "result" in one] == [False, False, True, True, True]


def test_lines_of_json_are_items(client: Client) -> None:
    content = "\n".join(json.dumps(item) for item in (SLANG, EMAIL)) + "\n\n"
    response = client.post(f"{PATH}?mode=check", content=content, headers={"Content-Type": "application/x-ndjson"})
    assert ended(client, response.json())["done"] == 2


def test_rows_of_csv_are_items_and_results_come_as_csv(client: Client) -> None:
    rows = io.StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow(["id", "channel", "subject", "body", "context.recipient.name", "context.degree", "options.engine"])
    writer.writerow(["a", "message", "", CLUMSY, "Priya Rao", "2", "rules"])
    writer.writerow(["b", "email", "Leeds, “soon”", "Line one.\nI'm gonna write, thank you.", "", "", "rules"])
    response = client.post(
        f"{PATH}?mode=rewrite", content=rows.getvalue().encode("utf-8-sig"), headers={"Content-Type": "text/csv"}
    )
    batch = ended(client, response.json())
    assert batch["done"] == 2, results(client, batch)
    answer = client.get(f"{PATH}/{batch['id']}/results", params={"format": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    first, second = csv.DictReader(io.StringIO(answer.text, newline=""))
    assert (first["id"], first["status"], first["outcome"]) == ("a", "done", "fixed")
    assert "gonna" not in first["body"]
    assert second["body"].startswith("Line one.\n")


@pytest.mark.parametrize(
    ("content", "pointer", "code"),
    [
        ({"items": []}, "/items", "too_short"),
        ({"items": [{"draft": SLANG["draft"]}]}, "/items/0/id", "wrong_type"),
        ({"items": [SLANG, {**SLANG, "id": ""}]}, "/items/1/id", "too_short"),
        ({"items": [SLANG], "mode": "guess"}, "/mode", "invalid_value"),
        ({"items": [SLANG], "model": "x"}, "/model", "unknown_field"),
        ({"items": [1]}, "/items/0", "wrong_type"),
    ],
)
def test_a_batch_that_cannot_be_used_is_refused_whole(
    service: Client, content: dict[str, Any], pointer: str, code: str
) -> None:
    assert fault(service.post(PATH, json=content))[:2] == (pointer, code)


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("application/x-ndjson", b'{"id": "a"', "malformed_json"),
        ("application/x-ndjson", b"\xff", "malformed_json"),
        ("text/csv", b"id,channel,body\na,message\n", "malformed_csv"),
        ("text/csv", b"\xff\xfe", "malformed_csv"),
        ("text/csv", b"", "invalid_request"),
        ("application/json", b"", "malformed_json"),
    ],
)
def test_what_cannot_be_read_is_no_fault_of_ours(service: Client, kind: str, content: bytes, code: str) -> None:
    problem(service.post(PATH, content=content, headers={"Content-Type": kind}), 400, code)


@pytest.mark.parametrize("column", ["draft", "draft.channel.x", ".", "", "context", "id.x", "policy.a.b"])
def test_odd_columns_fail_their_row_or_the_batch_but_never_us(service: Client, column: str) -> None:
    content = f"id,channel,body,{column}\na,message,Hi,x\n".encode()
    assert service.post(PATH, content=content, headers={"Content-Type": "text/csv"}).status_code in {202, 400}


def test_a_batch_can_be_cancelled_and_is_nobody_elses(tmp_path: Path) -> None:
    items = [{**SLANG, "id": str(number)} for number in range(4)]
    with (
        ScriptedServer(hang()) as model,
        with_model(tmp_path, model, DECORUM_WORKERS="1", DECORUM_DEADLINE="2") as serving,
        httpx.Client(base_url=serving.address, timeout=30) as client,
    ):
        batch = client.post(PATH, json={"items": items, "mode": "rewrite"}).json()
        model.wait_for(1)
        assert client.get(f"{PATH}/{batch['id']}").json()["status"] == "running"
        stopped = client.post(f"{PATH}/{batch['id']}/cancel").json()
        assert (stopped["cancelled"], stopped["waiting"]) == (3, 1)
        assert ended(client, batch)["status"] == "cancelled"
        assert [one["status"] for one in results(client, batch)] == ["done", "cancelled", "cancelled", "cancelled"]
        assert client.get(f"{PATH}/bt_nothing").status_code == 404


def test_a_batch_outlives_its_process_and_comes_to_the_same(tmp_path: Path) -> None:
    items = [mailing(number, f"{name} {number}") for number, name in enumerate(NAMES * 10)]
    with Serving(tmp_path) as serving:
        batch = httpx.post(serving.address + PATH, json={"items": items}).json()
        serving.process.kill()
        serving.process.wait()
    with Serving(tmp_path) as serving, httpx.Client(base_url=serving.address, timeout=30) as client:
        while client.get(f"{PATH}/{batch['id']}").json()["waiting"] > WORKERS:
            pass  # what the killed one had in hand stays its own until its lease runs out
        after = {one["id"]: one["result"] for one in results(client, batch)}
        undisturbed = results(client, ended(client, client.post(PATH, json={"items": items}).json()))
        assert len(after) >= len(items) - WORKERS
        assert after.items() <= {one["id"]: one["result"] for one in undisturbed}.items()
        assert all(mass(one["result"]) for one in undisturbed)
        client.post(f"{PATH}/{batch['id']}/cancel")
        assert client.get(f"{PATH}/{batch['id']}").json()["total"] == len(items)
