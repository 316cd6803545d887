"""Verification: recompute every hash from what is stored, page by page."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NULLTYPE

from app.audit import attempts, outreach, policies, rewrites
from app.audit.commitments import GENESIS, content_commitment, entry_hash, row_commitment
from app.audit.ledger import Values
from app.audit.tables import (
    AttemptRow,
    Content,
    Entry,
    Fingerprint,
    OutreachRow,
    OutreachSalt,
    PolicyRow,
    RewriteRow,
    RewriteRule,
)
from app.db.base import Base
from app.db.engine import reachable

PAGE = 200
OBJECTS: dict[str, type[RewriteRow] | type[AttemptRow] | type[OutreachRow] | type[OutreachSalt] | type[PolicyRow]] = {
    rewrites.KIND: RewriteRow,
    attempts.KIND: AttemptRow,
    outreach.KIND: OutreachRow,
    outreach.SALT_KIND: OutreachSalt,
    policies.KIND: PolicyRow,
}


class Verification(Struct, frozen=True, kw_only=True):
    """Whether the record is what was written.

    `entries` is how many the ledger holds; `first_bad` the sequence of the first that is wrong or missing, or
    whose object is. It is None where all is well, and where rows were added that no entry speaks of.
    """

    ok: bool
    entries: int
    first_bad: int | None = None
    checkpoint: str | None = None


class Objects(Struct, frozen=True):
    """What is stored of the objects of a page of entries, raw, so that nothing damaged stops the reading."""

    rows: dict[str, dict[str, Values]]
    rules: dict[str, list[Values]]
    fingerprints: dict[str, list[Values]]
    texts: dict[str, list[Values]]


async def verify(engine: AsyncEngine, tenant: str) -> Verification:
    """Verify a tenant's ledger, and the rows and texts it speaks of, in bounded memory.

    Texts that `hash_only` never kept are fine. A ledger cut off at its end together with the rows of that end
    looks like a shorter one: only a checkpoint taken before shows it.

    Raises:
        RecordUnavailable: the database can't be read.

    """
    seen, last = 0, GENESIS
    with reachable():
        while True:
            async with engine.connect() as connection:  # one short transaction a page: writers go on
                page = await connection.run_sync(read_page, tenant, seen)
                chained = unbroken(page, seen, last)
                objects = await connection.run_sync(read_objects, tenant, seen, seen + len(chained))
            bad = next((entry["sequence"] for entry in chained if not sound(entry, objects)), None)
            if bad is None and len(chained) < len(page):
                bad = seen + len(chained) + 1
            if bad is not None or not page:
                break
            seen, last = seen + len(chained), chained[-1]["hash"]
        async with engine.connect() as connection:
            entries = await connection.scalar(select(func.count()).where(Entry.tenant == tenant)) or 0
            stray = bad is None and await connection.scalar(select(strays(tenant)))
    return Verification(ok=bad is None and not stray, entries=entries, first_bad=bad)


def raw(table: type[Base]) -> list[ColumnElement[Any]]:
    """Return a table's columns as the driver reads them."""
    return [type_coerce(column, NULLTYPE).label(column.name) for column in table.__table__.c]


def fetched(connection: Connection, query: Select[Any]) -> Sequence[Values]:
    """Run a query and return its rows as plain dicts."""
    result = connection.execute(query)
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def read_page(connection: Connection, tenant: str, seen: int) -> Sequence[Values]:
    """Read the entries after those seen; at first from the very lowest, which may be one that isn't ours."""
    query = select(*raw(Entry)).where(Entry.tenant == tenant)
    if seen:
        query = query.where(Entry.sequence > seen)
    return fetched(connection, query.order_by(Entry.sequence).limit(PAGE))


def unbroken(page: Sequence[Values], seen: int, last: str) -> Sequence[Values]:
    """Return the entries of a page up to the first that breaks the chain."""
    for position, entry in enumerate(page):
        follows = entry["sequence"] == seen + position + 1 and entry["previous"] == last
        if not (follows and hash_of(entry) == entry["hash"]):
            return page[:position]
        last = entry["hash"]
    return page


def hash_of(entry: Values) -> str | None:
    """Return what an entry's hash should be; None where it holds what was never written."""
    try:
        return entry_hash(entry)
    except ValueError:
        return None


def read_objects(connection: Connection, tenant: str, after: int, upto: int) -> Objects:
    """Read all that is stored of the objects that the entries in (after, upto] speak of."""
    span = (Entry.tenant == tenant, Entry.sequence > after, Entry.sequence <= upto)

    def of(table: type[Base], key: InstrumentedAttribute[str], *types: str) -> Sequence[Values]:
        spoken_of = select(Entry.object_id).where(*span, Entry.type.in_(types))
        return fetched(connection, select(*raw(table)).where(table.__table__.c.tenant == tenant, key.in_(spoken_of)))

    rows = {type_: {row["id"]: row for row in of(table, table.id, type_)} for type_, table in OBJECTS.items()}
    return Objects(
        rows=rows,
        rules=grouped(of(RewriteRule, RewriteRule.rewrite_id, rewrites.KIND), "rewrite_id"),
        fingerprints=grouped(of(Fingerprint, Fingerprint.event_id, outreach.KIND), "event_id"),
        texts=grouped(of(Content, Content.object_id, *OBJECTS), "object_id"),
    )


def grouped(rows: Sequence[Values], key: str) -> dict[str, list[Values]]:
    """Return rows by one of their columns."""
    groups = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def sound(entry: Values, objects: Objects) -> bool:
    """Return whether the object of an entry is as it was written."""
    if entry["type"] not in OBJECTS:
        return True
    row = objects.rows[entry["type"]].get(entry["object_id"])
    if row is None:
        return False
    rules = objects.rules.get(row["id"], []) if entry["type"] == rewrites.KIND else []
    texts = objects.texts.get(row["id"], [])
    try:
        committed = row_commitment(entry["type"], row, [rule["rule"] for rule in rules])
        return (
            committed == entry["commitment"]
            and all(rule["created_at"] == row["created_at"] for rule in rules)
            and texts_sound(row, texts)
            and (entry["type"] != outreach.KIND or index_sound(row, objects.fingerprints.get(row["id"], []), texts))
        )
    except (ValueError, TypeError):  # a column holds another type than was ever written
        return False


def index_sound(row: Values, index: Sequence[Values], texts: Sequence[Values]) -> bool:
    """Return whether the index holds an event's fingerprints as its contents do; where these are gone, none."""
    sent = [key for text in texts for key in msgspec.json.decode(text["body"], type=outreach.Sent).keys]
    found = [outreach.hexadecimal(entry["key"]) for entry in index]
    return sorted(found) == sorted(sent) and all(entry["sent_at"] == row["at"] for entry in index)


def texts_sound(row: Values, texts: Sequence[Values]) -> bool:
    """Return whether the texts of a row are those it commits to; `hash_only`, and what is no text, has none."""
    if row.get("store", "hash_only") == "hash_only":
        return not texts
    found = {text["kind"]: content_commitment(text["salt"], text["body"]) for text in texts}
    expected: dict[str, str] = msgspec.json.decode(row["contents"])
    return found == expected


def strays(tenant: str) -> ColumnElement[bool]:
    """Return the condition that rows stand in the database that no entry speaks of, or an entry speaks twice."""

    def lacks(table: type[Base], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return ~exists().where(table.__table__.c.tenant == tenant, *conditions)

    def some(table: type[Base], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(table.__table__.c.tenant == tenant, *conditions)

    def count(table: type[Base], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
        counted = select(func.count()).select_from(table).where(table.__table__.c.tenant == tenant, *conditions)
        return counted.scalar_subquery()

    objects = [
        condition
        for type_, table in OBJECTS.items()
        for condition in (
            some(table, lacks(Entry, Entry.object_id == table.id, Entry.type == type_)),
            count(table) != count(Entry, Entry.type == type_),
        )
    ]
    return or_(
        *objects,
        some(RewriteRule, lacks(RewriteRow, RewriteRow.id == RewriteRule.rewrite_id)),
        some(Fingerprint, lacks(OutreachRow, OutreachRow.id == Fingerprint.event_id)),
        some(
            Content,
            lacks(RewriteRow, RewriteRow.id == Content.object_id),
            lacks(AttemptRow, AttemptRow.id == Content.object_id),
            lacks(OutreachRow, OutreachRow.id == Content.object_id),
        ),
    )
