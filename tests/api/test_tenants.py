"""Two tenants of one service: whichever route one of them takes, it meets nothing of the other."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from httpx import Response

from app.asgi import create_app
from app.domain.caller import SCOPES
from app.domain.insights import By
from app.llm.scripted import ScriptedClient
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.keyed import made, shown

OPENAPI = json.loads((Path(__file__).parents[2] / "openapi.json").read_text(encoding="utf-8"))
OPERATIONS = {(method, path) for path, item in OPENAPI["paths"].items() for method in item}
ALL = [scope for scope in SCOPES if scope != "operator"]
MARK = "Northernmost"  # stands in every text of the first tenant, and nowhere else
NORTH = {"draft": {"channel": "message", "body": f"Hi Priya, I'm gonna pass by the {MARK} pier. Could we meet?"}}
BETTER = NORTH["draft"]["body"].replace("I'm gonna", "I will")
SOUTH = {"draft": {"channel": "message", "body": "Hi Tom, I'm gonna be in Bath. Could we meet?"}}
RECIPIENT = {"ref": f"crm-{MARK}", "company": MARK}
SENT = {"recipient": RECIPIENT, "event": "sent", "at": "2026-11-20T09:00:00Z", "channel": "message"}

WAIVER = {"fingerprint": "0123456789abcdef", "by": MARK, "reason": "Her words"}


class Step(NamedTuple):
    """What the second tenant asks of a route, by the first one's ids, and how it is answered."""

    status: int
    json: Any = None
    query: str = ""


OPEN = Step(200)
WALK: dict[tuple[str, str], Step | tuple[Step, ...]] = {
    ("get", "/health/live"): OPEN,
    ("get", "/health/ready"): OPEN,
    ("get", "/metrics"): OPEN,
    ("get", "/v1/rules"): OPEN,
    ("get", "/v1/rules/{rule_id}"): OPEN,
    ("get", "/v1/rewrites"): (
        Step(200),
        Step(200, query=f"?recipient_ref={RECIPIENT['ref']}"),
        Step(200, query=f"?q={MARK}"),
        Step(200, query="?updated_after=2020-01-01T00:00:00Z"),
    ),
    ("get", "/v1/insights"): (Step(200), *(Step(200, query=f"?by={by}") for by in get_args(By))),
    ("get", "/v1/rewrites/{rewrite_id}"): Step(404),
    ("get", "/v1/rewrites/{rewrite_id}/attempts"): Step(404),
    ("delete", "/v1/rewrites/{rewrite_id}"): Step(404),
    ("delete", "/v1/rewrites"): Step(204, query=f"?recipient_ref={RECIPIENT['ref']}"),
    ("post", "/v1/rewrites/{rewrite_id}/decision"): Step(404, json={"decision": "accepted", "by": "south"}),
    ("post", "/v1/rewrites/{rewrite_id}/replay"): Step(404, json={}),
    ("get", "/v1/privacy"): Step(200),
    ("put", "/v1/privacy"): Step(200, json={"mask": False}),
    ("post", "/v1/provenance/verification"): Step(200, json={"text": BETTER}),
    ("post", "/v1/batches"): Step(202, json={"items": [{**SOUTH, "id": "1"}]}),
    ("get", "/v1/batches/{batch_id}"): Step(404),
    ("get", "/v1/batches/{batch_id}/results"): Step(404),
    ("post", "/v1/batches/{batch_id}/cancel"): Step(404),
    ("get", "/v1/outreach"): (Step(200), Step(200, query=f"?recipient_ref={RECIPIENT['ref']}")),
    ("get", "/v1/rewrites/{rewrite_id}/proof"): Step(404),
    ("get", "/v1/audit/verification"): Step(200),
    ("get", "/v1/audit/checkpoint"): Step(200),
    ("get", "/v1/audit/entries"): Step(200),
    ("get", "/v1/audit/export"): (Step(200), Step(200, query="?format=csv")),
    ("get", "/v1/audit/consistency"): (Step(200, query="?from=1"), Step(404, query="?from=1&to=900")),
    ("get", "/v1/policies"): Step(200),
    ("get", "/v1/policies/{name}"): Step(404),
    ("get", "/v1/policies/{name}/versions"): Step(404),
    ("delete", "/v1/policies/{name}"): Step(404),
    ("get", "/v1/waivers"): Step(200),
    ("post", "/v1/waivers"): Step(201, json={**WAIVER, "by": "Tom"}),
    ("delete", "/v1/waivers/{waiver_id}"): Step(404),
    ("get", "/v1/keys"): Step(200),
    ("delete", "/v1/keys/{key_id}"): Step(404),
    ("post", "/v1/keys/{key_id}/rotation"): Step(404, json={}),
    ("post", "/v1/checks"): Step(422, json={**SOUTH, "policy": MARK.lower()}),
    ("post", "/v1/rewrites"): Step(201, json={**SOUTH, "context": {"recipient": RECIPIENT}}),
    ("post", "/v1/outreach"): Step(201, json={**SENT, "recipient": {"ref": "crm-2"}}),
    ("post", "/v1/keys"): Step(403, json={"name": "x", "scopes": ["check"], "tenant": "north"}),
    ("put", "/v1/policies/{name}"): Step(201, json={}),
}


@pytest.fixture
def service(database: str) -> Iterator[Client]:
    answer = json.dumps({"subject": None, "body": BETTER})
    settings = Settings(database_url=database, model="scripted-1")
    with local(create_app(settings, llm=ScriptedClient([answer] * 4))) as client:
        yield client


class North:
    """The first tenant with one object of each kind."""

    def __init__(self, client: Client, root: str) -> None:
        self._client = client
        self._headers = shown(made(client, *ALL, key=root, tenant="north", name=MARK)["key"])
        key = self.post("/v1/keys", {"name": MARK, "scopes": ["check"]})
        rewrite = self.post("/v1/rewrites", {**NORTH, "context": {"recipient": RECIPIENT}})
        outreach = self.post("/v1/outreach", SENT)
        batch = self.post("/v1/batches", {"items": [{**NORTH, "id": MARK}]})
        policy = MARK.lower()
        assert client.put(f"/v1/policies/{policy}", json={"title": MARK}, headers=self._headers).status_code == 201
        waiver = self.post("/v1/waivers", WAIVER)
        self.ids = {
            "waiver_id": waiver["id"],
            "rewrite_id": rewrite["id"],
            "key_id": key["id"],
            "batch_id": batch["id"],
            "name": policy,
            "rule_id": "slang",
        }
        self.secrets = [MARK, batch["id"], rewrite["id"], outreach["id"], key["id"], rewrite["audit"]["hash"]]
        assert self.seen()["attempts"]["data"]

    def post(self, path: str, body: Any) -> Any:
        response = self._client.post(path, json=body, headers=self._headers)
        assert response.status_code in {201, 202}, response.text
        return response.json()

    def seen(self) -> dict[str, Any]:
        """Return everything that it sees of its own."""
        paths = {
            "rewrites": "/v1/rewrites",
            "attempts": f"/v1/rewrites/{self.ids['rewrite_id']}/attempts",
            "outreach": f"/v1/outreach?recipient_ref={RECIPIENT['ref']}",
            "policy": f"/v1/policies/{self.ids['name']}/versions",
            "keys": "/v1/keys",
            "waivers": "/v1/waivers",
            "privacy": "/v1/privacy",
            "verification": "/v1/audit/verification",
        }
        return {name: self._client.get(path, headers=self._headers).json() for name, path in paths.items()}


def test_the_walk_takes_every_route() -> None:
    assert set(WALK) == OPERATIONS


def test_a_second_tenant_finds_nothing_of_the_first_and_changes_nothing(service: Client) -> None:
    root = made(service, "operator")["key"]
    north = North(service, root)
    before = north.seen()
    south = shown(made(service, *ALL, key=root, tenant="south")["key"])
    for (method, path), step in steps():
        address = path.format_map(north.ids) + step.query
        response = service.request(method, address, json=step.json, headers=south)
        assert response.status_code == step.status, f"{method} {path}: {response.text}"
        asked = json.dumps(step.json) + step.query + address
        found = [secret for secret in north.secrets if secret in told(response) and secret not in asked]
        assert not found, f"{method} {path}"
    assert north.seen() == before


def steps() -> Iterator[tuple[tuple[str, str], Step]]:
    for route, found in WALK.items():
        yield from ((route, step) for step in ((found,) if isinstance(found, Step) else found))


def told(response: Response) -> str:
    return response.text + repr(response.headers)


def test_who_did_what_is_on_record_by_its_key(service: Client, database: str) -> None:
    root = made(service, "operator")["key"]
    north = North(service, root)
    with sqlite3.connect(database.partition("///")[2]) as connection:
        rows = connection.execute("SELECT tenant, actor, type FROM entries").fetchall()
    connection.close()
    assert ("local", "local", "key") in rows
    assert ("north", root[:19], "key") in rows
    actors = {actor for tenant, actor, type_ in rows if tenant == "north" and type_ != "key"}
    assert len(actors) == 1
    assert actors <= {key["id"] for key in north.seen()["keys"]["data"]}
