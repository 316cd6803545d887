"""Rewrites told step by step."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.serving import Threaded
from tests.api.test_going_away import REQUEST, rows, with_model
from tests.llm.server import ScriptedServer, hang, ok, status, wrong_schema

BETTER = "Hi Priya, I will be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."
GOOD = ok(json.dumps({"subject": None, "body": BETTER}))
EVENTS = {"Accept": "text/event-stream"}
Event = tuple[str, dict[str, Any]]


def events(lines: Iterator[str]) -> Iterator[Event]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def told(serving: Threaded, **request: Any) -> list[Event]:
    address = f"{serving.address}/v1/rewrites"
    with httpx.stream("POST", address, json={**REQUEST, **request}, headers=EVENTS, timeout=30) as response:
        assert response.status_code == 200
        assert response.headers["Content-Type"].partition(";")[0] == "text/event-stream"
        return list(events(response.iter_lines()))


def test_each_step_is_told_and_the_end_is_the_rewrite_on_record(tmp_path: Path) -> None:
    with ScriptedServer(status(500), wrong_schema(), GOOD) as model, with_model(tmp_path, model) as serving:
        *steps, (last, rewrite) = told(serving)
        assert [(name, step["number"]) for name, step in steps[1:]] == [
            ("attempt", 1), ("attempt", 2), ("candidate", 2), ("attempt", 3), ("candidate", 3),
        ]  # fmt: skip
        assert steps[0][0] == "checked"
        assert steps[0][1]["findings"] > 0
        assert [step["accepted"] for name, step in steps if name == "candidate"] == [False, True]
        assert [bool(step["objections"]) for name, step in steps if name == "candidate"] == [True, False]
        assert (last, rewrite["outcome"], rewrite["rewrite"]["body"]) == ("done", "rewritten", BETTER)
        assert httpx.get(f"{serving.address}/v1/rewrites/{rewrite['id']}").json() == rewrite
        assert "Leeds" not in json.dumps(steps)
    access = [line for line in serving.lines if line["event"] == "request"]
    assert [line["path"] for line in access] == ["/v1/rewrites", "/v1/rewrites/{rewrite_id}"]


def test_a_draft_that_needs_no_model_is_told_in_two_steps(tmp_path: Path) -> None:
    with Threaded(tmp_path) as serving:
        assert [name for name, _ in told(serving, options={"engine": "rules"})] == ["checked", "done"]


def test_what_fails_before_the_first_step_is_a_plain_problem(tmp_path: Path) -> None:
    with Threaded(tmp_path) as serving:
        request = {**REQUEST, "policy": "nobody's"}
        response = httpx.post(f"{serving.address}/v1/rewrites", json=request, headers=EVENTS)
        assert (response.status_code, response.json()["code"]) == (422, "unknown_policy")


def test_what_fails_later_is_the_last_event(tmp_path: Path) -> None:
    with ScriptedServer(hang()) as model, with_model(tmp_path, model) as serving:
        address = f"{serving.address}/v1/rewrites"
        with httpx.stream(
            "POST", address, json={**REQUEST, "options": {"deadline": 1}}, headers=EVENTS, timeout=30
        ) as response:
            told_now = events(response.iter_lines())
            assert next(told_now)[0] == "checked"
            for table in ("rewrites", "attempts"):
                rows(tmp_path, f"DROP TABLE {table}")
            *_, (last, problem) = told_now
        assert (last, problem["code"], problem["status"]) == ("error", "record_unavailable", 503)
        assert "gonna" not in json.dumps(problem)


def test_a_listener_that_goes_away_ends_the_model_call_and_that_is_on_record(tmp_path: Path) -> None:
    headers = {**EVENTS, "X-Request-ID": "gone"}
    with ScriptedServer(hang()) as model, with_model(tmp_path, model) as serving:
        with httpx.stream("POST", f"{serving.address}/v1/rewrites", json=REQUEST, headers=headers) as response:
            told_now = events(response.iter_lines())
            assert [next(told_now)[0], next(told_now)[0]] == ["checked", "attempt"]
            model.wait_for(1)
        serving.line(lambda line: line["event"] == "request" and line["request_id"] == "gone")
        assert rows(tmp_path, "SELECT error_code FROM attempts") == [("cancelled",)]
    assert not [line for line in serving.lines if line["level"] == "error"]


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("*/*", "application/json"),
        ("application/json, text/event-stream;q=0.5", "application/json"),
        ("text/event-stream;q=0.5, application/json", "application/json"),
        ("text/html", "application/json"),
        ("text/event-stream, */*;q=0.1", "text/event-stream"),
    ],
)
def test_events_come_only_to_who_prefers_them(service: Any, accept: str, type_: str) -> None:
    request = {**REQUEST, "options": {"engine": "rules"}}
    response = service.post("/v1/rewrites", json=request, headers={"Accept": accept})
    assert response.headers["Content-Type"].partition(";")[0] == type_
