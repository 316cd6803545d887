"""Idempotency-Key: one request, one rewrite, however often it is sent."""

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.conftest import Client
from tests.api.serving import Serving, Threaded
from tests.api.test_events import EVENTS, GOOD, events
from tests.api.test_going_away import REQUEST, ask, rows, with_model
from tests.api.test_problems import fault, problem
from tests.llm.server import ScriptedServer, hang

RULES = {**REQUEST, "options": {"engine": "rules"}}
KEY = {"Idempotency-Key": "order-66"}


def post(service: Client, request: dict[str, Any] = RULES, key: str = "order-66", **headers: str) -> httpx.Response:
    return service.post("/v1/rewrites", json=request, headers={"Idempotency-Key": key, **headers})


def test_the_same_request_gets_the_same_answer(service: Client) -> None:
    first, second = post(service, key="same"), post(service, key="same")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first.headers["Location"] == second.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert post(service, key="other").json()["id"] != first.json()["id"]


def test_the_same_request_may_be_written_otherwise(service: Client) -> None:
    first = post(service, key="written")
    content = json.dumps(dict(reversed(RULES.items())), indent=4)
    headers = {"Idempotency-Key": "written", "Content-Type": "application/json"}
    again = service.post("/v1/rewrites", content=content, headers=headers)
    assert again.json() == first.json()


def test_another_request_under_the_same_key_is_refused(service: Client) -> None:
    first = post(service, key="reused")
    other = {**RULES, "policy": "strict"}
    problem(post(service, other, key="reused"), 422, "idempotency_key_reused")
    assert post(service, key="reused").json() == first.json()


def test_an_answer_can_be_had_again_as_an_event(service: Client) -> None:
    first = post(service, key="event")
    again = post(service, key="event", **EVENTS)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert list(events(iter(again.text.splitlines()))) == [("done", first.json())]


def test_a_request_that_failed_can_be_sent_again(service: Client) -> None:
    unknown = {**RULES, "policy": "not-yet-made"}
    problem(post(service, unknown, key="failed"), 422, "unknown_policy")
    assert service.put("/v1/policies/not-yet-made", json={}).status_code == 201
    assert post(service, unknown, key="failed").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "k" * 256, "\u00e9", "a\x7f"])
def test_a_key_that_cannot_be_used_is_named(service: Client, key: str) -> None:
    response = service.post("/v1/rewrites", json=RULES, headers=[("Idempotency-Key", key.encode())])
    assert fault(response)[:2] == ("/Idempotency-Key", "invalid_key")
    twice = service.post("/v1/rewrites", json=RULES, headers=[("Idempotency-Key", "a"), ("Idempotency-Key", "b")])
    assert fault(twice)[:2] == ("/Idempotency-Key", "invalid_key")


def test_two_processes_make_one_rewrite_of_one_key(tmp_path: Path) -> None:
    async def ask_both(one: Serving, other: Serving) -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=30) as client:
            asked = (
                client.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers=KEY) for serving in (one, other) * 4
            )
            return await asyncio.gather(*asked)

    with (
        ScriptedServer(GOOD) as model,
        with_model(tmp_path, model, Serving) as one,
        with_model(tmp_path, model, Serving) as other,
    ):
        answers = asyncio.run(ask_both(one, other))
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
        assert all(answer.json()["code"] == "in_flight" for answer in answers if answer.status_code == 409)
        assert len(model.requests) == 1
        again = httpx.post(f"{other.address}/v1/rewrites", json=REQUEST, headers=KEY)
        assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert rows(tmp_path, "SELECT COUNT(*) FROM rewrites") == [(1,)]


def test_while_the_first_is_in_flight_the_others_are_told_to_wait(tmp_path: Path) -> None:
    with ScriptedServer(hang(), GOOD) as model, with_model(tmp_path, model) as serving:
        first = ask(serving, {**KEY, "X-Request-ID": "gone"})
        model.wait_for(1)
        waiting = httpx.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers=KEY)
        assert (waiting.status_code, waiting.json()["code"]) == (409, "in_flight")
        assert int(waiting.headers["Retry-After"]) > 0
        first.close()
        serving.line(lambda line: line["event"] == "request" and line["request_id"] == "gone")
        after = httpx.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers=KEY, timeout=30)
        assert (after.status_code, after.json()["outcome"], after.json()["attempts"]) == (201, "rewritten", 2)
        attempts = httpx.get(f"{serving.address}/v1/rewrites/{after.json()['id']}/attempts").json()["data"]
        assert [(one["number"], (one["error"] or {}).get("code")) for one in attempts] == [(1, "cancelled"), (2, None)]


def test_a_process_that_is_killed_blocks_no_key_for_long(tmp_path: Path) -> None:
    with ScriptedServer(hang(), GOOD) as model:
        with with_model(tmp_path, model, Serving) as serving:
            connection = ask(serving, KEY)
            model.wait_for(1)
            serving.process.send_signal(signal.SIGKILL)
            serving.process.wait()
            connection.close()
        # The lease of a dead process runs out; its clock is put forward here instead of waiting for it.
        rows(tmp_path, "UPDATE claims SET lease_until = 0")
        with with_model(tmp_path, model) as serving:
            answer = httpx.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers=KEY, timeout=30)
            assert (answer.status_code, answer.json()["outcome"]) == (201, "rewritten")


def test_no_text_and_no_key_stands_in_a_claim(tmp_path: Path) -> None:
    with Threaded(tmp_path) as serving:
        httpx.post(f"{serving.address}/v1/rewrites", json=RULES, headers=KEY)
        (row,) = rows(tmp_path, "SELECT key, request FROM claims")
        assert all(len(str(hash_)) == 64 for hash_ in row)
