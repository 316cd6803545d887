"""A tenant's policies where HTTP can't look: several processes, several tenants, no database."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.verification import Verification, verify
from app.db.engine import open_engine
from app.domain.caller import LOCAL
from app.domain.errors import NotFound, RecordUnavailable, UnknownPolicy
from app.domain.policy import Choices
from app.rules import ruleset
from app.tenants import policies
from app.tenants.policies import Policies

pytestmark = pytest.mark.anyio
TENANT = "local"


async def test_processes_that_release_at_once_count_up_without_a_gap(engine: AsyncEngine):
    async with Ledger(engine) as one, Ledger(engine) as other:
        writers = [Policies(engine, one), Policies(engine, other)]
        for _ in range(3):
            await asyncio.gather(*(writer.release(LOCAL, "house", Choices()) for writer in writers))
    released = await writers[0].versions(TENANT, "house")
    assert [release.version for release in released] == [6, 5, 4, 3, 2, 1]
    assert await verify(engine, TENANT) == Verification(ok=True, entries=6)


async def test_processes_that_delete_at_once_delete_once(engine: AsyncEngine):
    async with Ledger(engine) as one, Ledger(engine) as other:
        writers = [Policies(engine, one), Policies(engine, other)]
        await writers[0].release(LOCAL, "house", Choices())
        await asyncio.gather(*(writer.delete(LOCAL, "house") for writer in writers))
    assert await verify(engine, TENANT) == Verification(ok=True, entries=2)


async def test_a_new_release_counts_for_every_process_at_once(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        one, other = Policies(engine, ledger), Policies(engine, ledger)
        for off in ((), ("slang",), ()):
            await one.release(LOCAL, "house", Choices(off=off))
            assert (await other.ruleset(TENANT, "house")).policy.off == off


async def test_a_policy_is_its_tenants_alone(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        own = Policies(engine, ledger)
        await own.release(LOCAL, "house", Choices(off=("slang",)))
        with pytest.raises(UnknownPolicy):
            await own.ruleset("another", "house")
        with pytest.raises(NotFound):
            await own.versions("another", "house")
        assert [release.name for release in await own.list_policies("another")] == list(policies.shipped())
        await own.release(replace(LOCAL, tenant="another"), "house", Choices())
        assert "slang" in (await own.ruleset("another", "house")).active
        assert "slang" not in (await own.ruleset(TENANT, "house")).active


async def test_policies_of_ours_need_no_database(tmp_path: Path):
    gone = open_engine(f"sqlite:///{tmp_path}/no/such/folder.db")
    own = Policies(gone, Ledger(gone))
    assert await own.ruleset(TENANT, "strict") is ruleset("strict")
    assert (await own.find(TENANT, "strict")).shipped
    with pytest.raises(RecordUnavailable):
        await own.ruleset(TENANT, "house")
    await gone.dispose()


async def test_more_policies_than_stay_compiled_are_all_usable(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        own = Policies(engine, ledger)
        names = [f"house-{number}" for number in range(policies.COMPILED + 2)]
        await asyncio.gather(*(own.release(LOCAL, name, Choices(banned=(name,))) for name in names))
        for name in (*names, *names[:3]):
            assert (await own.ruleset(TENANT, name)).policy.name == name
