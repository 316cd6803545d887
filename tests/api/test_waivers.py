"""/v1/waivers as a tenant uses them, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.asgi import create_app
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import problem

DRAFT = {
    "channel": "message",
    "body": "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time.",
}
PLAIN = {"channel": "message", "body": "Hi Priya, could we meet in Leeds for twenty minutes? Thank you for your time."}


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url))) as opened:
        yield opened


def check(client: Client, draft: dict[str, str] = DRAFT) -> dict[str, Any]:
    response = client.post("/v1/checks", json={"draft": draft})
    assert response.status_code == 200, response.text
    report: dict[str, Any] = response.json()
    return report


def slang(report: dict[str, Any]) -> list[str]:
    return [finding["fingerprint"] for finding in report["findings"] if finding["rule"] == "slang"]


def waive(client: Client, fingerprint: str, **more: Any) -> dict[str, Any]:
    response = client.post("/v1/waivers", json={"fingerprint": fingerprint, "by": "Ida", "reason": "Her words", **more})
    assert response.status_code == 201, response.text
    waiver: dict[str, Any] = response.json()
    return waiver


def test_a_waiver_holds_in_all_checks_and_rewrites_until_it_is_withdrawn(client: Client):
    (fingerprint,) = slang(check(client))
    waiver = waive(client, fingerprint)
    assert client.get("/v1/waivers").json() == {"data": [waiver]}
    report = check(client)
    assert slang(report) == []
    assert [(one["rule"], one["by"], one["reason"]) for one in report["waived"]] == [("slang", "Ida", "Her words")]
    rewrite = client.post("/v1/rewrites", json={"draft": DRAFT, "options": {"engine": "rules"}}).json()
    assert "gonna" in rewrite["rewrite"]["body"]
    assert [one["by"] for one in rewrite["before"]["waived"]] == ["Ida"]
    for _ in range(2):
        assert client.delete(f"/v1/waivers/{waiver['id']}").status_code == 204
    assert client.get("/v1/waivers").json() == {"data": []}
    assert slang(check(client)) == [fingerprint]
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_a_report_names_the_waivers_it_had_no_use_for(client: Client):
    (fingerprint,) = slang(check(client))
    waive(client, fingerprint)
    assert [one["fingerprint"] for one in check(client, PLAIN)["unused_waivers"]] == [fingerprint]


def test_the_drafts_own_waiver_comes_first(client: Client):
    (fingerprint,) = slang(check(client))
    waive(client, fingerprint)
    own = {"fingerprint": fingerprint, "by": "Kim", "reason": "Today alone"}
    report = client.post("/v1/checks", json={"draft": DRAFT, "waivers": [own]}).json()
    assert [one["by"] for one in report["waived"]] == ["Kim"]


def test_an_expired_waiver_lets_nothing_pass(client: Client):
    (fingerprint,) = slang(check(client))
    waiver = waive(client, fingerprint, expires_at="2020-01-01T00:00:00+02:00")
    assert waiver["expires_at"] == "2019-12-31T22:00:00Z"
    assert slang(check(client)) == [fingerprint]


@pytest.mark.parametrize(
    ("fault", "pointer"),
    [
        ({"fingerprint": "xyz"}, "/fingerprint"),
        ({"by": " "}, "/by"),
        ({"reason": ""}, "/reason"),
        ({"expires_at": "2027-01-01T00:00:00"}, "/expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-23:00"}, "/expires_at"),
        ({"until": "2027-01-01T00:00:00Z"}, "/until"),
    ],
)
def test_what_can_not_be_used_is_named(client: Client, fault: dict[str, str], pointer: str):
    waiver = {"fingerprint": "0" * 16, "by": "Ida", "reason": "Her words"}
    response = client.post("/v1/waivers", json=waiver | fault)
    assert [one["pointer"] for one in problem(response, 400, "invalid_request")["errors"]] == [pointer]


@pytest.mark.parametrize("name", ["wv_none", "x" * 300, "%00"])
def test_an_unknown_waiver_is_404(client: Client, name: str):
    problem(client.delete(f"/v1/waivers/{name}"), 404, "not_found")
