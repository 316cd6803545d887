"""The sender's own profile."""

from collections.abc import Iterator

from app.domain.context import Context, Sender, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule


def _sender(*, complete: bool | None = None, photo: bool | None = None) -> Context:
    return Context(sender=Sender(profile_complete=complete, has_photo=photo))


RULE = Rule(
    id="profile-incomplete",
    kind="code",
    group="approach",
    severity="warning",
    repair="hold",
    needs="context",
    languages="any",
    statement="Complete your own profile, with a photo and what you have in common, before you invite.",
    why="The first thing an invited person does is look who asks. A page without face or past gives no reason to accept.",
    message="Your profile isn't ready yet.",
    sources=("003", "004"),
    bad=(
        Example(
            text="Hi Maya, you answered my comment on clay soils. Shall we connect?",
            channel="connection_note",
            context=_sender(photo=False),
        ),
        Example(
            text="Hello Tom, we both write in the nurses' group. I'd like to connect.",
            channel="connection_note",
            context=_sender(complete=False),
        ),
        Example(
            text="Dear Dr Okafor, I heard you in Kano. May I add you here?",
            channel="connection_note",
            context=_sender(complete=False, photo=False),
        ),
        Example(
            text="Hi Noor, timetables are my trade as well. Glad to connect.",
            channel="connection_note",
            context=_sender(complete=True, photo=False),
        ),
        Example(
            text="Hello Ines, we met at the ward in Cork. Could we connect?",
            channel="connection_note",
            context=_sender(complete=False, photo=True),
        ),
        Example(
            text="Hi Bea, lichens are my subject too. I'd like to follow your work.",
            channel="connection_note",
            context=Context(sender=Sender(name="Ida Holm", headline="Student", has_photo=False)),
        ),
        Example(
            text="Good day Mr Adeyemi, I fire stoneware in Accra and would be glad to link up.",
            channel="connection_note",
            context=Context(sender=Sender(profile_complete=False), relationship="stranger"),
        ),
        Example(
            text="Hi Lou, we sat side by side at the archive day in Ghent. Shall we connect?",
            channel="connection_note",
            context=Context(sender=Sender(profile_complete=False), relationship="acquaintance"),
        ),
    ),
    good=(
        Example(
            text="Hi Maya, you answered my comment on clay soils. Shall we connect?",
            channel="connection_note",
            context=_sender(complete=True, photo=True),
        ),
        Example(text="Hello Tom, we both write in the nurses' group.", channel="connection_note"),
        Example(text="Dear Dr Okafor, may I ask about your table 3?", context=_sender(complete=False, photo=False)),
        Example(
            text="Hi Noor, timetables are my trade as well.", channel="connection_note", context=_sender(complete=True)
        ),
        Example(
            text="Hello Ines, could we connect?",
            channel="connection_note",
            context=Context(sender=Sender(name="Ana Reis", headline="Nurse in Cork")),
        ),
        Example(
            text="Bea, it's me, on the new network. Shall we connect?",
            channel="connection_note",
            context=Context(sender=Sender(has_photo=False), relationship="close"),
        ),
        Example(
            text="Good day Mr Adeyemi, which clay do you use?",
            channel="email",
            subject="Clay for large jars",
            context=_sender(photo=False),
        ),
        Example(
            text="Thank you for the answer, Lou. Shall we connect?",
            channel="connection_note",
            context=Context(sender=Sender(has_photo=False), thread=Thread(replied=True)),
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit for an invitation from a profile known to lack its photo or its facts."""
    if reading.draft.channel != "connection_note" or reading.known:
        return
    sender, missing = reading.sender, []
    if sender.has_photo is False:
        missing.append("add a photo")
    if sender.profile_complete is False:
        missing.append("say who you are and what you have in common")
    if missing:
        yield Hit(message=f"Before you invite, complete your profile: {' and '.join(missing)}.")
