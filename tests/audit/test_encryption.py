"""Encryption at rest: nothing readable in the files, everything readable through the key, tampering found."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.encryption import PLAIN, Encryption
from app.audit.ledger import Ledger
from app.audit.records import Record
from app.audit.tables import Content, TenantKey
from app.audit.verification import verify
from app.db.engine import for_writing, scrub
from app.domain.caller import LOCAL, Caller
from app.domain.draft import Draft
from app.domain.errors import MasterKeyWrong, RecordUnavailable
from app.domain.rewrite import Rewrite
from tests.audit.examples import CONTEXT, TENANT, attempt, options, rewrite

pytestmark = pytest.mark.anyio

KEY, OTHER = "a key of the kiln house", "another key altogether"
OTHERS = Caller(tenant="another", actor="local", scopes=LOCAL.scopes)
DRAFT = Draft(channel="message", subject=None, body="Hi Ann, the Halyard kilns are gonna be lit.")


@pytest.fixture
async def record(engine: AsyncEngine) -> AsyncIterator[Record]:
    encryption = Encryption(KEY)
    async with Ledger(engine, encryption) as ledger:
        yield Record(engine, ledger, encryption)


async def write(record: Record, caller: Caller = LOCAL) -> Rewrite:
    given = rewrite(draft=DRAFT)
    await record.record_attempt(caller, attempt(given.id), context=CONTEXT, store="full")
    return await record.record_rewrite(caller, given, context=CONTEXT, options=options(), judgements={})


async def stored(engine: AsyncEngine) -> bytes:
    """All bodies and salts, as they stand in the table."""
    async with engine.connect() as connection:
        rows = (await connection.execute(select(Content.body, Content.salt))).all()
    return b"".join(body + salt for body, salt in rows)


async def test_what_is_written_comes_back_and_stands_nowhere_readable(engine: AsyncEngine, record: Record):
    written = await write(record)
    assert await record.find_rewrite(TENANT, written.id) == written
    (call,) = await record.attempts_of(TENANT, written.id)
    assert call.prompt.messages
    kept = await stored(engine)
    assert not any(word in kept for word in (b"Halyard", b"gonna", b"Be kind"))
    if engine.dialect.name == "sqlite":
        await scrub(engine)
        assert b"Halyard" not in Path(engine.url.database).read_bytes()  # noqa: ASYNC240 -- a test may wait


async def test_verification_reads_through_the_key(engine: AsyncEngine, record: Record):
    await asyncio.gather(*(write(record, caller) for caller in (LOCAL, OTHERS) for _ in range(5)))
    assert (await verify(engine, TENANT, Encryption(KEY))).ok
    assert (await verify(engine, "another", Encryption(KEY))).ok
    assert not (await verify(engine, TENANT, Encryption(OTHER))).ok


@pytest.mark.parametrize("column", ["body", "salt", "key"])
async def test_a_changed_ciphertext_is_found(engine: AsyncEngine, record: Record, column: str):
    written = await write(record)
    async with for_writing(engine).begin() as connection:
        changed = f"UPDATE contents SET {column} = :value WHERE object_id = :id AND kind = 'request'"  # noqa: S608
        await connection.execute(text(changed), {"value": b"\x07" * 60, "id": written.id})
    found = await verify(engine, TENANT, Encryption(KEY))
    assert (found.ok, found.first_bad) == (False, 2)
    with pytest.raises(RecordUnavailable, match="deciphered"):
        await record.find_rewrite(TENANT, written.id)


async def test_a_text_in_anothers_place_is_found(engine: AsyncEngine, record: Record):
    one, other = await write(record), await write(record)
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("DELETE FROM contents WHERE object_id = :id"), {"id": other.id})
        await connection.execute(
            text("UPDATE contents SET object_id = :other WHERE object_id = :one"), {"one": one.id, "other": other.id}
        )
    assert not (await verify(engine, TENANT, Encryption(KEY))).ok
    with pytest.raises(RecordUnavailable):
        await record.find_rewrite(TENANT, other.id)


async def test_another_key_or_none_is_refused(engine: AsyncEngine, record: Record):
    await Encryption(OTHER).check(engine)  # nothing is encrypted yet
    await write(record)
    await Encryption(KEY).check(engine)
    await Encryption(OTHER, KEY).check(engine)
    with pytest.raises(MasterKeyWrong, match="isn't the key"):
        await Encryption(OTHER).check(engine)
    with pytest.raises(MasterKeyWrong, match="set DECORUM_MASTER_KEY"):
        await PLAIN.check(engine)


async def test_a_changed_master_key_takes_over(engine: AsyncEngine, record: Record):
    before = await write(record)
    await Encryption(OTHER, KEY).renew(engine)
    with pytest.raises(MasterKeyWrong):
        await Encryption(KEY).check(engine)
    changed = Encryption(OTHER)
    await changed.check(engine)
    async with Ledger(engine, changed) as ledger:
        after = await write(Record(engine, ledger, changed))
        assert await Record(engine, ledger, changed).find_rewrite(TENANT, before.id) == before
        assert await Record(engine, ledger, changed).find_rewrite(TENANT, after.id) == after
    assert (await verify(engine, TENANT, changed)).ok


async def test_texts_from_before_the_first_key_are_encrypted(engine: AsyncEngine):
    async with Ledger(engine) as ledger:
        written = await write(Record(engine, ledger))
    assert b"Halyard" in await stored(engine)
    encryption = Encryption(KEY)
    assert await encryption.renew(engine) == 4
    assert await encryption.renew(engine) == 0
    assert b"Halyard" not in await stored(engine)
    async with Ledger(engine, encryption) as ledger:
        assert await Record(engine, ledger, encryption).find_rewrite(TENANT, written.id) == written
    assert (await verify(engine, TENANT, encryption)).ok


async def test_a_key_that_was_never_committed_encrypts_nothing(engine: AsyncEngine):
    encryption = Encryption(KEY)
    async with Ledger(engine, encryption) as ledger:
        record = Record(engine, ledger, encryption)
        with pytest.raises(RecordUnavailable):
            await write_twice_the_same(record)
        written = await write(record)
        assert await record.find_rewrite(TENANT, written.id) == written
    assert await Record(engine, ledger, Encryption(KEY)).find_rewrite(TENANT, written.id) == written


async def write_twice_the_same(record: Record) -> None:
    """The second breaks the unit, and with it the transaction that made the tenant's key."""
    call = attempt("rw_1", id="at_1")
    await asyncio.gather(
        *(record.record_attempt(LOCAL, call, context=CONTEXT, store="full") for _ in range(2)),
    )


async def test_each_tenant_has_a_key_of_its_own(engine: AsyncEngine, record: Record):
    await write(record)
    await write(record, OTHERS)
    async with engine.connect() as connection:
        kept = (await connection.execute(select(TenantKey.tenant, TenantKey.wrapped))).all()
    assert sorted(tenant for tenant, _ in kept) == ["another", TENANT]
