"""Where a greeting, a word of thanks or a way out goes into a message that lacks it."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from app.domain.report import Fix
from app.rules import targets
from app.rules.fixes import insert
from app.rules.lazy import regex
from app.rules.reading import Reading

Ask = Literal["note", "news", "offer", "favour", "meeting", "errand", "advice", "job", "other"]

# A way to say no, and thanks, by what the message asks. Of each row one is taken, and its shortest where room lacks.
EASY_OUTS: dict[Ask, tuple[str, ...]] = {
    "note": ("No worries if not.",),
    "news": ("I understand if there is no news yet.", "If it's too early to say, I completely understand."),
    "offer": ("If this isn't for you, just say so.", "If it's not of interest, no worries at all."),
    "favour": ("If you'd rather not, I completely understand.", "Please feel free to say no."),
    "meeting": ("If now isn't a good time, I completely understand.", "If it doesn't suit you, no worries at all."),
    "errand": ("If it's too much trouble, no worries at all.", "If you can't, I completely understand."),
    "advice": ("If you're too busy, I completely understand.", "No worries if now isn't the right time."),
    "job": (
        "If nothing fits at the moment, I completely understand.",
        "If this isn't the right time, no worries at all.",
    ),
    "other": ("If now isn't a good time, I completely understand.", "If you're too busy, no worries at all."),
}
THANKS: dict[Ask, tuple[str, ...]] = {
    "note": ("Thank you!",),
    "news": ("Thank you for your help.", "Thank you for your time."),
    "offer": ("Thank you for reading.", "Thank you for your time."),
    "favour": ("Thank you for considering it.", "Thank you for thinking about it."),
    "meeting": ("Thank you for your time.", "Thank you for considering it."),
    "errand": ("Thank you for your help.", "Thank you for your time."),
    "advice": ("Thank you for your time.", "Thank you for reading."),
    "job": ("Thank you for your time and consideration.", "Thank you for reading."),
    "other": ("Thank you for your time.", "Thank you for reading."),
}
_BY_PURPOSE: dict[str, Ask] = {
    "application_follow_up": "news",
    "recruiting": "offer",
    "sales": "offer",
    "partnership": "offer",
    "introduction_request": "favour",
    "event_follow_up": "meeting",
}
_BY_WORDS: tuple[tuple[Ask, frozenset[bytes]], ...] = (
    (
        "favour",
        frozenset(b"introduce introduction intro refer referral recommend recommendation endorse vouch".split()),
    ),
    ("meeting", frozenset(b"call meet meeting chat talk speak coffee lunch visit zoom ring phone".split())),
    ("errand", frozenset(b"send share forward sign fill lend bring upload".split())),
    ("job", frozenset(b"vacancy vacancies opening openings apprenticeship internship".split())),
    ("advice", frozenset(b"advice advise tips tell how feedback explain guidance opinion".split())),
)
_OWN = frozenset(b"talk call visit meeting job".split())  # `your talk` was the reader's, and asks for none
_ALL = tuple(one for table in (EASY_OUTS, THANKS) for row in table.values() for one in row)

_CASUAL = "worries"  # no word for a letter that begins with `Dear`
_SHORT = 110
# What looks ahead stands last; a way out or thanks go before it, where it doesn't begin a paragraph.
_FAREWELL = regex(r"(?<=[.!?] )(?:I(?:'m|’m| am)? )?(?:looking|look) forward to [^.!?\n]{3,80}[.!]\Z", re.IGNORECASE)
_ITEM = regex(r"(?:[-*•–>]|\d+[.)])\s")
_TITLED = regex(r"(?i:(dr|prof|professor)\b\.? )(?:.* )?(\S+)\Z")
_HONORIFIC = regex(r"(?i:(?:mr|mrs|ms|mx|miss|sir|madam|herr|frau)\b\.? )+")


def first_name(name: str | None) -> str | None:
    """Return how a letter greets a person of this name: `Maya`, `Dr Okafor`; None where that can't be told."""
    if not name or any(character in "@/[{<0123456789" for character in name):
        return None
    if titled := _TITLED.match(name.strip()):
        return f"{titled[1].capitalize()} {_cased(titled[2])}"
    family, comma, given = name.partition(",")
    parts = _HONORIFIC.sub("", given if comma and given.strip() else family).split()
    if not parts or len(parts[0].strip(".")) < 2 or parts[0].endswith("."):
        return None
    return _cased(parts[0])


def _cased(name: str) -> str:
    return name.capitalize() if name.islower() or (name.isupper() and len(name) > 2) else name


def easy_outs(reading: Reading) -> tuple[str, ...]:
    """Return ways to say no that fit what is asked, the best one first."""
    return _fitted(EASY_OUTS, reading)


def thanks(reading: Reading) -> tuple[str, ...]:
    """Return words of thanks that fit what is asked, the best ones first."""
    return _fitted(THANKS, reading)


def _fitted(table: Mapping[Ask, tuple[str, ...]], reading: Reading) -> tuple[str, ...]:
    """Return what fits a draft. Not every message shall end alike, and the same one always shall: its length decides."""
    said = table[_asked(reading)]
    if reading.body.words[:1] == [b"dear"]:
        said = tuple(one for one in said if _CASUAL not in one) or said
    first = len(reading.words) % len(said)
    return (said[first], *table["note"])


def _asked(reading: Reading) -> Ask:
    """Return what a message asks, as far as its purpose and its words tell."""
    if reading.draft.channel == "connection_note":
        return "note"
    if told := _BY_PURPOSE.get(reading.context.purpose or ""):
        return told
    words = reading.words
    asked = {word for before, word in pairwise((b"", *words)) if before != b"your" or word not in _OWN}
    rest: Ask = "job" if reading.context.purpose == "job_inquiry" else "other"
    return next((ask for ask, signs in _BY_WORDS if not signs.isdisjoint(asked)), rest)


def closing(reading: Reading, *sentences: str) -> tuple[Fix, ...]:
    """Add the first of the sentences that fits after what is said, before sign-off and signature."""
    start, at = reading.content
    if last := _FAREWELL.search(reading.body.text, start, at):
        at = last.start()
        return next((done for one in sentences if (done := _fitting(reading, at, f"{one} "))), ())
    content = reading.body.text[start:at]
    if not content or content[-1] in ",:;-–—(/&":
        return ()
    for sentence in sentences:
        if addition := _fitting(reading, at, _gap(content, "\n\n" in reading.body.text[:at]) + sentence):
            return addition
    return ()


def _gap(content: str, spaced: bool) -> str:
    """Return what stands between the content and one more sentence: two courtesies share a paragraph."""
    blocks = [block for block in content.split("\n\n") if block.strip()]
    last = blocks[-1]
    ended = not last[-1].isalnum() and "://" not in last.split()[-1]
    if _ITEM.match(last.rpartition("\n")[2].strip()) or (not ended and "\n" in content):
        return "\n\n"
    if not ended:
        return "\n\n" if "://" in last else ". "
    paragraphs = [block for block in blocks if len(block.split()) >= targets.PARAGRAPH_WORDS]
    full = len(paragraphs) >= targets.PARAGRAPHS and len(last.split()) < targets.BLOCK_WORDS - _ROOM
    return " " if full or _joins(last) or not spaced else "\n\n"


_ROOM = 25


def _joins(paragraph: str) -> bool:
    """Say whether a paragraph is a short courtesy itself, so that another goes beside it."""
    short = len(paragraph) < _SHORT and "?" not in paragraph and paragraph.endswith((".", "!"))
    return short or paragraph.endswith(_ALL)


def opening(reading: Reading, greeting: str) -> tuple[Fix, ...]:
    """Put a greeting on a line of its own before the message, where the channel has room."""
    return _fitting(reading, 0, greeting + "\n\n")


def _fitting(reading: Reading, at: int, addition: str) -> tuple[Fix, ...]:
    text = reading.body.text
    if reading.room is not None and len(addition) > reading.room:
        return ()
    if targets.crosses(reading.draft.channel, text, text + addition):
        return ()
    return insert("body", at, addition)
