"""What recorded outreach says about a recipient and a draft to them."""

import datetime as dt
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.tables import Fingerprint, OutreachRow
from app.db.types import Instant
from app.domain.context import Thread
from app.domain.draft import Channel
from app.domain.history import History, SameText, alike
from app.rules import Ruleset

WEEK = 7
LONGER_THAN_A_MONTH = 32
CHUNK = 500  # ids in one query


class Past:
    """Reads what is on record of one recipient, and of all others, within one connection.

    Args:
        connection: to read from.
        tenant: whose record.
        recipient: the keyed hash of the recipient in question.

    """

    def __init__(self, connection: AsyncConnection, tenant: str, recipient: str) -> None:
        self._connection = connection
        self._tenant = tenant
        self._recipient = recipient
        self._mine = OutreachRow.tenant == tenant

    async def thread(self) -> Thread | None:
        """Return what went on with the recipient; None where nothing is on record."""
        last = func.max(OutreachRow.at, type_=Instant())
        query = select(OutreachRow.event, func.count(), last).where(
            self._mine, OutreachRow.recipient == self._recipient
        )
        rows = await self._connection.execute(query.group_by(OutreachRow.event))
        events = {event: (count, at) for event, count, at in rows}
        if not events:
            return None
        sent, last_sent_at = events.get("sent", (None, None))
        return Thread(sent=sent, last_sent_at=last_sent_at, replied="replied" in events, declined="declined" in events)

    async def history(
        self,
        channel: Channel,
        sentences: Mapping[int, str],
        company: str | None,
        now: dt.datetime,
        rules: Ruleset,
        together: SameText | None = None,
    ) -> History:
        """Return what outreach to others says about a draft.

        Args:
            channel: where the draft will be sent.
            sentences: its fingerprints, with the sentences they stand for.
            company: the keyed hash of the recipient's company; None for the one last recorded with the recipient.
            now: the time of checking.
            rules: whose windows count; a rule that is off asks for nothing.
            together: how far the same text goes out with other drafts.

        """
        same_text = company_recipients = notes = invitations = None
        if repeated := rules.active.get("mass-message"):
            days, share = repeated.parameters["days"], repeated.parameters["share"]
            same_text = await self._same_text(sentences, now, days, share, together)
        if bombed := rules.active.get("carpet-bombing"):
            company_recipients = await self._at_company(company, before(now, bombed.parameters["days"]))
        if "invitation-quota" in rules.active and channel == "connection_note":
            month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            end = before(month, -LONGER_THAN_A_MONTH).replace(day=1)
            notes = await self._notes(OutreachRow.at >= month, OutreachRow.at < end)
            invitations = await self._notes(OutreachRow.at > before(now, WEEK))
        return History(
            same_text=same_text,
            same_drafts=together,
            company_recipients=company_recipients,
            notes_this_month=notes,
            invitations_this_week=invitations,
        )

    async def _same_text(
        self, sentences: Mapping[int, str], now: dt.datetime, days: int, share: float, together: SameText | None
    ) -> SameText | None:
        query = select(Fingerprint.event_id, Fingerprint.key).where(
            Fingerprint.tenant == self._tenant,
            Fingerprint.key.in_(list(sentences)),
            Fingerprint.sent_at > before(now, days),
        )
        shared: dict[str, set[int]] = defaultdict(set)
        for event_id, key in await self._connection.execute(query) if sentences else ():
            shared[event_id].add(key)
        people, keys = set(), set()
        async for event_id, recipient, count in self._messages(list(shared)):
            if recipient not in (None, self._recipient) and alike(
                len(shared[event_id]), min(count, len(sentences)), share
            ):
                people.add(recipient)
                keys |= shared[event_id]
        if together:
            people.difference_update(together.keys)
        texts = tuple(text for key, text in sentences.items() if key in keys)
        return SameText(recipients=len(people), sentences=texts, days=days) if people else None

    async def _messages(self, ids: Sequence[str]) -> AsyncIterator[tuple[str, str | None, int]]:
        """Yield id, recipient and number of sentences of events.

        Not as a join: without statistics, SQLite takes the tenant for a narrow condition and reads all its events.
        """
        for start in range(0, len(ids), CHUNK):
            query = select(OutreachRow.id, OutreachRow.recipient, OutreachRow.sentences)
            query = query.where(self._mine, OutreachRow.id.in_(ids[start : start + CHUNK]))
            for id_, recipient, sentences in await self._connection.execute(query):
                yield id_, recipient, sentences

    async def _at_company(self, company: str | None, since: dt.datetime) -> int | None:
        if company is None and (company := await self._last_company()) is None:
            return None
        query = select(func.count(OutreachRow.recipient.distinct())).where(
            self._mine,
            OutreachRow.company == company,
            OutreachRow.at > since,
            OutreachRow.event == "sent",
            OutreachRow.recipient != self._recipient,
        )
        return await self._connection.scalar(query)

    async def _last_company(self) -> str | None:
        query = select(OutreachRow.company).where(
            self._mine, OutreachRow.recipient == self._recipient, OutreachRow.company.is_not(None)
        )
        return await self._connection.scalar(query.order_by(OutreachRow.at.desc(), OutreachRow.id.desc()).limit(1))

    async def _notes(self, *during: ColumnElement[bool]) -> int | None:
        query = select(func.count()).where(self._mine, OutreachRow.channel == "connection_note", *during)
        return await self._connection.scalar(query.where(OutreachRow.event == "sent"))


def before(instant: dt.datetime, days: int) -> dt.datetime:
    """Return the instant so many days before; the calendar's first or last where that lies beyond it."""
    try:
        return instant - dt.timedelta(days=days)
    except OverflowError:
        zone = instant.tzinfo
        return dt.datetime.min.replace(tzinfo=zone) if days > 0 else dt.datetime.max.replace(tzinfo=zone)
