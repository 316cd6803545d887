"""Waivers for all drafts where HTTP can't look: several processes and tenants, time, no database."""

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.verification import Verification, verify
from app.db.engine import open_engine
from app.domain.caller import LOCAL
from app.domain.errors import NotFound, TooManyWaivers
from app.domain.waiver import Waiver
from app.tenants.waivers import FRESH, MOST, StandingWaivers

pytestmark = pytest.mark.anyio
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def waiver(number: int = 1) -> Waiver:
    return Waiver(fingerprint=f"{number:016x}", by="Ida", reason="The client's own words")


async def test_a_waiver_holds_until_it_expires(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        waivers = StandingWaivers(engine, ledger)
        await waivers.add(LOCAL, waiver(), NOW + dt.timedelta(hours=1))
        assert await waivers.in_force(LOCAL.tenant, NOW) == (waiver(),)
        assert await waivers.in_force(LOCAL.tenant, NOW + dt.timedelta(hours=1)) == ()
        assert [one.expires_at for one in await waivers.list_waivers(LOCAL.tenant)] == [NOW + dt.timedelta(hours=1)]


async def test_what_another_process_does_counts_a_moment_later(engine: AsyncEngine):
    time = [0.0]
    async with Ledger(engine) as ledger:
        one, other = StandingWaivers(engine, ledger), StandingWaivers(engine, ledger, clock=lambda: time[0])
        assert await other.in_force(LOCAL.tenant, NOW) == ()
        added = await one.add(LOCAL, waiver(), None)
        time[0] += FRESH
        assert await other.in_force(LOCAL.tenant, NOW) == (waiver(),)
        await one.withdraw(LOCAL, added.id)
        time[0] += FRESH
        assert await other.in_force(LOCAL.tenant, NOW) == ()


async def test_a_waiver_is_its_tenants_alone(engine: AsyncEngine):
    another = replace(LOCAL, tenant="another")
    async with Ledger(engine) as ledger:
        waivers = StandingWaivers(engine, ledger)
        added = await waivers.add(LOCAL, waiver(), None)
        assert await waivers.in_force("another", NOW) == ()
        with pytest.raises(NotFound):
            await waivers.withdraw(another, added.id)
        assert await waivers.in_force(LOCAL.tenant, NOW) == (waiver(),)


async def test_every_waiver_and_withdrawal_is_in_the_ledger_once(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        waivers = StandingWaivers(engine, ledger)
        added = await waivers.add(LOCAL, waiver(), NOW)
        await waivers.withdraw(LOCAL, added.id)
        await waivers.withdraw(LOCAL, added.id)
    assert await verify(engine, LOCAL.tenant) == Verification(ok=True, entries=2)


async def test_a_tenant_has_only_so_many_that_hold(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        waivers = StandingWaivers(engine, ledger)
        await waivers.add(LOCAL, waiver(), dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
        for number in range(MOST):
            await waivers.add(LOCAL, waiver(number), None)
        with pytest.raises(TooManyWaivers):
            await waivers.add(LOCAL, waiver(), None)


async def test_without_a_database_nothing_passes(tmp_path: Path):
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/nowhere/decorum.db")
    assert await StandingWaivers(engine, Ledger(engine)).in_force(LOCAL.tenant, NOW) == ()
    await engine.dispose()
