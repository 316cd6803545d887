"""Retention: texts, then rows, go when their time is over; the chain says which, and stays.

A run goes along the ledger in small batches. Each is one unit of the ledger: what it deletes and the entry about it are
one transaction, which holds nobody up, and a run that breaks off goes on where it ended.
"""

import asyncio
import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from sqlalchemy import Delete, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.audit import attempts, decisions, outreach, rewrites
from app.audit.commitments import row_commitment
from app.audit.ledger import Ledger, Unit, Values
from app.audit.privacy import standing_privacy
from app.audit.tables import (
    AttemptRow,
    Content,
    DecisionRow,
    Entry,
    Fingerprint,
    OutreachRow,
    PrivacyRow,
    PurgeRow,
    Repeatable,
    RewriteRow,
    RewriteRule,
    Searchable,
)
from app.db.engine import reachable, scrub

KIND = "purge"
ACTOR = "retention"
BATCH = 100  # entries in one transaction
Data = Literal["content", "metadata"]
Ids = Mapping[str, Sequence[str]]
"""The ids of objects, by the type of their entries."""
PURGED = {
    rewrites.KIND: RewriteRow,
    attempts.KIND: AttemptRow,
    decisions.KIND: DecisionRow,
    outreach.KIND: OutreachRow,
}
"""What goes in time, by the type of its entry. Policies, settings, keys and erasures stay."""


class Purged(Struct, frozen=True):
    """How many objects lost their texts, and how many their rows."""

    content: int = 0
    metadata: int = 0


class Retention:
    """Purges through a ledger that has been entered. Raises `RecordUnavailable` where the database fails."""

    def __init__(
        self,
        engine: AsyncEngine,
        ledger: Ledger,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._engine = engine
        self._ledger = ledger
        self._now = now

    async def run(self) -> Purged:
        """Purge what is past its time, of every tenant; a legal hold is respected from the next batch on."""
        content = metadata = 0
        with reachable():
            async with self._engine.connect() as connection:
                tenants = (await connection.scalars(select(PrivacyRow.tenant).distinct())).all()
        for tenant in tenants:
            content += await self._purge(tenant, "content")
            metadata += await self._purge(tenant, "metadata")
        if content or metadata:
            await scrub(self._engine)
        return Purged(content, metadata)

    async def _purge(self, tenant: str, data: Data) -> int:
        count, after = 0, None
        while True:
            with reachable():
                async with self._engine.connect() as connection:
                    if (before := await self._limit(connection, tenant, data)) is None:
                        return count
                    if after is None:
                        after = await purged_upto(connection, tenant, data)
                    upto, ids = await past(connection, tenant, after, before)
            if upto == after:
                return count
            after = upto
            if ids:
                await self._ledger.append(purge_unit(tenant, data, before, upto, ids, self._now()))
                count += number(ids)
            await asyncio.sleep(0)  # a long run leaves the loop to others

    async def _limit(self, connection: AsyncConnection, tenant: str, data: Data) -> dt.datetime | None:
        """Return the time before which an object must have been entered to go; None where nothing may."""
        settings = await standing_privacy(connection, tenant)
        days = settings.periods.content_days if data == "content" else settings.periods.metadata_days
        if days is None or settings.legal_hold:
            return None
        return self._now() - dt.timedelta(days=days)


async def past(connection: AsyncConnection, tenant: str, after: int, before: dt.datetime) -> tuple[int, Ids]:
    """Read the next entries past their time: the last one's sequence, and the objects of theirs that can go."""
    query = select(Entry.sequence, Entry.at, Entry.type, Entry.object_id)
    query = query.where(Entry.tenant == tenant, Entry.sequence > after).order_by(Entry.sequence).limit(BATCH)
    ids = defaultdict(list)
    for entry in await connection.execute(query):
        if entry.at >= before:
            break
        after = entry.sequence
        if entry.type in PURGED:
            ids[entry.type].append(entry.object_id)
    return after, ids


async def purged_upto(connection: AsyncConnection, tenant: str, data: Data) -> int:
    """Read up to which sequence a class of data is purged."""
    query = select(func.max(PurgeRow.upto)).where(PurgeRow.tenant == tenant, PurgeRow.data == data)
    return await connection.scalar(query) or 0


def purge_unit(tenant: str, data: Data, before: dt.datetime, upto: int, ids: Ids, at: dt.datetime) -> Unit:
    """Return what the ledger writes for a batch."""
    row: Values = {
        "tenant": tenant,
        "id": f"pu_{secrets.token_hex(12)}",
        "at": at,
        "data": data,
        "before": before,
        "upto": upto,
        "objects": number(ids),
    }
    return Unit(
        tenant=tenant,
        actor=ACTOR,
        kind=KIND,
        object_id=row["id"],
        commitment=row_commitment(KIND, row),
        rows={PurgeRow: [row]},
        erases=[*without_texts(tenant, ids), *(without_rows(tenant, ids) if data == "metadata" else ())],
        updates=ids.get(rewrites.KIND, ()),
    )


def without_texts(tenant: str, ids: Ids) -> list[Delete]:
    """Return the statements that delete the texts of objects, and what is an index of them."""
    objects = [id_ for some in ids.values() for id_ in some]
    statements = [delete(Content).where(Content.tenant == tenant, Content.object_id.in_(objects))]
    if events := ids.get(outreach.KIND):
        statements.append(delete(Fingerprint).where(Fingerprint.tenant == tenant, Fingerprint.event_id.in_(events)))
    if told := ids.get(rewrites.KIND):
        statements.append(delete(Repeatable).where(Repeatable.tenant == tenant, Repeatable.rewrite_id.in_(told)))
        statements.append(delete(Searchable).where(Searchable.tenant == tenant, Searchable.rewrite_id.in_(told)))
    return statements


def without_rows(tenant: str, ids: Ids) -> list[Delete]:
    """Return the statements that delete the objects themselves."""
    statements = []
    for type_, some in ids.items():
        columns = PURGED[type_].__table__.c
        statements.append(delete(PURGED[type_]).where(columns.tenant == tenant, columns.id.in_(some)))
    if broken := ids.get(rewrites.KIND):
        statements.append(delete(RewriteRule).where(RewriteRule.tenant == tenant, RewriteRule.rewrite_id.in_(broken)))
    return statements


def number(ids: Ids) -> int:
    """Return how many objects there are."""
    return sum(map(len, ids.values()))
