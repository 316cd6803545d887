"""The sentences of a text, by place."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

from app.rules.anatomy import sentences


class Sentences:
    """A text cut into sentences, once."""

    def __init__(self, text: str) -> None:
        self.text = text
        spans = sentences(text)
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the span widened to the sentences that it overlaps."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end) - 1
        if first > last:
            return start, end
        return min(start, self.starts[first]), max(end, self.ends[last])

    def pieces(self) -> list[str]:
        """Return the text in pieces, a sentence each with the white space after it."""
        cuts = [0, *self.starts[1:], len(self.text)]
        return [self.text[start:end] for start, end in pairwise(cuts) if start < end]
