"""Which parts of a draft may go with the words that a finding flags.

What a finding flags may go. What shouldn't be said at all (content and the rest) takes its sentence with it; how
something is said (tone) takes only the deadlines and periods of its clause: `I need your answer by Friday`. A fix
shows itself what it keeps. Findings on structure and limits excuse nothing: they ask for fewer words, not fewer facts.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.draft import Draft, Field
from app.domain.report import Finding
from app.rules.reading import sentences

_KEEPING = frozenset(("structure", "platform", "proofreading"))
_CLAUSE_END = re.compile(r"[.!?;:,]+(?=\s|\Z)|\n|\s[-–—]\s|—")


class _Passage(NamedTuple):
    field: Field
    start: int
    end: int
    timely: bool  # excuses only what tells a time
    kept: str  # what the finding's fixes put in its place

    def covers(self, field: Field, start: int, end: int, shown: str, *, timely: bool) -> bool:
        inside = self.field == field and start < self.end and self.start < end
        return inside and (timely or not self.timely) and shown.casefold() not in self.kept


class Flagged:
    """The flagged passages of one draft."""

    def __init__(self, draft: Draft, findings: Sequence[Finding]) -> None:
        self._passages = [
            passage for finding in findings if finding.group not in _KEEPING for passage in _passages(draft, finding)
        ]

    def excuses(self, field: Field, start: int, end: int, shown: str, *, timely: bool = False) -> bool:
        """Say whether the words `shown`, at `start:end` of the field, may go; `timely` if they tell a time."""
        return any(passage.covers(field, start, end, shown, timely=timely) for passage in self._passages)


def _passages(draft: Draft, finding: Finding) -> Iterator[_Passage]:
    if finding.field is None or finding.start is None or finding.end is None:
        return
    start, end = finding.start, finding.end
    kept = "\n".join(fix.replacement for fix in finding.fixes).casefold()
    yield _Passage(finding.field, start, end, False, kept)
    if finding.repair == "fix":
        return
    text = draft.field(finding.field) or ""
    inner = [span for span in sentences(text) if span[0] < end and start < span[1]] or [(start, end)]
    since, to = inner[0][0], inner[-1][1]
    if finding.group == "tone":
        ends = [match.end() for match in _CLAUSE_END.finditer(text, since, to)]
        since = max((at for at in ends if at <= start), default=since)
        to = min((at for at in ends if at >= end), default=to)
    yield _Passage(finding.field, since, to, finding.group == "tone", kept)
