import asyncio

import pytest
from sqlalchemy import select

from app.audit.encryption import Encryption
from app.domain.caller import LOCAL
from app.domain.context import Context, Recipient
from app.domain.draft import Draft
from app.domain.errors import InFlight, RecordUnavailable
from app.domain.progress import Run
from app.domain.request import RewriteRequest
from app.domain.rewrite import Options
from app.jobs.batches import Batches
from app.jobs.claims import GRACE, Claims
from app.jobs.items import LIFE, Failure, Items, Standing
from app.jobs.tables import ItemRow
from app.jobs.worker import GIVEN_UP, TRIES, Worker

pytestmark = pytest.mark.anyio

DEADLINE = 60.0
REQUEST = RewriteRequest(draft=Draft(channel="message", body="Hi Sam, gonna be late."), options=Options(engine="rules"))


@pytest.fixture
def items(engine, calendar) -> Items:
    return Items(engine, deadline=DEADLINE, now=calendar)


@pytest.fixture
def worker(items, desk, record, engine) -> Worker:
    return Worker(items, Batches(engine, record), desk, record, Claims(engine, deadline=DEADLINE), places=2, idle=0.01)


async def gone(items, *ids):
    """Wait until none of several items waits or runs any more."""
    for id_ in ids:
        while (found := await items.standing("local", id_)) and not found.failure:
            pass


async def test_items_are_leased_once_and_the_oldest_first(items, calendar):
    for id_ in ("rw_1", "rw_2", "rw_3"):
        await items.add(LOCAL, id_, REQUEST)
        calendar.forward(1)
    first = await items.lease("wk_a", 2)
    assert {(item.id, item.tries, item.caller.tenant) for item in first} == {("rw_1", 1, "local"), ("rw_2", 1, "local")}
    assert all(item.order.request == REQUEST for item in first)
    assert [item.id for item in await items.lease("wk_b", 2)] == ["rw_3"]
    assert await items.lease("wk_b", 2) == []


async def test_a_lease_that_ran_out_goes_to_the_next_and_the_first_is_heard_no_more(items, calendar):
    await items.add(LOCAL, "rw_1", REQUEST)
    (slow,) = await items.lease("wk_a", 1)
    calendar.forward(DEADLINE + GRACE)
    (second,) = await items.lease("wk_b", 1)
    assert (second.id, second.tries) == ("rw_1", 2)
    await items.fail(slow, Failure("late", "Too late."))
    await items.give_back(slow)
    await items.finish(slow)
    assert await items.standing("local", "rw_1") == Standing("running")
    await items.finish(second)
    assert await items.standing("local", "rw_1") is None


async def test_many_workers_share_the_items_without_doing_one_twice(items):
    for number in range(20):
        await items.add(LOCAL, f"rw_{number}", REQUEST)
    shares = await asyncio.gather(*(items.lease(f"wk_{number}", 4) for number in range(8)))
    ids = [item.id for share in shares for item in share]
    assert len(ids) == len(set(ids))
    while more := await items.lease("wk_last", 4):
        ids += [item.id for item in more]
    assert len(ids) == len(set(ids)) == 20


async def test_with_a_master_key_no_text_waits_in_the_clear(engine):
    items = Items(engine, deadline=DEADLINE, encryption=Encryption("a long enough master key"))
    await items.add(LOCAL, "rw_1", REQUEST)
    async with engine.connect() as connection:
        assert b"gonna" not in await connection.scalar(select(ItemRow.request))
    (item,) = await items.lease("wk_a", 1)
    assert item.order.request == REQUEST


async def test_another_tenant_sees_nothing_of_an_item(items):
    await items.add(LOCAL, "rw_1", REQUEST)
    assert await items.standing("another", "rw_1") is None


async def test_what_nobody_has_begun_can_be_withdrawn(items):
    await items.add(LOCAL, "rw_1", REQUEST)
    assert not await items.withdraw("another", "rw_1")
    assert await items.withdraw("local", "rw_1")
    assert not await items.withdraw("local", "rw_1")
    await items.add(LOCAL, "rw_2", REQUEST)
    (item,) = await items.lease("wk_a", 1)
    with pytest.raises(InFlight):
        await items.withdraw("local", "rw_2")
    await items.fail(item, Failure("late", "Too late."))
    assert await items.withdraw("local", "rw_2")


async def test_what_was_asked_for_a_recipient_can_be_withdrawn(items):
    for_sam = RewriteRequest(draft=REQUEST.draft, context=Context(recipient=Recipient(ref="sam")))
    await items.add(LOCAL, "rw_1", for_sam)
    await items.add(LOCAL, "rw_2", REQUEST)
    await items.withdraw_all("local", "sam")
    assert await items.standing("local", "rw_1") is None
    assert await items.standing("local", "rw_2") == Standing("waiting")


async def test_items_past_their_time_are_forgotten(items, calendar):
    await items.add(LOCAL, "rw_1", REQUEST)
    calendar.forward(LIFE.total_seconds())
    await items.sweep()
    assert await items.standing("local", "rw_1") is None


async def test_the_worker_makes_what_was_put_off(items, worker, record):
    async with worker:
        ids = [f"rw_{number}" for number in range(5)]
        for id_ in ids:
            await worker.accept(LOCAL, id_, REQUEST)
        await gone(items, *ids)
    assert [(await record.find_rewrite("local", id_)).outcome for id_ in ids] == ["fixed"] * 5


async def test_what_is_on_record_already_is_not_made_again(items, worker, desk, record):
    await items.add(LOCAL, "rw_1", REQUEST)
    made = await desk.rewrite(LOCAL, REQUEST, Run("rw_1"))
    async with worker:
        await gone(items, "rw_1")
    assert await record.find_rewrite("local", "rw_1") == made


async def test_what_cannot_be_made_is_failed_with_the_reason(items, worker):
    await items.add(LOCAL, "rw_1", RewriteRequest(draft=REQUEST.draft, policy="nobody's"))
    async with worker:
        await gone(items, "rw_1")
    standing = await items.standing("local", "rw_1")
    assert (standing.state, standing.failure.code) == ("failed", "unknown_policy")


async def test_what_ends_every_process_is_given_up(items, worker, calendar):
    await items.add(LOCAL, "rw_1", REQUEST)
    for number in range(TRIES):
        await items.lease(f"wk_{number}", 1)
        calendar.forward(DEADLINE + GRACE)
    async with worker:
        await gone(items, "rw_1")
    assert (await items.standing("local", "rw_1")).failure == GIVEN_UP


async def test_without_its_database_nothing_is_put_off(worker, engine):
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE items")
    with pytest.raises(RecordUnavailable):
        await worker.accept(LOCAL, "rw_1", REQUEST)
