"""Which findings are let pass.

A finding is known again by its fingerprint: its rule, and its words with three on each side, case and spaces aside. So
a waiver outlives changes elsewhere in the message, and not those of what it was given for.
"""

import hashlib
from collections.abc import Iterable

from app.domain.report import Finding
from app.domain.waiver import FINGERPRINT, Waived, Waiver

_WORDS = 3
_REACH = 200  # code points: three words stand within


def fingerprint(rule: str, text: str, start: int, end: int) -> str:
    """Return the fingerprint, in hex, of a rule's finding at `start:end`; of the whole message where `text` is empty."""
    before = text[max(0, start - _REACH) : start].rsplit(maxsplit=_WORDS)[-_WORDS:]
    after = text[end : end + _REACH].split(maxsplit=_WORDS)[:_WORDS]
    surroundings = " ".join((*before, text[start:end], *after))
    return hashlib.sha256(f"{rule}\n{_fold(surroundings)}".encode("utf-8", "replace")).hexdigest()[:FINGERPRINT]


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


class Waivers:
    """What is let pass in one draft, and in what becomes of it."""

    def __init__(self, given: Iterable[Waiver] = (), waived: Iterable[Waived] = ()) -> None:
        self._given = {waiver.fingerprint: waiver for waiver in given}
        self._waived = {_what(one.rule, one.excerpt): one.fingerprint for one in waived}

    def carrying(self, waived: Iterable[Waived]) -> "Waivers":
        """Return the same waivers for a reworded draft: what passed still passes, though its surroundings change."""
        return Waivers(self._given.values(), waived) if self._given else self

    def waived(self, finding: Finding) -> Waived | None:
        """Return the finding as one that passes; None where it doesn't."""
        if not self._given:
            return None
        carried = self._waived.get(_what(finding.rule, finding.excerpt), "")
        waiver = self._given.get(finding.fingerprint) or self._given.get(carried)
        return waiver and Waived(
            rule=finding.rule,
            excerpt=finding.excerpt,
            fingerprint=waiver.fingerprint,
            by=waiver.by,
            reason=waiver.reason,
        )

    def unused(self, waived: Iterable[Waived]) -> tuple[Waiver, ...]:
        """Return the waivers that let none of these pass."""
        used = {one.fingerprint for one in waived}
        return tuple(waiver for waiver in self._given.values() if waiver.fingerprint not in used)


def _what(rule: str, excerpt: str | None) -> tuple[str, str]:
    return rule, _fold(excerpt or "")


NONE_WAIVED = Waivers()
