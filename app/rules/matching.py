"""Find every phrase of every rule in one pass."""

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from app.rules.phrases import Phrase
from app.rules.templates import following
from app.rules.text import FieldText

Match = tuple[Phrase, int, int]


class Matcher:
    """All phrases in one automaton: its cost grows with the text and its hits, not with the number of phrases."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        slots: dict[bytes, list[tuple[Phrase, str]]] = {}
        for phrase in phrases:
            for anchor in phrase.anchors:
                owner = (phrase, anchor.rest)
                for literal in anchor.literals:
                    if literal in slots:
                        slots[literal].append(owner)
                    else:
                        slots[literal] = [owner]
        self._slots = list(slots.values())
        self._automaton = BytesAhoCorasick(slots)

    def find(self, field: FieldText) -> list[Match]:
        """Return every confirmed phrase with its span, overlapping ones too."""
        matches: list[Match] = []
        slots, flat, exotic, span = self._slots, field.flat, field.exotic, field.span
        for index, flat_start, flat_end in self._automaton.find_matches_as_indexes(flat, overlapping=True):
            for phrase, rest in slots[index]:
                to = flat_end
                if rest:
                    if (tail := following(rest).match(flat, flat_end - 1)) is None:
                        continue
                    to = tail.end() + 1
                start, end = span(flat_start, to)
                if exotic and not field.whole_words(start, end):
                    continue
                if phrase.plain:
                    matches.append((phrase, start, end))
                elif confirmed := phrase.confirm(field, start, end):
                    matches.append((phrase, *confirmed))
        return matches


def leftmost_longest(matches: list[Match]) -> list[Match]:
    """Keep, among overlapping matches of one rule, the one that starts first, and of these the longest."""
    if len(matches) == 1:
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[1], -match[2], match[0].rank)):
        if not kept or match[1] >= kept[-1][2]:
            kept.append(match)
    return kept
