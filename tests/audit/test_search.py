"""Full text search and changes since: what is found, in which order, and that nothing of a word is left behind."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.contents import Keeping
from app.audit.decisions import decision_unit
from app.audit.encryption import PLAIN, Encryption
from app.audit.erasure import Erasure
from app.audit.indexing import hashes, words_of
from app.audit.ledger import Ledger
from app.audit.listing import Filters
from app.audit.records import Record
from app.audit.reindexing import reindex
from app.audit.tables import RewriteUpdate, Searchable
from app.db.engine import compact, for_writing
from app.domain.caller import LOCAL, Caller
from app.domain.context import Context, Recipient
from app.domain.draft import Draft, Text
from app.domain.errors import InvalidCursor
from app.domain.rewrite import Store
from tests.audit.examples import NOON, TENANT, decision, options, report, rewrite

pytestmark = pytest.mark.anyio

SECOND = dt.timedelta(seconds=1)
OTHERS = Caller(tenant="another", actor="local", scopes=LOCAL.scopes)
ANN = Context(recipient=Recipient(ref="crm-7", name="Ann Lee"))


async def write(
    record: Record, number: int, body: str, *, caller: Caller = LOCAL, store: Store = "full", second: int | None = None
) -> str:
    given = rewrite(
        f"rw_{number:03}",
        created_at=NOON + SECOND * (number if second is None else second),
        draft=Draft(channel="email", subject=f"Subject{number}", body=body),
        rewrite=Text("Pleasantly", "Reworded."),
        outcome="rewritten" if number % 2 else "held",
        before=report("slang") if number % 3 else report("emoji"),
    )
    await record.record_rewrite(caller, given, context=ANN, options=options(store=store), judgements={})
    return given.id


async def found(record: Record, q: str, tenant: str = TENANT, **filters: object) -> list[int]:
    page = await record.list_rewrites(tenant, Filters(words=words_of(q), **filters), 50)
    return [int(one.id.removeprefix("rw_")) for one in page.rewrites]


async def count(engine: AsyncEngine, table: type[Searchable] | type[RewriteUpdate]) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_words_find_drafts_and_rewrites_newest_first(record: Record):
    await write(record, 1, "We met at the café in Kirkwall.")
    await write(record, 2, "KIRKWALL's pier, on a Tuesday?")
    await write(record, 3, "The ferry to Orkney")
    await write(record, 4, "Kirkwall again", caller=OTHERS)
    assert await found(record, "kirkwall") == [2, 1]
    assert await found(record, "Cafe, KIRKWALL!") == [1]
    assert await found(record, "kirkwall orkney") == []
    assert await found(record, "pleasantly reworded") == [3, 2, 1]
    assert await found(record, "subject3") == [3]
    assert await found(record, "𝒦irkwall ＯＲＫＮＥＹ") == []
    assert await found(record, "ＯＲＫＮＥＹ") == [3]
    assert await found(record, "kirk") == []
    assert await found(record, "kirkwall", "another") == [4]
    assert await found(record, "kirkwall", "nobody") == []


async def test_words_go_with_every_other_filter(record: Record):
    for number in range(1, 9):
        await write(record, number, "Kirkwall" if number != 5 else "Orkney")
    assert await found(record, "kirkwall", outcome="rewritten") == [7, 3, 1]
    assert await found(record, "kirkwall", rule="emoji") == [6, 3]
    assert await found(record, "kirkwall", rule="emoji", outcome="held", recipient_ref="crm-7") == [6]
    assert await found(record, "kirkwall", created_after=NOON + 2 * SECOND, created_before=NOON + 6 * SECOND) == [4, 3]
    assert await found(record, "kirkwall", recipient_ref="crm-8") == []
    assert await found(record, "kirkwall", external_ref=rewrite().external_ref, created_before=NOON + 2 * SECOND) == [1]
    assert await found(record, "kirkwall", updated_after=NOON, outcome="held") == [2, 4, 6, 8]
    assert await found(record, "", updated_after=NOON, rule="emoji") == [3, 6]


async def test_pages_of_found_rewrites_neither_repeat_nor_skip(record: Record):
    for number in range(20):
        await write(record, number, "Kirkwall", second=number // 6)  # several in one instant
    seen, cursor = [], None
    while True:
        page = await record.list_rewrites(TENANT, Filters(words=words_of("kirkwall")), 3, cursor)
        seen += [one.id for one in page.rewrites]
        await write(record, 100 + len(seen), "Kirkwall")
        if (cursor := page.next_cursor) is None:
            break
    assert len(seen) == 20
    assert set(seen) == {f"rw_{number:03}" for number in range(20)}


async def test_a_cursor_leads_on_in_its_own_list_only(record: Record):
    for number in range(3):
        await write(record, number, "Kirkwall")
    lists = (Filters(), Filters(words=words_of("kirkwall")), Filters(updated_after=NOON))
    cursors = [(await record.list_rewrites(TENANT, filters, 1)).next_cursor for filters in lists]
    for number, filters in enumerate(lists):
        for other, cursor in enumerate(cursors):
            if other == number:
                assert len((await record.list_rewrites(TENANT, filters, 5, cursor)).rewrites) == 2
            else:
                with pytest.raises(InvalidCursor):
                    await record.list_rewrites(TENANT, filters, 5, cursor)


async def test_a_text_is_found_as_far_as_it_is_kept(record: Record, engine: AsyncEngine):
    await write(record, 1, "Dear Ann Lee, Kirkwall is fine", store="redacted")
    await write(record, 2, "Dear Ann Lee, Kirkwall is fine", store="hash_only")
    assert await found(record, "kirkwall") == [1]
    assert await found(record, "ann") == []
    assert await count(engine, Searchable) == 1


async def test_what_is_erased_is_found_no_more_and_its_words_are_out_of_the_file(
    record: Record, ledger: Ledger, engine: AsyncEngine, tmp_path: Path
):
    for number in range(30):
        await write(record, number, f"Kirkwall place{number}")
    async with engine.connect() as connection:
        key = await connection.run_sync(PLAIN.word_key, TENANT)
    marks = [word.encode() for word in hashes(["place7", "subject7"], key or b"")]

    def left() -> list[bytes]:
        raw = b"".join(path.read_bytes() for path in tmp_path.glob("decorum.db*"))
        return [mark for mark in (*marks, b"place7 ") if mark in raw]

    if engine.dialect.name == "sqlite":
        assert left()[:2] == marks
    await Erasure(engine, ledger).rewrite(LOCAL, "rw_007")
    assert await found(record, "place7") == []
    assert 7 not in await found(record, "kirkwall")
    assert await found(record, "place8") == [8]
    assert left() == []
    await compact(engine)
    assert await found(record, "place8") == [8]


async def test_a_master_key_is_needed_to_tell_which_word_a_hash_is(engine: AsyncEngine):
    encryption = Encryption("the key of the house")
    async with Ledger(engine, encryption) as ledger:
        await write(Record(engine, ledger, encryption), 1, "Kirkwall")
        assert await found(Record(engine, ledger, encryption), "kirkwall") == [1]
        assert await found(Record(engine, ledger, encryption), "kirkwall", "another") == []
        assert await found(Record(engine, ledger), "kirkwall") == []


async def test_the_index_is_written_anew_from_the_texts(engine: AsyncEngine, record: Record):
    await write(record, 1, "Kirkwall")
    await write(record, 2, "Kirkwall", store="hash_only")
    await write(record, 3, "Kirkwall", caller=OTHERS)
    async with for_writing(engine).begin() as connection:
        await connection.execute(Searchable.__table__.delete())
    assert await found(record, "kirkwall") == []
    assert await reindex(engine, PLAIN) == 3
    assert await reindex(engine, PLAIN) == 3
    assert (await found(record, "kirkwall"), await found(record, "kirkwall", "another")) == ([1], [3])
    encryption = Encryption("the key of the house")
    await encryption.renew(engine)
    await reindex(engine, encryption)
    assert await found(record, "kirkwall") == []
    async with Ledger(engine, encryption) as ledger:
        assert await found(Record(engine, ledger, encryption), "kirkwall") == [1]


async def test_what_changes_comes_once_more_at_the_end(record: Record, ledger: Ledger, engine: AsyncEngine):
    for number in range(4):
        await write(record, number, "Kirkwall")
    made = await record.find_rewrite(TENANT, "rw_003")
    assert made.updated_at == made.audit.at

    async def since(at: dt.datetime, limit: int = 50, cursor: str | None = None):
        return await record.list_rewrites(TENANT, Filters(updated_after=at), limit, cursor)

    first = await since(NOON, 2)
    assert [one.id for one in first.rewrites] == ["rw_000", "rw_001"]
    await ledger.append(decision_unit(LOCAL, decision("de_0", "rw_000"), NOON, Keeping("full", ANN)))
    await Erasure(engine, ledger).rewrite(LOCAL, "rw_002")
    rest = await since(NOON, 50, first.next_cursor)
    assert [one.id for one in rest.rewrites] == ["rw_003", "rw_000", "rw_002"]
    assert rest.rewrites[-1].erased_at
    assert [one.id for one in (await since(made.updated_at)).rewrites] == ["rw_000", "rw_002"]
    assert (await since(rest.rewrites[-1].updated_at)).rewrites == ()


async def test_times_of_the_ledger_only_go_forward(record: Record):
    for number in range(30):
        await write(record, number, "Kirkwall")
    page = await record.list_rewrites(TENANT, Filters(), 50)
    times = [one.audit.at for one in sorted(page.rewrites, key=lambda one: one.audit.sequence)]
    assert times == sorted(set(times))


async def test_when_rewrites_changed_is_looked_up_by_their_ids(engine: AsyncEngine):
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite decides without statistics")
    query = (
        "EXPLAIN QUERY PLAN SELECT rewrite_id, at FROM rewrite_updates WHERE tenant = 't' AND rewrite_id IN ('a', 'b')"
    )
    async with engine.connect() as connection:
        (row,) = (await connection.exec_driver_sql(query)).all()
    assert "(tenant=? AND rewrite_id=?)" in row[-1]
