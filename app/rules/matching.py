"""Find every phrase of every rule in one pass."""

from collections.abc import Iterable, Iterator

from ahocorasick_rs import BytesAhoCorasick

from app.rules.phrases import Phrase
from app.rules.text import FieldText

Match = tuple[Phrase, int, int]


class Matcher:
    """All phrases in one automaton: its cost grows with the text and its hits, not with the number of phrases."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        slots: dict[bytes, list[Phrase]] = {}
        for phrase in phrases:
            for literal in phrase.literals:
                slots.setdefault(literal, []).append(phrase)
        self._slots = [tuple(owners) for owners in slots.values()]
        self._automaton = BytesAhoCorasick(slots)

    def find(self, field: FieldText) -> Iterator[Match]:
        """Yield every confirmed phrase with its span, overlapping ones too."""
        slots, ascii_only = self._slots, field.text.isascii()
        for index, flat_start, flat_end in self._automaton.find_matches_as_indexes(field.flat, overlapping=True):
            start, end = field.span(flat_start, flat_end)
            if not ascii_only and not field.whole_words(start, end):
                continue
            for phrase in slots[index]:
                if phrase.plain:
                    yield phrase, start, end
                elif span := phrase.confirm(field, start, end):
                    yield phrase, *span


def leftmost_longest(matches: list[Match]) -> Iterator[Match]:
    """Keep, among overlapping matches of one rule, the one that starts first, and of these the longest."""
    free = -1
    for match in sorted(matches, key=lambda match: (match[1], -match[2])):
        if match[1] >= free:
            free = match[2]
            yield match
