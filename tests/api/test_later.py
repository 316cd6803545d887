"""Prefer: respond-async: rewrites that are made after the answer."""

import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.conftest import Client
from tests.api.serving import Serving, Threaded
from tests.api.test_events import BETTER, GOOD
from tests.api.test_going_away import REQUEST, rows, with_model
from tests.api.test_idempotency import RULES
from tests.api.test_problems import problem
from tests.llm.server import ScriptedServer, hang

LATER = {"Prefer": "respond-async"}


def put_off(serving: Threaded, **headers: str) -> str:
    response = httpx.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers={**LATER, **headers}, timeout=30)
    assert response.status_code == 202, response.text
    assert response.headers["Preference-Applied"] == "respond-async"
    return f"{serving.address}{response.headers['Location']}"


def made(address: str) -> dict[str, Any]:
    """Ask until the rewrite is there, as a client would."""
    for _ in range(1000):
        response = httpx.get(address, timeout=30)
        if response.status_code != 202:
            assert response.status_code == 200, response.text
            content: dict[str, Any] = response.json()
            return content
        assert int(response.headers["Retry-After"]) > 0
        assert set(response.json()) == {"id", "status"}
    raise AssertionError(address)


def test_the_answer_comes_first_and_the_rewrite_later(tmp_path: Path) -> None:
    with ScriptedServer(GOOD) as model, with_model(tmp_path, model) as serving:
        address = put_off(serving)
        rewrite = made(address)
        assert address.endswith(rewrite["id"])
        assert (rewrite["outcome"], rewrite["rewrite"]["body"]) == ("rewritten", BETTER)
        assert [one["id"] for one in httpx.get(f"{serving.address}/v1/rewrites").json()["data"]] == [rewrite["id"]]
        assert httpx.get(f"{serving.address}/v1/audit/verification").json()["ok"] is True
    assert rows(tmp_path, "SELECT id FROM items") == []


def test_while_a_model_is_asked_the_rewrite_is_running(tmp_path: Path) -> None:
    with ScriptedServer(hang()) as model, with_model(tmp_path, model) as serving:
        address = put_off(serving)
        model.wait_for(1)
        response = httpx.get(address)
        assert (response.status_code, response.json()["status"]) == (202, "running")


def test_the_same_key_puts_one_rewrite_off(tmp_path: Path) -> None:
    key = {"Idempotency-Key": "once"}
    with ScriptedServer(hang(), GOOD) as model, with_model(tmp_path, model) as serving:
        address = put_off(serving, **key)
        model.wait_for(1)
        again = httpx.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers={**LATER, **key})
        assert (again.status_code, again.headers["Idempotency-Replayed"]) == (202, "true")
        assert f"{serving.address}{again.headers['Location']}" == address
        waiting = httpx.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers=key)
        assert (waiting.status_code, waiting.json()["code"]) == (409, "in_flight")
    with ScriptedServer(GOOD) as model, with_model(tmp_path, model) as serving:
        rewrite = made(f"{serving.address}{again.headers['Location']}")
        done = httpx.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers={**LATER, **key})
        assert (done.status_code, done.json()) == (202, {"id": rewrite["id"], "status": "completed"})
        whole = httpx.post(f"{serving.address}/v1/rewrites", json=REQUEST, headers=key)
        assert (whole.status_code, whole.json()) == (201, rewrite)


def test_what_a_stopping_process_leaves_the_next_one_makes(tmp_path: Path) -> None:
    with ScriptedServer(hang(), GOOD) as model:
        with with_model(tmp_path, model, Serving) as serving:
            location = put_off(serving).removeprefix(serving.address)
            model.wait_for(1)
            assert serving.stop() in {0, -signal.SIGTERM}
        with with_model(tmp_path, model) as serving:
            rewrite = made(serving.address + location)
            assert (rewrite["outcome"], rewrite["attempts"]) == ("rewritten", 2)
            attempts = httpx.get(f"{serving.address}{location}/attempts").json()["data"]
            assert [(one["error"] or {}).get("code") for one in attempts] == ["cancelled", None]


def test_what_a_killed_process_leaves_another_one_makes(tmp_path: Path) -> None:
    with ScriptedServer(hang(), GOOD) as model:
        with with_model(tmp_path, model, Serving) as serving:
            location = put_off(serving).removeprefix(serving.address)
            model.wait_for(1)
            serving.process.send_signal(signal.SIGKILL)
            serving.process.wait()
        # The lease of a dead process runs out; its clock is put forward here instead of waiting for it.
        rows(tmp_path, "UPDATE items SET lease_until = 0")
        with with_model(tmp_path, model) as serving:
            assert made(serving.address + location)["outcome"] == "rewritten"
            assert len(model.requests) == 2


def test_what_cannot_be_done_is_refused_at_once(service: Client) -> None:
    unknown = {**RULES, "policy": "nobody's"}
    problem(service.post("/v1/rewrites", json=unknown, headers=LATER), 422, "unknown_policy")


@pytest.mark.parametrize("store", ["redacted", "hash_only"])
def test_what_may_not_be_kept_is_not_put_off(service: Client, store: str) -> None:
    request = {**REQUEST, "options": {"engine": "rules", "store": store}}
    response = service.post("/v1/rewrites", json=request, headers=LATER)
    assert response.status_code == 201
    assert "Preference-Applied" not in response.headers


@pytest.mark.parametrize("prefer", ["wait=10, respond-async", "Respond-Async; foo=1", "return=minimal,respond-async"])
def test_other_preferences_are_passed_over(service: Client, prefer: str) -> None:
    assert service.post("/v1/rewrites", json=RULES, headers={"Prefer": prefer}).status_code == 202
    assert service.post("/v1/rewrites", json=RULES, headers={"Prefer": "return=minimal"}).status_code == 201
