"""The record as the other stages use it."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.attempts import attempt_unit
from app.audit.contents import Keeping
from app.audit.decidable import Decidable, decidable
from app.audit.decisions import decision_unit
from app.audit.encryption import PLAIN, Encryption
from app.audit.history import attempts_at, one_rewrite, some_rewrites
from app.audit.ledger import Ledger
from app.audit.listing import Filters, Page, page_of_rewrites
from app.audit.provenance import Provenance
from app.audit.repeats import newest_repeat
from app.audit.replayable import Replayable, replayable, sides
from app.audit.rewrites import Judgements, rewrite_unit
from app.audit.tables import AttemptRow
from app.db.engine import reachable
from app.domain.attempt import Attempt
from app.domain.caller import Caller
from app.domain.context import Context
from app.domain.decision import Decision
from app.domain.rewrite import Options, Rewrite, Side, Store


class Record:
    """Writes through a ledger that has been entered, and reads from the engine.

    Every method raises `RecordUnavailable` where the database fails: then nothing may leave. No transaction is
    open while anything but the database is waited for.
    """

    def __init__(self, engine: AsyncEngine, ledger: Ledger, encryption: Encryption = PLAIN) -> None:
        self._engine = engine
        self._ledger = ledger
        self._encryption = encryption
        self._provenance = Provenance(engine)

    async def record_attempt(self, caller: Caller, attempt: Attempt, *, context: Context, store: Store) -> None:
        """Put a model call on record, in a commit of its own.

        Args:
            caller: whose record, and who asked for it.
            attempt: the call; its judgement is recorded with the rewrite.
            context: the request's, whose names `redacted` takes out.
            store: as the request's options say.

        """
        await self._ledger.append(attempt_unit(caller.tenant, caller.actor, attempt, Keeping(store, context)))

    async def record_rewrite(
        self,
        caller: Caller,
        rewrite: Rewrite,
        *,
        context: Context,
        options: Options,
        judgements: Judgements,
        digest: str | None = None,
    ) -> Rewrite:
        """Put a rewrite on record and return it with its place in the ledger.

        Args:
            caller: whose record, and who asked for it.
            rewrite: with its draft and the report on it.
            context: what it was judged by: as the caller gave it, the thread filled from recorded outreach.
            options: as the caller gave them; `store` says how much of the texts is kept.
            judgements: what verification made of the attempts, by number.
            digest: what finds it again where a model would be asked the same; None where it isn't to be found.

        Raises:
            ValueError: the rewrite lacks draft or report, or a text holds a lone surrogate.

        """
        output = rewrite.rewrite
        key = await self._provenance.mark(caller.tenant, output.body) if output else None
        unit = rewrite_unit(caller, rewrite, context, options, judgements, key, digest)
        audit = await self._ledger.append(unit)
        return structs.replace(rewrite, audit=audit, updated_at=audit.at)

    async def record_decision(self, caller: Caller, decision: Decision, about: Decidable) -> None:
        """Put a decision on record.

        Raises:
            ValueError: a text holds a lone surrogate.

        """
        keeping = Keeping(about.store, about.context)
        await self._ledger.append(decision_unit(caller, decision, about.created_at, keeping))

    async def decidable(self, tenant: str, id_: str) -> Decidable:
        """Return what deciding about a rewrite needs to know.

        Raises:
            NotFound: this tenant has none of that id.
            Erased: its texts are erased, and nothing is to be added.

        """
        with reachable():
            async with self._engine.connect() as connection:
                return await decidable(connection, tenant, id_, self._encryption)

    async def replayable(self, tenant: str, id_: str) -> Replayable:
        """Return what it takes to make a rewrite once more.

        Raises:
            NotFound: this tenant has none of that id.
            Erased: its texts are erased.
            NotKept: its texts weren't kept whole.

        """
        with reachable():
            async with self._engine.connect() as connection:
                return await replayable(connection, tenant, id_, self._encryption)

    async def sides(self, tenant: str, ids: Sequence[str]) -> dict[str, Side]:
        """Return several rewrites in figures, by id; those that aren't there are left out."""
        with reachable():
            async with self._engine.connect() as connection:
                return await sides(connection, tenant, ids)

    async def find_rewrite(self, tenant: str, id_: str) -> Rewrite:
        """Return a rewrite; texts that weren't kept come back None.

        Raises:
            NotFound: this tenant has none of that id.

        """
        with reachable():
            async with self._engine.connect() as connection:
                return await one_rewrite(connection, tenant, id_, self._encryption)

    async def secret(self, tenant: str) -> bytes:
        """Return the secret of a tenant's keyed hashes."""
        return await self._provenance.secret(tenant)

    async def find_rewrites(self, tenant: str, ids: Sequence[str]) -> dict[str, Rewrite]:
        """Return several rewrites by id; those that aren't there are left out."""
        with reachable():
            async with self._engine.connect() as connection:
                return {
                    rewrite.id: rewrite for rewrite in await some_rewrites(connection, tenant, ids, self._encryption)
                }

    async def find_repeat(self, tenant: str, digest: str) -> Rewrite | None:
        """Return the newest rewrite of a digest; None where there is none, or its text was erased."""
        with reachable():
            async with self._engine.connect() as connection:
                return await newest_repeat(connection, tenant, digest, self._encryption)

    async def list_rewrites(self, tenant: str, filters: Filters, limit: int = 20, cursor: str | None = None) -> Page:
        """Return a page of rewrites, newest first; those since a change the oldest first.

        Pages neither repeat nor skip while others are written.

        Raises:
            InvalidCursor: no page gave this cursor.

        """
        with reachable():
            async with self._engine.connect() as connection:
                return await page_of_rewrites(connection, tenant, filters, limit, cursor, self._encryption)

    async def count_calls(self, tenant: str, rewrite_id: str) -> int:
        """Return how many model calls are on record for a rewrite, which may not have come to an end."""
        own = select(func.count()).where(AttemptRow.tenant == tenant, AttemptRow.rewrite_id == rewrite_id)
        with reachable():
            async with self._engine.connect() as connection:
                return await connection.scalar(own) or 0

    async def attempts_of(self, tenant: str, rewrite_id: str) -> list[Attempt]:
        """Return the model calls for a rewrite in order, each with the judgement of it.

        Raises:
            NotFound: this tenant has no such rewrite, and no attempt at one.

        """
        with reachable():
            async with self._engine.connect() as connection:
                return await attempts_at(connection, tenant, rewrite_id, self._encryption)
