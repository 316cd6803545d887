"""Find every phrase of every rule in one pass."""

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from app.rules.phrases import Phrase
from app.rules.templates import Anchor, following
from app.rules.text import FieldText

Match = tuple[Phrase, int, int]
Candidate = tuple[Phrase, str]


class Slot:
    """The phrases that one literal may begin, told apart by the word that comes next."""

    __slots__ = ("always", "by_next")

    def __init__(self, owners: Iterable[tuple[Phrase, Anchor]]) -> None:
        self.always: list[Candidate] = []
        self.by_next: dict[bytes, list[Candidate]] = {}
        for phrase, anchor in owners:
            words = anchor.next_words() if anchor.rest else None
            if words is None:
                self.always.append((phrase, anchor.rest))
            else:
                for word in words:
                    self.by_next.setdefault(word, []).append((phrase, anchor.rest))

    def candidates(self, flat: bytes, end: int) -> list[Candidate]:
        """Return the phrases that can go on as the flat view does after `end`."""
        if not self.by_next:
            return self.always
        going_on = self.by_next.get(flat[end : flat.find(b" ", end)])
        return self.always + going_on if going_on else self.always


class Matcher:
    """All phrases in one automaton: its cost grows with the text and its hits, not with the number of phrases."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        owners: dict[bytes, list[tuple[Phrase, Anchor]]] = {}
        for phrase in phrases:
            for anchor in phrase.anchors:
                owner = (phrase, anchor)
                for literal in anchor.literals:
                    if literal in owners:
                        owners[literal].append(owner)
                    else:
                        owners[literal] = [owner]
        self._owners = list(owners.values())
        self._slots: dict[int, Slot] = {}
        self._automaton = BytesAhoCorasick(owners)

    def find(self, field: FieldText) -> list[Match]:
        """Return every confirmed phrase with its span, overlapping ones too."""
        matches: list[Match] = []
        slots, flat, exotic, span = self._slots, field.flat, field.exotic, field.span
        for index, flat_start, flat_end in self._automaton.find_matches_as_indexes(flat, overlapping=True):
            slot = slots.get(index) or self._slot(index)
            for phrase, rest in slot.candidates(flat, flat_end):
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

    def _slot(self, index: int) -> Slot:
        """Sort a literal's phrases when it is first met: most literals never are."""
        return self._slots.setdefault(index, Slot(self._owners[index]))


def leftmost_longest(matches: list[Match]) -> list[Match]:
    """Keep, among overlapping matches of one rule, the one that starts first, and of these the longest."""
    if len(matches) == 1:
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[1], -match[2], match[0].rank)):
        if not kept or match[1] >= kept[-1][2]:
            kept.append(match)
    return kept
