"""Exports: a stretch of the ledger with what its entries speak of, streamed, under a signed manifest."""

import csv
import datetime as dt
import hashlib
import io
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit import keys, merkle, outreach, rewrites, signing
from app.audit.commitments import plain, row_commitment
from app.audit.digests import GENESIS
from app.audit.encryption import PLAIN, Encryption
from app.audit.exported import COLUMNS, CSV_HEAD, FORMAT, TIME, Line
from app.audit.ledger import Unit, Values, append, locked_end
from app.audit.notary import Notary
from app.audit.objects import EXPORT, Objects, fetched, raw, read_objects
from app.audit.proofs import in_hex
from app.audit.tables import Entry, ExportRow
from app.audit.tree import Tree
from app.db.engine import for_writing, reachable
from app.db.types import EPOCH, MICROSECOND
from app.domain.caller import Caller
from app.domain.proof import Checkpoint

PAGE = 200
SECRET = frozenset((outreach.SALT_KIND, signing.KIND, keys.KIND))
"""What has an entry, but a row that nobody is given: whoever holds it could sign, guess recipients or try keys."""

Shape = Literal["ndjson", "csv"]
T = TypeVar("T")


class Stretch(Struct, frozen=True, kw_only=True):
    """Which entries to export; None is no limit. The times are exclusive."""

    created_after: dt.datetime | None = None
    created_before: dt.datetime | None = None

    def conditions(self, tenant: str) -> list[ColumnElement[bool]]:
        """Return it as conditions on entries."""
        conditions: list[ColumnElement[bool]] = [Entry.tenant == tenant]
        if self.created_after is not None:
            conditions.append(Entry.at > self.created_after)
        if self.created_before is not None:
            conditions.append(Entry.at < self.created_before)
        return conditions


class Export(Struct, frozen=True, kw_only=True):
    """An export that is on the ledger: the entries `first` to `last`, and the checkpoint that they are under."""

    id: str
    tenant: str
    stretch: Stretch
    first: int
    last: int
    checkpoint: Checkpoint

    @property
    def entries(self) -> int:
        """How many entries it holds."""
        return self.last - self.first + 1


class Exports:
    """Makes exports. Every method raises `RecordUnavailable` where the database fails."""

    def __init__(self, engine: AsyncEngine, notary: Notary, encryption: Encryption = PLAIN) -> None:
        self._encryption = encryption
        self._engine = engine
        self._notary = notary

    async def begin(self, caller: Caller, stretch: Stretch, shape: Shape) -> Export:
        """Put an export on the ledger and take a checkpoint, before anything of it leaves."""
        with reachable():
            async with for_writing(self._engine).begin() as connection:
                row = await connection.run_sync(entered, caller, stretch, shape)
        return Export(
            id=row["id"],
            tenant=caller.tenant,
            stretch=stretch,
            first=row["first"],
            last=row["last"],
            checkpoint=await self._notary.checkpoint(caller.tenant),
        )

    async def written(self, export: Export, shape: Shape) -> AsyncIterator[bytes]:
        """Yield an export page by page, in bounded memory; the manifest comes last."""
        writes, sha256, counts = WRITERS[shape], hashlib.sha256(), Counts()
        page = HEADS[shape] + writes(await self._read(header, export))
        for after in range(export.first - 1, export.last, PAGE):
            sha256.update(page)
            yield page
            upto = min(after + PAGE, export.last)
            lines = await self._read(entry_lines, export.tenant, after, upto, self._encryption)
            counts = counts.with_lines(lines)
            page = b"".join(map(writes, lines))
        sha256.update(page)
        yield page
        manifest = await self._read(manifest_of, export)
        manifest |= {"counts": msgspec.structs.asdict(counts), "sha256": sha256.hexdigest()}
        yield writes(await self._notary.sealed(export.tenant, manifest))

    async def _read(self, act: Callable[..., T], *given: object) -> T:
        with reachable():
            async with self._engine.connect() as connection:
                return await connection.run_sync(act, *given)


class Counts(Struct, frozen=True):
    """What an export holds."""

    entries: int = 0
    rows: int = 0
    texts: int = 0

    def with_lines(self, lines: Sequence[Line]) -> "Counts":
        """Return the counts with some entries more."""
        rows = sum(line["row"] is not None for line in lines)
        texts = sum(len(line["texts"]) for line in lines)
        return Counts(self.entries + len(lines), self.rows + rows, self.texts + texts)


def entered(connection: Connection, caller: Caller, stretch: Stretch, shape: Shape) -> Values:
    """Put an export on the ledger; it holds what stood there before."""
    locked_end(connection, caller.tenant)
    query = select(func.min(Entry.sequence), func.max(Entry.sequence)).where(*stretch.conditions(caller.tenant))
    first, last = connection.execute(query).one()
    row: Values = {
        "tenant": caller.tenant,
        "id": f"ex_{secrets.token_hex(12)}",
        "at": dt.datetime.now(dt.UTC),
        "format": shape,
        "created_after": stretch.created_after,
        "created_before": stretch.created_before,
        "first": first or 1,
        "last": last or 0,
    }
    unit = Unit(
        tenant=caller.tenant,
        actor=caller.actor,
        kind=EXPORT,
        object_id=row["id"],
        commitment=row_commitment(EXPORT, row),
        rows={ExportRow: [row]},
    )
    append(connection, [unit])
    return row


def header(connection: Connection, export: Export) -> Line:
    """Return what a verifier needs to begin in the middle: the hash before, and the tree so far."""
    before = export.first - 1
    query = select(Entry.hash).where(Entry.tenant == export.tenant, Entry.sequence == before)
    frontier = Tree(connection, export.tenant).subtrees(merkle.perfect_parts(before))
    return {
        "record": "header",
        "format": FORMAT,
        "tenant": export.tenant,
        "export": export.id,
        "first": export.first,
        "last": export.last,
        "previous": connection.scalar(query) if before else GENESIS,
        "frontier": in_hex(frontier),
    }


def entry_lines(connection: Connection, tenant: str, after: int, upto: int, encryption: Encryption) -> list[Line]:
    """Return the entries in (after, upto] with the rows and texts that they speak of, as they are stored."""
    query = select(*raw(Entry)).where(Entry.tenant == tenant, Entry.sequence > after, Entry.sequence <= upto)
    objects = read_objects(connection, tenant, after, upto, encryption)
    return [entry_line(entry, objects) for entry in fetched(connection, query.order_by(Entry.sequence))]


def entry_line(entry: Values, objects: Objects) -> Line:
    """Return one entry with what it speaks of."""
    type_, id_ = entry["type"], entry["object_id"]
    row = objects.rows.get(type_, {}).get(id_) if type_ not in SECRET else None
    shown = {name: entry[name] for name in COLUMNS} | {"at": in_words(entry["at"])}
    return {
        "record": "entry",
        "entry": shown,
        "row": plain(row) if row else None,
        "rules": [rule["rule"] for rule in objects.rules.get(id_, ())] if type_ == rewrites.KIND else [],
        "texts": [
            {"kind": text["kind"], "salt": text["salt"].hex(), "body": in_text(text["body"])}
            for text in objects.texts.get(id_, ())
        ],
    }


def manifest_of(connection: Connection, export: Export) -> Line:
    """Return what ties an export to its checkpoint: its own root, and the proof that the tree grew out of it."""
    tree, size = Tree(connection, export.tenant), export.last
    return {
        "record": "manifest",
        "tenant": export.tenant,
        "export": export.id,
        "filter": msgspec.to_builtins(export.stretch),
        "first": export.first,
        "last": size,
        "root": tree.root(size).hex(),
        "checkpoint": export.checkpoint.note,
        "consistency": in_hex(tree.subtrees(merkle.consistency_ranges(size, export.checkpoint.size) if size else ())),
    }


def in_words(at: int) -> str:
    """Return the time of an entry for readers; a damaged one, which no clock ever showed, as it stands."""
    try:
        return (EPOCH + at * MICROSECOND).strftime(TIME)
    except (TypeError, OverflowError):
        return str(at)


def in_text(body: bytes) -> object:
    """Return a stored text as text; a damaged one as bytes."""
    try:
        return body.decode()
    except (UnicodeDecodeError, AttributeError):
        return plain({"body": body})["body"]


def encoded(line: Line) -> bytes:
    """Encode as JSON; damaged texts, which are no Unicode, by their escapes."""
    try:
        return msgspec.json.encode(line)
    except UnicodeEncodeError:
        return json.dumps(line).encode()


def as_ndjson(line: Line) -> bytes:
    """Write a line of NDJSON."""
    return encoded(line) + b"\n"


def as_csv(line: Line) -> bytes:
    """Write a line of CSV."""
    entry = line.get("entry", {})
    rest = {name: value for name, value in line.items() if name not in {"record", "entry"}}
    return in_csv(line["record"], *(entry.get(name, "") for name in COLUMNS), encoded(rest).decode())


def in_csv(*cells: object) -> bytes:
    """Write cells, which hold no line breaks."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue().encode()


WRITERS: Mapping[Shape, Callable[[Line], bytes]] = {"ndjson": as_ndjson, "csv": as_csv}
HEADS: Mapping[Shape, bytes] = {"ndjson": b"", "csv": in_csv(*CSV_HEAD)}
