"""The time between a message and the next."""

import datetime as dt
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule

_LISBON, _TOKYO = dt.UTC, dt.timezone(dt.timedelta(hours=9))
_DENVER, _BERLIN = dt.timezone(dt.timedelta(hours=-7)), dt.timezone(dt.timedelta(hours=1))


def _after(sent: dt.datetime, now: dt.datetime, *, count: int = 1, replied: bool | None = False) -> Context:
    return Context(now=now, thread=Thread(sent=count, last_sent_at=sent, replied=replied))


RULE = Rule(
    id="follow-up-too-soon",
    kind="code",
    group="conduct",
    severity="error",
    repair="hold",
    needs="history",
    languages="any",
    statement="Wait at least a week before you write again.",
    why="People answer when they can. A second message within days reads as pressure, a week or two later as interest.",
    message="It is too soon to write again.",
    sources=("002",),
    parameters={
        "gap_days": Parameter(
            value=7,
            unit="days since the last message",
            evidence="article",
            source="One article asks to wait at least a week, better two",
            as_of="2024",
        ),
        "working_days": Parameter(
            value=0,
            unit="1 counts Monday to Friday only, 0 every day",
            evidence="ours",
            source="A week is counted as it stands; where working days are meant, a policy says so",
            as_of="2026",
        ),
    },
    bad=(
        Example(
            text="Hi Maya, did you get a chance to read my note about the soil sensors? I'd love to hear what you think.",
            context=_after(dt.datetime(2026, 3, 2, 9, tzinfo=_LISBON), dt.datetime(2026, 3, 4, 9, tzinfo=_LISBON)),
        ),
        Example(
            text="Dear Dr Okafor,\n\nI wrote last week about the dosage table. Could you tell me whom to ask instead?",
            context=_after(
                dt.datetime(2026, 3, 2, 9, tzinfo=_LISBON), dt.datetime(2026, 3, 9, 8, 59, 59, tzinfo=_LISBON)
            ),
        ),
        Example(
            text="Hello Tom, the nurse position in Porto now comes with a flat for the first month. Worth a call?",
            context=_after(
                dt.datetime(2026, 6, 1, 18, tzinfo=_TOKYO),
                dt.datetime(2026, 6, 8, 9, tzinfo=_LISBON) - dt.timedelta(minutes=1),
            ),
        ),
        Example(
            text="Hi Noor, one more thought on the timetable: line 4 could wait two minutes at Zwolle. Shall I sketch it?",
            context=_after(dt.datetime(2026, 5, 4, 12, tzinfo=_BERLIN), dt.datetime(2026, 5, 4, 15, tzinfo=_BERLIN)),
        ),
        Example(
            text="Hi Bea, I found the second lichen sample in our store. May I send you a picture of it?",
            context=_after(
                dt.datetime(2026, 8, 20, 10, tzinfo=_DENVER), dt.datetime(2026, 8, 25, 10, tzinfo=_DENVER), count=2
            ),
        ),
        Example(
            text="Hello Ines, since my first message the ward has moved to 12-hour shifts. Does that suit you better?",
            context=_after(dt.datetime(2026, 12, 29, 8, tzinfo=_BERLIN), dt.datetime(2027, 1, 2, 8, tzinfo=_BERLIN)),
        ),
        Example(
            text="Hi Lou, our volunteers voted for the May date. Could you still come to Ghent?",
            context=_after(
                dt.datetime(2026, 4, 6, 7, tzinfo=_LISBON), dt.datetime(2026, 4, 12, 23, tzinfo=_TOKYO), replied=None
            ),
        ),
        Example(
            text="Good morning Mr Adeyemi, the kiln is back in stock and I kept one for you. Would you like to see it?",
            channel="email",
            subject="The kiln you asked about",
            context=_after(dt.datetime(2026, 9, 7, 9, tzinfo=_BERLIN), dt.datetime(2026, 9, 10, 9, tzinfo=_BERLIN)),
        ),
    ),
    good=(
        Example(
            text="Hi Maya, a week has gone by, and the field trial is finished. May I send you the two pages?",
            context=_after(dt.datetime(2026, 3, 2, 9, tzinfo=_LISBON), dt.datetime(2026, 3, 9, 9, tzinfo=_LISBON)),
        ),
        Example(
            text="Dear Dr Okafor, I found the dosage table in your second paper. May I ask about its third row?",
            context=_after(dt.datetime(2026, 3, 2, 9, tzinfo=_LISBON), dt.datetime(2026, 3, 20, 9, tzinfo=_LISBON)),
        ),
        Example(
            text="Hello Tom, the flat in Porto is free from May. Would that help you decide?",
            context=_after(dt.datetime(2026, 6, 1, 18, tzinfo=_TOKYO), dt.datetime(2026, 6, 8, 9, tzinfo=_LISBON)),
        ),
        Example(
            text="Thank you for the quick answer, Noor. Thursday at two suits me well.",
            context=_after(
                dt.datetime(2026, 5, 4, 12, tzinfo=_BERLIN), dt.datetime(2026, 5, 4, 15, tzinfo=_BERLIN), replied=True
            ),
        ),
        Example(
            text="Hi Bea, I work on lichens in Lund and read your paper on rock walls. May I cite figure 2?",
            context=Context(now=dt.datetime(2026, 8, 25, 10, tzinfo=_DENVER), thread=Thread(sent=0)),
        ),
        Example(
            text="Hello Ines, following up on my message from Tuesday: the ward has moved to 12-hour shifts.",
            context=Context(now=dt.datetime(2027, 1, 2, 8, tzinfo=_BERLIN)),
        ),
        Example(
            text="Hi Lou, our volunteers voted for the May date. Could you still come to Ghent?",
            context=Context(
                thread=Thread(sent=1, last_sent_at=dt.datetime(2026, 4, 6, 7, tzinfo=_LISBON), replied=False)
            ),
        ),
        Example(
            text="Good morning Mr Adeyemi, the kiln is in stock. Would you like to see it on Saturday?",
            context=Context(now=dt.datetime(2026, 9, 10, 9, tzinfo=_BERLIN), thread=Thread(sent=1, replied=False)),
        ),
    ),
)

_DAY = dt.timedelta(days=1)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit while the gap since the last unanswered message hasn't passed, with the earliest instant."""
    thread, now = reading.thread, reading.context.now
    if now is None or thread.last_sent_at is None or thread.sent == 0 or thread.replied is True:
        return
    days, working = int(parameters["gap_days"]), bool(parameters["working_days"])
    due = _due(thread.last_sent_at, now.tzinfo, days, working=working)
    if due is not None and now < due:
        unit = "working days" if working else "days"
        yield Hit(message=_message(now - thread.last_sent_at, f"{days} {unit}", due), send_after=due)


def _due(sent: dt.datetime, offset: dt.tzinfo | None, days: int, *, working: bool) -> dt.datetime | None:
    """Return the first instant at which the gap has passed; None where it lies beyond the calendar."""
    try:
        due = sent.astimezone(offset)
        if not working:
            return due + days * _DAY
        while days:
            due += _DAY
            days -= due.weekday() < 5
    except OverflowError:
        return None
    return due


def _message(elapsed: dt.timedelta, gap: str, due: dt.datetime) -> str:
    passed = "less than a day" if elapsed < _DAY else "a day" if elapsed < 2 * _DAY else f"{elapsed.days} days"
    return f"Your last message went out {passed} ago. Give it {gap}: write again on {due:%d %B %Y at %H:%M} or later."
