"""Batches in the database: put down at once, worked off item by item, read while they run."""

import datetime as dt
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.encryption import PLAIN, Encryption
from app.audit.records import Record
from app.audit.texts import line
from app.db.engine import for_writing, reachable
from app.db.types import Instant
from app.domain.batch import Batch, BatchStatus, Failure, ItemResult, Mode
from app.domain.caller import Caller
from app.domain.errors import NotFound
from app.domain.history import SameText
from app.domain.report import Report
from app.domain.request import RewriteRequest
from app.domain.rewrite import Rewrite
from app.jobs.items import Order, encode, ref_of
from app.jobs.tables import BatchRow, ItemRow
from app.jobs.texts import locked, opened

LIFE = dt.timedelta(days=7)
PAGE = 100
ENDED = ("done", "failed", "cancelled")
REPORTS = msgspec.json.Decoder(Report)


class Wanted(Struct, frozen=True):
    """One item as it was sent: the caller's id for it, and the request, or why there is none."""

    id: str
    request: RewriteRequest | Failure


class Batches:
    """The batches of all tenants. Every method raises `RecordUnavailable` where the database fails."""

    def __init__(
        self,
        engine: AsyncEngine,
        record: Record,
        encryption: Encryption = PLAIN,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._engine = engine
        self._writing = for_writing(engine)
        self._record = record
        self._encryption = encryption
        self._now = now

    async def add(
        self, caller: Caller, mode: Mode, wanted: Sequence[Wanted], together: Sequence[SameText | None]
    ) -> Batch:
        """Put a batch down; `together` says of each item how far its text goes out with the others."""
        id_, now = f"bt_{secrets.token_hex(12)}", self._now()
        batch = {
            "tenant": caller.tenant,
            "id": id_,
            "mode": mode,
            "cancelled": False,
            "created_at": now,
            "expires_at": now + LIFE,
        }
        rows = [
            {**item_row(caller, mode, one, same), "batch_id": id_, "position": position, **times(now, one)}
            for position, (one, same) in enumerate(zip(wanted, together, strict=True))
        ]
        with reachable():
            async with self._writing.begin() as connection:
                await connection.execute(insert(BatchRow).values(batch))
                await connection.execute(insert(ItemRow), await connection.run_sync(self._locked, rows))
        return await self.find(caller.tenant, id_)

    async def find(self, tenant: str, id_: str) -> Batch:
        """Return how a batch stands.

        Raises:
            NotFound: this tenant has none of that id.

        """
        mine = (ItemRow.tenant == tenant, ItemRow.batch_id == id_)
        latest = func.max(ItemRow.finished_at, type_=Instant())
        counts = select(ItemRow.state, func.count(), latest).where(*mine).group_by(ItemRow.state)
        with reachable():
            async with self._engine.connect() as connection:
                query = select(BatchRow.__table__).where(BatchRow.tenant == tenant, BatchRow.id == id_)
                row = (await connection.execute(query)).one_or_none()
                if row is None:
                    raise NotFound("There is no such batch.")
                states = {state: (count, last) for state, count, last in await connection.execute(counts)}
        return standing(row, states, self._now())

    async def cancel(self, tenant: str, id_: str) -> Batch:
        """Begin no more of a batch; what is being worked on ends as it will.

        Raises:
            NotFound: this tenant has none of that id.

        """
        waiting = update(ItemRow).where(ItemRow.tenant == tenant, ItemRow.batch_id == id_, ItemRow.state == "waiting")
        batch = update(BatchRow).where(BatchRow.tenant == tenant, BatchRow.id == id_)
        with reachable():
            async with self._writing.begin() as connection:
                stopped = await connection.execute(
                    waiting.values(state="cancelled", request=None, finished_at=self._now())
                )
                if stopped.rowcount:
                    await connection.execute(batch.values(cancelled=True))
        return await self.find(tenant, id_)

    async def results(self, tenant: str, id_: str) -> AsyncIterator[ItemResult]:
        """Yield what came of each item that has ended, in the order in which they were sent."""
        after = -1
        query = select(ItemRow.__table__).where(
            ItemRow.tenant == tenant, ItemRow.batch_id == id_, ItemRow.state.in_(ENDED)
        )
        while True:
            page = query.where(ItemRow.position > after).order_by(ItemRow.position).limit(PAGE)
            with reachable():
                async with self._engine.connect() as connection:
                    rows = (await connection.execute(page)).all()
                    reports = await connection.run_sync(self._reports, rows)
            if not rows:
                return
            after = rows[-1].position
            done = [row.id for row in rows if row.state == "done" and row.report is None]
            rewrites = await self._record.find_rewrites(tenant, done) if done else {}
            for row in rows:
                yield result_of(row, reports.get(row.id) or rewrites.get(row.id))

    def _locked(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows of items with their texts as they are to be stored."""
        return [
            {**row, "request": locked(self._encryption, connection, row["tenant"], row["id"], row["request"])}
            if row["request"]
            else row
            for row in rows
        ]

    def _reports(self, connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, Report]:
        """Return the reports of checks by item."""
        found = [row for row in rows if row.report is not None]
        return {
            row.id: REPORTS.decode(opened(self._encryption, connection, row.tenant, row.id, row.report))
            for row in found
        }

    async def sweep(self) -> None:
        """Forget batches that are past their time."""
        with reachable():
            async with self._writing.begin() as connection:
                await connection.execute(delete(BatchRow).where(BatchRow.expires_at <= self._now()))


def item_row(caller: Caller, mode: Mode, one: Wanted, together: SameText | None) -> dict[str, Any]:
    """Return the row of an item; one that can't be used has failed already."""
    failure = one.request if isinstance(one.request, Failure) else None
    order = None if isinstance(one.request, Failure) else Order(mode, one.request, together)
    return {
        "tenant": caller.tenant,
        "id": f"{'rw' if mode == 'rewrite' else 'ck'}_{secrets.token_hex(12)}",
        "reference": line(one.id),
        "actor": caller.actor,
        "recipient_ref": line(ref_of(order.request)) if order else None,
        "request": encode(order) if order else None,
        "state": "failed" if failure else "waiting",
        "error_code": failure.code if failure else None,
        "error_detail": line(failure.detail) if failure else None,
        "tries": 0,
    }


def times(now: dt.datetime, one: Wanted) -> dict[str, Any]:
    """Return the times of an item."""
    finished = now if isinstance(one.request, Failure) else None
    return {"created_at": now, "finished_at": finished, "expires_at": now + LIFE}


def standing(row: Row[Any], states: Mapping[str, tuple[int, dt.datetime | None]], now: dt.datetime) -> Batch:
    """Return how a batch stands, from its row and the number of its items in each state, with the last end of one."""
    count = {state: number for state, (number, _) in states.items()}
    waiting = count.get("waiting", 0) + count.get("running", 0)
    ended = sum(count.get(state, 0) for state in ENDED)
    begun = ended or count.get("running", 0)
    last = max((at for _, at in states.values() if at), default=row.created_at)
    running = (now - row.created_at) / ended * waiting if ended and waiting else None
    over: BatchStatus = "cancelled" if row.cancelled else "completed"
    going: BatchStatus = "running" if begun else "queued"
    return Batch(
        id=row.id,
        mode=row.mode,
        status=going if waiting else over,
        total=ended + waiting,
        **{state: count.get(state, 0) for state in ENDED},
        waiting=waiting,
        created_at=row.created_at,
        finished_at=None if waiting else last,
        eta=now + running if running is not None else None,
    )


def result_of(row: Row[Any], result: Report | Rewrite | None) -> ItemResult:
    """Return what came of an item."""
    return ItemResult(
        id=row.reference,
        index=row.position,
        status=row.state,
        result=result,
        error=Failure(row.error_code, row.error_detail or "") if row.error_code else None,
    )
