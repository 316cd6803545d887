"""The ledger: what it costs a rewrite, and how fast it is verified, exported and verified offline."""

import asyncio
import datetime as dt
import os
import resource
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path

from msgspec.structs import replace

from app.audit.export import Exports, Stretch
from app.audit.ledger import Ledger
from app.audit.notary import Notary
from app.audit.offline import verify_export
from app.audit.records import Record
from app.audit.rewrites import Judgements
from app.audit.verification import verify
from app.db.engine import open_engine
from app.db.schema import upgrade
from app.domain.caller import LOCAL, Caller
from app.domain.context import Context
from app.domain.rewrite import Options, Rewrite
from app.rewriting.rewriter import Rewriter
from app.rules import ruleset
from benchmarks.drafts import drafts

REWRITES = 100
AT_ONCE = 16
ENTRIES = int(os.environ.get("DECORUM_BENCHMARK_ENTRIES", "10000"))
OPTIONS = Options(engine="rules")


class NoRecord(Record):
    """The floor: a record that keeps nothing."""

    async def record_rewrite(
        self,
        caller: Caller,  # noqa: ARG002
        rewrite: Rewrite,
        *,
        context: Context,  # noqa: ARG002
        options: Options,  # noqa: ARG002
        judgements: Judgements,  # noqa: ARG002
        digest: str | None = None,  # noqa: ARG002
    ) -> Rewrite:
        return rewrite


async def rewrites(record: Record, seed: int) -> float:
    """Return the microseconds a rewrite takes by the rules, some at once."""
    rewriter, rules, nothing = Rewriter(record, ()), ruleset("default"), Context()
    waiting = iter(drafts(REWRITES, seed=seed))

    async def one_after_another() -> None:
        for draft in waiting:
            await rewriter.rewrite(LOCAL, draft, nothing, OPTIONS, rules)

    start = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    return (time.perf_counter() - start) / REWRITES * 1e6


async def cost(url: str) -> None:
    """Print what the record costs a rewrite."""
    engine = open_engine(url)
    async with Ledger(engine) as ledger:
        without, kept = NoRecord(engine, ledger), Record(engine, ledger)
        await rewrites(without, 7)
        floors, ours = [], []
        for seed in (7, 8, 9):
            floors.append(await rewrites(without, seed))
            ours.append(await rewrites(kept, seed))
    await engine.dispose()
    floor, our = min(floors), min(ours)
    print(f"ledger: {REWRITES} rewrites by the rules, {AT_ONCE} at once, each durable before it is answered, SQLite")
    print(f"  without a record {floor:6.0f} us   with it {our:6.0f} us   ratio {our / floor:.2f}")


async def samples() -> list[Rewrite]:
    """Return rewrites of different drafts, none on record."""
    engine = open_engine("sqlite:///none.db")  # never used, so never made
    rewriter = Rewriter(NoRecord(engine, Ledger(engine)), ())
    rules, nothing = ruleset("default"), Context()
    return [await rewriter.rewrite(LOCAL, draft, nothing, OPTIONS, rules) for draft in drafts(50, seed=3)]


async def fill(record: Record, entries: int) -> None:
    """Write as many rewrites: the samples over and over."""
    made = await samples()
    for start in range(0, entries, 1000):
        places = range(start, min(start + 1000, entries))
        await asyncio.gather(*(again(record, made[place % len(made)], f"rw_{place}") for place in places))


async def again(record: Record, rewrite: Rewrite, id_: str) -> None:
    """Write a rewrite once more, under another id and as one of now."""
    named = replace(rewrite, id=id_, created_at=dt.datetime.now(dt.UTC))
    await record.record_rewrite(LOCAL, named, context=Context(), options=OPTIONS, judgements={})


async def verification(url: str, folder: str) -> None:
    """Print how fast a ledger is verified, exported, and the export verified without the database."""
    engine, path = open_engine(url), Path(folder) / "export.ndjson"
    async with Ledger(engine) as ledger:
        await fill(Record(engine, ledger), ENTRIES)
    before = peak()
    notary = Notary(engine)
    rates = {
        "verified": await rate(verify(engine, LOCAL.tenant)),
        "under a checkpoint": await rate(notary.checkpoint(LOCAL.tenant)),
        "exported": await rate(exported(Exports(engine, notary), path)),
        "verified offline": await rate(asyncio.to_thread(verified_offline, path)),
    }
    await engine.dispose()
    size = path.stat().st_size >> 20
    print(f"ledger: {ENTRIES} rewrites with their texts, {engine.dialect.name}, an export of {size} MB")
    for name, found in rates.items():
        print(f"  {name:18} {found:7.0f} entries/s")
    print(f"  memory             {peak() - before:7} MB more at most, for all of it")


async def rate(work: Awaitable[object]) -> float:
    """Return how many entries a second some work gets through."""
    start = time.perf_counter()
    await work
    return ENTRIES / (time.perf_counter() - start)


async def exported(exports: Exports, path: Path) -> None:
    """Write an export of the whole ledger."""
    export = await exports.begin(LOCAL, Stretch(), "ndjson")
    with path.open("wb") as file:
        async for page in exports.written(export, "ndjson"):
            file.write(page)


def verified_offline(path: Path) -> None:
    """Verify an export."""
    with path.open("rb") as file:
        verify_export(file)


def peak() -> int:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main() -> None:
    """Print what the record costs and how fast it is verified, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        asyncio.run(upgrade(url))
        asyncio.run(cost(url))
        url = f"sqlite:///{folder}/long.db"
        asyncio.run(upgrade(url))
        asyncio.run(verification(url, folder))
