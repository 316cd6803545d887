"""Patterns of house rules: regular expressions that RE2 runs, in time that grows with the text alone.

Ours are written as templates (`phrases.py`); whoever runs a house's own must not trust its author's regexes.
"""

from collections.abc import Iterable
from itertools import islice

from app.domain.errors import InvalidRule
from app.rules.matching import Match
from app.rules.phrases import Phrase, PhraseData
from app.rules.text import FieldText

LONGEST = 200  # code points of one pattern
_MEMORY = 256 * 1024  # bytes that RE2 may take for one: larger programs are refused
_MOST = 100  # matches of one pattern in one field: more tell nobody anything


class Pattern(Phrase):
    """A phrase that is one regular expression; case doesn't count."""

    __slots__ = ("_found_by",)

    def __init__(self, owner: str, data: PhraseData, rank: int = 0) -> None:
        """Compile it.

        Raises:
            InvalidRule: it is malformed, too large, or matches nothing at all.

        """
        import re2  # few houses have patterns, and every command would wait for it

        super().__init__(owner, data, rank)
        options = re2.Options()
        options.case_sensitive, options.log_errors, options.max_mem = False, False, _MEMORY
        try:
            self._found_by = re2.compile(data.pattern or "", options)
        except re2.error as error:
            reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error
            raise InvalidRule(f"{owner}: the pattern {data.pattern!r}: {reason}") from None
        if self._found_by.search(""):
            raise InvalidRule(f"{owner}: the pattern {data.pattern!r} can stand for no word at all")

    def find(self, text: str) -> list[Match]:
        """Return where the text matches, in reading order."""
        matches = islice(self._found_by.finditer(text), _MOST)
        return [(self, match.start(), match.end()) for match in matches if match.end() > match.start()]


class PatternMatcher:
    """All patterns of one policy."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)

    def find(self, field: FieldText) -> list[Match]:
        """Return every match of every pattern in a field."""
        return [match for pattern in self._patterns for match in pattern.find(field.plain)]
