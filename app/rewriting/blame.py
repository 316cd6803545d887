"""Which rules a hunk answers.

A hunk answers the findings it touches. A finding about the whole message that is gone answers to the hunk that
holds its fix; if none does, to the new text that no other finding explains. A hunk still without a reason takes those
of its sentence: there the rewording began. What is left has no rule: the model only smoothed the words.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from app.domain.draft import FIELDS, Draft
from app.domain.report import Finding, Report
from app.domain.rewrite import Change
from app.rewriting.sentences import Sentences


def blamed(hunks: Sequence[Change], draft: Draft, before: Report, after: Report | None) -> tuple[Change, ...]:
    """Return the hunks, each with the ids of the rules it answers, in the order of the findings."""
    located = [finding for finding in before.findings if finding.field]
    gone = _gone(before, after)
    reasons = [[one for one in located if _touches(hunk, one.start, one.end, one.field)] for hunk in hunks]
    unexplained = [index for index, found in enumerate(reasons) if not found]
    spread = []
    for finding in gone:
        if placed := _holding(finding, hunks):
            for index in placed:
                reasons[index].append(finding)
        else:
            spread.append(finding)
    for index in _open_to_all(hunks, unexplained):
        reasons[index] += spread
    sentences = {name: Sentences(draft.field(name) or "") for name in FIELDS}
    for index, hunk in enumerate(hunks):
        reasons[index] = reasons[index] or _in_sentence(hunk, sentences[hunk.field], located) or spread
    return tuple(
        replace(hunk, rules=tuple(dict.fromkeys(finding.rule for finding in found)))
        for hunk, found in zip(hunks, reasons, strict=True)
    )


def _gone(before: Report, after: Report | None) -> list[Finding]:
    left = {finding.rule for finding in after.findings} if after else set()
    return [finding for finding in before.findings if not finding.field and finding.rule not in left]


def _holding(finding: Finding, hunks: Sequence[Change]) -> list[int]:
    """Return which hunks hold, or touch, a fix of the finding."""
    return [
        index
        for index, hunk in enumerate(hunks)
        if any(_touches(hunk, fix.start, fix.end, fix.field) for fix in finding.fixes)
    ]


def _open_to_all(hunks: Sequence[Change], unexplained: Sequence[int]) -> list[int]:
    """Return which hunks bring what the whole message lacked: unexplained new text, else any new text, else any."""
    new = [index for index, hunk in enumerate(hunks) if hunk.after]
    return [index for index in unexplained if hunks[index].after] or new or list(range(len(hunks)))


def _touches(hunk: Change, start: int | None, end: int | None, field: str | None) -> bool:
    """Say whether the hunk overlaps the span, or lies at its edge where either of them is empty."""
    if field != hunk.field or start is None or end is None:
        return False
    if hunk.start == hunk.end or start == end:
        return start <= hunk.end and hunk.start <= end
    return start < hunk.end and hunk.start < end


def _in_sentence(hunk: Change, sentences: Sentences, located: Iterable[Finding]) -> list[Finding]:
    if hunk.start == hunk.end:
        return []
    start, end = sentences.around(hunk.start, hunk.end)
    wider = replace(hunk, start=start, end=end)
    return [one for one in located if _touches(wider, one.start, one.end, one.field)]
