"""End to end: the command, a real server, a real socket, a scripted model's server."""

import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.serving import Serving
from tests.llm.server import ScriptedServer, hang, ok, status

CLUMSY = "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."
BETTER = "Hi Priya, I will be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."
DRAFT = {"channel": "message", "body": CLUMSY}
KEY = "sk-SECRET"


def test_a_draft_goes_to_the_models_server_and_comes_back_better(tmp_path: Path) -> None:
    answer = ok(json.dumps({"subject": None, "body": BETTER}))
    with (
        ScriptedServer(status(500), answer) as model,
        Serving(tmp_path, DECORUM_MODEL="scripted-1", OPENAI_BASE_URL=model.base_url, OPENAI_API_KEY=KEY) as serving,
        httpx.Client(base_url=serving.address) as client,
    ):
        response = client.post("/v1/rewrites", json={"draft": DRAFT}, headers={"X-Request-ID": "from-outside"})
        assert response.status_code == 201, response.text
        rewrite = response.json()
        assert (rewrite["outcome"], rewrite["rewrite"]["body"]) == ("rewritten", BETTER)
        assert client.get(response.headers["Location"]).json() == rewrite
        attempts = client.get(f"{response.headers['Location']}/attempts").json()["data"]
        assert [attempt["error"] is None for attempt in attempts] == [False, True]
        assert client.get("/v1/audit/verification").json()["ok"] is True
        assert [request.headers["authorization"] for request in model.requests] == [f"Bearer {KEY}"] * 2
    (started,) = [line for line in serving.lines if line["event"] == "started"]
    assert started["model"] == "scripted-1"
    access = [line for line in serving.lines if line["event"] == "request"]
    assert [line["path"] for line in access] == [
        "/v1/rewrites", "/v1/rewrites/{rewrite_id}", "/v1/rewrites/{rewrite_id}/attempts", "/v1/audit/verification",
    ]  # fmt: skip
    assert access[0]["request_id"] == "from-outside"
    log = json.dumps(serving.lines)
    assert not [word for word in (KEY, "gonna", "Priya", model.base_url) if word in log]


def test_a_model_that_hangs_is_given_up_at_the_deadline(tmp_path: Path) -> None:
    with (
        ScriptedServer(hang()) as model,
        Serving(
            tmp_path, DECORUM_MODEL="scripted-1", OPENAI_BASE_URL=model.base_url, DECORUM_MODEL_TIMEOUT="0.2",
            DECORUM_DEADLINE="0.5",
        ) as serving,
    ):  # fmt: skip
        response = httpx.post(f"{serving.address}/v1/rewrites", json={"draft": DRAFT}, timeout=20)
        assert response.status_code == 201
        assert response.json()["outcome"] == "fixed"
        assert response.json()["degraded"]["reason"] in {"model_unavailable", "deadline"}


def test_the_record_outlives_the_process_and_the_end_is_clean(tmp_path: Path) -> None:
    with Serving(tmp_path, DECORUM_MASTER_KEY="the key of the ferry house") as serving:
        rewrite = httpx.post(f"{serving.address}/v1/rewrites", json={"draft": DRAFT}).json()
        assert serving.stop() in {0, -signal.SIGTERM}
    events = {line["event"]: line for line in serving.lines}
    assert events["started"]["model"] is None
    assert "stopped" in events
    assert not [line for line in serving.lines if line["level"] in {"warning", "error"}]
    with Serving(tmp_path, DECORUM_MASTER_KEY="the key of the ferry house", DECORUM_DEADLIN="9") as serving:
        assert httpx.get(f"{serving.address}/v1/rewrites/{rewrite['id']}").json() == rewrite
        assert serving.line(lambda line: line["event"] == "unknown_setting")["variable"] == "DECORUM_DEADLIN"


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("served")) as running:
        yield running


def raw(serving: Serving, request: bytes) -> bytes:
    """Send bytes as they are and return the answer up to the server's end of it."""
    host, port = serving.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
        return answer


@pytest.mark.parametrize(
    ("request_", "status_"),
    [
        (b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200),
        (b"GET /health/live HTTP/1.0\r\n\r\n", 403),
        (b"GET /health/live HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n", 403),
        (b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: example.com\r\nConnection: close\r\n\r\n", 403),
        (b"GET http://example.com/health/live HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n", 403),
        (b"GET /\xff\x00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
    ],
)  # fmt: skip
def test_raw_requests_are_answered_in_kind(serving: Serving, request_: bytes, status_: int) -> None:
    assert raw(serving, request_).split(b" ", 2)[1] == str(status_).encode()


def test_a_caller_that_goes_away_is_no_fault_of_ours(serving: Serving) -> None:
    host, port = serving.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            b"POST /v1/checks HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: gone\r\n"
            b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
    assert (
        serving.line(lambda line: line["event"] == "request" and line["request_id"] == "gone")["path"] == "/v1/checks"
    )
    assert not [line for line in serving.lines if line["level"] == "error"]


def test_a_body_without_a_length_is_cut_off_at_the_limit(serving: Serving) -> None:
    head = b"POST /v1/checks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    chunk = b"400\r\n" + b" " * 1024 + b"\r\n"
    request = head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk * 257 + b"0\r\n\r\n"
    assert b" 413 " in raw(serving, request)
