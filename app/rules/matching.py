"""Find every phrase of every rule in one pass."""

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from app.rules.openings import openings
from app.rules.phrases import Phrase, Span
from app.rules.rests import HEAD, Rest
from app.rules.templates import Anchor
from app.rules.text import JOINT, FieldText

Match = tuple[Phrase, int, int]
Candidate = tuple[Phrase, Rest | None]
BREAK = b" "  # what follows a phrase at a paragraph's or the text's end, too
OFTEN = 8  # met so many times, a literal is worth the work: a command for one draft needn't do it, a service soon has


class Onward:
    """The phrases of a slot that can go on with a certain word.

    Attributes:
        every: those that may match where more than a space stands before the word after that.
        alone: those that can go on with any second word.
        by_second: those and the ones that demand a second word of this head.

    """

    __slots__ = ("alone", "by_second", "every")

    def __init__(self, others: list[Candidate]) -> None:
        self.every = others.copy()
        self.alone = others.copy()
        self.by_second: dict[bytes, list[Candidate]] = {}

    def add(self, candidate: Candidate, second: bytes) -> None:
        """Take one more, which demands a second word of this head, or of any if it is empty."""
        if candidate not in self.every and not (second and candidate[1]):
            self.every.append(candidate)
        if not second:
            self.alone.append(candidate)
        elif candidate not in self.alone:
            self.by_second.setdefault(second, self.alone.copy()).append(candidate)

    def share(self, lists: dict[tuple[Candidate, ...], list[Candidate]]) -> None:
        """Keep one of the lists that hold the same: most second words lead to the same few phrases."""
        for second, candidates in self.by_second.items():
            self.by_second[second] = lists.setdefault(tuple(candidates), candidates)

    def candidates(self, flat: bytes, end: int) -> list[Candidate]:
        """Return those that can go on as the flat view does, where the first word starts at `end`."""
        gap = flat.find(b" ", end) + 1
        second = flat[gap : gap + HEAD].partition(b" ")[0]
        return self.by_second.get(second, self.alone) if second else self.every


class Slot:
    """The phrases that one literal may begin. A literal that is met often tells them apart by the words that come next.

    Attributes:
        every: all of them, to be tried where punctuation alone stands before the next word.
        ending: those that need no next word, or look for it in the text itself, past punctuation.
        others: those that can go on with any word, or with none.
        by_head: those and the ones that demand a word of this head; None while they aren't told apart.

    """

    __slots__ = ("_meetings_left", "by_head", "ending", "every", "others")

    def __init__(self, owners: Iterable[tuple[Phrase, Anchor]], often: int) -> None:
        self.every = [(phrase, anchor.rest) for phrase, anchor in owners]
        self.others: list[Candidate] = []
        self.ending = [(phrase, rest) for phrase, rest in self.every if rest is None or rest.may_be_empty]
        self.by_head: dict[bytes, Onward] | None = None
        self._meetings_left = often

    def candidates(self, flat: bytes, end: int, joint: int) -> list[Candidate]:
        """Return the phrases that can go on as the flat view does after `end`."""
        if joint != JOINT:
            return self.ending if flat[end : end + 1] in BREAK else self.every
        if self.by_head is None:
            return self._met()
        onward = self.by_head.get(flat[end : end + HEAD].partition(b" ")[0])
        if onward is None:
            return self.others
        return onward.candidates(flat, end) if onward.by_second else onward.alone

    def _met(self) -> list[Candidate]:
        self._meetings_left -= 1
        if not self._meetings_left:
            self._tell_apart([(candidate, _openings(*candidate)) for candidate in self.every])
        return self.every

    def _tell_apart(self, demanded: list[tuple[Candidate, frozenset[bytes] | None]]) -> None:
        others = [candidate for candidate, heads in demanded if heads is None]
        by_head: dict[bytes, Onward] = {}
        # One head before two, so that `alone` is complete when it is copied.
        for length in (0, 1):
            for candidate, heads in demanded:
                for head in heads or ():
                    if head.count(b" ") == length:
                        first, _, second = head.partition(b" ")
                        by_head.setdefault(first, Onward(others)).add(candidate, second)
        shared: dict[tuple[Candidate, ...], list[Candidate]] = {}
        for onward in by_head.values():
            onward.share(shared)
        self.others = others
        self.by_head = by_head  # last: another thread may be looking


def _openings(phrase: Phrase, rest: Rest | None) -> frozenset[bytes] | None:
    if rest:
        return rest.openings()
    return openings(phrase.data.then) if phrase.data.then else None


class Matcher:
    """All phrases in one automaton: its cost grows with the text and its hits, not with the number of phrases."""

    def __init__(self, phrases: Iterable[Phrase], often: int = OFTEN) -> None:
        """Take the phrases; a literal that is met `often` times tells its phrases apart, with 0 none ever does."""
        self._often = often
        owners: dict[str, list[tuple[Phrase, Anchor]]] = {}
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
        self._automaton = BytesAhoCorasick(map(str.encode, owners))

    def find(self, field: FieldText) -> list[Match]:
        """Return every confirmed phrase with its span, overlapping ones too."""
        matches: list[Match] = []
        slots, flat, joints = self._slots, field.flat, field.joints
        for index, start, end in self._automaton.find_matches_as_indexes(flat, overlapping=True):
            slot = slots.get(index) or self._slot(index)
            for phrase, rest in slot.candidates(flat, end, joints[end - 1]):
                for to in rest.ends(flat, end) if rest else (end,):
                    if span := _span(phrase, field, start, to):
                        matches.append((phrase, *span))
                        break
        return matches

    def _slot(self, index: int) -> Slot:
        """Sort a literal's phrases when it is first met: most literals never are."""
        return self._slots.setdefault(index, Slot(self._owners[index], self._often))


def _span(phrase: Phrase, field: FieldText, flat_start: int, flat_end: int) -> Span | None:
    """Return the span of a phrase whose words lie there in the flat view; None where its surroundings are wrong."""
    start, end = field.span(flat_start, flat_end)
    if field.exotic and not field.whole_words(start, end):
        return None
    return (start, end) if phrase.plain else phrase.confirm(field.plain, start, end)


def leftmost_longest(matches: list[Match]) -> list[Match]:
    """Keep, among overlapping matches of one rule, the one that starts first, and of these the longest."""
    if len(matches) == 1:
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[1], -match[2], match[0].rank)):
        if not kept or match[1] >= kept[-1][2]:
            kept.append(match)
    return kept
