"""Callers that don't wait for their rewrite, and more of them than one process takes on."""

import asyncio
import http.client
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.turns import Turns
from app.domain.errors import Busy
from tests.api.serving import Serving, Threaded
from tests.llm.server import ScriptedServer, hang

CLUMSY = "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."
REQUEST = {"draft": {"channel": "message", "body": CLUMSY}}
BODY = json.dumps(REQUEST)


@contextmanager
def with_model(
    folder: Path, model: ScriptedServer, kind: type[Serving | Threaded] = Threaded, **environment: str
) -> Iterator[Any]:
    with kind(folder, DECORUM_MODEL="m", OPENAI_BASE_URL=model.base_url, **environment) as serving:
        yield serving


def ask(serving: Serving | Threaded, headers: dict[str, str]) -> http.client.HTTPConnection:
    """Ask for a rewrite and don't wait for the answer."""
    connection = http.client.HTTPConnection(serving.address.removeprefix("http://"), timeout=30)
    connection.request("POST", "/v1/rewrites", BODY, {"Content-Type": "application/json", **headers})
    return connection


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "decorum.db")) as database, database:
        return database.execute(query).fetchall()


def test_a_caller_that_goes_away_ends_the_model_call_and_that_is_on_record(tmp_path: Path) -> None:
    with ScriptedServer(hang()) as model, with_model(tmp_path, model) as serving:
        connection = ask(serving, {"X-Request-ID": "gone"})
        model.wait_for(1)
        connection.close()
        line = serving.line(lambda line: line["event"] == "request" and line["request_id"] == "gone")
        assert line["status"] == 499
        ((rewrite_id, code),) = rows(tmp_path, "SELECT rewrite_id, error_code FROM attempts")
        assert code == "cancelled"
        (attempt,) = httpx.get(f"{serving.address}/v1/rewrites/{rewrite_id}/attempts").json()["data"]
        assert "gonna" in attempt["prompt"]["messages"][-1]["content"]
        assert rows(tmp_path, "SELECT id FROM rewrites") == []
        assert httpx.get(f"{serving.address}/v1/audit/verification").json()["ok"] is True
    assert not [line for line in serving.lines if line["level"] == "error"]
    assert len([line for line in serving.lines if line.get("request_id") == "gone"]) == 1


def test_a_request_can_shorten_the_deadline_but_not_lengthen_it(tmp_path: Path) -> None:
    with ScriptedServer(hang()) as model, with_model(tmp_path, model, DECORUM_DEADLINE="1") as serving:
        for seconds in (1, 3600):
            response = httpx.post(
                f"{serving.address}/v1/rewrites", json={**REQUEST, "options": {"deadline": seconds}}, timeout=20
            )
            assert (response.status_code, response.json()["degraded"]["reason"]) == (201, "deadline")


def test_more_than_the_process_takes_on_are_told_to_come_back(tmp_path: Path) -> None:
    async def ask_for_three(address: str, model: ScriptedServer) -> httpx.Response:
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            first = asyncio.create_task(client.post("/v1/rewrites", json=REQUEST))
            await asyncio.to_thread(model.wait_for, 1)
            others = [asyncio.create_task(client.post("/v1/rewrites", json=REQUEST)) for _ in range(2)]
            (refused,), _ = await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)
            for task in (first, *others):
                task.cancel()
            return refused.result()

    with ScriptedServer(hang()) as model, with_model(tmp_path, model, DECORUM_CONCURRENCY="1") as serving:
        refused = asyncio.run(ask_for_three(serving.address, model))
        assert (refused.status_code, refused.json()["code"]) == (503, "busy")
        assert int(refused.headers["Retry-After"]) > 0
        assert httpx.get(f"{serving.address}/health/live").status_code == 200


@pytest.mark.anyio
async def test_turns_are_given_back_however_the_work_ends() -> None:
    turns = Turns(1, patience=0.01)
    release = asyncio.Event()

    async def wait() -> str:
        await release.wait()
        return "done"

    async def fail() -> None:
        raise ValueError("fault")

    working = asyncio.create_task(turns.taken(wait))
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await turns.taken(wait)
    release.set()
    assert await working == "done"
    with pytest.raises(ValueError, match="fault"):
        await turns.taken(fail)
    cancelled = asyncio.create_task(turns.taken(asyncio.Event().wait))
    await asyncio.sleep(0)
    cancelled.cancel()
    assert await turns.taken(wait) == "done"
