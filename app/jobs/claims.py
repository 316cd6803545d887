"""Idempotency keys: the first request under a key is worked on, the others get its answer.

The answer isn't kept twice: a claim names the rewrite, and the rewrite's record is the answer. A claim is held by a
lease, so that a process which dies in the middle blocks no key for long.
"""

import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Row, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.audit.tables import RewriteRow
from app.db.engine import for_writing, reachable
from app.domain.errors import InFlight, KeyReused, RecordUnavailable
from app.domain.request import RewriteRequest
from app.jobs.tables import ClaimRow, ItemRow
from app.rewriting.rewriter import new_id

LIFE = dt.timedelta(hours=24)
GRACE = 15.0  # seconds beyond the deadline: for the turn to come, and for the record
encoder = msgspec.json.Encoder(order="sorted")
T = TypeVar("T")


class Claim(Struct, frozen=True):
    """What is known of a key; without one, every request stands for itself.

    Attributes:
        tenant: whose key.
        key: its hash; None where the caller gave no key.
        rewrite_id: the rewrite that is, or will be, the answer.
        answered: whether that is on record.
        waiting: whether it has been put off, to be made later.
        resumed: whether somebody began before, and didn't end.

    """

    tenant: str
    key: str | None
    rewrite_id: str
    answered: bool = False
    waiting: bool = False
    resumed: bool = False


class Claims:
    """Idempotency keys in the database, for all processes alike.

    Args:
        engine: where they are kept.
        deadline: seconds that a rewrite may take.
        now: the time of day.

    """

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        deadline: float,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._engine = for_writing(engine)
        self._lease = dt.timedelta(seconds=deadline + GRACE)
        self._now = now

    async def take(self, tenant: str, key: str | None, request: RewriteRequest) -> Claim:
        """Claim a key for a request, or learn what its answer is.

        Raises:
            InFlight: somebody is working on the answer.
            KeyReused: the key stands for another request.
            RecordUnavailable: the database can't be had.

        """
        if key is None:
            return Claim(tenant, None, new_id("rw"))
        row = {
            "tenant": tenant,
            "key": hashed(key, b"key"),
            "request": hashed(key, b"request", encoder.encode(request)),
            "rewrite_id": new_id("rw"),
            "lease_until": self._now() + self._lease,
            "expires_at": self._now() + LIFE,
        }
        with reachable():
            try:
                async with self._engine.begin() as connection:
                    return await self._taken(connection, row)
            except IntegrityError:  # another process was first, this very moment
                raise in_flight() from None

    async def held(self, claim: Claim, work: Callable[[], Awaitable[T]]) -> T:
        """Do the work for a claim; where it comes to nothing, the key is free to be tried again."""
        try:
            return await work()
        except BaseException:
            with suppress(RecordUnavailable):
                await self._let_go(claim)
            raise

    async def sweep(self) -> None:
        """Forget keys that are past their time.

        Raises:
            RecordUnavailable: the database can't be had.

        """
        with reachable():
            async with self._engine.begin() as connection:
                await connection.execute(delete(ClaimRow).where(ClaimRow.expires_at <= self._now()))

    async def _taken(self, connection: AsyncConnection, row: dict[str, Any]) -> Claim:
        this = (ClaimRow.tenant == row["tenant"], ClaimRow.key == row["key"])
        await connection.execute(delete(ClaimRow).where(*this, ClaimRow.expires_at <= self._now()))
        found = (await connection.execute(select(ClaimRow.__table__).where(*this).with_for_update())).one_or_none()
        if found is None:
            await connection.execute(insert(ClaimRow).values(row))
            return Claim(row["tenant"], row["key"], row["rewrite_id"])
        if found.request != row["request"]:
            raise KeyReused("This Idempotency-Key stands for another request.")
        answered, waiting = await whereabouts(connection, found)
        if not (answered or waiting):
            if found.lease_until > self._now():
                raise in_flight()
            await connection.execute(update(ClaimRow).where(*this).values(lease_until=row["lease_until"]))
        return Claim(found.tenant, found.key, found.rewrite_id, answered, waiting, resumed=True)

    async def _let_go(self, claim: Claim) -> None:
        if claim.key is None:
            return
        this = update(ClaimRow).where(ClaimRow.tenant == claim.tenant, ClaimRow.key == claim.key)
        with reachable():
            async with self._engine.begin() as connection:
                await connection.execute(this.values(lease_until=self._now()))


async def whereabouts(connection: AsyncConnection, found: Row[Any]) -> tuple[bool, bool]:
    """Say whether the rewrite that a claim names is on record, and whether it has been put off."""
    recorded = exists().where(RewriteRow.tenant == found.tenant, RewriteRow.id == found.rewrite_id)
    put_off = exists().where(ItemRow.tenant == found.tenant, ItemRow.id == found.rewrite_id)
    answered, waiting = (await connection.execute(select(recorded, put_off))).one()
    return answered, waiting


def hashed(key: str, purpose: bytes, content: bytes = b"") -> str:
    """Return a hash that only who has the caller's key can compute."""
    secret = hashlib.blake2b(key.encode(), digest_size=32, person=b"idempotency").digest()
    return hashlib.blake2b(content, digest_size=32, key=secret, person=purpose).hexdigest()


def in_flight() -> InFlight:
    """Return what those are told who ask meanwhile."""
    return InFlight("The first request under this Idempotency-Key is still being worked on.")
