"""Who comes in, and what a request leaves in the log."""

import re
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.api.conftest import Client
from tests.api.test_problems import problem

LIVE = "/health/live"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:1", "127.8.9.10", "[::1]", "[::1]:8000"]
)
def test_names_of_this_machine_come_in(service: Client, host: str) -> None:
    assert service.get(LIVE, headers={"Host": host, "Origin": f"http://{host}"}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["example.com", "localhost.example.com", "127.0.0.1.example.com", "evil@localhost", "10.0.0.1", "[::2]", "", "localhost:x"],
)  # fmt: skip
def test_other_hosts_are_refused(service: Client, host: str) -> None:
    problem(service.get(LIVE, headers={"Host": host}), 403, "foreign_host")


@pytest.mark.parametrize("origin", ["https://example.com", "null", "http://localhost.example.com", "file://", ""])
def test_pages_of_other_sites_are_refused(service: Client, origin: str) -> None:
    problem(service.get(LIVE, headers={"Origin": origin}), 403, "foreign_origin")


def test_a_request_id_comes_back(service: Client) -> None:
    assert service.get(LIVE, headers={"X-Request-ID": "order-66.a:b_c"}).headers["X-Request-ID"] == "order-66.a:b_c"


@pytest.mark.parametrize("id_", [None, "", "with space", "a" * 129, "ä", "<b>"])
def test_other_request_ids_are_replaced(service: Client, id_: str | None) -> None:
    headers = {} if id_ is None else {"X-Request-ID": id_.encode()}
    found = service.get(LIVE, headers=headers).headers["X-Request-ID"]  # type: ignore[arg-type]
    assert re.fullmatch(r"req_[0-9a-f]{16}", found)


def test_every_request_leaves_one_line(service: Client) -> None:
    expected = [
        ("GET", "/v1/rules/{rule_id}", 200),
        ("GET", "/v1/rules/{rule_id}", 404),
        ("GET", "/nowhere", 404),
        ("PUT", "/v1/checks", 405),
        ("POST", "/v1/checks", 413),
        ("GET", "/health/live", 403),
    ]
    with capture_logs() as lines:
        service.get("/v1/rules/slang")
        service.get("/v1/rules/nothing")
        service.get("/nowhere?ref=someone")
        service.put("/v1/checks")
        service.post("/v1/checks", content=b" " * 300_000, headers={"Content-Type": "application/json"})
        service.get(LIVE, headers={"Host": "example.com"})
    assert [(line["method"], line["path"], line["status"]) for line in lines] == expected
    assert all(line["duration_ms"] >= 0 and line["request_id"] for line in lines)


def test_the_log_holds_no_text_of_a_request(service: Client) -> None:
    with capture_logs() as lines:
        draft = {"channel": "message", "body": "gonna SECRET"}
        context = {"recipient": {"ref": "SECRET"}}
        service.post("/v1/checks?who=SECRET", json={"draft": draft, "context": context}, headers={"X-Note": "SECRET"})
        service.post("/v1/checks", json={"draft": {**draft, "channel": "SECRET"}})
    assert len(lines) == 2
    assert "SECRET" not in repr(lines)


def test_a_fault_of_ours_is_a_500_without_internals(boom: Client) -> None:
    with capture_logs() as lines:
        response = boom.get("/boom")
    content: dict[str, Any] = problem(response, 500, "internal")
    assert "SECRET" not in response.text
    (fault, access) = lines
    assert (fault["log_level"], access["status"]) == ("error", 500)
    assert fault["request_id"] == access["request_id"] == content["request_id"]
    assert "ZeroDivisionError" in fault["trace"]
    assert "RuntimeError" in fault["trace"]
    assert "SECRET" not in repr(lines)
