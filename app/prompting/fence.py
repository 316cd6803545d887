"""Fences around text from outside: nobody can write the end of a fence whose mark can't be foreseen."""

import hashlib
from collections.abc import Iterable
from itertools import count

from msgspec import Struct


class Fence(Struct, frozen=True):
    """Two lines around a text, told by a mark that doesn't occur in it."""

    mark: str

    def around(self, label: str, text: str) -> str:
        """Put `text` between the lines, unchanged."""
        return f"<<<{label} {self.mark}\n{text}\n{self.mark}>>>"


def fence_for(seed: str, texts: Iterable[str]) -> Fence:
    """Return the fence for texts that go into one prompt.

    Args:
        seed: what the mark is derived from: the same for all attempts of one rewrite, so that their prompts share a
            prefix, and nothing that the author of a text could know.
        texts: all texts to be fenced; the mark occurs in none of them.

    """
    everything = "\n".join(texts)
    marks = (hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:12] for number in count())
    return Fence(next(mark for mark in marks if mark not in everything))
