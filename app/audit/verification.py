"""Verification: recompute every hash from what is stored, page by page."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, ScalarSelect, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.commitments import entry_hash
from app.audit.digests import GENESIS
from app.audit.encryption import PLAIN, Encryption
from app.audit.heads import Heads, beyond, read_kept
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
from app.domain.proof import Checkpoint, Head

PAGE = 200
MISFIT = "A kept checkpoint or block of the tree doesn't fit the entries under it."
STRAY = "There are rows that no entry speaks of, or that two do."


def broken(sequence: int) -> str:
    """Say of an entry that it is the first that can't be trusted."""
    return f"Entry {sequence} is missing, or it or what it speaks of isn't what was written."


class Verification(Struct, frozen=True, kw_only=True):
    """Whether the record is what was written.

    Attributes:
        ok: whether it is, as far as it can tell by itself.
        entries: how many the ledger holds.
        first_bad: the sequence of the first that is wrong or missing, or whose object is. None where all is well,
            where rows were added that no entry speaks of, and where a kept checkpoint doesn't fit.
        erased: how many records lost their texts on purpose: of them, the rest is proven.
        checkpoint: the newest kept checkpoint that fits the entries under it.
        consistent: whether an earlier head, which the caller brought, is the ledger's; None where none was brought.
        detail: what is wrong, in a sentence; None where nothing is.

    """

    ok: bool
    entries: int
    first_bad: int | None = None
    erased: int = 0
    checkpoint: Checkpoint | None = None
    consistent: bool | None = None
    detail: str | None = None


class Walk:
    """A walk through a ledger, page by page."""

    def __init__(self, connection: Connection, tenant: str, encryption: Encryption, claim: Head | None) -> None:
        self._tenant = tenant
        self._encryption = encryption
        self._seen, self._last = 0, GENESIS
        self._bad: int | None = None
        self._heads = Heads(connection, tenant, claim)

    def step(self, connection: Connection) -> bool:
        """Verify the next page; return whether there may be more worth verifying."""
        page = read_page(connection, self._tenant, self._seen)
        chained = unbroken(page, self._seen, self._last)
        upto = self._seen + len(chained)
        objects = read_objects(connection, self._tenant, self._seen, upto, self._encryption)
        kept = read_kept(connection, self._tenant, self._seen, upto)
        for entry in chained:
            if not sound(entry, objects):
                self._bad = entry["sequence"]
                return False
            self._heads.pass_entry(entry["hash"], kept)
        if len(chained) < len(page):
            self._bad = upto + 1
            return False
        if page:
            self._seen, self._last = upto, page[-1]["hash"]
        return bool(page)

    def end(self, connection: Connection) -> Verification:
        """Look at what no page shows, and sum up."""
        entries = connection.scalar(select(func.count()).where(Entry.tenant == self._tenant)) or 0
        erased = select(func.count(ErasureRow.object_id.distinct())).where(ErasureRow.tenant == self._tenant)
        cut, misplaced = beyond(connection, self._tenant)
        bad = entries + 1 if cut and self._bad is None else self._bad
        detail = None
        if bad is not None:
            detail = broken(bad)
        elif misplaced or not self._heads.fits:
            detail = MISFIT
        elif connection.scalar(select(strays(self._tenant))):
            detail = STRAY
        return Verification(
            ok=detail is None,
            entries=entries,
            first_bad=bad,
            erased=connection.scalar(erased) or 0,
            checkpoint=self._heads.newest,
            consistent=self._heads.consistent,
            detail=detail,
        )


async def verify(
    engine: AsyncEngine, tenant: str, encryption: Encryption = PLAIN, claim: Head | None = None
) -> Verification:
    """Verify a tenant's ledger, the rows and texts it speaks of and the checkpoints kept of it, in bounded memory.

    Texts that `hash_only` never kept are fine. A ledger cut off at its end, together with the rows and checkpoints of
    that end, looks like a shorter one: only a checkpoint that was taken elsewhere shows it.

    Args:
        engine: the database.
        tenant: whose ledger.
        encryption: what opens its texts.
        claim: an earlier head of it.

    Raises:
        RecordUnavailable: the database can't be read.

    """
    with reachable():
        async with engine.connect() as connection:
            walk = await connection.run_sync(Walk, tenant, encryption, claim)
        more = True
        while more:
            async with engine.connect() as connection:  # one short transaction a page: writers go on
                more = await connection.run_sync(walk.step)
        async with engine.connect() as connection:
            return await connection.run_sync(walk.end)


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
