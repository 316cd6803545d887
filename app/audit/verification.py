"""Verification: recompute every hash from what is stored, page by page."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, ScalarSelect, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.commitments import GENESIS, entry_hash
from app.audit.encryption import PLAIN, Encryption
from app.audit.ledger import Values
from app.audit.objects import OBJECTS, fetched, raw, read_objects, sound
from app.audit.retention import PURGED
from app.audit.tables import (
    AttemptRow,
    Content,
    DecisionRow,
    Entry,
    ErasureRow,
    Fingerprint,
    OutreachRow,
    PurgeRow,
    RewriteRow,
    RewriteRule,
)
from app.db.base import Base
from app.db.engine import reachable

PAGE = 200


class Verification(Struct, frozen=True, kw_only=True):
    """Whether the record is what was written.

    `entries` is how many the ledger holds; `first_bad` the sequence of the first that is wrong or missing, or
    whose object is. It is None where all is well, and where rows were added that no entry speaks of. `erased` counts
    the records whose texts were destroyed: of them, the rest is proven.
    """

    ok: bool
    entries: int
    first_bad: int | None = None
    erased: int = 0
    checkpoint: str | None = None


async def verify(engine: AsyncEngine, tenant: str, encryption: Encryption = PLAIN) -> Verification:
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
                objects = await connection.run_sync(read_objects, tenant, seen, seen + len(chained), encryption)
            bad = next((entry["sequence"] for entry in chained if not sound(entry, objects)), None)
            if bad is None and len(chained) < len(page):
                bad = seen + len(chained) + 1
            if bad is not None or not page:
                break
            seen, last = seen + len(chained), chained[-1]["hash"]
        async with engine.connect() as connection:
            entries = await connection.scalar(select(func.count()).where(Entry.tenant == tenant)) or 0
            counted = select(func.count(ErasureRow.object_id.distinct())).where(ErasureRow.tenant == tenant)
            erased = await connection.scalar(counted) or 0
            stray = bad is None and await connection.scalar(select(strays(tenant)))
    return Verification(ok=bad is None and not stray, entries=entries, first_bad=bad, erased=erased)


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


def strays(tenant: str) -> ColumnElement[bool]:
    """Return the condition that rows stand in the database that no entry speaks of, or an entry speaks twice."""

    def lacks(table: type[Base], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return ~exists().where(table.__table__.c.tenant == tenant, *conditions)

    def some(table: type[Base], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(table.__table__.c.tenant == tenant, *conditions)

    def count(table: type[Base], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
        counted = select(func.count()).select_from(table).where(table.__table__.c.tenant == tenant, *conditions)
        return counted.scalar_subquery()

    purged = select(func.coalesce(func.max(PurgeRow.upto), 0)).where(
        PurgeRow.tenant == tenant, PurgeRow.data == "metadata"
    )
    still_there = Entry.sequence > purged.scalar_subquery()
    objects = [
        condition
        for type_, table in OBJECTS.items()
        for condition in (
            some(table, lacks(Entry, Entry.object_id == table.id, Entry.type == type_)),
            count(table) != count(Entry, Entry.type == type_, *([still_there] if type_ in PURGED else [])),
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
            lacks(DecisionRow, DecisionRow.id == Content.object_id),
            lacks(OutreachRow, OutreachRow.id == Content.object_id),
        ),
    )
