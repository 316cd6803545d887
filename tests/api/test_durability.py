"""What an answered rewrite survives: each failure is a real one, done to a real service in a process of its own."""

import asyncio
import resource
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.api.serving import PATIENCE, Serving

DRAFT = {"channel": "message", "body": "Hi Priya, I'm gonna be in Leeds. Could we meet? Thank you."}
REQUEST = {"draft": DRAFT, "options": {"engine": "rules"}}
WRITERS = 4


class Pressure:
    """Callers who ask for rewrites one after another, until the block ends or the service does.

    Attributes:
        answers: the rewrites that were answered.
        refusals: the problems of those that weren't.

    """

    def __init__(self, serving: Serving) -> None:
        self._address = serving.address
        self._more = threading.Condition()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(WRITERS)]
        self.answers: list[dict[str, Any]] = []
        self.refusals: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, enough: Callable[[Self], bool]) -> None:
        """Wait until enough has been answered, or refused."""
        with self._more:
            assert self._more.wait_for(lambda: enough(self), PATIENCE), (len(self.answers), len(self.refusals))

    def _ask(self) -> None:
        with httpx.Client(base_url=self._address, timeout=PATIENCE) as client:
            while not self._stop.is_set():
                try:
                    response = client.post("/v1/rewrites", json=REQUEST)
                except httpx.TransportError:
                    return
                with self._more:
                    (self.answers if response.status_code == 201 else self.refusals).append(response.json())
                    self._more.notify_all()


def check_record(serving: Serving, pressure: Pressure) -> None:
    """No answer without a record, no gap, no fork; and it goes on."""
    with httpx.Client(base_url=serving.address, timeout=PATIENCE) as client:
        for answer in pressure.answers:
            assert client.get(f"/v1/rewrites/{answer['id']}").json() == answer
        sequences = [answer["audit"]["sequence"] for answer in pressure.answers]
        assert len(set(sequences)) == len(sequences)
        assert client.post("/v1/rewrites", json=REQUEST).status_code == 201
        verification = client.get("/v1/audit/verification").json()
        assert verification["ok"] is True, verification
        assert verification["entries"] > max(sequences)
    assert {refusal["code"] for refusal in pressure.refusals} <= {"record_unavailable"}
    assert {refusal["status"] for refusal in pressure.refusals} <= {503}


def serving_on(database_url: str, folder: Path) -> Serving:
    return Serving(folder, DECORUM_DATABASE_URL=database_url)


def test_killed_in_the_middle_of_writing(database_url: str, tmp_path: Path) -> None:
    with serving_on(database_url, tmp_path) as serving, Pressure(serving) as pressure:
        pressure.wait_for(lambda now: len(now.answers) >= 50)
        serving.process.kill()
    assert not pressure.refusals
    with serving_on(database_url, tmp_path) as serving:
        check_record(serving, pressure)


def test_a_full_disk_is_a_503_until_there_is_room(tmp_path: Path) -> None:
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    with Serving(tmp_path) as serving:
        pid = serving.process.pid
        with Pressure(serving) as pressure:
            pressure.wait_for(lambda now: len(now.answers) >= 10)
            written = (tmp_path / "decorum.db-wal").stat().st_size
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (written, resource.RLIM_INFINITY))
            pressure.wait_for(lambda now: len(now.refusals) >= 10)
            answered = len(pressure.answers)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
            pressure.wait_for(lambda now: len(now.answers) >= answered + 10)
        check_record(serving, pressure)


def test_a_file_that_another_process_locks_is_a_503_until_it_lets_go(tmp_path: Path) -> None:
    with Serving(tmp_path) as serving:
        with Pressure(serving) as pressure:
            pressure.wait_for(lambda now: len(now.answers) >= 5)
            other = sqlite3.connect(tmp_path / "decorum.db", isolation_level=None, timeout=PATIENCE)
            other.execute("BEGIN IMMEDIATE")
            pressure.wait_for(lambda now: bool(now.refusals))
            answered = len(pressure.answers)
            other.execute("ROLLBACK")
            other.close()
            pressure.wait_for(lambda now: len(now.answers) >= answered + 5)
        check_record(serving, pressure)


def statement(database_url: str, sql: str) -> None:
    """Run a statement on the PostgreSQL server, beside the service."""

    async def run() -> None:
        engine = create_async_engine(database_url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text("SET default_transaction_read_only = off"))
            await connection.execute(text(sql))
        await engine.dispose()

    asyncio.run(run())


OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
END_OTHERS = f"SELECT pg_terminate_backend(pid) {OTHERS}"


@pytest.fixture
def on_postgres(database_url: str) -> str:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has no connections to lose")
    return database_url


def test_connections_that_are_lost_are_made_anew(on_postgres: str, tmp_path: Path) -> None:
    with serving_on(on_postgres, tmp_path) as serving:
        with Pressure(serving) as pressure:
            for round_ in range(1, 6):
                pressure.wait_for(lambda now, enough=20 * round_: len(now.answers) >= enough)
                statement(on_postgres, END_OTHERS)
            pressure.wait_for(lambda now: len(now.answers) >= 120)
        check_record(serving, pressure)


def test_a_read_only_database_is_a_503_until_it_takes_writes(on_postgres: str, tmp_path: Path) -> None:
    name = on_postgres.rpartition("/")[2].partition("?")[0]
    with serving_on(on_postgres, tmp_path) as serving:
        with Pressure(serving) as pressure:
            pressure.wait_for(lambda now: len(now.answers) >= 10)
            statement(on_postgres, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
            statement(on_postgres, END_OTHERS)
            pressure.wait_for(lambda now: len(now.refusals) >= 10)
            answered = len(pressure.answers)
            statement(on_postgres, f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
            statement(on_postgres, END_OTHERS)
            pressure.wait_for(lambda now: len(now.answers) >= answered + 10)
        check_record(serving, pressure)
