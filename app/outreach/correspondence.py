"""Recorded outreach as the other stages use it."""

import asyncio
import datetime as dt
import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from msgspec import Struct, structs
from sqlalchemy import BigInteger, Text, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.audit.cursors import cursor_after, place
from app.audit.ledger import Ledger
from app.audit.outreach import Hashes, outreach_unit, restored_outreach, salt_unit
from app.audit.tables import OutreachRow, OutreachSalt
from app.db.engine import UNAVAILABLE, reachable
from app.db.types import microseconds
from app.domain.caller import Caller
from app.domain.context import Context, Recipient, Thread
from app.domain.draft import Channel, Draft
from app.domain.errors import RecordUnavailable
from app.domain.history import NOTHING_BEFORE, History, Outreach, OutreachEvent, SameText, in_utc
from app.outreach.batch import same_texts
from app.outreach.fingerprints import company_key, fingerprints, recipient_key
from app.outreach.history import Past
from app.rules import Ruleset, ruleset


class Known(Struct, frozen=True):
    """What a draft is checked by: the caller's context, its thread filled, and what went to others."""

    context: Context
    history: History


class Page(Struct, frozen=True):
    """Events, newest first, and the cursor of the next page; None where this is the last."""

    events: tuple[Outreach, ...]
    next_cursor: str | None


class Correspondence:
    """Writes events through a ledger that has been entered, and reads them from the engine.

    Of a message that was sent only keyed hashes of its sentences are kept. Every method raises `RecordUnavailable`
    where the database fails.
    """

    def __init__(self, engine: AsyncEngine, ledger: Ledger) -> None:
        self._engine = engine
        self._ledger = ledger
        self._salts: dict[str, bytes] = {}

    async def record(
        self,
        caller: Caller,
        recipient: Recipient,
        event: OutreachEvent,
        at: dt.datetime,
        channel: Channel,
        body: str | None = None,
        *,
        keep_ref: bool = True,
    ) -> Outreach:
        """Put an event on record and return it as it is kept.

        Args:
            caller: whose record, and who asked for it.
            recipient: who was written to or answered; what is known of them is masked in the text.
            event: what happened.
            at: when.
            channel: by which way.
            body: what was sent; of other events it is left aside.
            keep_ref: whether to keep the caller's names for recipient and company beside their keyed hashes.

        Raises:
            ValueError: the recipient has no `ref`, or `at` lies in no year of an event.

        """
        if not recipient.ref:
            raise ValueError("An event is recorded with its recipient's ref.")
        salt = await self._own_salt(caller)
        sentences = {}
        if body and event == "sent":
            sentences = fingerprints(Draft(channel=channel, body=body), Context(recipient=recipient), salt)
        outreach = Outreach(
            id=f"ou_{secrets.token_hex(12)}",
            recipient=Recipient(ref=recipient.ref, company=recipient.company) if keep_ref else Recipient(),
            event=event,
            at=in_utc(at),
            channel=channel,
        )
        hashes = Hashes(
            recipient=recipient_key(recipient.ref, salt),
            company=company_key(recipient.company, salt) if recipient.company else None,
            sentences=sentences,
        )
        await self._ledger.append(outreach_unit(caller.tenant, caller.actor, outreach, hashes))
        return outreach

    async def known(
        self,
        tenant: str,
        draft: Draft,
        context: Context,
        rules: Ruleset | None = None,
        together: SameText | None = None,
    ) -> Known:
        """Return what is known around a draft; without a `recipient.ref` the database isn't asked.

        Args:
            tenant: whose record.
            draft: what is to be sent.
            context: what the caller says.
            rules: whose windows count; the default policy's unless others are given.
            together: how far the same text goes out with other drafts.

        """
        recipient = context.recipient
        nothing = History(same_drafts=together) if together else NOTHING_BEFORE
        if recipient is None or not recipient.ref:
            return Known(context, nothing)
        rules = rules or ruleset("default")
        with reachable():
            async with self._engine.connect() as connection:
                salt = await self._salt(connection, tenant)
                if salt is None:
                    return Known(context, nothing)
                past = Past(connection, tenant, recipient_key(recipient.ref, salt))
                filled = with_thread(context, await past.thread())
                if context.now is None:
                    return Known(filled, nothing)
                sentences = fingerprints(draft, context, salt)
                company = company_key(recipient.company, salt) if recipient.company else None
                history = await past.history(draft.channel, sentences, company, context.now, rules, together)
                return Known(filled, history)

    async def compare(
        self, tenant: str, drafts: Sequence[tuple[Draft, Context]], shares: Sequence[float]
    ) -> list[SameText | None]:
        """Return for each draft how far its text goes out with the others; `shares` says for each what makes it alike.

        Whoever is written to is known again in the record by the tenant's salt, where there is a record.
        """
        salt = await self._stored_salt(tenant)
        key = partial(recipient_key, secret=salt) if salt else None
        return await asyncio.to_thread(same_texts, drafts, shares, key)

    async def list_events(
        self, tenant: str, recipient_ref: str | None = None, limit: int = 20, cursor: str | None = None
    ) -> Page:
        """Return a page of events, newest first; pages neither repeat nor skip while others are written.

        Raises:
            InvalidCursor: no page gave this cursor.

        """
        query = select(OutreachRow.__table__).where(OutreachRow.tenant == tenant)
        if cursor is not None:
            since = tuple_(*place(cursor), types=[BigInteger(), Text()])
            query = query.where(tuple_(OutreachRow.at, OutreachRow.id) < since)
        query = query.order_by(OutreachRow.at.desc(), OutreachRow.id.desc()).limit(limit + 1)
        with reachable():
            async with self._engine.connect() as connection:
                if recipient_ref is not None:
                    salt = await self._salt(connection, tenant)
                    query = query.where(OutreachRow.recipient == recipient_key(recipient_ref, salt or b""))
                rows = (await connection.execute(query)).all()
        events = tuple(restored_outreach(row) for row in rows[:limit])
        return Page(events, cursor_after(microseconds(events[-1].at), events[-1].id) if len(rows) > limit else None)

    async def key_of(self, tenant: str, recipient_ref: str) -> str | None:
        """Return the keyed hash that events with a recipient are found by; None where nothing was ever recorded."""
        salt = await self._stored_salt(tenant)
        return recipient_key(recipient_ref, salt) if salt else None

    async def _salt(self, connection: AsyncConnection, tenant: str) -> bytes | None:
        """Return the tenant's salt; None where nothing was ever recorded."""
        if tenant not in self._salts:
            salt = await connection.scalar(select(OutreachSalt.salt).where(OutreachSalt.tenant == tenant))
            if salt is None:
                return None
            self._salts[tenant] = salt
        return self._salts[tenant]

    async def _own_salt(self, caller: Caller) -> bytes:
        """Return the tenant's salt, a new one where there is none."""
        salt = await self._stored_salt(caller.tenant)
        if salt is None:
            with suppress(RecordUnavailable):  # another process may have been first
                await self._ledger.append(salt_unit(caller.tenant, caller.actor))
            salt = await self._stored_salt(caller.tenant)
        if salt is None:
            raise RecordUnavailable(UNAVAILABLE)
        return salt

    async def _stored_salt(self, tenant: str) -> bytes | None:
        with reachable():
            async with self._engine.connect() as connection:
                return await self._salt(connection, tenant)


def with_thread(context: Context, recorded: Thread | None) -> Context:
    """Return the context with a recorded thread where the caller says nothing; what the caller says wins."""
    if recorded is None:
        return context
    given = structs.asdict(context.thread or Thread())
    known = structs.asdict(recorded)
    thread = Thread(**{name: known[name] if value is None else value for name, value in given.items()})
    return structs.replace(context, thread=thread)
