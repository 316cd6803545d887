"""Recorded outreach on both databases."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.verification import Verification, broken, verify
from app.db.engine import for_writing, open_engine
from app.domain.caller import LOCAL
from app.domain.context import Context, Recipient, Sender, Thread
from app.domain.draft import Draft
from app.domain.errors import InvalidCursor, RecordUnavailable
from app.domain.history import NOTHING_BEFORE, History, Outreach, SameText
from app.outreach.correspondence import Correspondence

pytestmark = pytest.mark.anyio

TENANT = "local"
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))
DAY = dt.timedelta(days=1)
KILN = "We build small kilns that fire with wood chips and need no chimney."
FAIR = "The first ones stood at the fair in Ghent and ran for four days."
BODY = f"Hi Maya,\n\nI hope you are well. {KILN} {FAIR} May I show you one?\n\nBest regards,\nBea"
DRAFT = Draft(channel="message", body=BODY)


@pytest.fixture
async def ledger(engine: AsyncEngine) -> AsyncIterator[Ledger]:
    async with Ledger(engine) as opened:
        yield opened


@pytest.fixture
def correspondence(engine: AsyncEngine, ledger: Ledger) -> Correspondence:
    return Correspondence(engine, ledger)


async def record(correspondence: Correspondence, ref: str, event: str = "sent", **given: Any) -> Outreach:
    recipient = Recipient(ref=ref, name=given.pop("name", None), company=given.pop("company", None))
    values = {"at": NOON - 2 * DAY, "channel": "message", **given}
    caller = replace(LOCAL, tenant=values.pop("tenant", TENANT))
    return await correspondence.record(caller, recipient, event, **values)


def about(ref: str, **more: Any) -> Context:
    recipient = Recipient(ref=ref, company=more.pop("company", None))
    return Context(**{"now": NOON, "recipient": recipient, **more})


async def history(correspondence: Correspondence, context: Context, draft: Draft = DRAFT, **more: Any) -> History:
    return (await correspondence.known(more.pop("tenant", TENANT), draft, context, **more)).history


async def test_an_event_comes_back_as_it_is_kept(correspondence: Correspondence):
    made = await record(correspondence, "crm-7", company="Fieldwise", name="Maya Ito", at=NOON, body=BODY)
    assert made.recipient == Recipient(ref="crm-7", company="Fieldwise")
    assert (made.event, made.channel, made.at) == ("sent", "message", NOON)
    assert (await correspondence.list_events(TENANT, "crm-7")).events == (made,)


async def test_without_a_ref_nothing_is_looked_up(tmp_path):
    gone = open_engine(f"sqlite:///{tmp_path}/no/such/folder.db")
    correspondence = Correspondence(gone, Ledger(gone))
    for context in (Context(), Context(recipient=Recipient(name="Maya")), Context(recipient=Recipient(ref=""))):
        known = await correspondence.known(TENANT, DRAFT, context)
        assert (known.context, known.history) == (context, NOTHING_BEFORE)
    with pytest.raises(RecordUnavailable):
        await correspondence.known(TENANT, DRAFT, about("crm-7"))
    await gone.dispose()


async def test_an_unknown_recipient_is_unknown(correspondence: Correspondence):
    assert (await correspondence.known(TENANT, DRAFT, about("crm-7"))).history == NOTHING_BEFORE
    await record(correspondence, "crm-8")
    known = await correspondence.known(TENANT, DRAFT, about("crm-7"))
    assert known.context == about("crm-7")


async def test_the_thread_is_filled_and_the_caller_wins(correspondence: Correspondence):
    for days in (9, 3, 5):
        await record(correspondence, "crm-7", at=NOON - days * DAY)
    await record(correspondence, "crm-8", "declined")

    async def thread(given: Thread | None) -> Thread | None:
        return (await correspondence.known(TENANT, DRAFT, about("crm-7", thread=given))).context.thread

    recorded = Thread(sent=3, last_sent_at=NOON - 3 * DAY, replied=False, declined=False)
    assert await thread(None) == recorded
    assert await thread(Thread()) == recorded
    assert await thread(Thread(replied=True)) == Thread(
        sent=3, last_sent_at=NOON - 3 * DAY, replied=True, declined=False
    )
    whole = Thread(sent=0, last_sent_at=NOON, replied=True, declined=True)
    assert await thread(whole) == whole


async def test_answers_are_part_of_the_thread(correspondence: Correspondence):
    await record(correspondence, "crm-7", "declined")
    known = await correspondence.known(TENANT, DRAFT, about("crm-7"))
    assert known.context.thread == Thread(sent=None, replied=False, declined=True)
    await record(correspondence, "crm-7", "replied")
    known = await correspondence.known(TENANT, DRAFT, about("crm-7", now=None))
    assert known.context.thread == Thread(sent=None, replied=True, declined=True)


@pytest.mark.parametrize("others", [1, 2, 5, 12])
async def test_the_same_text_is_counted_by_people(correspondence: Correspondence, others: int):
    for number in range(others):
        body = BODY.replace("Maya", f"Tom{number}").replace("Ghent", "Bruges").replace("four", "4")
        await record(correspondence, f"crm-{number}", body=body.replace("4", "four"), company=f"Firm {number}")
        await record(correspondence, f"crm-{number}", body=body.replace("4", "four"))
    found = await history(correspondence, about("crm-x"))
    assert found.same_text == SameText(recipients=others, sentences=(KILN, FAIR), days=30)
    assert (await history(correspondence, about("crm-0"))).same_text == (
        SameText(recipients=others - 1, sentences=(KILN, FAIR), days=30) if others > 1 else None
    )


async def test_other_messages_with_the_same_pleasantries_are_not_the_same(correspondence: Correspondence):
    for number, sentence in enumerate(
        ("Your lecture on lichens made me look at walls with other eyes.", "Two apprentices came back changed in May.")
    ):
        body = BODY.replace(KILN, sentence).replace(FAIR, "")
        await record(correspondence, f"crm-{number}", body=body)
    assert (await history(correspondence, about("crm-x"))).same_text is None


async def test_the_window_is_the_policys(correspondence: Correspondence):
    await record(correspondence, "crm-1", body=BODY, company="Fieldwise", at=NOON - 31 * DAY)
    found = await history(correspondence, about("crm-x", company="Fieldwise Ltd"))
    assert (found.same_text, found.company_recipients) == (None, 0)
    await record(correspondence, "crm-2", body=BODY, company="Fieldwise", at=NOON - 29 * DAY)
    found = await history(correspondence, about("crm-x", company="Fieldwise Ltd"))
    assert found.same_text is not None
    assert (found.same_text.recipients, found.company_recipients) == (1, 1)


async def test_people_at_a_company_count_once_and_the_company_may_be_known_from_before(correspondence: Correspondence):
    for ref in ("crm-1", "crm-1", "crm-2", "crm-3"):
        await record(correspondence, ref, company="FIELDWISE Inc.")
    await record(correspondence, "crm-4", "replied", company="Fieldwise")
    await record(correspondence, "crm-5", company="Northwind")
    assert (await history(correspondence, about("crm-x", company="fieldwise"))).company_recipients == 3
    assert (await history(correspondence, about("crm-2"))).company_recipients == 2
    assert (await history(correspondence, about("crm-x"))).company_recipients is None


async def test_notes_count_by_the_month_and_invitations_by_the_week(correspondence: Correspondence):
    note = Draft(channel="connection_note", body="Hi Maya, may I connect?")
    month = dt.datetime(2026, 11, 1, tzinfo=NOON.tzinfo)
    second = dt.timedelta(seconds=1)
    for number, at in enumerate((month, month - second, NOON - 8 * DAY, NOON - 6 * DAY, NOON)):
        await record(correspondence, f"crm-{number}", channel="connection_note", at=at)
    await record(correspondence, "crm-6", channel="message", at=NOON)
    await record(correspondence, "crm-7", "replied", channel="connection_note", at=NOON)
    found = await history(correspondence, about("crm-x", sender=Sender(account_tier="free")), note)
    assert (found.notes_this_month, found.invitations_this_week) == (4, 2)
    found = await history(correspondence, about("crm-x"))
    assert (found.notes_this_month, found.invitations_this_week) == (None, None)


@pytest.mark.parametrize("date", [(1, 1, 1), (9999, 12, 31, 23, 59, 59, 999_999)])
@pytest.mark.parametrize("hours", [-14, 0, 14])
async def test_the_calendars_ends_are_no_fault(correspondence: Correspondence, date: tuple[int, ...], hours: int):
    await record(correspondence, "crm-1", body=BODY, company="Fieldwise")
    note = Draft(channel="connection_note", body=BODY)
    edge = dt.datetime(*date, tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    known = await correspondence.known(TENANT, note, about("crm-2", now=edge, company="Fieldwise"))
    assert known.history.notes_this_month == 0


async def test_tenants_see_nothing_of_each_other(correspondence: Correspondence, engine: AsyncEngine):
    for number in range(4):
        await record(correspondence, f"crm-{number}", body=BODY, company="Fieldwise", tenant="another")
    await record(correspondence, "crm-0", "declined", tenant="another")
    await record(correspondence, "crm-9")
    known = await correspondence.known(TENANT, DRAFT, about("crm-0", company="Fieldwise"))
    assert known.context.thread is None
    assert known.history == History(company_recipients=0)
    assert (await correspondence.list_events(TENANT, "crm-0")).events == ()
    assert len((await correspondence.list_events(TENANT)).events) == 1
    async with engine.connect() as connection:
        salts = (await connection.execute(text("SELECT salt FROM outreach_salts"))).scalars().all()
    assert len(set(salts)) == 2


async def test_pages_neither_repeat_nor_skip(correspondence: Correspondence):
    made = [await record(correspondence, f"crm-{number}", at=NOON - (number // 2) * DAY) for number in range(7)]
    found: list[Outreach] = []
    page = await correspondence.list_events(TENANT, limit=3)
    while True:
        found += page.events
        if page.next_cursor is None:
            break
        await record(correspondence, "crm-new", at=NOON + DAY)
        page = await correspondence.list_events(TENANT, limit=3, cursor=page.next_cursor)
    assert {one.id for one in found} == {one.id for one in made}
    assert found == sorted(made, key=lambda one: (one.at, one.id), reverse=True)
    with pytest.raises(InvalidCursor):
        await correspondence.list_events(TENANT, cursor="nothing")


async def everything_stored(engine: AsyncEngine) -> str:
    found: list[str] = []
    async with engine.connect() as connection:
        for table in await connection.run_sync(lambda sync: inspect(sync).get_table_names()):
            for row in await connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608 -- our own names
                found += [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row]
    return "\n".join(found)


async def test_no_word_of_the_text_is_stored(correspondence: Correspondence, engine: AsyncEngine):
    await record(correspondence, "crm-7", name="Maya Ito", company="Fieldwise", body=BODY)
    await record(correspondence, "SECRET", name="Tom", company="Northwind", body=BODY, keep_ref=False)
    await record(correspondence, "crm-8", "replied", body="No, thank you, we have enough chimneys.")
    stored = (await everything_stored(engine)).lower()
    assert "crm-7" in stored
    assert "fieldwise" in stored
    words = ("kiln", "chimney", "ghent", "maya", "ito", "regards", "tom", "secret", "northwind", "enough")
    assert [word for word in words if word in stored] == []
    assert (await correspondence.list_events(TENANT, "SECRET")).events[0].recipient == Recipient()


async def test_events_are_in_the_ledger(correspondence: Correspondence, engine: AsyncEngine):
    for number in range(3):
        await record(correspondence, f"crm-{number}", body=BODY)
    assert await verify(engine, TENANT) == Verification(ok=True, entries=4)
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("UPDATE fingerprints SET sent_at = sent_at - 1"))
    assert await verify(engine, TENANT) == Verification(ok=False, entries=4, first_bad=2, detail=broken(2))


async def test_many_first_events_at_once_share_one_salt(database_url: str):
    engines = [open_engine(database_url), open_engine(database_url)]
    async with Ledger(engines[0]) as one, Ledger(engines[1]) as other:
        both = [Correspondence(engines[0], one), Correspondence(engines[1], other)]
        await asyncio.gather(*(record(both[number % 2], f"crm-{number}", body=BODY) for number in range(10)))
        found = await history(both[0], about("crm-x"))
        assert found.same_text is not None
        assert found.same_text.recipients == 10
        assert await verify(engines[1], TENANT) == Verification(ok=True, entries=11)
    for engine in engines:
        await engine.dispose()


async def test_what_cannot_be_recorded_is_refused(correspondence: Correspondence):
    with pytest.raises(ValueError, match="ref"):
        await correspondence.record(LOCAL, Recipient(name="Maya"), "sent", NOON, "message")
    early = dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=12)))
    with pytest.raises(ValueError, match="years"):
        await record(correspondence, "crm-7", at=early)
