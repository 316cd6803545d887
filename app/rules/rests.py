"""What must follow the first words of a template: one word after the other, each in any of its wordings."""

from collections.abc import Sequence

HEAD = 4
"""Letters of a word that phrases are told apart by: enough for most words, and few enough for `appl(y|ied)`."""
_MOST_HEADS = 300
Word = tuple[frozenset[bytes], bool]
"""The wordings of a word, single spaces within, and whether it may be left out."""


class Rest:
    """The words that must follow, in order; it may be empty where each of them may be left out."""

    __slots__ = ("_words", "may_be_empty")

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = [
            (wordings, max(wording.count(b" ") + 1 for wording in wordings), may_be_left_out)
            for wordings, may_be_left_out in words
        ]
        self.may_be_empty = all(may_be_left_out for _, may_be_left_out in words)

    def ends(self, flat: bytes, start: int) -> list[int]:
        """Return where it can end in the flat view if it starts there, the longest first; `start` if it can be empty."""
        ends = [start]
        for wordings, longest, may_be_left_out in self._words:
            reached = ends.copy() if may_be_left_out else []
            for since in ends:
                to = since
                for _ in range(longest):
                    to = flat.find(b" ", to) + 1
                    if not to:
                        break
                    if flat[since : to - 1] in wordings and to not in reached:
                        reached.append(to)
            if not reached:
                return reached
            ends = reached
        return sorted(ends, reverse=True) if len(ends) > 1 else ends

    def openings(self) -> frozenset[bytes] | None:
        """Return the heads of the next word, or of the next two, that it can begin with; None where it can be empty."""
        found: set[bytes] = set()
        for number, (wordings, _, may_be_left_out) in enumerate(self._words):
            second = self._firsts(number + 1)
            for wording in wordings:
                found |= _heads(wording, second)
            if len(found) > _MOST_HEADS:
                found = {pair.partition(b" ")[0] for pair in found}
            if not may_be_left_out:
                return frozenset(found)
        return None

    def _firsts(self, number: int) -> set[bytes]:
        """Return the heads that can come at this word; none where nothing may, or too many to tell."""
        found: set[bytes] = set()
        for wordings, _, may_be_left_out in self._words[number:]:
            found |= {wording.partition(b" ")[0][:HEAD] for wording in wordings}
            if not may_be_left_out:
                return found
        return set()


def _heads(wording: bytes, second: set[bytes]) -> set[bytes]:
    first, space, others = wording.partition(b" ")
    first = first[:HEAD]
    if space:
        return {first + b" " + others.partition(b" ")[0][:HEAD]}
    return {first + b" " + head for head in second} or {first}
