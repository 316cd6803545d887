"""What a service does beside its requests: purge what is past its time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from structlog.typing import FilteringBoundLogger

from app.audit.retention import Purged, Retention
from app.domain.errors import DecorumError

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
