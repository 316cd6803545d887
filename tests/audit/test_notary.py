import asyncio
import datetime as dt

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit import merkle
from app.audit.configuration import Configuration, ModelInUse
from app.audit.ledger import Ledger, Unit
from app.audit.notary import Notary
from app.audit.notes import TreeHead, opened
from app.audit.tables import CheckpointRow, TreeBlock
from app.audit.tree import SPAN
from app.audit.verification import Verification, verify
from app.db.engine import for_writing, open_engine
from app.domain.errors import NotFound, RecordUnavailable
from app.domain.proof import Checkpoint, Head
from app.domain.rewrite import PromptRef
from app.upkeep import due, keeping_checkpoints
from tests.audit.examples import TENANT

pytestmark = pytest.mark.anyio

SEED = bytes(range(32))


@pytest.fixture
def notary(engine: AsyncEngine) -> Notary:
    return Notary(engine, SEED)


async def write(ledger: Ledger, number: int, tenant: str = TENANT) -> None:
    """Append notes, which have no rows."""
    units = [
        Unit(tenant=tenant, actor="local", kind="note", object_id=f"n{place}", commitment="0" * 64, rows={})
        for place in range(number)
    ]
    await asyncio.gather(*(ledger.append(unit) for unit in units))


async def count(engine: AsyncEngine, table: type) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table))


async def tree_of(notary: Notary, size: int) -> merkle.Frontier:
    """The tree once more, from every entry."""
    frontier = merkle.Frontier()
    while frontier.size < size:
        for entry in await notary.entries(TENANT, frontier.size, min(1000, size - frontier.size)):
            frontier.append(merkle.leaf_hash(bytes.fromhex(entry.hash)))
    return frontier


def raw(hashes: tuple[str, ...]) -> list[bytes]:
    return [bytes.fromhex(hash_) for hash_ in hashes]


async def test_a_checkpoint_is_the_signed_root_over_all_entries(ledger: Ledger, notary: Notary):
    await write(ledger, 5)
    checkpoint = await notary.checkpoint(TENANT)
    head = TreeHead.parse(opened(checkpoint.note, await notary.public_key(TENANT)))
    assert (head.origin, head.size, head.previous) == ("decorum/local", 6, 0)  # the key has an entry of its own
    assert head.root.hex() == checkpoint.root == (await tree_of(notary, 6)).root().hex()
    assert head.at == checkpoint.time


async def test_a_checkpoint_stands_until_the_ledger_grows(engine: AsyncEngine, ledger: Ledger, notary: Notary):
    await write(ledger, 2)
    first = await notary.checkpoint(TENANT)
    assert await notary.checkpoint(TENANT) == first
    await write(ledger, 1)
    second = await notary.checkpoint(TENANT)
    assert second.size == first.size + 1
    assert TreeHead.parse(opened(second.note, await notary.public_key(TENANT))).previous == first.size
    assert await verify(engine, TENANT) == Verification(ok=True, entries=4, checkpoint=second)


async def test_an_empty_ledger_begins_with_its_key(engine: AsyncEngine):
    notary = Notary(engine)
    checkpoint = await notary.checkpoint(TENANT)
    assert checkpoint.size == 1
    assert [entry.type for entry in await notary.entries(TENANT, 0, 9)] == ["signing_key"]
    assert (await verify(engine, TENANT)).ok


async def test_a_key_that_nobody_gave_is_made_once(engine: AsyncEngine):
    notaries = [Notary(engine), Notary(engine)]
    keys = await asyncio.gather(*(notary.public_key(TENANT) for notary in notaries))
    assert keys[0] == keys[1]
    assert await notaries[0].public_key("another") != keys[0]


async def test_after_a_change_of_keys_both_are_known(engine: AsyncEngine, ledger: Ledger):
    made, given = Notary(engine), Notary(engine, SEED)
    await write(ledger, 1)
    before = await made.checkpoint(TENANT)
    after = await given.checkpoint(TENANT)
    assert await made.checkpoint(TENANT) == after  # nothing has happened since: one head for one size
    assert after.size == before.size + 1
    assert await given.public_key(TENANT) != await made.public_key(TENANT)
    assert opened(after.note, await given.public_key(TENANT))
    assert (await verify(engine, TENANT)).ok


async def test_a_long_ledger_is_kept_in_blocks(engine: AsyncEngine, ledger: Ledger, notary: Notary):
    await write(ledger, 2 * SPAN + 10)
    first = await notary.checkpoint(TENANT)
    assert await count(engine, TreeBlock) == 2
    await write(ledger, SPAN)
    second = await notary.checkpoint(TENANT)
    assert await count(engine, TreeBlock) == 3
    assert first.root == (await tree_of(notary, first.size)).root().hex()
    assert second.root == (await tree_of(notary, second.size)).root().hex()
    found = await notary.consistency(TENANT, first.size, second.size)
    assert (found.from_, found.to) == (Head(first.size, first.root), Head(second.size, second.root))
    roots = bytes.fromhex(first.root), bytes.fromhex(second.root)
    assert merkle.grew(roots[0], first.size, roots[1], second.size, raw(found.proof))
    assert await verify(engine, TENANT) == Verification(ok=True, entries=second.size, checkpoint=second)


async def test_proofs_hold_whether_blocks_are_stored_or_not(engine: AsyncEngine, ledger: Ledger, notary: Notary):
    await write(ledger, SPAN + 44)
    checkpoint = await notary.checkpoint(TENANT)
    stored = await notary.inclusion(TENANT, "note", "n17")
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("DELETE FROM tree_blocks"))
    assert await notary.inclusion(TENANT, "note", "n17") == stored
    root, leaf = bytes.fromhex(checkpoint.root), merkle.leaf_hash(bytes.fromhex(stored.entry.hash))
    assert stored.checkpoint == checkpoint
    assert stored.leaf_hash == leaf.hex()
    assert merkle.includes(root, checkpoint.size, stored.index, leaf, raw(stored.proof))


async def test_an_entry_after_the_newest_checkpoint_is_proven_by_a_new_one(ledger: Ledger, notary: Notary):
    first = await notary.checkpoint(TENANT)
    await write(ledger, 3)
    found = await notary.inclusion(TENANT, "note", "n2")
    assert found.checkpoint.size == 4 > first.size
    assert found.index == found.entry.sequence - 1 == 3


async def test_nothing_is_proven_of_what_is_not_there(ledger: Ledger, notary: Notary):
    await write(ledger, 3)
    with pytest.raises(NotFound):
        await notary.inclusion(TENANT, "note", "n9")
    with pytest.raises(NotFound):
        await notary.inclusion("another", "note", "n1")
    for old, new in ((1, 4), (3, 2)):
        with pytest.raises(NotFound):
            await notary.consistency(TENANT, old, new)


async def test_many_who_ask_at_once_get_one_head(database_url: str, ledger: Ledger):
    engines = [open_engine(database_url) for _ in range(3)]
    await write(ledger, 9)
    notaries = [Notary(engine, SEED) for engine in engines]
    heads = await asyncio.gather(*(notary.checkpoint(TENANT) for notary in notaries * 2))
    assert len({head.note for head in heads}) == 1
    assert await count(engines[0], CheckpointRow) == 1
    for engine in engines:
        await engine.dispose()


async def test_a_gap_is_never_signed(engine: AsyncEngine, ledger: Ledger, notary: Notary):
    await write(ledger, 4)
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("DELETE FROM entries WHERE sequence = 2"))
    with pytest.raises(RecordUnavailable, match="damaged"):
        await notary.checkpoint(TENANT)
    assert await count(engine, CheckpointRow) == 0


async def test_checkpoints_are_made_meanwhile_for_each_tenant(ledger: Ledger, notary: Notary):
    await write(ledger, 1, "one")
    await write(ledger, 1, "two")
    async with keeping_checkpoints(notary, 3600):
        pass
    assert [
        checkpoint and checkpoint.size for checkpoint in [await notary.last_checkpoint(t) for t in ("one", "two")]
    ] == [2, 2]


async def test_a_database_that_is_gone_does_not_end_the_service(tmp_path):
    gone = open_engine(f"sqlite:///{tmp_path}/no folder/decorum.db")
    async with keeping_checkpoints(Notary(gone), 3600):
        pass
    await gone.dispose()


def test_a_checkpoint_is_due_after_the_interval():
    now = dt.datetime.now(dt.UTC)
    last = Checkpoint(size=1, root="", time=now - dt.timedelta(seconds=60), note="")
    assert due(None, 3600)
    assert due(last, 60)
    assert not due(last, 3600)


async def test_what_answers_is_entered_where_it_changes(engine: AsyncEngine, notary: Notary):
    prompt = PromptRef("rewrite", "001", "ab" * 32)
    bare = Configuration(release="1", rulebook_hash="cd" * 32)
    model = ModelInUse(name="model-a", provider="models.example", prompt=prompt)
    asked = Configuration(release="1", rulebook_hash="cd" * 32, models=(model,))
    for configuration in (bare, bare, asked, asked, bare):
        await notary.introduce(TENANT, configuration)
    types = [entry.type for entry in await notary.entries(TENANT, 0, 9)]
    assert types == ["configuration", "signing_key", "configuration", "configuration"]
    assert (await verify(engine, TENANT)).ok


@pytest.mark.parametrize("cut", [1, 4])
async def test_a_ledger_cut_off_shows_against_a_checkpoint(
    engine: AsyncEngine, ledger: Ledger, notary: Notary, cut: int
):
    await write(ledger, 6)
    checkpoint = await notary.checkpoint(TENANT)
    claim = Head(checkpoint.size, checkpoint.root)
    assert (await verify(engine, TENANT, claim=claim)).consistent
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("DELETE FROM entries WHERE sequence > :kept"), {"kept": checkpoint.size - cut})
    found = await verify(engine, TENANT)
    assert (found.ok, found.first_bad) == (False, checkpoint.size - cut + 1)  # the kept checkpoint gives it away
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("DELETE FROM checkpoints"))
        if cut > 1:
            await connection.execute(text("DELETE FROM signing_keys"))
    assert not (await verify(engine, TENANT, claim=claim)).consistent


async def test_a_history_written_anew_shows_against_a_checkpoint(engine: AsyncEngine, notary: Notary):
    async with Ledger(engine) as ledger:
        await write(ledger, 3)
    checkpoint = await notary.checkpoint(TENANT)
    async with for_writing(engine).begin() as connection:
        for table in ("entries", "checkpoints", "signing_keys"):
            await connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 -- our own tables
    async with Ledger(engine) as ledger:
        await write(ledger, 3)
    await notary.checkpoint(TENANT)
    found = await verify(engine, TENANT, claim=Head(checkpoint.size, checkpoint.root))
    assert (found.ok, found.consistent) == (True, False)
