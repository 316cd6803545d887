"""Rewrites that are asked for now and made later, in the database: any process may do them.

Whoever works on an item holds it by a lease, as long as a rewrite may take. When the lease has run out, since its
process died, the next worker takes over; what a worker without the lease says of an item isn't heard.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Delete, Row, Update, delete, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.dml import ReturningUpdate

from app.audit.encryption import PLAIN, Encryption
from app.audit.texts import line
from app.db.engine import for_writing, reachable, scrub
from app.domain.batch import Failure, Mode
from app.domain.caller import Caller
from app.domain.errors import InFlight
from app.domain.history import SameText
from app.domain.report import Report
from app.domain.request import RewriteRequest
from app.jobs.claims import GRACE
from app.jobs.tables import ItemRow
from app.jobs.texts import locked, opened

LIFE = dt.timedelta(hours=24)
OPEN = ("waiting", "running", "failed")


class Order(Struct, frozen=True):
    """What is to be worked on; `together` says how far the same text goes out in one batch."""

    mode: Mode
    request: RewriteRequest
    together: SameText | None = None


decoder = msgspec.json.Decoder(Order)


class Item(Struct, frozen=True, kw_only=True):
    """A piece of work under a lease; `tries` says how often it was begun, this time included.

    One that is `batched` stays when it is done, for its batch to tell.
    """

    caller: Caller
    id: str
    order: Order
    tries: int
    worker: str
    batched: bool = False


class Standing(Struct, frozen=True):
    """How an item stands: waiting, running or failed."""

    state: str
    failure: Failure | None = None


class Items:
    """The items of all tenants. Every method raises `RecordUnavailable` where the database fails.

    Args:
        engine: where they are kept.
        deadline: seconds that a rewrite may take.
        encryption: what the texts are stored under while they wait.
        now: the time of day.

    """

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        deadline: float,
        encryption: Encryption = PLAIN,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._engine = engine
        self._writing = for_writing(engine)
        self._lease = dt.timedelta(seconds=deadline + GRACE)
        self._encryption = encryption
        self._now = now

    async def add(self, caller: Caller, id_: str, request: RewriteRequest) -> None:
        """Put an item down, to be worked on by whoever is free."""
        row = {
            "tenant": caller.tenant,
            "id": id_,
            "actor": caller.actor,
            "recipient_ref": line(ref_of(request)),
            "state": "waiting",
            "tries": 0,
            "created_at": self._now(),
            "expires_at": self._now() + LIFE,
        }
        with reachable():
            async with self._writing.begin() as connection:
                text = await connection.run_sync(self._locked, caller.tenant, id_, encode(Order("rewrite", request)))
                await connection.execute(insert(ItemRow).values({**row, "request": text}))

    async def standing(self, tenant: str, id_: str) -> Standing | None:
        """Return how an item stands; None where there is none, or its rewrite is on record."""
        query = select(ItemRow.state, ItemRow.error_code, ItemRow.error_detail)
        with reachable():
            async with self._engine.connect() as connection:
                found = (
                    await connection.execute(query.where(*one(tenant, id_), ItemRow.state.in_(OPEN)))
                ).one_or_none()
        if found is None:
            return None
        return Standing(found.state, Failure(found.error_code, found.error_detail or "") if found.error_code else None)

    async def lease(self, worker: str, most: int) -> list[Item]:
        """Take up to so many items: those that wait, and those whose lease has run out.

        Single rewrites go first, then batches side by side, an item of each.
        """
        waiting = ItemRow.state == "waiting"
        overdue = (ItemRow.state == "running") & (ItemRow.lease_until <= self._now())
        queues = (overdue, waiting & ItemRow.position.is_(None), waiting & ItemRow.position.is_not(None))
        rows: list[Row[Any]] = []
        with reachable():
            async with self._engine.connect() as connection:  # a look costs no writer's lock
                if (await connection.execute(select(ItemRow.id).where(or_(*queues)).limit(1))).first() is None:
                    return []
            async with self._writing.begin() as connection:
                for queue in queues:
                    if len(rows) < most:
                        rows += (await connection.execute(self._taking(queue, most - len(rows), worker))).all()
                return await connection.run_sync(self._leased, rows)

    def _taking(self, queue: ColumnElement[bool], most: int, worker: str) -> ReturningUpdate[Any]:
        """Take the first of those that stand in one queue; an index has them in order, however many there are."""
        first = select(ItemRow.tenant, ItemRow.id).where(queue).order_by(ItemRow.position, ItemRow.created_at)
        return (
            update(ItemRow)
            .where(tuple_(ItemRow.tenant, ItemRow.id).in_(first.limit(most).with_for_update(skip_locked=True)))
            .values(state="running", worker=worker, tries=ItemRow.tries + 1, lease_until=self._now() + self._lease)
            .returning(*ItemRow.__table__.c)
        )

    async def finish(self, item: Item, report: Report | None = None) -> None:
        """Note that an item is done, with the report of a check; a single rewrite on record needs no item."""
        if not item.batched:
            return await self._change(delete(ItemRow).where(*held(item)))
        values: dict[str, Any] = {"state": "done", "request": None, "finished_at": self._now()}
        with reachable():
            async with self._writing.begin() as connection:
                if report:
                    text = msgspec.json.encode(report)
                    values["report"] = await connection.run_sync(self._locked, item.caller.tenant, item.id, text)
                await connection.execute(update(ItemRow).where(*held(item)).values(values))
        return None

    async def fail(self, item: Item, failure: Failure) -> None:
        """Note that nothing will come of an item; its text goes."""
        await self._change(
            update(ItemRow)
            .where(*held(item))
            .values(
                state="failed",
                request=None,
                error_code=failure.code,
                error_detail=failure.detail,
                finished_at=self._now(),
            )
        )

    async def give_back(self, item: Item) -> None:
        """Let others go on with an item, as if it had never been begun."""
        values = {"state": "waiting", "worker": None, "lease_until": None, "tries": item.tries - 1}
        await self._change(update(ItemRow).where(*held(item)).values(values))

    async def withdraw(self, tenant: str, id_: str) -> bool:
        """Forget an item, text and all; say whether there was one.

        Raises:
            InFlight: somebody is working on it: it can be erased when it is there.

        """
        return await self._withdraw(*one(tenant, id_))

    async def withdraw_all(self, tenant: str, recipient_ref: str) -> None:
        """Forget what was asked for a recipient.

        Raises:
            InFlight: somebody is working on one of them; the others are forgotten.

        """
        await self._withdraw(ItemRow.tenant == tenant, ItemRow.recipient_ref == line(recipient_ref))

    async def _withdraw(self, *which: ColumnElement[bool]) -> bool:
        with reachable():
            async with self._writing.begin() as connection:
                gone = await connection.execute(delete(ItemRow).where(*which, ItemRow.state != "running"))
                left = await connection.scalar(select(ItemRow.id).where(*which).limit(1))
        if gone.rowcount:
            await scrub(self._engine)
        if left:
            raise InFlight("This rewrite is being made just now.")
        return bool(gone.rowcount)

    async def sweep(self) -> None:
        """Forget items that are past their time."""
        with reachable():
            async with self._writing.begin() as connection:
                await connection.execute(delete(ItemRow).where(ItemRow.expires_at <= self._now()))

    def _locked(self, connection: Connection, tenant: str, id_: str, plain: bytes) -> bytes:
        return locked(self._encryption, connection, tenant, id_, plain)

    def _leased(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[Item]:
        texts = [opened(self._encryption, connection, row.tenant, row.id, row.request) for row in rows]
        return [leased(row, text) for row, text in zip(rows, texts, strict=True)]

    async def _change(self, statement: Update | Delete) -> None:
        with reachable():
            async with self._writing.begin() as connection:
                await connection.execute(statement)


def one(tenant: str, id_: str) -> Sequence[ColumnElement[bool]]:
    """Return the conditions that name an item."""
    return (ItemRow.tenant == tenant, ItemRow.id == id_)


def encode(order: Order) -> bytes:
    """Return an order as it waits."""
    return msgspec.json.encode(order)


def ref_of(request: RewriteRequest) -> str | None:
    """Return what the caller calls the recipient."""
    recipient = request.context.recipient if request.context else None
    return recipient.ref if recipient else None


def held(item: Item) -> Sequence[ColumnElement[bool]]:
    """Return the conditions that name an item as long as its worker has it."""
    return (*one(item.caller.tenant, item.id), ItemRow.state == "running", ItemRow.worker == item.worker)


def leased(row: Row[Any], text: bytes) -> Item:
    """Return an item from its row and its opened text."""
    return Item(
        caller=Caller(tenant=row.tenant, actor=row.actor, scopes=frozenset({"rewrite"})),
        id=row.id,
        order=decoder.decode(text),
        tries=row.tries,
        worker=row.worker,
        batched=row.batch_id is not None,
    )
