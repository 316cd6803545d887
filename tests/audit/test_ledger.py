import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.commitments import entry_hash
from app.audit.digests import GENESIS
from app.audit.ledger import Ledger, Unit
from app.audit.records import Record
from app.audit.tables import AttemptRow, Content, Entry, RewriteRow
from app.audit.verification import Verification, verify
from app.db.engine import for_writing, open_engine
from app.domain.caller import LOCAL
from app.domain.errors import RecordUnavailable
from app.domain.rewrite import AuditRef, Rewrite
from tests.audit.examples import CONTEXT, TENANT, attempt, options, rewrite

pytestmark = pytest.mark.anyio

COMMITMENT = "0" * 64


def note(object_id: str, tenant: str = TENANT) -> Unit:
    """An event without rows of its own."""
    return Unit(tenant=tenant, actor="local", kind="note", object_id=object_id, commitment=COMMITMENT, rows={})


async def write(record: Record, given: Rewrite) -> Rewrite:
    return await record.record_rewrite(LOCAL, given, context=CONTEXT, options=options(), judgements={})


async def chain_of(engine: AsyncEngine, tenant: str = TENANT) -> Sequence[Entry]:
    query = select(Entry.__table__).where(Entry.tenant == tenant).order_by(Entry.sequence)
    async with engine.connect() as connection:
        return (await connection.execute(query)).all()


def gapless(chain: Sequence[Entry]) -> bool:
    hashes = [GENESIS, *(entry.hash for entry in chain)]
    return (
        [entry.sequence for entry in chain] == list(range(1, len(chain) + 1))
        and [entry.previous for entry in chain] == hashes[:-1]
        and all(entry_hash(entry._asdict()) == entry.hash for entry in chain)
    )


async def count(engine: AsyncEngine, table: type) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table))


async def test_fifty_writers_at_once_give_one_gapless_chain(engine: AsyncEngine, record: Record):
    async def one(number: int) -> AuditRef:
        given = rewrite(f"rw_{number}")
        await record.record_attempt(LOCAL, attempt(given.id), context=CONTEXT, store="full")
        return (await write(record, given)).audit

    refs = await asyncio.gather(*(one(number) for number in range(50)))
    chain = await chain_of(engine)
    assert gapless(chain)
    assert {(entry.sequence, entry.hash) for entry in chain} >= {(ref.sequence, ref.hash) for ref in refs}
    assert await verify(engine, TENANT) == Verification(ok=True, entries=100)


async def test_two_ledgers_on_one_database_share_one_chain(database_url: str):
    engines = [open_engine(database_url), open_engine(database_url)]
    async with Ledger(engines[0]) as one, Ledger(engines[1]) as other:

        async def write_in_turn(ledger: Ledger, name: str) -> None:
            for number in range(25):
                await ledger.append(note(f"{name}{number}"))

        await asyncio.gather(
            *(write_in_turn(ledger, f"{ledger is one}-{n}-") for ledger in (one, other) for n in (1, 2))
        )
    chain = await chain_of(engines[0])
    assert len(chain) == 100
    assert gapless(chain)
    for engine in engines:
        await engine.dispose()


async def test_each_tenant_has_a_chain_of_its_own(engine: AsyncEngine, ledger: Ledger):
    tenants = ["one", "two", "three"] * 5
    await asyncio.gather(*(ledger.append(note(str(number), tenant)) for number, tenant in enumerate(tenants)))
    for tenant in set(tenants):
        chain = await chain_of(engine, tenant)
        assert len(chain) == 5
        assert gapless(chain)


async def test_a_unit_that_breaks_a_constraint_harms_no_neighbour(engine: AsyncEngine, record: Record):
    await write(record, rewrite("rw_taken"))
    names = [f"rw_{number}" for number in range(9)]
    names.insert(4, "rw_taken")
    results = await asyncio.gather(*(write(record, rewrite(name)) for name in names), return_exceptions=True)
    refused = [name for name, result in zip(names, results, strict=True) if isinstance(result, RecordUnavailable)]
    assert refused == ["rw_taken"]
    assert gapless(await chain_of(engine))
    assert await verify(engine, TENANT) == Verification(ok=True, entries=10)


async def test_a_cancelled_caller_loses_nothing_and_blocks_nobody(engine: AsyncEngine, ledger: Ledger):
    tasks = [asyncio.create_task(ledger.append(note(str(number)))) for number in range(5)]
    await asyncio.sleep(0)
    tasks[2].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(result, AuditRef) for result in results] == [True, True, False, True, True]
    assert (await ledger.append(note("next"))).sequence == 6
    assert [entry.object_id for entry in await chain_of(engine)] == ["0", "1", "2", "3", "4", "next"]


async def test_what_is_waiting_is_written_at_the_stop(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        tasks = [asyncio.create_task(ledger.append(note(str(number)))) for number in range(450)]
        await asyncio.sleep(0)
    refs = await asyncio.gather(*tasks)
    assert [ref.sequence for ref in refs] == list(range(1, 451))
    assert gapless(await chain_of(engine))


async def test_after_the_stop_nothing_is_taken(engine: AsyncEngine):
    ledger = Ledger(engine)
    with pytest.raises(RecordUnavailable, match="closed"):
        await ledger.append(note("early"))
    async with ledger:
        await ledger.append(note("in time"))
    with pytest.raises(RecordUnavailable, match="closed"):
        await ledger.append(note("late"))


async def test_a_ledger_can_be_entered_again(engine: AsyncEngine):
    ledger = Ledger(engine)
    for expected in (1, 2):
        async with ledger:
            assert (await ledger.append(note("again"))).sequence == expected


@pytest.mark.parametrize("table", ["entries", "contents", "rewrites"])
async def test_a_missing_table_leaves_no_row_and_no_sql_in_the_sentence(
    engine: AsyncEngine, record: Record, table: str
):
    async with for_writing(engine).begin() as connection:
        await connection.execute(text(f"DROP TABLE {table}"))
    results = await asyncio.gather(*(write(record, rewrite()) for _ in range(3)), return_exceptions=True)
    assert {str(result) for result in results} == {"The audit record can't be reached just now, so nothing may leave."}
    assert all(isinstance(result, RecordUnavailable) for result in results)
    for kept in (Entry, Content, RewriteRow, AttemptRow):
        if kept.__tablename__ != table:
            assert await count(engine, kept) == 0


async def test_a_read_only_file_is_unavailable_for_writing_and_still_read(migrated_file: Path):
    engine = open_engine(f"sqlite:///file:{migrated_file}?mode=ro&uri=true")
    async with Ledger(engine) as ledger:
        with pytest.raises(RecordUnavailable):
            await ledger.append(note("refused"))
    assert await verify(engine, TENANT) == Verification(ok=True, entries=0)
    await engine.dispose()


async def test_a_connection_that_was_lost_is_made_anew(engine: AsyncEngine, record: Record):
    await write(record, rewrite())
    if engine.dialect.name == "postgresql":
        other = open_engine(engine.url.render_as_string(hide_password=False))
        async with other.connect() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
            await connection.execute(text(ended), {"name": engine.url.database})
        await other.dispose()
    else:
        await engine.dispose()
    assert (await write(record, rewrite())).audit.sequence == 2


async def test_a_server_that_went_away_is_unavailable_until_it_is_back(database_url: str, tmp_path: Path):
    gone = open_engine(f"postgresql://postgres@/decorum?host={tmp_path}")
    if database_url.startswith("sqlite"):
        gone = open_engine(f"sqlite:///{tmp_path / 'no folder' / 'decorum.db'}")
    async with Ledger(gone) as ledger:
        record = Record(gone, ledger)
        results = await asyncio.gather(*(write(record, rewrite()) for _ in range(3)), return_exceptions=True)
        assert all(isinstance(result, RecordUnavailable) for result in results)
        with pytest.raises(RecordUnavailable):
            await record.find_rewrite(TENANT, "rw_1")
        with pytest.raises(RecordUnavailable):
            await verify(gone, TENANT)
    await gone.dispose()
