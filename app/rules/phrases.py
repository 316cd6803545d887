"""Phrases: what rules and cues look for, as written in their files and as the automaton wants them.

A phrase is one or more templates. What these can't list (a date, any noun) is a regex beside them: `then` must match
right after the words and belongs to the span, `after` must match right before them and belongs to the span, and
`unless_then` and `unless_after` rule a hit out without belonging to it. These run on the plain text, only where the
words were found.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from re import _parser  # type: ignore[attr-defined]
from typing import Literal

from msgspec import Struct

from app.domain.errors import InvalidRule
from app.domain.report import Severity
from app.rules.templates import Anchor, anchors

_LOOKBACK = 60
Span = tuple[int, int]


class PhraseData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[phrases]]` table of a rule file.

    Attributes:
        match: templates.
        pattern: in a house rule, a regular expression for RE2 instead of templates.
        then: regex for what must follow; part of the span.
        after: regex for what must come before; part of the span.
        unless_then: regex for what must not follow.
        unless_after: regex for what must not come before.
        at: `start` where the phrase must open a sentence or line, `greeting` where it must stand in the first line.
        fix: what mends a hit: `replace` (with `by`), `remove` (the phrase), `drop` (its sentence), `omit` (its
            sentence, even a question, where the message asks for something else), `request` (the sentence becomes a
            polite question), `suppose` (a guess with what follows from it becomes a condition).
        by: the replacement; an empty one is `remove`.
        safe: whether the fix may be applied unasked.
        severity: where it differs from the rule's.
        message: where it differs from the rule's.

    """

    match: tuple[str, ...] = ()
    pattern: str | None = None
    then: str | None = None
    after: str | None = None
    unless_then: str | None = None
    unless_after: str | None = None
    at: Literal["start", "greeting"] | None = None
    fix: Literal["replace", "remove", "drop", "omit", "request", "suppose"] | None = None
    by: str | None = None
    safe: bool = True
    severity: Severity | None = None
    message: str | None = None


class Phrase:
    """A compiled phrase of one owner: a rule's id, or the name of a cue.

    `rank` is its place in its file: of two phrases that match the same span, the first decides.
    Regexes are compiled when a text first needs them: most never are, and the command line starts faster.
    """

    __slots__ = ("_conditions", "anchors", "data", "owner", "plain", "rank")

    def __init__(self, owner: str, data: PhraseData, rank: int = 0, known: Mapping[str, list[Anchor]] = {}) -> None:
        """Compile a phrase; `known` holds templates that are compiled already."""
        self.owner = owner
        self.rank = rank
        self.data = data
        try:
            self.anchors = [anchor for template in data.match for anchor in known.get(template) or anchors(template)]
        except InvalidRule as error:
            raise InvalidRule(f"{owner}: {error}") from error
        self.plain = not (data.at or data.then or data.unless_then or data.after or data.unless_after)
        self._conditions: Conditions | None = None

    def prove(self) -> None:
        """Compile everything.

        Raises:
            InvalidRule: a regex is malformed, or a template stands for too many wordings.

        """
        try:
            self._conditions = Conditions(self.data)
            for anchor in self.anchors:
                anchor.rest  # noqa: B018 -- made when first asked for
        except InvalidRule as error:
            raise InvalidRule(f"{self.owner}: {error}") from error
        except re.error as error:
            raise InvalidRule(f"{self.owner}: pattern {error.pattern!r}: {error}") from error

    def confirm(self, text: str, start: int, end: int) -> Span | None:
        """Return the span of a hit whose literal lies at `start:end`; None where its surroundings rule it out.

        The text is the plain one of a field.
        """
        if self._conditions is None:
            self._conditions = Conditions(self.data)
        return self._conditions.span(text, start, end)


class Conditions:
    """What the surroundings of a phrase must be like: the compiled half of its data."""

    __slots__ = ("_after", "_place", "_then", "_unless_after", "_unless_then")

    def __init__(self, data: PhraseData) -> None:
        self._place = _PLACES[data.at] if data.at else None
        self._then = _ahead(data.then) if data.then else None
        self._unless_then = _ahead(data.unless_then) if data.unless_then else None
        self._after = _behind(data.after) if data.after else None
        self._unless_after = _behind(data.unless_after) if data.unless_after else None

    def span(self, text: str, start: int, end: int) -> Span | None:
        """Return the span of a hit, with what belongs to it before and behind; None where something rules it out."""
        place, since, to = self._place, start, end
        if self._then:
            if (tail := self._then(text, end)) is None:
                return None
            to = tail.end()
        if self._unless_then and self._unless_then(text, end):
            return None
        if self._after:
            if (head := self._after(text, start)) is None:
                return None
            since = head.start()
        if (place and not place(text, since)) or (self._unless_after and self._unless_after(text, start)):
            return None
        return since, to


Search = Callable[[str, int], re.Match[str] | None]


@cache
def _ahead(pattern: str) -> Search:
    """Compile a regex that must begin where a phrase ends."""
    return re.compile(pattern, re.IGNORECASE).match


@cache
def _behind(pattern: str) -> Search:
    """Compile a regex that must end where a phrase begins; it looks back no further than it can reach.

    White space of any length is cut to two code points, which is all that stands between words in practice: so the
    search begins a few code points back and not at each of sixty.
    """
    bounded = pattern.replace(r"\s+", r"\s{1,2}").replace(r"\s*", r"\s{0,2}")
    search = re.compile(rf"(?:{bounded})\Z", re.IGNORECASE).search
    _, widest = _parser.parse(bounded).getwidth()
    reach = min(_LOOKBACK, widest + 1)  # one more for a word boundary
    return lambda text, start: search(text, max(0, start - reach), start)


_ENDS = ".!?:;\n—–"
_DECORATION = " \t\r\"'“(*•>-"
_LEAD_INS = frozenset(
    [
        "please",
        "pls",
        "so",
        "and",
        "also",
        "then",
        "just",
        "but",
        "now",
        "ok",
        "okay",
        "well",
        "anyway",
        "first",
        "next",
    ]
)
_LEAD_IN_ENDS = frozenset(word[-2:] for word in _LEAD_INS)
_GREETED = re.compile(r"(?:^|[.!?:;\n—–])[\s\"'“(*•>-]*(?:hi|hello|hey|dear)(?: [\w.'-]+){0,3}\Z", re.IGNORECASE)
_LAST_WORD = 12


def opens_sentence(text: str, start: int) -> bool:
    """Say whether only quotes, bullets, a greeting or words like `please` and `so` stand before `start`."""
    tail = text[max(0, start - 3) : start]
    if tail[-1:] == " " and tail[1:2].isalpha() and tail[:2].lower() not in _LEAD_IN_ENDS:
        return False  # what nearly always is the case, seen without a loop
    while start:
        head = text[max(0, start - _LAST_WORD) : start].rstrip(_DECORATION)
        start -= min(start, _LAST_WORD) - len(head)
        if not head or head[-1] in _ENDS:
            return not start or bool(head)
        if head[-1] == "," and _GREETED.search(text, max(0, start - _LOOKBACK), start - 1):
            return True
        word = head.rstrip(",").rpartition(" ")[2].rpartition("\n")[2]
        if word.lower() not in _LEAD_INS:
            return False
        start -= len(head) - len(head.rstrip(",")) + len(word)
    return True


def in_greeting(text: str, start: int) -> bool:
    """Say whether `start` lies in the first line, near its beginning."""
    return start < _LOOKBACK and "\n" not in text[:start].lstrip()


_PLACES = {"start": opens_sentence, "greeting": in_greeting}
