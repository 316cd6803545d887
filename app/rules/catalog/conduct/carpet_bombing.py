"""Writing to everybody at one company."""

from collections.abc import Iterator

from app.domain.context import Context, Recipient, Thread
from app.domain.history import History
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule


def _at(company: str | None, thread: Thread | None = None) -> Context:
    return Context(recipient=Recipient(ref="crm-7", company=company), thread=thread)


def _others(count: int | None) -> History:
    return History(company_recipients=count)


RULE = Rule(
    id="carpet-bombing",
    kind="code",
    group="conduct",
    severity="error",
    repair="hold",
    needs="history",
    languages="any",
    statement="Don't write to everybody at one company: choose the one person who can help.",
    why="Colleagues talk. Who hears that half the team got the same request answers none of it, and the company remembers the sender.",
    message="You have already written to several people at this company.",
    sources=("000",),
    parameters={
        "max": Parameter(
            value=3,
            unit="different people at one company within the days",
            evidence="ours",
            source="An article warns of writing to everybody at a company; the number is ours, to be tuned",
            as_of="2026",
        ),
        "days": Parameter(
            value=30, unit="days that are looked back", evidence="ours", source="To be tuned", as_of="2026"
        ),
    },
    bad=(
        Example(
            text="Hi Maya, I grow vegetables near Plovdiv. May I ask how your sensors fare in clay?",
            context=_at("Fieldwise"),
            history=_others(3),
        ),
        Example(
            text="Dear Dr Okafor, I am a pharmacist in Kano. Could you spare ten minutes for a question?",
            channel="email",
            subject="The dosage table",
            context=_at("Lagos Teaching Hospital"),
            history=_others(4),
        ),
        Example(
            text="Hello Tom, a clinic in Porto looks for nurses. Would you like to hear more?",
            channel="inmail",
            subject="Nursing in Porto",
            context=_at("St Finbarr's"),
            history=_others(17),
        ),
        Example(
            text="Hi Noor, I'd like to connect: I plan timetables, too.",
            channel="connection_note",
            context=_at("NS Reizigers"),
            history=_others(3),
        ),
        Example(
            text="Hi Bea, I study lichens in Lund. Is your team looking for an intern?",
            context=_at(None),
            history=_others(5),
        ),
        Example(
            text="Good morning Mr Adeyemi, may I show you a kiln that needs no chimney?",
            context=_at("Adeyemi & Sons", thread=Thread(sent=1, replied=False)),
            history=_others(3),
        ),
        Example(
            text="Hola Lucía, soy enfermera en Cork. ¿Podría preguntarte por tu clínica?",
            context=_at("Clínica del Mar"),
            history=_others(6),
        ),
        Example(
            text="Hej Åsa, who at your office looks after apprentices? I weld and look for a place from May.",
            context=_at("Skärgårdsvarvet"),
            history=_others(9),
        ),
    ),
    good=(
        Example(
            text="Hi Maya, I grow vegetables near Plovdiv. May I ask how your sensors fare in clay?",
            context=_at("Fieldwise"),
            history=_others(2),
        ),
        Example(text="Dear Dr Okafor, could you spare ten minutes for a question?", context=_at("Lagos Hospital")),
        Example(text="Hello Tom, a clinic in Porto looks for nurses.", context=_at("St Finbarr's"), history=_others(0)),
        Example(text="Hi Noor, I'd like to connect.", channel="connection_note", history=_others(None)),
        Example(
            text="Thank you, Bea. Then I'll write to your colleague in the herbarium.",
            context=_at("Lund University", thread=Thread(sent=1, replied=True)),
            history=_others(6),
        ),
        Example(
            text="Hi Lou, see you on Friday at the shop.",
            context=Context(relationship="close", recipient=Recipient(company="Ateljé Lou")),
            history=_others(11),
        ),
        Example(
            text="Good morning Mr Adeyemi, I have written to everybody at your workshop about the fire drill.",
            context=_at("Adeyemi & Sons"),
        ),
        Example(
            text="Hej Åsa, who at your office looks after apprentices?",
            context=_at("Skärgårdsvarvet"),
            history=History(notes_this_month=4, invitations_this_week=9),
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where this would be one person too many, unless the two are in touch already."""
    others = reading.history.company_recipients
    if others is None or others < parameters["max"] or reading.known:
        return
    company = reading.recipient.company or "this company"
    yield Hit(
        message=f"You have written to {others} other people at {company} in {parameters['days']} days. "
        "Wait for an answer from one of them, or ask who is the right person."
    )
