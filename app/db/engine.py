"""Engines: one way to open a database, one way to write to it, one sentence when it can't be had."""

import asyncio
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.domain.errors import RecordUnavailable

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
PRAGMAS = (
    "busy_timeout = 5000",  # first: the next one may have to wait for another process
    "journal_mode = WAL",
    "synchronous = FULL",  # an answered rewrite survives a power cut
    "foreign_keys = ON",
    "secure_delete = ON",  # erased text is overwritten, not only unlinked
)
OPTIONS: dict[str, dict[str, Any]] = {
    # With hidden parameters, an error that reaches a log shows no text of anybody.
    "sqlite": {"hide_parameters": True, "connect_args": {"isolation_level": None}},
    "postgresql": {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "isolation_level": "READ COMMITTED",  # the ledger's end is read after waiting for its lock
        "connect_args": {"connect_timeout": 5},
    },
}
SMALL = 64 * 2**20  # bytes of a file that is written anew in a fraction of a second
SCRUB_PATIENCE = 2.0  # seconds to wait for readers of the state before
WORD_INDEXES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5(%'"
UNAVAILABLE = "The audit record can't be reached just now, so nothing may leave."


def open_engine(url: str) -> AsyncEngine:
    """Open the database at `url`; nothing connects before the first use.

    Raises:
        ValueError: neither `sqlite:///file` nor `postgresql://…`.

    """
    target = with_driver(url)
    engine = create_async_engine(target, **OPTIONS[target.get_backend_name()])
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "do_connect", probe_sqlite)
        listen_sqlite(engine.sync_engine)
    return engine


def open_writer(engine: AsyncEngine) -> Engine:
    """Open the same database once more, with one blocking connection whose transactions are going to write.

    It is for a thread of its own. There a group of writes crosses threads once, where the asynchronous SQLite
    driver would cross three times for each statement: that is most of a small write's cost.
    """
    target = engine.url
    if target.get_backend_name() == "sqlite":
        target = target.set(drivername="sqlite")
    writer = create_engine(target, pool_size=1, max_overflow=0, **OPTIONS[target.get_backend_name()])
    if writer.dialect.name == "sqlite":
        listen_sqlite(writer)
    return writer.execution_options(writes=True)


def with_driver(url: str) -> URL:
    """Return the address with the driver that Decorum uses; a bare `postgresql://` is as good."""
    target = make_url(url)
    driver = DRIVERS.get(target.get_backend_name())
    if driver is None or target.drivername not in {driver, target.get_backend_name()}:
        raise ValueError(f"Decorum keeps its record in SQLite or PostgreSQL, not {target.drivername!r}.")
    return target.set(drivername=driver)


def listen_sqlite(engine: Engine) -> None:
    """Have SQLite's transactions begin where we say, not where its driver guesses."""
    event.listen(engine, "connect", set_up_sqlite)
    event.listen(engine, "begin", begin_sqlite)


def probe_sqlite(_dialect: object, _record: object, place: list[Any], options: dict[str, Any]) -> None:
    """Fail here where the file can't be opened: the driver's own failure leaves a thread that outlives the loop."""
    sqlite3.connect(*place, **options).close()


def set_up_sqlite(connection: AsyncAdapt_aiosqlite_connection | sqlite3.Connection, _record: object) -> None:
    """Prepare a new SQLite connection."""
    driver = connection if isinstance(connection, sqlite3.Connection) else connection.driver_connection
    # Bytes that are no UTF-8 in a text column are damage for verification to name, not a reading that fails.
    driver.text_factory = tolerant
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def tolerant(stored: bytes) -> str:
    """Decode text, keeping damaged bytes as lone surrogates."""
    return stored.decode("utf-8", "surrogateescape")


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; a writer's takes the lock at once, since an upgrade midway can't wait for it."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def for_writing(engine: AsyncEngine) -> AsyncEngine:
    """Return a view of the engine, over the same pool, whose transactions are going to write."""
    return engine.execution_options(writes=True)


async def compact(engine: AsyncEngine) -> None:
    """Write the database's files anew, so that nothing deleted is left in them. Writers have to wait for it.

    Raises:
        RecordUnavailable: the database can't be had, or a reader holds its log.

    """
    if engine.dialect.name == "sqlite":
        await asyncio.to_thread(_scrub_file, str(engine.url.database), largest=math.inf)
        return
    with reachable():
        async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            await connection.exec_driver_sql("VACUUM FULL")


async def scrub(engine: AsyncEngine) -> None:
    """Take what was deleted out of SQLite's files, too.

    Its log holds the state before until it is emptied. In the file, deleted text is overwritten; but where rows moved
    between pages, a piece of one may be left behind; and an index of words keeps what was deleted until its parts are
    merged. A small file is therefore merged and written anew, which takes a fraction of a second; for a larger one, and
    for PostgreSQL, that is `decorum db vacuum`, at an hour of the operator's choice.

    Raises:
        RecordUnavailable: a reader of the state before holds the log.

    """
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file:
        await asyncio.to_thread(_scrub_file, file, largest=SMALL)


def _scrub_file(file: str, *, largest: float) -> None:
    try:
        with closing(sqlite3.connect(file, timeout=SCRUB_PATIENCE, isolation_level=None)) as connection:
            if Path(file).stat().st_size <= largest:
                for (index,) in connection.execute(WORD_INDEXES).fetchall():
                    connection.execute(f'INSERT INTO "{index}"("{index}") VALUES (\'optimize\')')  # noqa: S608 -- ours
                connection.execute("VACUUM")
            ((held, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, OSError) as error:
        raise RecordUnavailable(UNAVAILABLE) from error
    if held:
        raise RecordUnavailable("It is deleted, but a reader still holds the database's log: ask once more.")


@contextmanager
def reachable() -> Iterator[None]:
    """Turn any fault of the database in the block into `RecordUnavailable`, which tells no SQL and no text."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise RecordUnavailable(UNAVAILABLE) from error
