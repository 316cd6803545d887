"""The ledger: one writer a process appends units in groups, each group in one transaction.

A caller awaits its own unit, so it is as durable as a commit of its own and costs a fraction of one. Several
processes may write: a transaction reads the chain's end only while it holds the tenant's lock.
"""

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from msgspec import Struct
from sqlalchemy import Connection, Delete, Text, Update, bindparam, delete, insert, select, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.commitments import entry_hash
from app.audit.digests import GENESIS, digest
from app.audit.encryption import PLAIN, Encryption
from app.audit.indexing import Words, index
from app.audit.tables import Content, Entry, RewriteRow, RewriteUpdate
from app.db.base import Base
from app.db.engine import UNAVAILABLE, open_writer
from app.db.types import EPOCH, MICROSECOND, Instant
from app.domain.errors import RecordUnavailable
from app.domain.rewrite import AuditRef

GROUP = 200
OUTAGES = (OperationalError, InterfaceError, PoolExhausted, OSError)

Values = dict[str, Any]
"""A row to insert, by column."""

OWNER = bindparam("owner", type_=Text)
CHANGED = bindparam("changed", type_=Text)
FORGET_UPDATE = delete(RewriteUpdate).where(RewriteUpdate.tenant == OWNER, RewriteUpdate.rewrite_id == CHANGED)
NOTE_UPDATE = insert(RewriteUpdate).from_select(
    ["tenant", "rewrite_id", "at"],
    select(RewriteRow.tenant, RewriteRow.id, bindparam("moment", type_=Instant)).where(
        RewriteRow.tenant == OWNER, RewriteRow.id == CHANGED
    ),
)


class Unit(Struct, frozen=True, kw_only=True):
    """What is committed together: an entry about one object, and the rows that hold the object.

    `commitment` is what the entry says of the object; `rows` are column values by table; `words` are what the object
    is found by; `erases` are the statements that take away what the entry says is gone; `updates` are the ids of the
    rewrites that change by all this.
    """

    tenant: str
    actor: str
    kind: str
    object_id: str
    commitment: str
    rows: Mapping[type[Base], Sequence[Values]]
    words: Sequence[Words] = ()
    erases: Sequence[Delete | Update] = ()
    updates: Sequence[str] = ()


class Pending(Struct, frozen=True, eq=False):
    """A unit and the caller who waits for it."""

    unit: Unit
    done: asyncio.Future[AuditRef]

    def succeed(self, ref: AuditRef) -> None:
        """Wake the caller, unless it has gone."""
        if not self.done.done():
            self.done.set_result(ref)

    def fail(self, error: Exception) -> None:
        """Tell the caller that nothing was written, unless it has gone."""
        if not self.done.done():
            unavailable = RecordUnavailable(UNAVAILABLE)
            unavailable.__cause__ = error
            self.done.set_exception(unavailable)


class Ledger:
    """Appends units while it is entered; leaving writes what is still waiting.

    >>> async with Ledger(engine) as ledger:
    ...     ref = await ledger.append(unit)
    """

    def __init__(self, engine: AsyncEngine, encryption: Encryption = PLAIN) -> None:
        self._engine = open_writer(engine)
        self._encryption = encryption
        self._queue: asyncio.Queue[Pending | None] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._writer = asyncio.create_task(self._run(), name="ledger")
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            self._queue.put_nowait(None)
            await asyncio.shield(writer)

    async def append(self, unit: Unit) -> AuditRef:
        """Write a unit and return where it stands. One whose caller is cancelled is written all the same.

        Raises:
            RecordUnavailable: it isn't written: the database failed or refused it, or the ledger has stopped.

        """
        if self._writer is None or self._writer.done():
            raise RecordUnavailable("The audit record is closed, so nothing may leave.")
        pending = Pending(unit, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(pending)
        return await pending.done

    async def _run(self) -> None:
        try:
            while group := await self._next_group():
                await self._write(group)
        finally:
            await asyncio.to_thread(self._engine.dispose)

    async def _next_group(self) -> list[Pending]:
        """Wait for a unit and take those behind it; an empty group means stop."""
        group: list[Pending] = []
        while not group or (len(group) < GROUP and not self._queue.empty()):
            pending = await self._queue.get()
            if pending is None:
                if group:
                    self._queue.put_nowait(None)
                break
            group.append(pending)
        return group

    async def _write(self, group: Sequence[Pending]) -> None:
        """Commit a group; halve one that fails until the unit at fault stands alone."""
        try:
            refs = await asyncio.to_thread(self._commit, [pending.unit for pending in group])
        except Exception as error:  # noqa: BLE001 -- the writer outlives every unit; the caller gets the error
            if len(group) == 1 or isinstance(error, OUTAGES):
                for pending in group:
                    pending.fail(error)
                return
            middle = len(group) // 2
            await self._write(group[:middle])
            await self._write(group[middle:])
        else:
            for pending, ref in zip(group, refs, strict=True):
                pending.succeed(ref)

    def _commit(self, units: Sequence[Unit]) -> list[AuditRef]:
        with self._engine.begin() as connection:
            return append(connection, units, self._encryption)


def append(connection: Connection, units: Sequence[Unit], encryption: Encryption = PLAIN) -> list[AuditRef]:
    """Write the units: their rows, their entries at the end of each tenant's chain, then what they erase."""
    tenants = sorted({unit.tenant for unit in units})  # in one order everywhere, so that no two can deadlock
    ends = {tenant: locked_end(connection, tenant) for tenant in tenants}
    entries = []
    rows: dict[type[Base], list[Values]] = defaultdict(list)
    for unit in units:
        entry = next_entry(unit, ends[unit.tenant])
        ends[unit.tenant] = AuditRef(entry["sequence"], entry["hash"], entry["at"])
        entries.append(entry)
        for table, values in unit.rows.items():
            rows[table].extend(values)
    rows[Entry] = entries
    rows[Content] = encryption.locked(connection, rows[Content])
    for table, values in rows.items():
        if values:
            connection.execute(insert(table), values)
    index(connection, [words for unit in units for words in unit.words], encryption)
    for unit in units:
        for statement in unit.erases:
            connection.execute(statement)
    note_updates(connection, units, entries)
    return [AuditRef(entry["sequence"], entry["hash"], entry["at"]) for entry in entries]


def note_updates(connection: Connection, units: Sequence[Unit], entries: Sequence[Values]) -> None:
    """Write down when rewrites changed; of those that aren't there, or not any more, nothing."""
    changed = {
        (unit.tenant, id_): entry["at"] for unit, entry in zip(units, entries, strict=True) for id_ in unit.updates
    }
    rows = [{"owner": tenant, "changed": id_, "moment": at} for (tenant, id_), at in changed.items()]
    if rows:
        connection.execute(FORGET_UPDATE, rows)
        connection.execute(NOTE_UPDATE, rows)


def locked_end(connection: Connection, tenant: str) -> AuditRef:
    """Return the end of a tenant's chain, which nobody else can move before the transaction ends.

    On SQLite a writer's transaction holds the whole file already.
    """
    if connection.dialect.name == "postgresql":
        lock = int(digest("lock", tenant.encode())[:15], 16)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
    end = select(Entry.sequence, Entry.hash, Entry.at).where(Entry.tenant == tenant)
    found = connection.execute(end.order_by(Entry.sequence.desc()).limit(1)).one_or_none()
    return AuditRef(found.sequence, found.hash, found.at) if found else AuditRef(0, GENESIS, EPOCH)


def next_entry(unit: Unit, end: AuditRef) -> Values:
    """Return the entry of a unit that comes after `end`.

    Times only go forward along a chain, whatever the clocks of several machines say: who asks for what is newer than
    something misses nothing.
    """
    entry: Values = {
        "tenant": unit.tenant,
        "sequence": end.sequence + 1,
        "at": max(dt.datetime.now(dt.UTC), end.at + MICROSECOND),
        "actor": unit.actor,
        "type": unit.kind,
        "object_id": unit.object_id,
        "commitment": unit.commitment,
        "previous": end.hash,
    }
    return {**entry, "hash": entry_hash(entry)}
