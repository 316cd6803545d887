"""Find every phrase of every rule in one pass."""

from collections.abc import Iterable
from itertools import starmap

from ahocorasick_rs import BytesAhoCorasick

from app.rules.openings import WIDTH, openings
from app.rules.phrases import Phrase
from app.rules.templates import following
from app.rules.text import FieldText

Match = tuple[Phrase, int, int]
Candidate = tuple[Phrase, frozenset[bytes] | None, str]


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
        self._candidates: dict[int, tuple[Candidate, ...]] = {}
        self._automaton = BytesAhoCorasick(slots)

    def find(self, field: FieldText) -> list[Match]:
        """Return every confirmed phrase with its span, overlapping ones too."""
        matches: list[Match] = []
        candidates, flat, exotic = self._candidates, field.flat, field.exotic
        padded = flat + b"  "
        for index, flat_start, flat_end in self._automaton.find_matches_as_indexes(flat, overlapping=True):
            window = padded[flat_end - 1 : flat_end + _AHEAD]
            for phrase, windows, rest in candidates.get(index) or self._prepared(index):
                # Two spaces may be a break of any length, and a space any letter outside Latin-1.
                if windows and window not in windows and b"  " not in window and not (exotic and b" " in window[1:]):
                    continue
                if match := _confirmed(field, phrase, rest, flat_start, flat_end):
                    matches.append(match)
        return matches

    def _prepared(self, index: int) -> tuple[Candidate, ...]:
        """Work out, when its literal is first met, how each phrase of a slot can go on: most literals never are."""
        return self._candidates.setdefault(index, tuple(starmap(_candidate, self._slots[index])))


_AHEAD = WIDTH - 1


def _confirmed(field: FieldText, phrase: Phrase, rest: str, flat_start: int, flat_end: int) -> Match | None:
    if rest:
        if not (tail := following(rest).match(field.flat, flat_end - 1)):
            return None
        flat_end = tail.end() + 1
    start, end = field.span(flat_start, flat_end)
    if field.exotic and not field.whole_words(start, end):
        return None
    if phrase.plain:
        return phrase, start, end
    span = phrase.confirm(field, start, end)
    return span and (phrase, *span)


def _candidate(phrase: Phrase, rest: str) -> Candidate:
    onward = rest or phrase.data.then
    return phrase, openings(onward) if onward else None, rest


def leftmost_longest(matches: list[Match]) -> list[Match]:
    """Keep, among overlapping matches of one rule, the one that starts first, and of these the longest."""
    if len(matches) == 1:
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[1], -match[2], match[0].rank)):
        if not kept or match[1] >= kept[-1][2]:
            kept.append(match)
    return kept
