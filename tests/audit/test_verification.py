# ruff: noqa: S608 -- every name in a statement is one of our own tables or columns
import asyncio
import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import LargeBinary, Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.audit.configuration import Configuration
from app.audit.contents import Keeping
from app.audit.decisions import decision_unit
from app.audit.erasure import erasure_unit, of_outreach, of_rewrite
from app.audit.keys import Lock, key_unit, revocation_unit
from app.audit.ledger import Ledger, Unit
from app.audit.notary import Notary
from app.audit.outreach import Hashes, outreach_unit, salt_unit
from app.audit.policies import deletion_unit, release_unit
from app.audit.privacy import privacy_unit, settled
from app.audit.reads import read_unit
from app.audit.records import Record
from app.audit.retention import purge_unit
from app.audit.tables import (
    AttemptRow,
    CheckpointRow,
    ConfigurationRow,
    Content,
    DecisionRow,
    Entry,
    ErasureRow,
    Fingerprint,
    KeyRevocation,
    KeyRow,
    OutreachRow,
    OutreachSalt,
    PolicyRow,
    PrivacyRow,
    PurgeRow,
    ReadRow,
    RewriteRow,
    RewriteRule,
    SigningKey,
    TreeBlock,
)
from app.audit.tree import SPAN
from app.audit.verification import PAGE, STRAY, Verification, broken, verify
from app.db.engine import for_writing, open_engine
from app.domain.caller import LOCAL
from app.domain.context import Recipient
from app.domain.key import ApiKey
from app.domain.privacy import PrivacyChoices
from app.domain.proof import Checkpoint
from app.rules.policy import Policy
from tests.audit.examples import (
    CONTEXT,
    NOON,
    TENANT,
    attempt,
    decision,
    failed,
    fixed,
    options,
    outreach,
    release,
    rewrite,
)

MODELS = (
    RewriteRow,
    RewriteRule,
    AttemptRow,
    OutreachRow,
    Fingerprint,
    OutreachSalt,
    PolicyRow,
    PrivacyRow,
    PurgeRow,
    DecisionRow,
    ErasureRow,
    KeyRow,
    KeyRevocation,
    SigningKey,
    ConfigurationRow,
    ReadRow,
    Content,
    Entry,
    CheckpointRow,
    TreeBlock,
)
KEPT = ("checkpoints", "tree_blocks")  # what is kept of the tree: no entry speaks of it, so none is named
TABLES: dict[str, Table] = {model.__tablename__: model.__table__ for model in MODELS}
OWNER = {
    "rewrites": "id",
    "rewrite_rules": "rewrite_id",
    "attempts": "id",
    "outreach": "id",
    "fingerprints": "event_id",
    "outreach_salts": "id",
    "policies": "id",
    "privacy": "id",
    "decisions": "id",
    "purges": "id",
    "erasures": "id",
    "api_keys": "id",
    "key_revocations": "id",
    "signing_keys": "id",
    "configurations": "id",
    "reads": "id",
    "contents": "object_id",
    "entries": "object_id",
}

Values = Mapping[str, Any]
Snapshot = dict[str, list[Values]]


NOTES = SPAN  # enough for a block of the tree
ENTRIES = 33 + NOTES
ERASED = 2


async def fill(ledger: Ledger, record: Record, notary: Notary) -> None:
    """Rewrites of each kind of store, with and without attempts, and outreach with and without a text.

    Some of it is erased, and what was there first is past its time. Checkpoints are taken on the way.
    """
    await ledger.append(privacy_unit(LOCAL, settled(PrivacyChoices(retention="privacy_first"), 1, NOON)))
    old = rewrite("rw_old")
    await record.record_attempt(LOCAL, attempt(old.id, id="at_old"), context=CONTEXT, store="full")
    await record.record_rewrite(LOCAL, old, context=CONTEXT, options=options(), judgements={})
    ids = {"attempt": ["at_old"], "rewrite": ["rw_old"]}
    await ledger.append(purge_unit(TENANT, "content", NOON, 3, ids, NOON))
    await ledger.append(purge_unit(TENANT, "metadata", NOON - dt.timedelta(days=150), 3, ids, NOON))
    for number, store in enumerate(("full", "redacted", "hash_only")):
        named = rewrite(f"rw_{number}")
        await record.record_attempt(LOCAL, attempt(named.id, id=f"at_{number}"), context=CONTEXT, store=store)
        await record.record_rewrite(LOCAL, named, context=CONTEXT, options=options(store=store), judgements={})
    await record.record_attempt(LOCAL, failed("rw_lost"), context=CONTEXT, store="full")
    for number in (3, 4):
        bare = fixed(f"rw_{number}")
        await record.record_rewrite(LOCAL, bare, context=CONTEXT, options=options(), judgements={})
    await ledger.append(salt_unit(TENANT, "local"))
    await ledger.append(read_unit(LOCAL, "rewrite", ["rw_0", "rw_1"], NOON))
    hashes = Hashes(recipient="ab" * 16, company="cd" * 16, sentences=(-(2**63), 7, 2**63 - 1))
    await ledger.append(outreach_unit(TENANT, "local", outreach("ou_0"), hashes))
    bare_event = outreach("ou_1", event="declined", recipient=Recipient())
    await ledger.append(outreach_unit(TENANT, "local", bare_event, Hashes(recipient="ef" * 16, company=None)))
    await ledger.append(release_unit(TENANT, "local", release(), Policy(name="house", version=1, title="Ours")))
    await ledger.append(deletion_unit(TENANT, "local", "former", 3, NOON))
    key = ApiKey(id="dk_1", name="CRM", tenant=TENANT, scopes=("check", "rewrite"), created_at=NOON)
    await ledger.append(key_unit("local", key, Lock(b"salt", b"hash")))
    follower = replace(key, id="dk_2", expires_at=NOON, replaces="dk_1")
    await ledger.append(key_unit("dk_1", follower, Lock(b"other salt", b"other hash"), replaced_until=NOON))
    await ledger.append(revocation_unit(TENANT, "dk_1", "dk_2", NOON))
    keeping = Keeping("full", CONTEXT)
    await ledger.append(decision_unit(LOCAL, decision("de_0", "rw_0"), NOON, keeping))
    await ledger.append(decision_unit(LOCAL, decision("de_1", "rw_0", number=2, final=None), NOON, keeping))
    await ledger.append(decision_unit(LOCAL, decision("de_gone", "rw_gone"), NOON, keeping))
    gone = rewrite("rw_gone")
    await record.record_attempt(LOCAL, attempt(gone.id, id="at_gone"), context=CONTEXT, store="full")
    await record.record_rewrite(LOCAL, gone, context=CONTEXT, options=options(), judgements={})
    await ledger.append(outreach_unit(TENANT, "local", outreach("ou_gone"), hashes))
    await ledger.append(erasure_unit(TENANT, "local", gone.id, of_rewrite(TENANT, gone.id)))
    await ledger.append(erasure_unit(TENANT, "local", "ou_gone", of_outreach(TENANT, "ou_gone")))
    await notary.introduce(TENANT, Configuration(release="1.0.0", rulebook_hash="ab" * 32))
    for _ in "ab":
        await notary.checkpoint(TENANT)
        await asyncio.gather(*(ledger.append(note(f"{secrets.token_hex(4)}")) for _ in range(NOTES // 2)))
    await notary.checkpoint(TENANT)


def note(name: str) -> Unit:
    """An event without rows of its own."""
    return Unit(tenant=TENANT, actor="local", kind="note", object_id=name, commitment="0" * 64, rows={})


class Tampered:
    """A filled database, and everything that somebody with write access can do to it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.rows: Snapshot = {}
        self.sequences: dict[str, int] = {}
        self.newest: Checkpoint | None = None

    async def open(self) -> None:
        async with Ledger(self.engine) as ledger:
            await fill(ledger, Record(self.engine, ledger), Notary(self.engine))
        self.rows = {name: await self.stored(name) for name in TABLES}
        self.newest = await Notary(self.engine).last_checkpoint(TENANT)
        self.sequences = {row["object_id"]: row["sequence"] for row in self.rows["entries"]}

    async def stored(self, name: str) -> list[Values]:
        async with self.engine.connect() as connection:
            found = await connection.execute(text(f"SELECT * FROM {name}"))
            return sorted((row._asdict() for row in found), key=repr)

    async def restore(self) -> None:
        for name, rows in self.rows.items():
            if await self.stored(name) != rows:
                async with for_writing(self.engine).begin() as connection:
                    await connection.execute(text(f"DELETE FROM {name}"))
                    await add(connection, name, rows)

    async def verified(self) -> Verification:
        return await verify(self.engine, TENANT)

    def sequence_of(self, name: str, row: Values) -> int:
        return self.sequences[row[OWNER[name]]]

    async def flip(self, name: str, row: Values, column: str, bit: int) -> None:
        sqlite = self.engine.dialect.name == "sqlite"
        empty_bytes = row[column] is None and isinstance(TABLES[name].c[column].type, LargeBinary)
        value = b"\1" if empty_bytes else flipped(row[column], bit, sqlite=sqlite)
        as_text = sqlite and isinstance(row[column], str)
        async with for_writing(self.engine).begin() as connection:
            await change(connection, name, row, column, value, as_text=as_text)


def flipped(value: object, bit: int, *, sqlite: bool) -> object:
    """The same value with one bit turned; an empty column is filled."""
    if value is None:
        return 1 + bit
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value ^ (1 << (bit % 31))
    data = bytearray(value.encode() if isinstance(value, str) else value)
    data[bit // 8 % len(data)] ^= 1 << (bit % 8)
    if isinstance(value, bytes) or sqlite:
        return bytes(data)
    try:
        return bytes(data).decode()
    except UnicodeDecodeError:
        return "?" + value


async def change(
    connection: AsyncConnection, name: str, row: Values, column: str, value: object, *, as_text: bool = False
) -> None:
    keys = [key.name for key in TABLES[name].primary_key]
    where = " AND ".join(f"{key} = :key_{key}" for key in keys)
    new = "CAST(:value AS TEXT)" if as_text else ":value"
    await connection.execute(
        text(f"UPDATE {name} SET {column} = {new} WHERE {where}"),
        {"value": value, **{f"key_{key}": row[key] for key in keys}},
    )


async def add(connection: AsyncConnection, name: str, rows: Sequence[Values]) -> None:
    if rows:
        columns = rows[0].keys()
        values = ", ".join(f":{column}" for column in columns)
        await connection.execute(text(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({values})"), list(rows))


async def remove(connection: AsyncConnection, name: str, row: Values) -> None:
    where = " AND ".join(f"{key.name} = :{key.name}" for key in TABLES[name].primary_key)
    await connection.execute(text(f"DELETE FROM {name} WHERE {where}"), row)


PLACES = st.sampled_from([(name, column.name) for name, table in TABLES.items() for column in table.c])
NAMES = st.sampled_from(list(TABLES))
NUMBERS = st.integers(0, 2**16)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def check_tampering(runner: asyncio.Runner, tampered: Tampered, data: st.DataObject) -> None:
    act = data.draw(st.sampled_from([flips, deletes, swaps, adds]))
    try:
        runner.run(act(tampered, data))
    finally:
        runner.run(tampered.restore())


async def flips(tampered: Tampered, data: st.DataObject) -> None:
    name, column = data.draw(PLACES)
    rows = tampered.rows[name]
    row = rows[data.draw(NUMBERS) % len(rows)]
    assume(column != "tenant" or not newest_checkpoint(tampered, name, row))
    try:
        await tampered.flip(name, row, column, data.draw(NUMBERS))
    except DBAPIError:
        assume(False)  # the database itself refuses such a value
    found = await tampered.verified()
    assert not found.ok
    if name in KEPT:
        return
    if name in ("erasures", "purges") or (name != "entries" and column in TABLES[name].primary_key):
        # It may now pass for another object's, an earlier one's; and what was erased or purged lacks the reason.
        assert found.first_bad <= tampered.sequence_of(name, row)
    elif name != "entries":
        assert found.first_bad == tampered.sequence_of(name, row)
    elif column not in ("tenant", "sequence"):
        assert found.first_bad == row["sequence"]


def newest_checkpoint(tampered: Tampered, name: str, row: Values) -> bool:
    """Whether it is the one checkpoint that can go unseen here: whoever took a copy sees it."""
    return name == "checkpoints" and row["size"] == max(other["size"] for other in tampered.rows[name])


async def deletes(tampered: Tampered, data: st.DataObject) -> None:
    name = data.draw(NAMES)
    rows = tampered.rows[name]
    row = rows[data.draw(NUMBERS) % len(rows)]
    assume(not newest_checkpoint(tampered, name, row))
    async with for_writing(tampered.engine).begin() as connection:
        await remove(connection, name, row)
    found = await tampered.verified()
    assert not found.ok
    if name in KEPT:
        return
    if name == "purges":
        assert found.first_bad <= tampered.sequence_of(name, row)
        return
    if name == "erasures":
        assert found.first_bad <= tampered.sequences[row["object_id"]]  # its texts are missing now, or its attempts
        return
    cut_off = name == "entries" and row["sequence"] == len(rows)
    assert found.first_bad == (None if cut_off else tampered.sequence_of(name, row))


async def swaps(tampered: Tampered, data: st.DataObject) -> None:
    name, column = data.draw(PLACES)
    rows = tampered.rows[name]
    one, other = (rows[data.draw(NUMBERS) % len(rows)] for _ in "ab")
    keys = {key.name for key in TABLES[name].primary_key}
    assume(column not in keys and one[column] != other[column])
    try:
        async with for_writing(tampered.engine).begin() as connection:
            await change(connection, name, one, column, other[column])
            await change(connection, name, other, column, one[column])
    except DBAPIError:
        assume(False)  # the database itself refuses what stands there twice for a moment
    found = await tampered.verified()
    assert not found.ok
    assert name in KEPT or found.first_bad == min(tampered.sequence_of(name, row) for row in (one, other))


async def adds(tampered: Tampered, data: st.DataObject) -> None:
    name = data.draw(NAMES)
    rows = tampered.rows[name]
    row = rows[data.draw(NUMBERS) % len(rows)]
    keys = [key.name for key in TABLES[name].primary_key if key.name != "tenant"]
    assume(keys)  # a tenant has one salt: the database itself refuses another
    key = keys[data.draw(NUMBERS) % len(keys)]
    other = row[key] + "x" if isinstance(row[key], str) else row[key] ^ 1024
    fresh = {**row, key: other}
    try:
        async with for_writing(tampered.engine).begin() as connection:
            await add(connection, name, [fresh])
    except DBAPIError:
        assume(False)  # the database itself refuses such a row
    assert not (await tampered.verified()).ok


@contextmanager
def filled(database_url: str) -> Iterator[tuple[asyncio.Runner, Tampered]]:
    """A filled database for tests that hypothesis or a loop drives from outside of any event loop."""
    engine = open_engine(database_url)
    with asyncio.Runner() as runner:
        tampered = Tampered(engine)
        runner.run(tampered.open())
        try:
            yield runner, tampered
        finally:
            runner.run(engine.dispose())


def test_no_tampering_goes_unnoticed(database_url: str):
    with filled(database_url) as (runner, tampered):
        whole = Verification(ok=True, entries=ENTRIES, erased=ERASED, checkpoint=tampered.newest)
        assert runner.run(tampered.verified()) == whole
        check_tampering(runner, tampered)
        assert runner.run(tampered.verified()) == whole


def test_every_column_of_every_table_is_covered(database_url: str):
    """Random choice may miss a column; this doesn't."""
    with filled(database_url) as (runner, tampered):
        missed = []
        for name, table in TABLES.items():
            for column in table.c:
                runner.run(tampered.flip(name, tampered.rows[name][0], column.name, 20))
                if runner.run(tampered.verified()).ok:
                    missed.append(f"{name}.{column.name}")
                runner.run(tampered.restore())
    assert missed == []


@pytest.fixture
async def tampered(engine: AsyncEngine) -> Tampered:
    opened = Tampered(engine)
    await opened.open()
    return opened


@pytest.mark.anyio
async def test_a_text_planted_where_none_was_kept_is_found(tampered: Tampered):
    planted = {**tampered.rows["contents"][0], "object_id": "rw_2"}
    async with for_writing(tampered.engine).begin() as connection:
        await add(connection, "contents", [planted])
    assert (await tampered.verified()).first_bad == tampered.sequences["rw_2"]


@pytest.mark.anyio
async def test_an_object_entered_twice_is_found_though_the_chain_holds(tampered: Tampered):
    row = next(row for row in tampered.rows["entries"] if row["object_id"] == "rw_0")
    again = Unit(tenant=TENANT, actor="local", kind="rewrite", object_id="rw_0", commitment=row["commitment"], rows={})
    async with Ledger(tampered.engine) as ledger:
        await ledger.append(again)
    assert await tampered.verified() == Verification(
        ok=False, entries=ENTRIES + 1, erased=ERASED, checkpoint=tampered.newest, detail=STRAY
    )


@pytest.mark.anyio
async def test_another_tenants_rows_are_not_this_ones_matter(tampered: Tampered):
    assert await verify(tampered.engine, "another") == Verification(ok=True, entries=0)


@pytest.mark.anyio
@pytest.mark.parametrize("bad", [1, PAGE, PAGE + 1, 2 * PAGE + 7])
async def test_the_first_bad_entry_is_named_on_whichever_page_it_is(engine: AsyncEngine, ledger: Ledger, bad: int):
    notes = [note(str(number)) for number in range(2 * PAGE + 10)]
    await asyncio.gather(*(ledger.append(one) for one in notes))
    assert await verify(engine, TENANT) == Verification(ok=True, entries=len(notes))
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("UPDATE entries SET actor = 'somebody' WHERE sequence >= :bad"), {"bad": bad})
    assert await verify(engine, TENANT) == Verification(ok=False, entries=len(notes), first_bad=bad, detail=broken(bad))
