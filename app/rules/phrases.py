"""Phrases: what rules and cues look for, as written in their files and as the automaton wants them.

A template is plain words with alternatives `(a|b)` and optional parts `(a)?`, nested at will; it stands for every
literal it expands to. What can't be listed (a date, any noun) is a regex beside the literal: `then` must match right
after it and belongs to the span, `after` must match right before it and belongs to the span, and `unless_then` and
`unless_after` rule a hit out without belonging to it. These run on the plain text, only where the literal was found.
"""

import re
from itertools import product

from msgspec import Struct

from app.domain.errors import InvalidRule
from app.domain.report import Severity
from app.rules.text import FieldText, flatten

MAX_LITERALS = 2_000
_LOOKBACK = 60
_LITERAL = re.compile(r"[^()|]+")


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


def expand(template: str) -> list[str]:
    """Return every literal a template stands for, in single spaces.

    Raises:
        InvalidRule: for unbalanced parentheses, or for nothing or too much to match.

    """
    variants, at = _alternatives(template, 0)
    literals = {" ".join(variant.split()) for variant in variants}
    if at != len(template) or "" in literals or len(literals) > MAX_LITERALS:
        raise InvalidRule(f"phrase {template!r}: unbalanced parentheses, or {len(literals)} literals, or an empty one")
    return sorted(literals)


def _alternatives(template: str, at: int) -> tuple[set[str], int]:
    """Expand `a|b|…` from `at` up to the closing parenthesis or the end; return the variants and where they end."""
    variants: set[str] = set()
    sequence = {""}
    while at < len(template) and template[at] != ")":
        if template[at] == "|":
            variants |= sequence
            sequence, at = {""}, at + 1
        elif template[at] == "(":
            inner, at = _alternatives(template, at + 1)
            if template[at : at + 2] == ")?":
                inner, at = inner | {""}, at + 1
            sequence = {head + tail for head, tail in product(sequence, inner)}
            at += 1
        else:
            piece = _LITERAL.match(template, at)
            sequence = {head + piece.group() for head in sequence} if piece else sequence
            at = piece.end() if piece else at + 1
        if len(sequence) > MAX_LITERALS:
            raise InvalidRule(f"phrase {template!r} stands for more than {MAX_LITERALS} literals")
    return variants | sequence, at


class Phrase:
    """A compiled phrase of one owner: a rule's id, or the name of a cue."""

    __slots__ = ("after", "at", "data", "literals", "owner", "plain", "then", "unless_after", "unless_then")

    def __init__(self, owner: str, data: PhraseData) -> None:
        self.owner = owner
        self.data = data
        self.literals = sorted({flatten(literal) for template in data.match for literal in expand(template)})
        if bad := [literal for literal in self.literals if b"  " in literal or not literal.strip()]:
            raise InvalidRule(f"{owner}: phrase {bad[0].decode()!r} holds characters that no text can match")
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
