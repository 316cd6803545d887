"""Find every phrase of every rule in one pass."""

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from app.rules.openings import HEAD, openings
from app.rules.phrases import Phrase
from app.rules.templates import Anchor, following
from app.rules.text import JOINT, FieldText

Match = tuple[Phrase, int, int]
Candidate = tuple[Phrase, str]


class Onward:
    """The phrases of a slot that can go on with a certain word.

    Attributes:
        every: all of them, to be tried where more than a space stands before the word after that.
        alone: those that can go on with any second word.
        by_second: those and the ones that demand a second word of this head.

    """

    __slots__ = ("alone", "by_second", "every")

    def __init__(self, others: list[Candidate]) -> None:
        self.every = others.copy()
        self.alone = others.copy()
        self.by_second: dict[bytes, list[Candidate]] = {}

    def candidates(self, flat: bytes, end: int) -> list[Candidate]:
        """Return those that can go on as the flat view does, where the first word starts at `end`."""
        if not self.by_second:
            return self.alone
        gap = flat.find(b" ", end) + 1
        second = flat[gap : gap + HEAD].partition(b" ")[0]
        return self.by_second.get(second, self.alone) if second else self.every


class Slot:
    """The phrases that one literal may begin, told apart by the words that come next.

    Attributes:
        every: all of them, to be tried where more than white space stands before the next word.
        others: those that can go on with any word, or with none.
        by_head: those and the ones that demand a word of this head.

    """

    __slots__ = ("by_head", "every", "others")

    def __init__(self, owners: Iterable[tuple[Phrase, Anchor]]) -> None:
        self.every = [(phrase, anchor.rest) for phrase, anchor in owners]
        demanded = [(candidate, _openings(*candidate)) for candidate in self.every]
        self.others = [candidate for candidate, heads in demanded if heads is None]
        self.by_head: dict[bytes, Onward] = {}
        # One head before two, so that `alone` is complete when it is copied.
        for length in (0, 1):
            for candidate, heads in demanded:
                for head in heads or ():
                    if head.count(b" ") == length:
                        self._add(candidate, *head.split(b" "))

    def _add(self, candidate: Candidate, first: bytes, second: bytes = b"") -> None:
        onward = self.by_head.setdefault(first, Onward(self.others))
        if candidate not in onward.every[-1:]:
            onward.every.append(candidate)
        if not second:
            onward.alone.append(candidate)
        elif candidate not in onward.alone:
            onward.by_second.setdefault(second, onward.alone.copy()).append(candidate)

    def candidates(self, flat: bytes, end: int) -> list[Candidate]:
        """Return the phrases that can go on as the flat view does after `end`, where a word starts."""
        onward = self.by_head.get(flat[end : end + HEAD].partition(b" ")[0])
        return onward.candidates(flat, end) if onward else self.others


def _openings(phrase: Phrase, rest: str) -> frozenset[bytes] | None:
    pattern = rest or phrase.data.then
    return openings(pattern) if pattern else None


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
        joints = field.joints
        for index, flat_start, flat_end in self._automaton.find_matches_as_indexes(flat, overlapping=True):
            slot = slots.get(index) or self._slot(index)
            if joints[flat_end - 1] == JOINT:
                candidates = slot.candidates(flat, flat_end) if slot.by_head else slot.others
            else:
                candidates = slot.every
            for phrase, rest in candidates:
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
