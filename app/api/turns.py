"""How many rewrites one process works on at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.domain.errors import Busy

PATIENCE = 5.0  # seconds until a turn must have come
T = TypeVar("T")


class Turns:
    """Lets so many work at once, and as many more wait for a moment; whoever comes then is told to come back."""

    def __init__(self, places: int, patience: float = PATIENCE) -> None:
        self._places = asyncio.Semaphore(places)
        self._room = 2 * places
        self._patience = patience

    async def taken(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do the work when its turn comes.

        Raises:
            Busy: too many are waiting, or the turn doesn't come.

        """
        if not self._room:
            raise _busy()
        self._room -= 1
        try:
            await self._turn()
            try:
                return await work()
            finally:
                self._places.release()
        finally:
            self._room += 1

    async def _turn(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise _busy() from None


def _busy() -> Busy:
    return Busy("The service is working on as many rewrites as it can just now.")
