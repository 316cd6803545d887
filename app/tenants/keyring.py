"""The keyring: tells who shows a key, from memory. A revocation elsewhere counts within seconds."""

import asyncio
import datetime as dt
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.keys import Lock, restored_key
from app.db.engine import reachable
from app.domain.caller import Caller
from app.domain.errors import KeyRefused, RecordUnavailable
from app.domain.key import ApiKey
from app.tenants import stored_keys, tokens
from app.tenants.uses import Uses

FRESH = 5.0  # seconds that a key is taken from memory before the database is asked again
OPEN = 2.0  # seconds that a service is taken to have no key yet
KNOWN = 10_000
UNKNOWN = "This isn't a key of this service."


class Known(Struct, frozen=True, kw_only=True):
    """A key as the database told it: who shows it, and until when it is believed unasked."""

    caller: Caller
    lock: Lock
    key: ApiKey
    fresh_until: float


class Keyring:
    """Knows the keys that were shown lately, and whether there is any at all.

    Args:
        engine: where the keys are.
        uses: takes note of who was seen.
        now: the time of day, for what expires.
        clock: seconds that never run backwards, for what is fresh.

    """

    def __init__(
        self,
        engine: AsyncEngine,
        uses: Uses,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._uses = uses
        self._now = now
        self._clock = clock
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._reading = asyncio.Lock()
        self._open_until: float | None = None

    async def is_open(self) -> bool:
        """Say whether no key was ever made. Once one is there, that is for good, and the database isn't asked."""
        if self._open_until is None:
            return False
        if self._clock() >= self._open_until:
            self._open_until = self._clock() + OPEN  # nobody else need look meanwhile
            # A database that fails now doesn't close what was open: what needs it, fails by itself.
            with suppress(RecordUnavailable):
                await self.look()
        return self._open_until is not None

    async def look(self) -> None:
        """Find out whether there is a key; before, the service counts as one with keys.

        Raises:
            RecordUnavailable: the database can't be asked.

        """
        asked = self._clock()
        with reachable():
            async with self._engine.connect() as connection:
                found = await stored_keys.any_key(connection)
        self._open_until = None if found else asked + OPEN

    def close(self) -> None:
        """Take note that there is a key."""
        self._open_until = None

    async def forget(self, id_: str) -> None:
        """Ask the database again when a key is shown next."""
        async with self._reading:  # what is being read now may be older than what just changed
            self._known.pop(id_, None)

    async def caller(self, token: bytes) -> Caller:
        """Return who shows a key.

        Raises:
            KeyRefused: it is none of ours, or has ended.
            RecordUnavailable: the database must be asked, and can't be.

        """
        parts = tokens.split(token)
        if parts is None:
            raise KeyRefused(UNKNOWN)
        id_, secret = parts
        known = self._fresh(id_) or await self._read(id_)
        if known is None or not tokens.opens(secret, known.lock):
            raise KeyRefused(UNKNOWN)
        now = self._now()
        refuse_ended(known.key, now)
        self._uses.note(known.caller, now)
        return known.caller

    def _fresh(self, id_: str) -> Known | None:
        known = self._known.get(id_)
        return known if known is not None and self._clock() < known.fresh_until else None

    async def _read(self, id_: str) -> Known | None:
        """Read a key once for all who wait for it."""
        async with self._reading:
            if known := self._fresh(id_):
                return known
            asked = self._clock()
            with reachable():
                async with self._engine.connect() as connection:
                    row = await stored_keys.one_key(connection, id_)
            self._known.pop(id_, None)
            if row is None:
                return None
            key = restored_key(row)
            known = Known(
                caller=Caller(tenant=key.tenant, actor=id_, scopes=frozenset(key.scopes)),
                lock=Lock(row.salt, row.hash),
                key=key,
                fresh_until=asked + FRESH,
            )
            self._known[id_] = known
            while len(self._known) > KNOWN:
                self._known.popitem(last=False)
            self.close()
            return known


def refuse_ended(key: ApiKey, now: dt.datetime) -> None:
    """Refuse a key that has ended; only who knows its secret gets to hear how.

    Raises:
        KeyRefused: it was revoked, or has expired.

    """
    if key.revoked_at is not None:
        raise KeyRefused("This key was revoked.")
    if key.expires_at is not None and key.expires_at <= now:
        raise KeyRefused("This key has expired.")
