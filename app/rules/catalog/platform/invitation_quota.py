"""How many invitations the platform takes."""

from collections.abc import Iterator

from app.domain.context import Context, Sender
from app.domain.history import History
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule

_FREE = Context(sender=Sender(account_tier="free"))
_PREMIUM = Context(sender=Sender(account_tier="premium"))


def _sent(month: int, week: int) -> History:
    return History(notes_this_month=month, invitations_this_week=week)


RULE = Rule(
    id="invitation-quota",
    kind="code",
    group="platform",
    severity="warning",
    repair="hold",
    needs="history",
    languages="any",
    statement="Stay within the platform's number of notes a month and invitations a week.",
    why="Beyond them the platform drops the note or holds the invitation back, and accounts that press on get limited.",
    message="The platform's number of invitations is used up.",
    sources=("E:platform-limits",),
    parameters={
        "notes_month": Parameter(
            value=5,
            unit="connection notes a calendar month, free account",
            evidence="platform",
            source="The platform's help says 5, other sources 3",
            as_of="2026",
            disputed=True,
        ),
        "invitations_week": Parameter(
            value=100,
            unit="invitations in seven days",
            evidence="platform",
            source="Users report 100 to 200; the platform publishes none",
            as_of="2026",
            disputed=True,
        ),
    },
    bad=(
        Example(
            text="Hi Maya, I heard your talk on soil sensors in Gent and would like to connect.",
            channel="connection_note",
            context=_FREE,
            history=_sent(5, 2),
        ),
        Example(
            text="Hello Ines, I am a ward nurse in Cork and moving to Porto. May I connect?",
            channel="connection_note",
            context=_FREE,
            history=_sent(9, 9),
        ),
        Example(
            text="Hi Noor, we both plan timetables, you in Zwolle and I in Brno.",
            channel="connection_note",
            context=_PREMIUM,
            history=_sent(100, 100),
        ),
        Example(
            text="Dear Dr Okafor, thank you for the lecture in Kano. I'd be glad to connect.",
            channel="connection_note",
            history=_sent(100, 100),
        ),
        Example(
            text="Hi Lou, Bo Ek told me about your looms.",
            channel="connection_note",
            context=_FREE,
            history=_sent(5, 5),
        ),
        Example(
            text="Hej Åsa, jag svetsar också. Ska vi hålla kontakten?",
            channel="connection_note",
            context=_PREMIUM,
            history=_sent(180, 131),
        ),
        Example(
            text="Good morning Mr Adeyemi, your kiln stood next to mine at the fair.",
            channel="connection_note",
            context=_FREE,
            history=_sent(6, 0),
        ),
        Example(
            text="Hi Bea, I cite your lichen paper and would like to follow what comes next.",
            channel="connection_note",
            context=Context(sender=Sender(name="Ann Lee")),
            history=_sent(0, 100),
        ),
    ),
    good=(
        Example(
            text="Hi Maya, I heard your talk on soil sensors in Gent and would like to connect.",
            channel="connection_note",
            context=_FREE,
            history=_sent(4, 4),
        ),
        Example(
            text="Hello Ines, I am a ward nurse in Cork. May I connect?",
            channel="connection_note",
            context=_PREMIUM,
            history=_sent(99, 99),
        ),
        # Whether the account is free isn't known.
        Example(text="Hi Noor, we both plan timetables.", channel="connection_note", history=_sent(7, 3)),
        Example(text="Dear Dr Okafor, thank you for the lecture.", channel="connection_note", context=_FREE),
        Example(text="Hi Lou, the looms arrived. Thank you!", context=_FREE, history=_sent(31, 140)),
        Example(
            text="Hej Åsa, här är ritningen.",
            channel="email",
            subject="Ritningen",
            context=_FREE,
            history=_sent(31, 140),
        ),
        Example(
            text="Good morning Mr Adeyemi, may I show you a kiln?",
            channel="inmail",
            subject="A kiln without a chimney",
            context=_PREMIUM,
            history=_sent(12, 120),
        ),
        Example(
            text="Hi Bea, I cite your lichen paper.",
            channel="connection_note",
            context=_FREE,
            history=History(same_text=None, company_recipients=2),
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where an invitation would exceed the month's notes of a free account, or the week's invitations."""
    history = reading.history
    if reading.draft.channel != "connection_note":
        return
    if (history.invitations_this_week or 0) >= parameters["invitations_week"]:
        yield Hit(
            message=f"{history.invitations_this_week} invitations went out in the last seven days; the platform takes "
            f"about {parameters['invitations_week']}. Wait a few days."
        )
    elif reading.sender.account_tier == "free" and (history.notes_this_month or 0) >= parameters["notes_month"]:
        yield Hit(
            message=f"{history.notes_this_month} notes went out this month; a free account has about "
            f"{parameters['notes_month']}. Wait for the next month, or invite without a note."
        )
