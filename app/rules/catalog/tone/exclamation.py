"""Exclamation marks: one a message."""

from collections.abc import Iterator

from app.domain.report import Fix
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule
from app.rules.text import FieldText

RULE = Rule(
    id="exclamation",
    kind="code",
    group="tone",
    severity="warning",
    repair="fix",
    needs="text",
    statement="Use at most one exclamation mark in a message, never two together, nor with a question mark.",
    why="One exclamation mark is cheerful. Several sound excited or pushy, and repeated question marks impatient.",
    message="“{excerpt}” is more excitement than a professional message needs.",
    sources=("001",),
    parameters={
        "max": Parameter(
            value=1,
            unit="exclamation marks in subject and body together",
            evidence="ours",
            source="The articles ask for a calm, professional tone; one mark leaves room for thanks",
            as_of="2026",
        )
    },
    bad=(
        Example(
            text="Hi Maya,\n\nThank you for the talk! It was the best of the day! Could I ask two questions about it?",
            excerpt="!",
            fixed="Hi Maya,\n\nThank you for the talk! It was the best of the day. Could I ask two questions about it?",
        ),
        Example(
            text="Congratulations on the new clinic!!! May I visit it in June?",
            excerpt="!!!",
            fixed="Congratulations on the new clinic! May I visit it in June?",
        ),
        Example(
            text="Hello Tom! I saw your notes on kilns! Would you sell me a copy?!",
            excerpt="?!",
            fixed="Hello Tom, I saw your notes on kilns! Would you sell me a copy?",
        ),
        Example(
            text="Hi Ines, is the nurse opening in Porto still free??? I could start in May.",
            excerpt="???",
            fixed="Hi Ines, is the nurse opening in Porto still free? I could start in May.",
        ),
        Example(
            text="Could I join the panel on Friday? I'd bring samples!\n\nThanks!\nRosa",
            excerpt="!",
            fixed="Could I join the panel on Friday? I'd bring samples!\n\nThanks,\nRosa",
        ),
        Example(
            text="We have news for growers! Would you like to see it?",
            subject="Great news!",
            excerpt="!",
            fixed="We have news for growers! Would you like to see it?",
        ),
        Example(
            text="Hi Noor! Great timetable! I use it daily! Could we talk? :)",
            excerpt="!",
            fixed="Hi Noor! Great timetable. I use it daily. Could we talk? :)",
        ),
        Example(
            text="Dear Dr Okafor, thank you so much ! ! I will read it tonight.",
            excerpt="! !",
            fixed="Dear Dr Okafor, thank you so much! I will read it tonight.",
        ),
    ),
    good=(
        Example(text="Hi Maya, thank you for the talk! Could I ask two questions about it?"),
        Example(text="Hello Tom, is the kiln gas or wood? And who built it?"),
        Example(text="Hi Ines, I worked at Yahoo! for three years and at Joomla! for one. Is the opening still free?"),
        Example(text="Could I join the panel on Friday?", subject="Thank you for the tour!"),
        Example(text="Hi Noor, the check is `if (a != b)` and the rule `color: red !important`. Does it hold?"),
        Example(text="Dear Dr Okafor, your title “Stop! Look! Listen!” made me smile. May I quote it?"),
        Example(text="Hi Bea, 5! is 120, and that many orders are possible. Would that explain figure 2?"),
        Example(text="Hello Åsa! Which tool did you draw the slides with?"),
    ),
)

_MARKS = regex(r"[!?](?:[ \t]?[!?])*")
_NAMED = regex(r"\b(?:Yahoo|Joomla|Jeopardy|Yum|Oklahoma|Mamma Mia|Panic|Wham|Moulin Rouge|\d)\Z")
_CODE = regex(r"=|important\b")
_GOES_ON = regex(r"[ \t]*(?:\n|\Z|[a-z]|I\b)")

Mark = tuple[FieldText, int, int]


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield what is more than `max` marks, and every doubled or mixed one; the body may keep its marks first."""
    if not any(map(_is_loud, reading.fields)):
        return
    marks = [mark for field in reversed(reading.fields) for mark in _marks(reading, field)]
    room = parameters["max"]
    opening = _opening(reading, marks, room)
    for mark in marks:
        field, start, end = mark
        excerpt = field.text[start:end]
        if "?" in excerpt:
            by = "?"
        elif mark != opening and room:
            room, by = room - 1, "!"
        else:
            by = _calm(reading, mark)
        if excerpt != by:
            lead = len(excerpt) - len(excerpt.lstrip())
            yield Hit(field.name, start + lead, end, (Fix(field.name, start, end, by, True),))


def _is_loud(field: FieldText) -> bool:
    text = field.text
    return "!" in text or ("?" in text and ("??" in text or "? ?" in text))


def _marks(reading: Reading, field: FieldText) -> Iterator[Mark]:
    """Yield the runs of marks, single question marks left out; a space before two marks belongs to them."""
    text = field.text
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if end - start > 1 and start > 1 and text[start - 1] in " \t":
            start -= 1
        if end - start == 1 and (text[start] == "?" or _NAMED.search(text, max(0, start - 20), start)):
            continue
        if not _CODE.match(text, end) and not reading.is_protected(field, start, end):
            yield field, start, end


def _opening(reading: Reading, marks: list[Mark], room: int) -> Mark | None:
    """Return the mark after the greeting where a comma does as well and others need the room more."""
    greeting = reading.greeting
    loud = [mark for mark in marks if "?" not in mark[0].text[mark[1] : mark[2]] and mark[0] is reading.body]
    if not greeting or len(loud) <= room or loud[0][2] > greeting[1]:
        return None
    return loud[0] if _GOES_ON.match(reading.body.text, loud[0][2]) else None


def _calm(reading: Reading, mark: Mark) -> str:
    """Return what stands instead of a mark too many."""
    field, start, end = mark
    text = field.text
    if (
        field is not reading.body
        or text[end : end + 1] in (")", "]")
        or text[start - 1 : start] in (".", ",", ":", ";")
    ):
        return ""
    if end < len(text) and text[end:].lstrip(" ")[:1].islower():
        return ","
    closings = [span for span in (reading.greeting, reading.sign_off) if span and _GOES_ON.match(text, end)]
    return "," if any(since <= start < to for since, to in closings) else "."
