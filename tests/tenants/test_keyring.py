"""Keys where HTTP can't look: several processes, the clock, the database and what it keeps."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.verification import Verification, verify
from app.db.engine import for_writing, open_engine
from app.domain.caller import LOCAL
from app.domain.errors import KeyEnded, KeyRefused, RecordUnavailable
from app.domain.key import NewKey
from app.tenants.keyring import FRESH, OPEN, Keyring
from app.tenants.keys import Keys
from app.tenants.uses import Uses

pytestmark = pytest.mark.anyio
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


class Clock:
    """Seconds and the time of day, which go on when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> dt.datetime:
        return NOON + dt.timedelta(seconds=self.seconds)


class Process:
    """What one process holds."""

    def __init__(self, engine: AsyncEngine, ledger: Ledger, clock: Clock) -> None:
        self.uses = Uses(engine)
        self.keyring = Keyring(engine, self.uses, now=clock.now, clock=clock.monotonic)
        self.keys = Keys(engine, ledger, self.keyring, now=clock.now)

    async def knows(self, key: NewKey) -> bool:
        try:
            caller = await self.keyring.caller(key.key.encode())
        except KeyRefused:
            return False
        assert (caller.tenant, caller.actor, caller.scopes) == (key.tenant, key.id, set(key.scopes))
        return True


async def test_what_one_process_does_counts_for_the_others_within_seconds(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        clock = Clock()
        one, other = (Process(engine, ledger, clock) for _ in "ab")
        await other.keyring.look()
        assert await other.keyring.is_open()
        key = await one.keys.make(LOCAL, "first", ["check"])
        clock.seconds += OPEN
        assert not await other.keyring.is_open()
        assert await other.knows(key)
        await one.keys.revoke(LOCAL, key.id)
        assert not await one.knows(key)
        clock.seconds += FRESH
        assert not await other.knows(key)


async def test_a_key_known_is_not_looked_up_again_for_a_while(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        clock = Clock()
        process = Process(engine, ledger, clock)
        key = await process.keys.make(LOCAL, "first", ["check"])
        assert await process.knows(key)
        async with for_writing(engine).begin() as connection:
            await connection.execute(text("DELETE FROM api_keys"))
        assert await process.knows(key)
        clock.seconds += FRESH
        assert not await process.knows(key)


async def test_a_key_ends_on_time_even_when_it_is_known(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        clock = Clock()
        process = Process(engine, ledger, clock)
        key = await process.keys.make(LOCAL, "short", ["check"], expires_at=NOON + dt.timedelta(seconds=1))
        assert await process.knows(key)
        clock.seconds += 1
        assert not await process.knows(key)


async def test_of_rotations_at_once_one_succeeds_and_the_chain_holds(engine: AsyncEngine):
    async with Ledger(engine) as first, Ledger(engine) as second:
        clock = Clock()
        processes = [Process(engine, ledger, clock) for ledger in (first, second)]
        key = await processes[0].keys.make(LOCAL, "first", ["check"])
        tried = [process.keys.rotate(LOCAL, key.id, dt.timedelta(seconds=60)) for process in processes]
        done = await asyncio.gather(*tried, return_exceptions=True)
        assert sorted(map(type, done), key=repr) == sorted([NewKey, KeyEnded], key=repr)
        revoked = [process.keys.revoke(LOCAL, key.id) for process in processes]
        await asyncio.gather(*revoked)
    assert await verify(engine, LOCAL.tenant) == Verification(ok=True, entries=3)


async def test_the_overlap_ends_the_old_key(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        clock = Clock()
        process = Process(engine, ledger, clock)
        old = await process.keys.make(LOCAL, "first", ["check"])
        new = await process.keys.rotate(LOCAL, old.id, dt.timedelta(seconds=60))
        clock.seconds = 59
        assert await process.knows(old)
        clock.seconds = 60
        assert not await process.knows(old)
        assert await process.knows(new)


async def test_the_last_use_is_written_later_and_is_no_part_of_the_proof(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        clock = Clock()
        process = Process(engine, ledger, clock)
        key = await process.keys.make(LOCAL, "first", ["check"])
        async with process.uses:
            clock.seconds = 5
            assert await process.knows(key)
            assert (await process.keys.list_keys(LOCAL))[0].last_used_at is None
        assert (await process.keys.list_keys(LOCAL))[0].last_used_at == clock.now()
    assert (await verify(engine, LOCAL.tenant)).ok


async def test_the_secret_stands_nowhere_in_the_database(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        key = await Process(engine, ledger, Clock()).keys.make(LOCAL, "first", ["check"])
    secret = key.key.rpartition("_")[2]
    async with engine.connect() as connection:
        keys = repr((await connection.execute(text("SELECT * FROM api_keys"))).all())
        entries = repr((await connection.execute(text("SELECT * FROM entries"))).all())
    assert secret not in keys + entries


async def test_a_database_that_fails_closes_nobody_out_who_needs_none_and_lets_no_stranger_in(tmp_path):
    clock = Clock()
    engine = open_engine(f"sqlite:///{tmp_path}/no/such/folder.db")
    keyring = Keyring(engine, Uses(engine), clock=clock.monotonic)
    with pytest.raises(RecordUnavailable):
        await keyring.look()
    assert not await keyring.is_open()
    with pytest.raises(RecordUnavailable):
        await keyring.caller(f"dk_{'0' * 16}_{'0' * 64}".encode())
