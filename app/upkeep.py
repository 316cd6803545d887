"""What a service does beside its requests: purge what is past its time, and sign checkpoints."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from structlog.typing import FilteringBoundLogger

from app.audit.notary import Notary
from app.audit.retention import Purged, Retention
from app.domain.errors import DecorumError, RecordUnavailable
from app.domain.proof import Checkpoint

log: FilteringBoundLogger = structlog.get_logger()


@asynccontextmanager
async def purging(retention: Retention, interval: float) -> AsyncIterator[None]:
    """Run retention now and every so many seconds, as long as the block lasts."""
    task = asyncio.create_task(_purge(retention, interval), name="retention")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _purge(retention: Retention, interval: float) -> None:
    while True:
        try:
            purged = await retention.run()
        except DecorumError as error:
            log.warning("purge_failed", reason=str(error))
        else:
            if purged != Purged():
                log.info("purged", content=purged.content, metadata=purged.metadata)
        await asyncio.sleep(interval)


@asynccontextmanager
async def keeping_checkpoints(notary: Notary, interval: float) -> AsyncIterator[None]:
    """Meanwhile, make a checkpoint of each ledger that has grown, once in `interval` seconds.

    Several processes may do so at once: each finds what the others made.
    """
    stop = asyncio.Event()
    task = asyncio.create_task(keep_checkpoints(notary, interval, stop), name="checkpoints")
    try:
        yield
    finally:
        stop.set()
        await task


async def keep_checkpoints(notary: Notary, interval: float, stop: asyncio.Event) -> None:
    """Make checkpoints until the stop; a database that fails is asked again after the interval."""
    while True:
        try:
            for tenant in await notary.tenants():
                if due(await notary.last_checkpoint(tenant), interval):
                    await notary.checkpoint(tenant)
        except RecordUnavailable as error:
            log.warning(error.code, task="checkpoints")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), interval)
            return


def due(last: Checkpoint | None, interval: float) -> bool:
    """Return whether the newest checkpoint is older than the interval."""
    return last is None or dt.datetime.now(dt.UTC) - last.time >= dt.timedelta(seconds=interval)
