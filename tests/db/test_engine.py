import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column, insert, select, table, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.db.engine import for_writing, open_engine, reachable
from app.db.types import Instant
from app.domain.errors import RecordUnavailable

EAST = dt.timezone(dt.timedelta(hours=5, minutes=45))


@pytest.mark.parametrize(
    ("given_url", "driver"),
    [
        ("sqlite:///decorum.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///decorum.db", "sqlite+aiosqlite"),
        ("postgresql://user:secret@127.0.0.1/decorum", "postgresql+psycopg"),
        ("postgresql+psycopg://user:secret@127.0.0.1/decorum", "postgresql+psycopg"),
    ],
)
def test_addresses_of_both_databases_are_taken(given_url: str, driver: str):
    assert open_engine(given_url).url.drivername == driver


@pytest.mark.parametrize("url", ["mysql://127.0.0.1/decorum", "postgresql+asyncpg://127.0.0.1/decorum"])
def test_other_addresses_are_refused_by_name(url: str):
    with pytest.raises(ValueError, match=r"SQLite or PostgreSQL, not '(mysql|postgresql\+asyncpg)'"):
        open_engine(url)


@pytest.mark.anyio
async def test_sqlite_is_durable_shared_and_forgets_what_is_deleted(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'decorum.db'}")
    found = {}
    async with engine.connect() as connection:
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout"):
            found[pragma] = (await connection.execute(text(f"PRAGMA {pragma}"))).scalar()
    await engine.dispose()
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }


@pytest.mark.anyio
async def test_readers_see_a_snapshot_while_a_writer_writes(engine: AsyncEngine):
    async with for_writing(engine).begin() as writer:
        await writer.execute(text("CREATE TABLE notes (note TEXT)"))
    async with for_writing(engine).begin() as writer, engine.connect() as reader:
        await writer.execute(text("INSERT INTO notes VALUES ('unfinished')"))
        assert (await reader.execute(text("SELECT count(*) FROM notes"))).scalar() == 0


@pytest.mark.anyio
@pytest.mark.parametrize(
    "instant",
    [
        dt.datetime(2026, 12, 1, 9, 0, 0, 1, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 1, 9, 0, 0, 999_999, tzinfo=EAST),
        dt.datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC),
    ],
)
async def test_instants_come_back_to_the_microsecond_in_utc(engine: AsyncEngine, instant: dt.datetime):
    moments = table("moments", column("at", Instant))
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("CREATE TABLE moments (at BIGINT)"))
        await connection.execute(insert(moments), {"at": instant})
        found = (await connection.execute(select(moments.c.at).where(moments.c.at == instant))).scalar_one()
    assert (found, found.tzinfo) == (instant, dt.UTC)


@given(st.datetimes(timezones=st.just(EAST)), st.datetimes(timezones=st.just(dt.UTC)))
def test_stored_instants_sort_like_instants(one: dt.datetime, other: dt.datetime):
    store = Instant().process_bind_param
    sign = (one > other) - (one < other)
    stored = [store(one, None), store(other, None)]
    assert (stored[0] > stored[1]) - (stored[0] < stored[1]) == sign


def test_a_time_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        Instant().process_bind_param(dt.datetime(2026, 12, 1), None)  # noqa: DTZ001 -- the point of the test


@pytest.mark.anyio
async def test_a_fault_of_the_database_is_told_without_sql_or_values(engine: AsyncEngine):
    with pytest.raises(RecordUnavailable) as raised, reachable():
        async with engine.connect() as connection:
            await connection.execute(text("SELECT :secret FROM nowhere"), {"secret": "Dear Ann"})
    assert "nowhere" not in str(raised.value)
    assert "Dear Ann" not in f"{raised.value} {raised.value.__cause__}"


@pytest.mark.anyio
async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path):
    engine = open_engine(f"postgresql://postgres@/decorum?host={tmp_path}")
    with pytest.raises(RecordUnavailable), reachable():
        async with engine.connect():
            pass
    await engine.dispose()
