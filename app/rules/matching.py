"""Find every phrase of every rule in one pass."""

from collections.abc import Iterable

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

    def find(self, field: FieldText) -> list[Match]:
        """Return every confirmed phrase with its span, overlapping ones too."""
        matches: list[Match] = []
        slots, exotic = self._slots, field.exotic
        for index, flat_start, flat_end in self._automaton.find_matches_as_indexes(field.flat, overlapping=True):
            start, end = field.span(flat_start, flat_end)
            if exotic and not field.whole_words(start, end):
                continue
            for phrase in slots[index]:
                if phrase.plain:
                    matches.append((phrase, start, end))
                elif span := phrase.confirm(field, start, end):
                    matches.append((phrase, *span))
        return matches


def leftmost_longest(matches: list[Match]) -> list[Match]:
    """Keep, among overlapping matches of one rule, the one that starts first, and of these the longest."""
    if len(matches) == 1:
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[1], -match[2])):
        if not kept or match[1] >= kept[-1][2]:
            kept.append(match)
    return kept
