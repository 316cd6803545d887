"""Erasure: texts go with their salts, references with theirs. The chain stays whole, and says what was erased when."""

import asyncio
import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Delete, Select, Update, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.commitments import row_commitment
from app.audit.digests import REFERENCES
from app.audit.ledger import Ledger, Unit, Values
from app.audit.privacy import standing_privacy
from app.audit.tables import (
    AttemptRow,
    Content,
    DecisionRow,
    ErasureRow,
    Fingerprint,
    OutreachRow,
    Repeatable,
    RewriteRow,
    Searchable,
)
from app.audit.texts import line
from app.db.base import Base
from app.db.engine import reachable, scrub
from app.domain.caller import Caller
from app.domain.errors import LegalHoldStands, NotFound

KIND = "erasure"
TOGETHER = 200  # objects whose erasures are handed to the ledger at once

Statements = Sequence[Delete | Update]


class Erasure:
    """Erases through a ledger that has been entered; what is erased already is left as it is.

    Every method returns when the text is out of the database's files, too. Each raises `RecordUnavailable` where the
    database fails: then it can be repeated.
    """

    def __init__(self, engine: AsyncEngine, ledger: Ledger) -> None:
        self._engine = engine
        self._ledger = ledger

    async def rewrite(self, caller: Caller, id_: str) -> None:
        """Erase a rewrite and all that hangs on it, replays of it included: they hold the same draft.

        Raises:
            NotFound: this tenant has no such rewrite, and no attempt at one.
            LegalHoldStands: nothing of this tenant's may be destroyed.

        """
        with reachable():
            async with self._engine.connect() as connection:
                if not await connection.scalar(select(known(caller.tenant, id_))):
                    raise NotFound("There is no such rewrite.")
                ids = await connection.scalars(replayed(caller.tenant, id_))
        await self._erase(caller, {one: of_rewrite(caller.tenant, one) for one in (id_, *ids)})

    async def recipient(self, caller: Caller, ref: str, key: str | None) -> None:
        """Erase all rewrites for a recipient and all outreach with them; there may be none.

        Args:
            caller: whose record, and who asks for it.
            ref: what the caller calls the recipient.
            key: the recipient's keyed hash in outreach; None where the tenant has recorded none.

        Raises:
            LegalHoldStands: nothing of this tenant's may be destroyed.

        """
        tenant = caller.tenant
        rewrites = select(RewriteRow.id).where(RewriteRow.tenant == tenant, RewriteRow.recipient_ref == line(ref))
        events = select(OutreachRow.id).where(OutreachRow.tenant == tenant, OutreachRow.recipient == key)
        with reachable():
            async with self._engine.connect() as connection:
                found = {id_: of_rewrite(tenant, id_) for id_ in await connection.scalars(rewrites)}
                if key is not None:
                    found |= {id_: of_outreach(tenant, id_) for id_ in await connection.scalars(events)}
        await self._erase(caller, found)

    async def _erase(self, caller: Caller, objects: Mapping[str, Statements]) -> None:
        await self._require_no_hold(caller.tenant)
        ids = list(objects)
        for start in range(0, len(ids), TOGETHER):
            some = ids[start : start + TOGETHER]
            with reachable():
                async with self._engine.connect() as connection:
                    gone = set(await connection.scalars(nothing_left(caller.tenant, some)))
            units = [erasure_unit(caller.tenant, caller.actor, id_, objects[id_]) for id_ in some if id_ not in gone]
            await asyncio.gather(*(self._ledger.append(unit) for unit in units))
        await scrub(self._engine)

    async def _require_no_hold(self, tenant: str) -> None:
        with reachable():
            async with self._engine.connect() as connection:
                hold = (await standing_privacy(connection, tenant)).legal_hold
        if hold:
            raise LegalHoldStands(f"A legal hold stands, so nothing may be erased: {hold.reason}")


def erasure_unit(tenant: str, actor: str, object_id: str, statements: Statements) -> Unit:
    """Return what the ledger writes for the erasure of an object."""
    row: Values = {
        "tenant": tenant,
        "id": f"er_{secrets.token_hex(12)}",
        "object_id": object_id,
        "at": dt.datetime.now(dt.UTC),
    }
    return Unit(
        tenant=tenant,
        actor=actor,
        kind=KIND,
        object_id=row["id"],
        commitment=row_commitment(KIND, row),
        rows={ErasureRow: [row]},
        erases=statements,
        updates=[object_id],
    )


def of_rewrite(tenant: str, id_: str) -> Statements:
    """Return the statements that erase a rewrite, its attempts and decisions; attempts at an unfinished one, too."""
    attempts = select(AttemptRow.id).where(AttemptRow.tenant == tenant, AttemptRow.rewrite_id == id_)
    decisions = select(DecisionRow.id).where(DecisionRow.tenant == tenant, DecisionRow.rewrite_id == id_)
    mine = Content.tenant == tenant
    return (
        delete(Content).where(mine, Content.object_id == id_),
        delete(Content).where(mine, Content.object_id.in_(attempts)),
        delete(Content).where(mine, Content.object_id.in_(decisions)),
        delete(Repeatable).where(Repeatable.tenant == tenant, Repeatable.rewrite_id == id_),
        delete(Searchable).where(Searchable.tenant == tenant, Searchable.rewrite_id == id_),
        without_references(RewriteRow, tenant, id_),
    )


def of_outreach(tenant: str, id_: str) -> Statements:
    """Return the statements that erase an event; when it was and by which channel stays, and counts for the quotas."""
    return (
        delete(Content).where(Content.tenant == tenant, Content.object_id == id_),
        delete(Fingerprint).where(Fingerprint.tenant == tenant, Fingerprint.event_id == id_),
        without_references(OutreachRow, tenant, id_),
    )


def without_references(table: type[Base], tenant: str, id_: str) -> Update:
    """Return the statement that empties what in a row points to a person, and the salt of its commitment."""
    columns = table.__table__.c
    pointing = [name for name in columns.keys() if name in REFERENCES]  # noqa: SIM118 -- a collection, not a dict
    emptied = dict.fromkeys([*pointing, "refs_salt"])
    return update(table).where(columns.tenant == tenant, columns.id == id_).values(emptied)


def known(tenant: str, id_: str) -> ColumnElement[bool]:
    """Return the condition that there is a rewrite of an id, or an attempt at one."""
    return or_(
        exists().where(RewriteRow.tenant == tenant, RewriteRow.id == id_),
        exists().where(AttemptRow.tenant == tenant, AttemptRow.rewrite_id == id_),
    )


def replayed(tenant: str, id_: str) -> Select[str]:
    """Return the query for the replays of a rewrite, and theirs."""
    first = select(RewriteRow.id).where(RewriteRow.tenant == tenant, RewriteRow.replays == id_).cte(recursive=True)
    further = select(RewriteRow.id).where(RewriteRow.tenant == tenant, RewriteRow.replays == first.c.id)
    return select(first.union(further).c.id)


def nothing_left(tenant: str, ids: Sequence[str]) -> Select[str]:
    """Return the query for those of several objects that were erased, and where no text has come since."""
    attempted = exists().where(
        AttemptRow.tenant == tenant,
        AttemptRow.rewrite_id == ErasureRow.object_id,
        Content.tenant == tenant,
        Content.object_id == AttemptRow.id,
    )
    decided = exists().where(
        DecisionRow.tenant == tenant,
        DecisionRow.rewrite_id == ErasureRow.object_id,
        Content.tenant == tenant,
        Content.object_id == DecisionRow.id,
    )
    own = exists().where(Content.tenant == tenant, Content.object_id == ErasureRow.object_id)
    query = select(ErasureRow.object_id).where(ErasureRow.tenant == tenant, ErasureRow.object_id.in_(ids))
    return query.where(~own, ~attempted, ~decided).distinct()
