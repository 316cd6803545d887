"""Work that is done only as long as somebody waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from litestar.types import Receive

from app.api.problems import AnyRequest, CallerGone

T = TypeVar("T")


async def while_present(request: AnyRequest, work: Coroutine[Any, Any, T]) -> T:
    """Return what the work comes to; cancel it where the caller goes away before. The body must have been read.

    Raises:
        CallerGone: nobody is there any more.

    """
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(departure(request.receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise CallerGone
    finally:
        await ended(working, leaving)


async def departure(receive: Receive) -> None:
    """Wait until the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def ended(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they have put down what they must."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
