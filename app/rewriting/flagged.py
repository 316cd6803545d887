"""Which parts of a draft may go with the words that a finding flags.

What a finding flags may go. What shouldn't be said at all (content and the rest) takes its sentence with it; how
something is said (tone) takes only the deadlines and periods of its clause: `I need your answer by Friday`. A fix
shows itself what it keeps. Findings on structure and limits excuse nothing: they ask for fewer words, not fewer facts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain.draft import FIELDS, Draft, Field
from app.domain.report import Finding
from app.rewriting.sentences import Sentences

_KEEPING = frozenset(("structure", "platform", "proofreading"))
_BLOCK = 64
_CLAUSE_END = re.compile(r"[.!?;:,]+(?=\s|\Z)|\n|\s[-–—]\s|—")


class _Passage(NamedTuple):
    field: Field
    start: int
    end: int
    timely: bool  # excuses only what tells a time
    kept: str  # what the finding's fixes put in its place
    tone: bool  # asks for other words only

    def covers(self, start: int, end: int, shown: str, *, timely: bool, lasting: bool) -> bool:
        if (self.timely and not timely) or (self.tone and lasting):
            return False
        return start < self.end and self.start < end and shown.casefold() not in self.kept


class Flagged:
    """The flagged passages of one draft."""

    def __init__(self, draft: Draft, findings: Sequence[Finding]) -> None:
        texts = {name: Sentences(draft.field(name) or "") for name in FIELDS}
        self._passages: dict[tuple[Field, int], list[_Passage]] = defaultdict(list)
        for finding in findings:
            for passage in _passages(texts, finding):
                for block in _blocks(passage.start, passage.end):
                    self._passages[passage.field, block].append(passage)

    def excuses(
        self, field: Field, start: int, end: int, shown: str, *, timely: bool = False, lasting: bool = False
    ) -> bool:
        """Say whether the words `shown`, at `start:end` of the field, may go.

        Args:
            field: where they stand.
            start: from where.
            end: to where.
            shown: the words.
            timely: whether they tell a time, such as a deadline.
            lasting: whether they are a link, an address or a code, which no change of tone takes away.

        """
        return any(
            passage.covers(start, end, shown, timely=timely, lasting=lasting)
            for block in _blocks(start, end)
            for passage in self._passages.get((field, block), ())
        )


def _blocks(start: int, end: int) -> range:
    """Return the stretches of text that a span lies in: looking up is quick in long drafts, too."""
    return range(start // _BLOCK, end // _BLOCK + 1)


def _passages(texts: Mapping[Field, Sentences], finding: Finding) -> Iterator[_Passage]:
    if finding.field is None or finding.start is None or finding.end is None or finding.group in _KEEPING:
        return
    start, end = finding.start, finding.end
    kept = "\n".join(fix.replacement for fix in finding.fixes).casefold()
    tone = finding.group == "tone"
    yield _Passage(finding.field, start, end, False, kept, tone)
    if finding.repair == "fix":
        return
    text = texts[finding.field].text
    since, to = texts[finding.field].around(start, end)
    if tone:
        ends = [match.end() for match in _CLAUSE_END.finditer(text, since, to)]
        since = max((at for at in ends if at <= start), default=since)
        to = min((at for at in ends if at >= end), default=to)
    yield _Passage(finding.field, since, to, tone, kept, tone)
