"""A greeting by name."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Recipient, Thread
from app.rules import courtesies, fixes
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_JO = Context(recipient=Recipient(name="Jo Lund"))
_RAO = Context(recipient=Recipient(name="Dr. Meera Rao"))

RULE = Rule(
    id="no-greeting",
    kind="code",
    group="structure",
    severity="suggestion",
    repair="fix",
    needs="text",
    statement="Greet the reader, by name where you know it.",
    why="A greeting by name shows that the message is meant for this reader and not for a list.",
    message="The message doesn't greet the reader.",
    sources=("001",),
    bad=(
        Example(
            text="Is the apprenticeship in your joinery still open? I finish school in June.",
            context=_JO,
            fixed="Hi Jo,\n\nIs the apprenticeship in your joinery still open? I finish school in June.",
        ),
        Example(
            text="I read your paper on monsoon clouds.\n\nMay I use figure 3 in a school book?\n\nThank you,\nIrina",
            context=_RAO,
            fixed="Hi Dr Rao,\n\nI read your paper on monsoon clouds.\n\nMay I use figure 3 in a school book?\n\n"
            "Thank you,\nIrina",
        ),
        Example(text="Looking for a welder in Gdynia who can start in May. Interested?"),
        Example(text="Your bakery won the prize in Lyon. Would you teach a class for us?"),
        Example(text="We help hotels to save water. Could we show you how?"),
        Example(
            text="Hello there, could you tell me who runs the night shelter?",
            excerpt="Hello there,",
            context=_JO,
            fixed="Hello Jo, could you tell me who runs the night shelter?",
        ),
        Example(
            text="Hi!\n\nI'm the new archivist in Bergen and would love to see your map room.",
            excerpt="Hi!",
            context=_JO,
            fixed="Hi Jo!\n\nI'm the new archivist in Bergen and would love to see your map room.",
        ),
        Example(text="Congratulations on the award. May we print your speech?"),
        Example(text="want to talk about the harbour job tomorrow?"),
    ),
    good=(
        Example(text="Hi Jo, is the apprenticeship still open?", context=_JO),
        Example(text="Dear Dr Rao,\n\nmay I use figure 3?", context=_RAO),
        Example(text="Good morning, I'm looking for the person who books the hall."),
        Example(text="Thanks for connecting, Piotr! How is the yard?"),
        Example(text="Jo, one question about the lathe.", context=_JO),
        Example(text="Yes, Tuesday suits me.", context=Context(thread=Thread(sent=1, replied=True))),
        Example(text="Hola Ana, we met in Vigo. Could I visit your lab?"),
        Example(text="Hello everyone, the reading group meets on Friday.", context=_JO),
        Example(text="Hallo Herr Brandt, darf ich Sie etwas fragen?"),
    ),
)

_NOBODY = regex(
    r"there|sir|madam|ma'?am|sir ?/ ?madam|sir or madam|(?:hiring|recruiting) manager|recruiter|candidate|friend|"
    r"professional|colleague|connection",
    re.IGNORECASE,
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where no greeting opens the message, or one to nobody though the name is known."""
    if reading.thread.replied is True or reading.context.relationship == "close":
        return
    name = courtesies.first_name(reading.recipient.name)
    if reading.greeting is None:
        if reading.greeted is None and not (name and name in reading.body.text[:60]):
            yield Hit(fixes=courtesies.opening(reading, f"Hi {name},") if name else ())
    elif name and reading.opening:
        yield from _nobody(reading, name)


def _nobody(reading: Reading, name: str) -> Iterator[Hit]:
    opening, text = reading.opening, reading.body.text
    if opening is None or (opening["name"] and not _NOBODY.fullmatch(opening["name"])):
        return
    start, end = opening.span()
    if not opening["mark"].strip() and text[end : end + 1] not in ("", "\n"):
        return
    salute = "Hi" if opening["salute"].lower().startswith("to whom") else opening["salute"]
    fix = fixes.replace(reading.body, start, end, f"{salute} {name}{opening['mark'].strip() or ','}")
    message = "“{excerpt}” greets nobody in particular, though you know the name."
    yield Hit("body", start, end, fix, message=message)
