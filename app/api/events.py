"""A rewrite told step by step, as server-sent events (`text/event-stream`)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import msgspec
from anyio import CancelScope
from litestar.response import ServerSentEventMessage

from app.api.presence import ended
from app.api.problems import AnyRequest, failed
from app.domain.progress import Progress, Step
from app.domain.rewrite import Rewrite

SILENCE = 15.0  # seconds after which a comment shows that the connection is alive
ALIVE = ServerSentEventMessage(comment="still at it")


class Telling:
    """Work in a task of its own, and what it tells meanwhile. It ends when nobody listens any more."""

    def __init__(self, request: AnyRequest, work: Callable[[Progress], Coroutine[Any, Any, Rewrite]]) -> None:
        self._request = request
        self._steps: asyncio.Queue[Step | None] = asyncio.Queue()
        self._working = asyncio.create_task(work(self._steps.put_nowait))
        self._working.add_done_callback(lambda _: self._steps.put_nowait(None))
        self._next: Step | None = None

    async def begun(self) -> None:
        """Wait for the first step, so that what fails before it is answered as it always is."""
        self._next = await self._steps.get()
        if self._next is None:
            self._working.result()

    async def messages(self) -> AsyncIterator[ServerSentEventMessage]:
        """Yield each step, and at last `done` with the rewrite, or `error` with a problem."""
        try:
            while self._next:
                yield message(str(type(self._next).__struct_config__.tag), self._next)
                async for sign in self._waited():
                    yield sign
            yield self._end()
        finally:
            with CancelScope(shield=True):
                await ended(self._working)

    async def _waited(self) -> AsyncIterator[ServerSentEventMessage]:
        """Wait for the next step, with signs of life meanwhile."""
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    self._next = await self._steps.get()
            except TimeoutError:
                yield ALIVE
            else:
                return

    def _end(self) -> ServerSentEventMessage:
        error = self._working.exception()
        return told(self._working.result()) if error is None else message("error", failed(self._request, error).content)


def told(rewrite: Rewrite) -> ServerSentEventMessage:
    """Return the last event of a rewrite that is on record."""
    return message("done", rewrite)


def message(name: str, content: object) -> ServerSentEventMessage:
    """Return an event with its data as JSON, which needs no second line."""
    return ServerSentEventMessage(event=name, data=msgspec.json.encode(content).decode(), sep="\n")
