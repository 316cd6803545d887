"""A subject line where the channel has one."""

from collections.abc import Iterator

from app.domain.draft import WITH_SUBJECT
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

RULE = Rule(
    id="no-subject",
    kind="code",
    group="structure",
    severity="error",
    repair="ask",
    needs="text",
    languages="any",
    statement="Give an InMail or e-mail a subject that says what it is about.",
    why="Without a subject the reader can't tell what the message is about, and many filters take it for spam.",
    message="This message has no subject.",
    question="What is this message about, in a few words for the subject line?",
    sources=("001", "E:subject-lines"),
    bad=(
        Example(channel="email", text="Dear Ms Haddad, may I visit your ward for a day in June? Thank you, Petra"),
        Example(channel="inmail", text="Hi Kwame, I recruit welders for the yard in Gdynia. Could we talk this month?"),
        Example(channel="email", subject="", text="Hi Tom, the minutes you asked for are below. Best, Ines"),
        Example(channel="email", subject="   ", text="Hello Yuki, would you read my outline? Thanks, Carla"),
        Example(channel="inmail", subject="\t", text="Hi Ada, we met at the Lyon print fair. May I send you samples?"),
        Example(channel="email", text="Good morning Mr Rossi,\n\nIs the apprenticeship in your joinery still open?"),
        Example(
            channel="email",
            subject=" \n",
            text="Dear Professor Lindqvist, I read your paper on peat and have one question about the cores.",
        ),
        Example(
            channel="inmail", subject=None, text="Hi Omar, your team is hiring a dispatcher; is night work required?"
        ),
    ),
    good=(
        Example(channel="email", subject="A day on your ward in June?", text="Dear Ms Haddad, may I visit?"),
        Example(channel="inmail", subject="Welders for Gdynia", text="Hi Kwame, could we talk this month?"),
        Example(channel="message", text="Hi Tom, the minutes you asked for are below."),
        Example(channel="connection_note", text="Hi Ada, we met at the Lyon print fair."),
        Example(channel="email", subject="Re: minutes", text="Thanks, Tom, got them."),
        Example(channel="email", subject="?", text="Hi Yuki, did the parcel come?"),
        Example(channel="inmail", subject="Nachtschicht", text="Hi Omar, is night work required?"),
        Example(channel="message", subject=None, text="Dear Professor Lindqvist, one question about the cores."),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where the channel has a subject and the draft none."""
    draft = reading.draft
    if draft.channel in WITH_SUBJECT and not (draft.subject and draft.subject.strip()):
        yield Hit()
