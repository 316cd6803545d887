"""Which findings are let pass.

A finding is known again by its fingerprint: its rule, and its words with three on each side, case and spaces aside. So
a waiver outlives changes elsewhere in the message, and not those of what it was given for.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.domain.waiver import FINGERPRINT, Waived, Waiver

_WORDS = 3
_REACH = 200  # code points: three words stand within


class Mark(NamedTuple):
    """What a finding is known by; `excerpt` is None where the whole message is meant."""

    rule: str
    excerpt: str | None
    fingerprint: str


def fingerprint(rule: str, text: str = "", start: int = 0, end: int = 0) -> str:
    """Return the fingerprint, in hex, of a rule's finding at `start:end`; without a text, of the whole message."""
    before = text[max(0, start - _REACH) : start].rsplit(maxsplit=_WORDS)[-_WORDS:]
    after = text[end : end + _REACH].split(maxsplit=_WORDS)[:_WORDS]
    words = " ".join((*before, *text[start:end].split(), *after)).casefold()
    return hashlib.sha256(f"{rule}\n{words}".encode("utf-8", "replace")).hexdigest()[:FINGERPRINT]


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


class Waivers:
    """What is let pass in one draft, and in what becomes of it."""

    def __init__(self, given: Iterable[Waiver] = (), waived: Iterable[Waived] = ()) -> None:
        self._given = {waiver.fingerprint: waiver for waiver in given}
        self._waived = tuple(waived)

    def carrying(self, waived: Iterable[Waived]) -> "Waivers":
        """Return the same waivers for a reworded draft: as much as passed passes there, too, in other surroundings."""
        return Waivers(self._given.values(), waived) if self._given else self

    def passing(self, marks: Sequence[Mark]) -> list[Waived | None]:
        """Return for each finding its waiver; None where it has none."""
        if not self._given:
            return [None] * len(marks)
        named = [self._given.get(mark.fingerprint) for mark in marks]
        left: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in self._waived:
            left[_words(one.rule, one.excerpt)].append(one.fingerprint)
        for mark, waiver in zip(marks, named, strict=True):
            if waiver and waiver.fingerprint in left[_words(mark.rule, mark.excerpt)]:
                left[_words(mark.rule, mark.excerpt)].remove(waiver.fingerprint)
        return [
            self._passed(mark, waiver, left[_words(mark.rule, mark.excerpt)])
            for mark, waiver in zip(marks, named, strict=True)
        ]

    def _passed(self, mark: Mark, waiver: Waiver | None, left: list[str]) -> Waived | None:
        """Return a finding as one that passes, by its own waiver, or by one that let the same words pass before."""
        waiver = waiver or (self._given.get(left.pop(0)) if left else None)
        if waiver is None:
            return None
        return Waived(
            rule=mark.rule, excerpt=mark.excerpt, fingerprint=waiver.fingerprint, by=waiver.by, reason=waiver.reason
        )

    def unused(self, waived: Iterable[Waived]) -> tuple[Waiver, ...]:
        """Return the waivers that let none of these pass."""
        used = {one.fingerprint for one in waived}
        return tuple(waiver for waiver in self._given.values() if waiver.fingerprint not in used)


def _words(rule: str, excerpt: str | None) -> tuple[str, str]:
    return rule, _fold(excerpt or "")


NONE_WAIVED = Waivers()
