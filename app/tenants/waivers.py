"""Waivers that hold for all of a tenant's drafts: made, read, withdrawn."""

import datetime as dt
import time
from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import aliased

from app.audit.ledger import Ledger
from app.audit.tables import WaiverRow
from app.audit.waivers import new_id, restored_waiver, waiver_unit, withdrawal_unit
from app.db.engine import reachable
from app.domain.caller import Caller
from app.domain.errors import NotFound, RecordUnavailable, TooManyWaivers
from app.domain.history import in_utc
from app.domain.waiver import StandingWaiver, Waiver

MOST = 100  # of one tenant: every report names those it had no use for
FRESH = 2.0  # seconds that a process may go on with what it read


class StandingWaivers:
    """Writes through a ledger that has been entered, and reads from the engine.

    What holds is read anew at once after a change here, and after two seconds where another process made it.

    Args:
        engine: where waivers are.
        ledger: where each is written.
        clock: seconds that never run backwards.

    """

    def __init__(self, engine: AsyncEngine, ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._ledger = ledger
        self._clock = clock
        self._read: dict[str, tuple[float, Sequence[StandingWaiver]]] = {}

    async def in_force(self, tenant: str, now: dt.datetime) -> tuple[Waiver, ...]:
        """Return what the tenant lets pass at a time. Where that can't be read, nothing passes: a check goes on."""
        read_at, waivers = self._read.get(tenant, (float("-inf"), ()))
        if self._clock() - read_at >= FRESH:
            try:
                waivers = await self.list_waivers(tenant)
            except RecordUnavailable:
                waivers = ()
            self._read[tenant] = self._clock(), waivers
        return tuple(waiver.plain() for waiver in waivers if waiver.expires_at is None or waiver.expires_at > now)

    async def list_waivers(self, tenant: str) -> list[StandingWaiver]:
        """Return the tenant's waivers that weren't withdrawn, those that have expired too, the newest first.

        Raises:
            RecordUnavailable: the database fails.

        """
        with reachable():
            async with self._engine.connect() as connection:
                return await _standing(connection, tenant)

    async def add(self, caller: Caller, waiver: Waiver, expires_at: dt.datetime | None) -> StandingWaiver:
        """Let the findings of a fingerprint pass in all drafts, until a time if one is given.

        Raises:
            TooManyWaivers: the tenant has as many as it may.
            RecordUnavailable: the database fails.

        """
        now = dt.datetime.now(dt.UTC)
        standing = await self.list_waivers(caller.tenant)
        if sum(one.expires_at is None or one.expires_at > now for one in standing) >= MOST:
            raise TooManyWaivers(f"{MOST} waivers hold already: withdraw one, or waive in the draft alone.")
        added = StandingWaiver(
            id=new_id(),
            created_at=now,
            fingerprint=waiver.fingerprint,
            by=waiver.by,
            reason=waiver.reason,
            expires_at=in_utc(expires_at) if expires_at else None,
        )
        await self._ledger.append(waiver_unit(caller, added))
        self._read.pop(caller.tenant, None)
        return added

    async def withdraw(self, caller: Caller, waiver_id: str) -> None:
        """End a waiver; it stays on record. Ending it twice is no error.

        Raises:
            NotFound: there never was such a waiver.
            RecordUnavailable: the database fails.

        """
        with reachable():
            async with self._engine.connect() as connection:
                found = await connection.scalar(select(_made(caller.tenant, WaiverRow.id == waiver_id)))
                ended = await connection.scalar(select(exists().where(_ends(caller.tenant, waiver_id))))
        if not found:
            raise NotFound("There is no such waiver.")
        if not ended:
            await self._ledger.append(withdrawal_unit(caller, waiver_id, dt.datetime.now(dt.UTC)))
            self._read.pop(caller.tenant, None)


def _made(tenant: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(WaiverRow.tenant == tenant, WaiverRow.withdraws.is_(None), *conditions)


def _ends(tenant: str, waiver_id: str) -> ColumnElement[bool]:
    return (WaiverRow.tenant == tenant) & (WaiverRow.withdraws == waiver_id)


async def _standing(connection: AsyncConnection, tenant: str) -> list[StandingWaiver]:
    end = aliased(WaiverRow)
    ended = exists().where(end.tenant == tenant, end.withdraws == WaiverRow.id)
    query = select(WaiverRow.__table__).where(WaiverRow.tenant == tenant, WaiverRow.withdraws.is_(None), ~ended)
    rows = await connection.execute(query.order_by(WaiverRow.at.desc(), WaiverRow.id.desc()))
    return [restored_waiver(row) for row in rows]
