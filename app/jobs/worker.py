"""The worker of a process: it does what waits, a few items at a time."""

import asyncio
import secrets
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import structlog
from structlog.typing import FilteringBoundLogger

from app.audit.records import Record
from app.domain.batch import Batch, Failure, Mode
from app.domain.caller import Caller
from app.domain.errors import DecorumError, NotFound, RecordUnavailable
from app.domain.progress import Run
from app.domain.report import Report
from app.domain.request import RewriteRequest
from app.jobs.batches import Batches, Wanted
from app.jobs.claims import Claims
from app.jobs.items import Item, Items
from app.rewriting.desk import Desk
from app.traces import trace

IDLE = 2.0  # seconds between looks for what other processes left
SWEEP = 600.0  # seconds between sweeps
TRIES = 3
GIVEN_UP = Failure("given_up", f"It was begun {TRIES} times, and each time the service stopped in the middle.")
FAULT = Failure("internal", "Something went wrong here. The log holds the details under the id of the rewrite.")
log: FilteringBoundLogger = structlog.get_logger()


class Worker:
    """Works on items while it is entered; leaving gives back what isn't done.

    Args:
        items: where the work is.
        batches: what items may belong to.
        desk: who does it.
        record: where it is when it is done.
        claims: the idempotency keys, which are swept on the way.
        places: how many items at a time.
        idle: seconds between looks for new work where nobody says that there is some.

    """

    def __init__(
        self,
        items: Items,
        batches: Batches,
        desk: Desk,
        record: Record,
        claims: Claims,
        *,
        places: int,
        idle: float = IDLE,
    ) -> None:
        self._items = items
        self._batches = batches
        self._desk = desk
        self._record = record
        self._claims = claims
        self._places = places
        self._idle = idle
        self._name = f"wk_{secrets.token_hex(8)}"
        self._news = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()
        self._loops: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._loops = [asyncio.create_task(self._take_on()), asyncio.create_task(self._sweep())]
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for tasks in (self._loops, list(self._busy)):
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def accept(self, caller: Caller, id_: str, request: RewriteRequest) -> None:
        """Put a rewrite off until somebody is free.

        Raises:
            UnknownPolicy: the tenant has none of that name.
            RecordUnavailable: it can't be put down.

        """
        await self._desk.admit(caller.tenant, request)
        await self._items.add(caller, id_, request)
        self._news.set()

    async def accept_all(self, caller: Caller, mode: Mode, wanted: Sequence[Wanted]) -> Batch:
        """Take a batch on. Its drafts are compared with each other first, so that it's the same whoever does them.

        Raises:
            RecordUnavailable: it can't be put down.

        """
        requests = [None if isinstance(one.request, Failure) else one.request for one in wanted]
        together = await self._desk.compare(caller.tenant, requests)
        batch = await self._batches.add(caller, mode, wanted, together)
        self._news.set()
        return batch

    async def _take_on(self) -> None:
        while True:
            self._news.clear()
            free = self._places - len(self._busy)
            for item in await self._leased(free) if free else ():
                task = asyncio.create_task(self._work(item))
                self._busy.add(task)
                task.add_done_callback(self._ended)
            try:
                async with asyncio.timeout(self._idle):
                    await self._news.wait()
            except TimeoutError:
                pass

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        self._news.set()

    async def _leased(self, most: int) -> list[Item]:
        try:
            return await self._items.lease(self._name, most)
        except RecordUnavailable as error:
            log.warning("worker_idle", reason=error.code)
            return []

    async def _work(self, item: Item) -> None:
        try:
            ended = await self._done(item)
            if isinstance(ended, Failure):
                await self._items.fail(item, ended)
            else:
                await self._items.finish(item, ended)
        except asyncio.CancelledError:
            await self._items.give_back(item)
            raise
        except RecordUnavailable as error:
            # The lease runs out, and whoever reaches the database then takes over.
            log.warning("item_left", reason=error.code, rewrite_id=item.id)

    async def _done(self, item: Item) -> Report | Failure | None:
        """Do what an item asks for, and return the report of a check, or why nothing came of it."""
        if item.tries > TRIES:
            return GIVEN_UP
        order = item.order
        try:
            if order.mode == "check":
                return await self._desk.check(item.caller.tenant, order.request, order.together)
            if not await self._on_record(item):
                await self._desk.rewrite(item.caller, order.request, Run(item.id, resumed=True), order.together)
        except RecordUnavailable:
            raise
        except DecorumError as error:
            return Failure(error.code, str(error))
        except Exception as error:  # noqa: BLE001 -- one item at fault stops no other
            log.error("item_failed", item=item.id, trace=trace(error))
            return FAULT
        return None

    async def _on_record(self, item: Item) -> bool:
        try:
            await self._record.find_rewrite(item.caller.tenant, item.id)
        except NotFound:
            return False
        return True

    async def _sweep(self) -> None:
        while True:
            try:
                await self._claims.sweep()
                await self._items.sweep()
                await self._batches.sweep()
            except RecordUnavailable as error:
                log.warning("not_swept", reason=error.code)
            await asyncio.sleep(SWEEP)
