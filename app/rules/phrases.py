"""Phrases: what rules and cues look for, as written in their files and as the automaton wants them.

A phrase is one or more templates. What these can't list (a date, any noun) is a regex beside them: `then` must match
right after the words and belongs to the span, `after` must match right before them and belongs to the span, and
`unless_then` and `unless_after` rule a hit out without belonging to it. These run on the plain text, only where the
words were found.
"""

import re

from msgspec import Struct

from app.domain.errors import InvalidRule
from app.domain.report import Severity
from app.rules.templates import anchor
from app.rules.text import FieldText

_LOOKBACK = 60


class PhraseData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[phrases]]` table of a rule file.

    Attributes:
        match: templates.
        then: regex for what must follow; part of the span.
        after: regex for what must come before; part of the span.
        unless_then: regex for what must not follow.
        unless_after: regex for what must not come before.
        at: `start` where the phrase must open a sentence or line, `greeting` where it must stand in the first line.
        fix: what mends a hit: `replace` (with `by`), `remove` (the phrase), `drop` (its sentence), `request`
            (the sentence becomes a polite question).
        by: the replacement; an empty one is `remove`.
        safe: whether the fix may be applied unasked.
        severity: where it differs from the rule's.
        message: where it differs from the rule's.

    """

    match: tuple[str, ...]
    then: str | None = None
    after: str | None = None
    unless_then: str | None = None
    unless_after: str | None = None
    at: str | None = None
    fix: str | None = None
    by: str | None = None
    safe: bool = True
    severity: Severity | None = None
    message: str | None = None


class Phrase:
    """A compiled phrase of one owner: a rule's id, or the name of a cue."""

    __slots__ = ("after", "anchors", "at", "data", "owner", "plain", "then", "unless_after", "unless_then")

    def __init__(self, owner: str, data: PhraseData) -> None:
        self.owner = owner
        self.data = data
        self.anchors = [anchor(template) for template in data.match]
        self.at = data.at
        self.then = _compiled(owner, data.then)
        self.unless_then = _compiled(owner, data.unless_then)
        self.after = _compiled(owner, data.after and rf"(?:{data.after})\Z")
        self.unless_after = _compiled(owner, data.unless_after and rf"(?:{data.unless_after})\Z")
        self.plain = not (self.at or self.then or self.unless_then or self.after or self.unless_after)

    def confirm(self, field: FieldText, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of a hit whose literal stands at `start:end`; None where its surroundings rule it out."""
        text = field.plain
        if self.unless_then is not None and self.unless_then.match(text, end):
            return None
        if self.unless_after is not None and self.unless_after.search(text, max(0, start - _LOOKBACK), start):
            return None
        if self.then is not None:
            if not (tail := self.then.match(text, end)):
                return None
            end = tail.end()
        if self.after is not None:
            if not (head := self.after.search(text, max(0, start - _LOOKBACK), start)):
                return None
            start = head.start()
        if self.at is not None and not _PLACES[self.at](text, start):
            return None
        return start, end


def _compiled(owner: str, pattern: str | None) -> re.Pattern[str] | None:
    if pattern is None:
        return None
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise InvalidRule(f"{owner}: pattern {pattern!r}: {error}") from error


_OPENING = re.compile(
    r"(?:^|[.!?:;\n—–])[\s\"'“(*•>-]*"
    r"(?:(?:hi|hello|hey|dear)(?: [\w.'-]+){0,3}, *)?"
    r"(?:(?:please|pls|so|and|also|then|just|but|now|ok|okay|well|anyway|first|next),? +)*\Z",
    re.IGNORECASE,
)


def opens_sentence(text: str, start: int) -> bool:
    """Say whether only quotes, bullets, a greeting or words like `please` and `so` stand before `start`."""
    return _OPENING.search(text, max(0, start - _LOOKBACK), start) is not None


def in_greeting(text: str, start: int) -> bool:
    """Say whether `start` lies in the first line, near its beginning."""
    return start < 60 and "\n" not in text[:start].lstrip()


_PLACES = {"start": opens_sentence, "greeting": in_greeting}
