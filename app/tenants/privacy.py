"""A tenant's privacy settings: read, changed, and applied to requests that leave them open."""

import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.privacy import privacy_unit, settled, standing_privacy
from app.db.engine import reachable
from app.domain.caller import Caller
from app.domain.errors import RecordUnavailable
from app.domain.privacy import PrivacyChange, PrivacySettings
from app.domain.rewrite import Options

TRIALS = 5


class Privacy:
    """Writes through a ledger that has been entered, and reads from the engine.

    Every method raises `RecordUnavailable` where the database fails.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        ledger: Ledger,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._engine = engine
        self._ledger = ledger
        self._now = now

    async def find(self, tenant: str) -> PrivacySettings:
        """Return the settings of a tenant."""
        with reachable():
            async with self._engine.connect() as connection:
                return await standing_privacy(connection, tenant)

    async def change(self, caller: Caller, change: PrivacyChange) -> PrivacySettings:
        """Put new settings in place of those before, which stay on record."""
        for trial in range(TRIALS):
            before = await self.find(caller.tenant)
            settings = settled(replace(before, **change.named()), before.version + 1, self._now())
            try:
                await self._ledger.append(privacy_unit(caller, settings))
            except RecordUnavailable as error:  # of two that count up at once, one has to do it again
                if trial + 1 == TRIALS or not isinstance(error.__cause__, IntegrityError):
                    raise
            else:
                break
        return settings

    async def applied(self, tenant: str, options: Options) -> Options:
        """Return options with the tenant's settings where the request says nothing."""
        if options.store is not None and options.mask is not None:
            return options
        settings = await self.find(tenant)
        return replace(
            options,
            store=options.store or settings.store,
            mask=settings.mask if options.mask is None else options.mask,
        )
