import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.db.engine import open_engine
from app.domain.caller import LOCAL
from app.domain.draft import Draft
from app.domain.errors import InFlight, KeyReused
from app.domain.progress import Run
from app.domain.request import RewriteRequest
from app.domain.rewrite import Options
from app.jobs.claims import GRACE, LIFE, Claims
from app.jobs.tables import ClaimRow
from tests.jobs.conftest import Calendar

pytestmark = pytest.mark.anyio

DEADLINE = 60.0
REQUEST = RewriteRequest(draft=Draft(channel="message", body="Hi Sam, gonna be late."), options=Options(engine="rules"))
OTHER = RewriteRequest(draft=Draft(channel="message", body="Hi Sam, gonna be early."))


@pytest.fixture
def claims(engine: AsyncEngine, calendar: Calendar) -> Claims:
    return Claims(engine, deadline=DEADLINE, now=calendar)


async def test_a_key_is_taken_once_and_free_again_when_its_lease_runs_out(claims, calendar):
    first = await claims.take("a", "key", REQUEST)
    assert (first.answered, first.resumed) == (False, False)
    calendar.forward(DEADLINE + GRACE - 1)
    with pytest.raises(InFlight):
        await claims.take("a", "key", REQUEST)
    calendar.forward(1)
    second = await claims.take("a", "key", REQUEST)
    assert (second.rewrite_id, second.answered, second.resumed) == (first.rewrite_id, False, True)
    with pytest.raises(InFlight):
        await claims.take("a", "key", REQUEST)


async def test_a_key_belongs_to_its_tenant_and_its_request(claims):
    first = await claims.take("a", "key", REQUEST)
    second = await claims.take("b", "key", OTHER)
    assert first.rewrite_id != second.rewrite_id
    with pytest.raises(KeyReused):
        await claims.take("a", "key", OTHER)


async def test_without_a_key_every_request_stands_for_itself(claims):
    assert (await claims.take("a", None, REQUEST)).rewrite_id != (await claims.take("a", None, REQUEST)).rewrite_id


@pytest.mark.parametrize("error", [ValueError, asyncio.CancelledError])
async def test_work_that_fails_frees_its_key(claims, error):
    async def fail():
        raise error

    claim = await claims.take("a", "key", REQUEST)
    with pytest.raises(error):
        await claims.held(claim, fail)
    assert (await claims.take("a", "key", REQUEST)).resumed


async def test_what_is_on_record_is_the_answer_for_a_day(desk, claims, calendar):
    claim = await claims.take("local", "key", REQUEST)
    await claims.held(claim, lambda: desk.rewrite(LOCAL, REQUEST, Run(claim.rewrite_id)))
    calendar.forward(LIFE.total_seconds() - 1)
    again = await claims.take("local", "key", REQUEST)
    assert (again.answered, again.rewrite_id) == (True, claim.rewrite_id)
    calendar.forward(1)
    assert (await claims.take("local", "key", OTHER)).rewrite_id != claim.rewrite_id


async def test_keys_past_their_time_are_swept(engine, claims, calendar):
    await claims.take("a", "old", REQUEST)
    calendar.forward(LIFE.total_seconds())
    await claims.take("a", "new", REQUEST)
    await claims.sweep()
    async with engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(ClaimRow)) == 1


async def test_of_many_at_once_one_takes_the_key(database_url):
    async with AsyncExitStack() as stack:
        engines = [open_engine(database_url) for _ in range(4)]
        for one in engines:
            stack.push_async_callback(one.dispose)
        tried = [Claims(one, deadline=DEADLINE).take("a", "key", REQUEST) for one in engines for _ in range(3)]
        ended = await asyncio.gather(*tried, return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in ended) == 1
    assert all(isinstance(one, InFlight) for one in ended if isinstance(one, Exception))
