"""GET /metrics: what is counted, and what no label may hold."""

import re
from collections.abc import Iterator

import pytest

from app import __version__
from app.asgi import create_app
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.keyed import made, shown
from tests.api.test_problems import MESSAGE

COUNT = re.compile(
    r'^decorum_request_duration_seconds_count\{method="(.*?)",path="(.*?)",status="(.*?)"\} (\S+)$', re.MULTILINE
)


@pytest.fixture
def fresh(database: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database))) as client:
        yield client


def counted(client: Client) -> dict[tuple[str, ...], float]:
    found = COUNT.findall(client.get("/metrics").text)
    return {(method, path, status): float(number) for method, path, status, number in found}


def test_requests_are_counted_by_route_and_status(fresh: Client) -> None:
    for rule in ("slang", "emoji", "nothing"):
        fresh.get(f"/v1/rules/{rule}")
    fresh.post("/v1/checks", json={"draft": MESSAGE})
    assert counted(fresh) == {
        ("GET", "/v1/rules/{rule_id}", "200"): 2,
        ("GET", "/v1/rules/{rule_id}", "404"): 1,
        ("POST", "/v1/checks", "200"): 1,
    }


def test_what_callers_make_up_makes_no_labels(fresh: Client) -> None:
    fresh.get("/SECRET")
    fresh.request("SECRET", "/v1/checks")
    fresh.post("/v1/checks?who=SECRET", json={"draft": {**MESSAGE, "body": "SECRET"}})
    assert set(counted(fresh)) == {
        ("other", "unmatched", "404"), ("other", "unmatched", "405"), ("POST", "/v1/checks", "200"),
    }  # fmt: skip
    assert "SECRET" not in fresh.get("/metrics").text


def test_metrics_are_read_without_a_key_and_name_no_tenant(fresh: Client) -> None:
    key = made(fresh, "check", tenant="northern")
    fresh.post("/v1/checks", json={"draft": MESSAGE}, headers=shown(key["key"]))
    response = fresh.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert f'decorum_build_info{{version="{__version__}"}} 1.0' in response.text
    assert "process_resident_memory_bytes" in response.text
    assert "northern" not in response.text
    assert key["id"] not in response.text


def test_apps_in_one_process_count_apart(fresh: Client, service: Client) -> None:
    service.get("/v1/rules/slang")
    assert counted(fresh) == {}
