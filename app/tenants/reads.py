"""Who was shown what: on the ledger before it is shown, where the tenant's settings ask for that."""

import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence

from app.audit.ledger import Ledger
from app.audit.reads import Shown, read_unit
from app.domain.batch import ItemResult
from app.domain.caller import Caller
from app.domain.rewrite import Rewrite
from app.tenants.privacy import Privacy

TOGETHER = 100  # results of a batch that are noted at once


class Reads:
    """Writes through a ledger that has been entered.

    Every method raises `RecordUnavailable` where the database fails: then nothing may be shown.
    """

    def __init__(
        self, privacy: Privacy, ledger: Ledger, *, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    ) -> None:
        self._privacy = privacy
        self._ledger = ledger
        self._now = now

    async def note(self, caller: Caller, ids: Sequence[str], shown: Shown = "rewrite") -> None:
        """Put on the ledger that rewrites, or their model calls, are shown to a caller."""
        if ids and (await self._privacy.find(caller.tenant)).record_reads:
            await self._ledger.append(read_unit(caller, shown, ids, self._now()))

    async def noted(self, caller: Caller, results: AsyncIterator[ItemResult]) -> AsyncIterator[ItemResult]:
        """Yield the results of a batch, the rewrites among them noted before."""
        waiting: list[ItemResult] = []
        async for result in results:
            waiting.append(result)
            if len(waiting) == TOGETHER:
                await self._note_all(caller, waiting)
                for one in waiting:
                    yield one
                waiting = []
        await self._note_all(caller, waiting)
        for one in waiting:
            yield one

    async def _note_all(self, caller: Caller, results: Sequence[ItemResult]) -> None:
        await self.note(caller, [one.result.id for one in results if isinstance(one.result, Rewrite)])
