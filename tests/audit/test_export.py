import asyncio
import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.erasure import erasure_unit, of_rewrite
from app.audit.export import Exports, Shape, Stretch
from app.audit.exported import BadExport
from app.audit.keys import Lock, key_unit
from app.audit.ledger import Ledger, Unit
from app.audit.notary import Notary
from app.audit.notes import VerifierKey
from app.audit.offline import Verified, verify_export
from app.audit.outreach import Hashes, outreach_unit, salt_unit
from app.audit.records import Record
from app.audit.verification import verify
from app.db.engine import for_writing, open_engine
from app.db.schema import upgrade
from app.domain.caller import LOCAL
from app.domain.key import ApiKey
from tests.audit.examples import CONTEXT, NOON, TENANT, attempt, options, outreach, rewrite

SEED = bytes(range(32))
SHAPES = ("ndjson", "csv")
PLACES = st.integers(0, 2**32)  # the length of an export differs from run to run; what is drawn doesn't


async def fill(engine: AsyncEngine, ledger: Ledger) -> None:
    """One of each: texts kept, masked, hashed and erased, secrets, events without rows."""
    record = Record(engine, ledger)
    for number, store in enumerate(("full", "redacted", "hash_only", "full")):
        named = rewrite(f"rw_{number}")
        await record.record_attempt(LOCAL, attempt(named.id, id=f"at_{number}"), context=CONTEXT, store=store)
        await record.record_rewrite(LOCAL, named, context=CONTEXT, options=options(store=store), judgements={})
    await ledger.append(erasure_unit(TENANT, "local", "rw_3", of_rewrite(TENANT, "rw_3")))
    await ledger.append(salt_unit(TENANT, "local"))
    hashes = Hashes(recipient="ab" * 16, company=None, sentences=(1, 2))
    await ledger.append(outreach_unit(TENANT, "local", outreach("ou_0"), hashes))
    note = Unit(tenant=TENANT, actor="local", kind="note", object_id="n", commitment="0" * 64, rows={})
    await ledger.append(note)


async def made(engine: AsyncEngine, shape: Shape = "ndjson", stretch: Stretch | None = None) -> bytes:
    exports = Exports(engine, Notary(engine, SEED))
    export = await exports.begin(LOCAL, stretch or Stretch(), shape)
    return b"".join([page async for page in exports.written(export, shape)])


def verified(export: bytes, checkpoint: str | None = None, *keys: VerifierKey) -> Verified:
    return verify_export(io.BytesIO(export), checkpoint, keys)


@pytest.fixture
async def filled(engine: AsyncEngine) -> AsyncEngine:
    async with Ledger(engine) as ledger:
        await fill(engine, ledger)
    return engine


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same ledger in both forms, made once."""
    path = tmp_path_factory.mktemp("export") / "decorum.db"

    async def make() -> dict[str, bytes]:
        await upgrade(f"sqlite:///{path}")
        engine = open_engine(f"sqlite:///{path}")
        async with Ledger(engine) as ledger:
            await fill(engine, ledger)
        found = {shape: await made(engine, shape) for shape in SHAPES}
        await engine.dispose()
        return found

    return asyncio.run(make())


@pytest.mark.anyio
@pytest.mark.parametrize("shape", SHAPES)
async def test_an_export_is_whole(filled: AsyncEngine, shape: Shape):
    notary = Notary(filled, SEED)
    key = await notary.public_key(TENANT)
    kept = await notary.checkpoint(TENANT)
    found = verified(await made(filled, shape), kept.note, key)
    assert (found.first, found.last) == (1, 13)
    assert (found.rows, found.texts, found.absent) == (10, 9, 8)  # notes and secrets have no row here
    assert found.checkpoint.size == 14  # with the entry of the export itself
    assert found.keys == (key,)
    assert (await verify(filled, TENANT)).ok


@pytest.mark.anyio
async def test_an_export_is_entered_before_it_leaves(filled: AsyncEngine):
    exports = Exports(filled, Notary(filled, SEED))
    await exports.begin(LOCAL, Stretch(created_after=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)), "csv")
    entries = await Notary(filled, SEED).entries(TENANT, 0, 99)
    assert [(entry.type, entry.actor) for entry in entries[-2:]] == [("export", "local"), ("signing_key", "service")]
    async with filled.connect() as connection:
        (row,) = await connection.execute(text("SELECT format, first, last, created_before FROM exports"))
    assert tuple(row) == ("csv", 1, 12, None)


@pytest.mark.anyio
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("first", "last"), [(1, 5), (4, 9), (6, 12), (8, 8)])
async def test_a_stretch_of_the_ledger_is_proven_by_itself(filled: AsyncEngine, shape: Shape, first: int, last: int):
    notary = Notary(filled, SEED)
    entries = await notary.entries(TENANT, 0, 99)
    instant = dt.timedelta(microseconds=1)
    stretch = Stretch(created_after=entries[first - 1].at - instant, created_before=entries[last - 1].at + instant)
    export = await made(filled, shape, stretch)
    found = verified(export)
    assert (found.first, found.last) == (first, last)
    for cut in lines_without(export, 1 + (shape == "csv")), lines_without(export, -2):
        with pytest.raises(BadExport):
            verified(cut)


def lines_without(export: bytes, place: int) -> bytes:
    lines = export.splitlines(keepends=True)
    del lines[place]
    return b"".join(lines)


@pytest.mark.anyio
async def test_a_stretch_without_entries_is_an_export_of_none(filled: AsyncEngine):
    export = await made(filled, "ndjson", Stretch(created_before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)))
    assert (verified(export).first, verified(export).last) == (1, 0)


@given(data=st.data())
def test_no_bit_of_an_export_can_be_turned(exported: dict[str, bytes], data: st.DataObject):
    export = bytearray(exported[data.draw(st.sampled_from(SHAPES))])
    bit = data.draw(PLACES) % (len(export) * 8)
    export[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadExport):
        verified(bytes(export))


@given(data=st.data())
def test_no_line_can_be_taken_out_doubled_or_swapped(exported: dict[str, bytes], data: st.DataObject):
    lines = exported[data.draw(st.sampled_from(SHAPES))].splitlines(keepends=True)
    one, other = data.draw(st.lists(st.integers(0, len(lines) - 1), min_size=2, max_size=2, unique=True))
    act = data.draw(st.sampled_from(["take out", "double", "swap"]))
    if act == "take out":
        del lines[one]
    elif act == "double":
        lines.insert(one, lines[one])
    else:
        lines[one], lines[other] = lines[other], lines[one]
    with pytest.raises(BadExport):
        verified(b"".join(lines))


@given(data=st.data())
def test_an_export_cut_off_anywhere_is_none(exported: dict[str, bytes], data: st.DataObject):
    export = exported[data.draw(st.sampled_from(SHAPES))]
    with pytest.raises(BadExport):
        verified(export[: data.draw(PLACES) % (len(export) - 1)])


def test_the_first_bad_entry_is_named(exported: dict[str, bytes]):
    lines = [json.loads(line) for line in exported["ndjson"].splitlines()]
    lines[3]["entry"]["actor"] = "somebody"
    lines[5]["row"]["model"] = "another"
    with pytest.raises(BadExport, match="Entry 3 ") as raised:
        verified(written(lines))
    assert raised.value.sequence == 3


def written(lines: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


@pytest.mark.parametrize("place", [2, 3])
def test_a_text_that_was_taken_out_by_somebody_shows(exported: dict[str, bytes], place: int):
    """It can't pass for an erased one: the whole file is signed."""
    lines = [json.loads(line) for line in exported["ndjson"].splitlines()]
    gone = len(lines[place]["texts"])
    lines[place]["texts"] = []
    lines[-1]["counts"]["texts"] -= gone
    with pytest.raises(BadExport, match="isn't what was exported"):
        verified(written(lines))


@pytest.mark.anyio
async def test_another_key_is_not_believed(filled: AsyncEngine):
    stranger = await Notary(filled).public_key("another")
    with pytest.raises(BadExport, match="none of the known keys"):
        verified(await made(filled), None, stranger)


@pytest.mark.anyio
async def test_a_history_written_anew_does_not_fit_a_checkpoint_that_was_kept(filled: AsyncEngine):
    notary = Notary(filled, SEED)
    kept = await notary.checkpoint(TENANT)
    tables = ("entries", "checkpoints", "tree_blocks", "signing_keys", "rewrites", "attempts", "contents", "erasures")
    async with for_writing(filled).begin() as connection:
        for table in (*tables, "searchable", "rewrite_rules", "outreach", "outreach_salts", "fingerprints"):
            await connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 -- our own tables
    async with Ledger(filled) as ledger:
        await fill(filled, ledger)
    await notary.checkpoint(TENANT)
    assert (await verify(filled, TENANT)).ok
    export = await made(filled)
    assert verified(export).last == kept.size
    with pytest.raises(BadExport, match="written anew"):
        verified(export, kept.note)


@pytest.mark.anyio
async def test_a_checkpoint_that_cannot_be_compared_is_no_proof(filled: AsyncEngine):
    export = await made(filled)
    async with Ledger(filled) as ledger:
        await ledger.append(salt_unit("another", "local"))
        note = Unit(tenant=TENANT, actor="local", kind="note", object_id="m", commitment="0" * 64, rows={})
        await ledger.append(note)
    later = await Notary(filled, SEED).checkpoint(TENANT)
    with pytest.raises(BadExport, match="can't be compared"):
        verified(export, later.note)
    with pytest.raises(BadExport, match="no checkpoint"):
        verified(export, "decorum/local\n1\n")


@pytest.mark.anyio
async def test_a_damaged_record_is_exported_as_it_stands_and_named(filled: AsyncEngine):
    async with for_writing(filled).begin() as connection:
        await connection.execute(text("UPDATE rewrites SET policy = 'changed' WHERE id = 'rw_1'"))
    with pytest.raises(BadExport, match="row of entry 4"):
        verified(await made(filled))


@pytest.mark.anyio
async def test_secrets_stay(filled: AsyncEngine):
    await Notary(filled).checkpoint(TENANT)
    key = ApiKey(id="dk_1", name="ours", tenant=TENANT, scopes=("check",), created_at=NOON, expires_at=None)
    async with Ledger(filled) as ledger:
        await ledger.append(key_unit("local", key, Lock(b"s" * 16, b"h" * 32)))
    export = await made(filled)
    async with filled.connect() as connection:
        secrets = [*await connection.scalars(text("SELECT salt FROM outreach_salts"))]
        secrets += [*await connection.scalars(text("SELECT private FROM signing_keys WHERE private IS NOT NULL"))]
        secrets += [*await connection.scalars(text("SELECT hash FROM api_keys"))]
    assert len(secrets) == 3
    assert not any(bytes(secret).hex().encode() in export for secret in secrets)


def test_the_verifier_needs_neither_database_nor_framework():
    code = (
        "import sys, app.audit.offline; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'sqlalchemy', 'msgspec', 'litestar', 'openai', 'httpx', 'structlog', 'alembic', 'psycopg', 'aiosqlite'}))"
    )
    root = Path(__file__).parents[2]
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert result.stdout == "[]\n"
