"""Invitations while an application is open."""

from collections.abc import Iterator

from app.domain.context import Application, ApplicationStatus, Context
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule


def _status(status: ApplicationStatus) -> Context:
    return Context(application=Application(status=status))


RULE = Rule(
    id="pending-application",
    kind="code",
    group="approach",
    severity="error",
    repair="hold",
    needs="context",
    languages="any",
    statement="Send no connection request while your application is open; wait until you are hired.",
    why="An invitation right after a résumé or an interview puts the other side in an awkward place: to accept may look "
    "like a promise, to decline like a refusal.",
    message="Your application is still open. Send the invitation once you are hired; a message of thanks is fine now.",
    sources=("004",),
    bad=(
        Example(
            text="Hi Maya, thank you for today's interview. I'd be glad to connect here.",
            channel="connection_note",
            context=_status("interviewing"),
        ),
        Example(
            text="Hello Tom, I just applied for the warehouse position and would like to connect.",
            channel="connection_note",
            context=_status("applied"),
        ),
        Example(
            text="Dear Dr Okafor, we spoke on Tuesday about the lab post. May I add you here?",
            channel="connection_note",
            context=_status("interviewing"),
        ),
        Example(
            text="Hi Noor, I sent my résumé to your team last week. Let's stay in touch.",
            channel="connection_note",
            context=_status("applied"),
        ),
        Example(
            text="Ines, great to see the ward yesterday! Shall we connect?",
            channel="connection_note",
            context=_status("interviewing"),
        ),
        Example(
            text="Hi Bea, we share an interest in lichens. I'd like to follow your work.",
            channel="connection_note",
            context=_status("applied"),
        ),
        Example(
            text="Hello Lou, I hope to join the archive soon and would like to link up first.",
            channel="connection_note",
            context=_status("interviewing"),
        ),
        Example(
            text="Good day Mr Adeyemi, my papers are with your office. Kind regards, Femi",
            channel="connection_note",
            context=_status("applied"),
        ),
    ),
    good=(
        Example(
            text="Hi Maya, I start on Monday and look forward to working with you. Shall we connect?",
            channel="connection_note",
            context=_status("hired"),
        ),
        Example(text="Hi Maya, thank you for the interview today.", context=_status("interviewing")),
        Example(
            text="Dear Mr Berg, I applied on 3 May. Could you tell me when you expect to decide?",
            channel="email",
            subject="Application of 3 May, electrician",
            context=_status("applied"),
        ),
        Example(
            text="Hello Tom, I heard your talk on cold chains in Riga. I'd like to connect.",
            channel="connection_note",
            context=_status("none"),
        ),
        Example(
            text="Hi Noor, I sent my résumé to a firm in your street once. Shall we connect?", channel="connection_note"
        ),
        Example(
            text="Hello Ines, thanks again for your honest words about the ward. I'd like to stay in touch.",
            channel="connection_note",
            context=_status("rejected"),
        ),
        Example(
            text="Hi Bea, may I ask what happened after my application of March? I'd be grateful for a word.",
            channel="inmail",
            subject="Application of March",
            context=_status("interviewing"),
        ),
        Example(
            text="Good day Mr Adeyemi, we both sing in the Lagos city choir. I'd be glad to connect.",
            channel="connection_note",
            context=Context(relationship="acquaintance"),
        ),
    ),
)

_AFTER_NO = "You applied there without success; an invitation now may be awkward. Leave some time first."


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit for an invitation under an open application, a mild one after a refusal."""
    application = reading.application
    if application is None or reading.draft.channel != "connection_note":
        return
    if application.status in ("applied", "interviewing"):
        yield Hit()
    elif application.status == "rejected":
        yield Hit(severity="suggestion", message=_AFTER_NO)
