"""Asking a model only so many things at once, with a short queue before it."""

import asyncio
import time
from typing import Any

from app.domain.attempt import Completion, Prompt
from app.domain.errors import ModelUnavailable
from app.llm.client import Client


class Queue:
    """A client with a limit on calls at once; as many more may wait, each within the time that it has.

    Args:
        client: whom to ask.
        size: how many calls go on at once, and how many may wait.

    """

    def __init__(self, client: Client, size: int) -> None:
        self._client = client
        self._size = size
        self._slots = asyncio.Semaphore(size)
        self._waiting = 0

    @property
    def parameters(self) -> dict[str, Any]:
        """What the client sends with every call."""
        return self._client.parameters

    async def complete(self, prompt: Prompt, *, model: str, timeout: float) -> Completion:  # noqa: ASYNC109
        """Ask the client as soon as there is room; see `Client.complete`. Waiting is part of `timeout`.

        Raises:
            ModelError: the client's, or ModelUnavailable where the queue is full or no room came free in time.

        """
        started = time.monotonic()
        await self._enter(timeout)
        try:
            left = max(timeout - (time.monotonic() - started), 0.0)
            return await self._client.complete(prompt, model=model, timeout=left)
        finally:
            self._slots.release()

    async def close(self) -> None:
        """Close the client."""
        await self._client.close()

    async def _enter(self, seconds: float) -> None:
        if self._slots.locked() and self._waiting >= self._size:
            raise _busy(f"calls under way: {self._size}, waiting: {self._waiting}")
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._slots.acquire()
        except TimeoutError:
            raise _busy(f"none of its {self._size} places came free within {seconds:g} seconds") from None
        finally:
            self._waiting -= 1


def _busy(reason: str) -> ModelUnavailable:
    return ModelUnavailable(f"The model is busy: {reason}.", retryable=True)
