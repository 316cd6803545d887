"""Who writes."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Sender, Thread
from app.rules import ties
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_STRANGER = Context(relationship="stranger")
_THIRD = Context(degree=3)

RULE = Rule(
    id="no-introduction",
    kind="code",
    group="structure",
    severity="warning",
    repair="ask",
    needs="context",
    statement="Say who you are when you write to somebody who doesn't know you.",
    why="A stranger decides by who is asking; a bare name tells them nothing.",
    message="The message doesn't say who you are.",
    question="Who are you to this reader: your role, your field, where you work or study?",
    sources=("001", "003"),
    bad=(
        Example(text="Hi Rosa, could you give me a tour of the kitchen next week? Thanks, Ben", context=_STRANGER),
        Example(
            channel="inmail",
            subject="A role near you",
            text="Dear Grace,\n\nThere is a night nurse's post in Leeds with good pay. Are you free for a call?\n\nPetra",
            context=_STRANGER,
        ),
        Example(text="Hello Sven, would you like to see a tool that saves a day a month on payroll?", context=_THIRD),
        Example(channel="connection_note", text="Hi Aoife, I loved your thread on bus maps!", context=_STRANGER),
        Example(
            channel="email",
            subject="Peat cores",
            text="Dear Dr Rao,\n\nwhich corer did you use in the second season?\n\nBest wishes,\nTomasz",
            context=_STRANGER,
        ),
        Example(text="Good day, please tell me who buys display cases at the museum.", context=Context(degree=2)),
        Example(text="Hi Kofi, any advice on how to start a bakery in Kumasi? Cheers, Lou", context=_THIRD),
        Example(text="Hey Tomas! We can double what you earn with the tool library. Interested?", context=_STRANGER),
    ),
    good=(
        Example(
            text="Hi Rosa, I'm a pastry chef in Leeds. Could you give me a tour of the kitchen?", context=_STRANGER
        ),
        Example(text="Dear Grace, my name is Petra and I staff the wards in Leeds.", context=_STRANGER),
        Example(
            text="Hello Sven, as a former accountant in Malmö I liked your talk. May I ask one question?",
            context=_THIRD,
        ),
        Example(text="Hi Aoife, would you like to hear about the role at Fernhill in Cork?", context=_STRANGER),
        Example(
            channel="email",
            subject="Peat cores",
            text="Dear Dr Rao,\n\nwhich corer did you use?\n\nBest wishes,\nTomasz Wrona\nDoctoral student, Poznań",
            context=_STRANGER,
        ),
        Example(text="Hi Kofi, any advice on ovens?", context=Context(relationship="acquaintance")),
        Example(text="Hi Kofi, any advice on ovens?"),
        Example(
            text="Hi Tomas, is Friday better?",
            context=Context(relationship="stranger", thread=Thread(sent=1, replied=False)),
        ),
        Example(
            text="Hi Lea, Orchard Strings is looking for a violin teacher. May I tell you more?",
            context=Context(relationship="stranger", sender=Sender(name="Jan Mertens", company="Orchard Strings")),
        ),
    ),
)

_AFFILIATED = re.compile(
    r"\b(?:[Ii]|I'[mdv]e?|[Ww]e|[Ww]e're|[Oo]ur|[Mm]y|the|an?|roles?|position|opportunity|opening|job|vacancy|"
    r"internship|post|"
    r"here|team|student|recruiter|engineer|manager)\b(?:(?!\b[Yy]our?\b|\bthe\b)[^.!?\n]){0,60}?\b(?:at|from|for|"
    r"with) [A-Z]"
)
_NAMED = re.compile(r" (?:at|from|for|with) [A-Z]")
_ROLE_LINE = re.compile(r"\n[^\n]*\w[^\n]*\n[^\n]*\w|\w[ ]*[|,–—·•][ ]*\w")


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where a first message to a stranger says nothing of its author but a name."""
    if reading.first_to_stranger and not (
        reading.says("introduction") or _is_signed(reading) or _is_affiliated(reading)
    ):
        yield Hit()


def _is_signed(reading: Reading) -> bool:
    """Say whether the signature tells more than a name."""
    text = reading.body.text
    since = reading.sign_off[1] if reading.sign_off else reading.content[1]
    return _ROLE_LINE.search(text, since, reading.own_end) is not None


def _is_affiliated(reading: Reading) -> bool:
    start, end = reading.content
    content = reading.body.plain[start:end]
    company = reading.sender.company
    affiliated = _NAMED.search(content) is not None and _AFFILIATED.search(content) is not None
    return affiliated or (company is not None and ties.names_any(content, (company,)))
