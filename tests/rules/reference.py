"""The plain matcher: one regex a phrase on the raw text. Slow and obvious; the automaton must agree with it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from app.rules.phrases import Phrase
from app.rules.templates import expand
from app.rules.text import FieldText

_APOSTROPHES = "'\u2019\u2018\u02bc\u00b4`"
_SPECIAL = {"æ": "a", "ø": "o", "ð": "d", "þ": "t", "ß": "s"}
_GAP = r"[ \t\r\u00a0]"
_SEPARATOR = rf"(?:{_GAP}*\n{_GAP}*|{_GAP}+|%s)"


def _base(character: str) -> str:
    lower = character.lower()
    return _SPECIAL.get(lower) or unicodedata.normalize("NFD", lower)[0]


_LATIN = [chr(code) for code in range(256)]
_BY_BASE = {
    base: "".join(c for c in _LATIN if c.isalnum() and _base(c) == base) for base in "abcdefghijklmnopqrstuvwxyz"
}
_BY_BASE |= {digit: digit for digit in "0123456789"} | {"'": _APOSTROPHES}
_WORD = "[" + "".join(re.escape(characters) for characters in _BY_BASE.values()) + "]"
_NOT_WORD = "[^" + _WORD[1:]


@cache
def _pattern(literal: str) -> re.Pattern[str]:
    words = re.split(r"[^\w']+", "".join(_base(c) if c not in _APOSTROPHES else "'" for c in literal))
    classes = ["".join(f"[{re.escape(_BY_BASE[c])}]" for c in word) for word in words if word]
    return re.compile(f"(?<!{_WORD})" + (_SEPARATOR % _NOT_WORD).join(classes) + f"(?!{_WORD})")


def matches(phrases: Iterable[Phrase], text: str) -> Iterator[tuple[str, int, int]]:
    """Yield owner and span of every phrase in the text."""
    field = FieldText("body", text)
    for phrase in phrases:
        for literal in _literals(phrase.data.match):
            for match in _overlapping(_pattern(literal), text):
                if (span := phrase.confirm(field.plain, *match)) and field.whole_words(*match):
                    yield phrase.owner, *span


@cache
def _literals(templates: tuple[str, ...]) -> frozenset[str]:
    return frozenset(literal for template in templates for literal in expand(template))


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while match := pattern.search(text, at):
        yield match.span()
        at = match.start() + 1
