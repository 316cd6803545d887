"""Engines: one way to open a database, one way to write to it, one sentence when it can't be had."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
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
CONNECT_SECONDS = 5
UNAVAILABLE = "The audit record can't be reached just now, so nothing may leave."


def open_engine(url: str) -> AsyncEngine:
    """Open the database at `url`; nothing connects before the first use.

    Raises:
        ValueError: neither `sqlite:///file` nor `postgresql://…`.

    """
    target = with_driver(url)
    if target.get_backend_name() == "sqlite":
        return open_sqlite(target)
    return create_async_engine(
        target,
        hide_parameters=True,  # an error that reaches a log shows no text of anybody
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",  # the ledger's head is read after waiting for its lock
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )


def with_driver(url: str) -> URL:
    """Return the address with the driver that Decorum uses; a bare `postgresql://` is as good."""
    target = make_url(url)
    driver = DRIVERS.get(target.get_backend_name())
    if driver is None or target.drivername not in {driver, target.get_backend_name()}:
        raise ValueError(f"Decorum keeps its record in SQLite or PostgreSQL, not {target.drivername!r}.")
    return target.set(drivername=driver)


def open_sqlite(target: URL) -> AsyncEngine:
    """Open a SQLite file whose transactions begin where we say, not where the driver guesses."""
    engine = create_async_engine(target, hide_parameters=True, connect_args={"isolation_level": None})
    event.listen(engine.sync_engine, "do_connect", probe_sqlite)
    event.listen(engine.sync_engine, "connect", set_up_sqlite)
    event.listen(engine.sync_engine, "begin", begin_sqlite)
    return engine


def probe_sqlite(_dialect: object, _record: object, place: list[Any], options: dict[str, Any]) -> None:
    """Fail here where the file can't be opened: the driver's own failure leaves a thread that outlives the loop."""
    sqlite3.connect(*place, **options).close()


def set_up_sqlite(connection: AsyncAdapt_aiosqlite_connection, _record: object) -> None:
    """Prepare a new SQLite connection."""
    # Bytes that are no UTF-8 in a text column are damage for verification to name, not a reading that fails.
    connection.driver_connection.text_factory = tolerant
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


@contextmanager
def reachable() -> Iterator[None]:
    """Turn any fault of the database in the block into `RecordUnavailable`, which tells no SQL and no text."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise RecordUnavailable(UNAVAILABLE) from error
