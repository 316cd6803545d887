"""When keys were last used: noted in memory, written once a minute in one go."""

import asyncio
import datetime as dt
from contextlib import suppress
from types import TracebackType
from typing import Self

from sqlalchemy import bindparam, or_, update
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.tables import KeyUse
from app.db.engine import for_writing, reachable
from app.domain.caller import Caller
from app.domain.errors import RecordUnavailable

EVERY = 60.0  # seconds
LATER = or_(KeyUse.last_used_at.is_(None), KeyUse.last_used_at < bindparam("at"))
WRITE = (
    update(KeyUse)
    .where(KeyUse.tenant == bindparam("of"), KeyUse.key_id == bindparam("key"), LATER)
    .values(last_used_at=bindparam("at"))
)


class Uses:
    """Notes who was seen; while it is entered, that is written each minute, and what is left at the end."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._seen: dict[tuple[str, str], dt.datetime] = {}
        self._writing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._writing = asyncio.create_task(self._write_now_and_then(), name="uses of keys")
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
        with suppress(RecordUnavailable):
            await self.write()

    def note(self, caller: Caller, at: dt.datetime) -> None:
        """Note that a key was used."""
        self._seen[caller.tenant, caller.actor] = at

    async def write(self) -> None:
        """Write down what was noted.

        Raises:
            RecordUnavailable: the database failed; what was noted is written next time.

        """
        seen = dict(self._seen)
        if not seen:
            return
        with reachable():
            async with for_writing(self._engine).begin() as connection:
                await connection.execute(WRITE, [{"of": of, "key": key, "at": at} for (of, key), at in seen.items()])
        self._seen = {key: at for key, at in self._seen.items() if seen.get(key) != at}

    async def _write_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            with suppress(RecordUnavailable):
                await self.write()
