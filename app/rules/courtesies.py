"""Where a greeting, a word of thanks or a way out goes into a message that lacks it."""

import re

from app.domain.report import Fix
from app.rules.fixes import insert
from app.rules.reading import Reading

_SIGNATURE = re.compile(r"\n\s*(?:[-–—] ?)?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}\s*\Z")
_SHORT = 90


def closing(reading: Reading, sentence: str) -> tuple[Fix, ...]:
    """Add a sentence at the end of what is said, before sign-off and signature, where the channel has room."""
    text = reading.body.text
    at = _end_of_content(reading)
    content = text[:at]
    if not content.strip() or (content.rstrip()[-1].isalnum() and "\n" not in content):
        sentence = (". " if content.strip() else "") + sentence
    elif "\n\n" in content.strip() and not _joins(content[content.rindex("\n\n") :]):
        sentence = "\n\n" + sentence
    else:
        sentence = " " + sentence
    return _fitting(reading, at, sentence)


def _joins(paragraph: str) -> bool:
    """Say whether a paragraph is a short courtesy itself, so that another goes beside it."""
    return len(paragraph) < _SHORT and "?" not in paragraph and paragraph.rstrip().endswith((".", "!"))


def _end_of_content(reading: Reading) -> int:
    text = reading.body.text
    end = len(text)
    if reading.sign_off:
        end = reading.sign_off[0]
    elif signature := _SIGNATURE.search(text):
        end = signature.start()
    return len(text[:end].rstrip()) or len(text.rstrip())


def opening(reading: Reading, greeting: str) -> tuple[Fix, ...]:
    """Put a greeting before the message, on a line of its own where the message has several."""
    gap = "\n\n" if "\n" in reading.body.text.strip() else " "
    return _fitting(reading, 0, greeting + gap)


def _fitting(reading: Reading, at: int, addition: str) -> tuple[Fix, ...]:
    if reading.room is not None and len(addition) > reading.room:
        return ()
    return insert("body", at, addition)
