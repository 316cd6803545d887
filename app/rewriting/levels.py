"""What level `minimal` allows: what findings flag may change, and what a rule misses may be added. Nothing else."""

from collections.abc import Iterable, Sequence

from app.domain.draft import FIELDS, Field, Text
from app.domain.report import Finding
from app.domain.rewrite import Change
from app.rewriting.assignment import Assignment

Place = tuple[Field, int, int]

# Whole-message findings that ask for less, not for more.
_SHORTENING = frozenset(("too-long", "over-limit", "wall-of-text"))


def beyond(assignment: Assignment, text: Text, hunks: Sequence[Change]) -> list[Change]:
    """Return the changes that the level doesn't allow; every level but `minimal` allows all.

    A change must lie within what a finding flags, or what its fixes replace. Text may be put in where a rule misses
    something, and taken out where the message is too long.

    Args:
        assignment: the draft and the terms.
        text: the candidate.
        hunks: the changes that make the draft the candidate.

    """
    if assignment.options.level != "minimal":
        return []
    findings = [one for one in assignment.before.findings if one.rewordable]
    places = [place for one in findings for place in _places(one)]
    if all(_keeps_the_rest(assignment, text, name, places) for name in FIELDS):
        return []
    add = any(one.field is None and one.rule not in _SHORTENING for one in findings)
    cut = any(one.rule in _SHORTENING for one in findings) or _is_over(assignment)
    return [hunk for hunk in hunks if not _is_allowed(hunk, places, add=add, cut=cut)]


def _is_allowed(hunk: Change, places: Iterable[Place], *, add: bool, cut: bool) -> bool:
    if (add and not hunk.before.strip()) or (cut and not hunk.after.strip()):
        return True
    return any(field == hunk.field and start <= hunk.start and hunk.end <= end for field, start, end in places)


def _is_over(assignment: Assignment) -> bool:
    most = assignment.options.max_characters
    return most is not None and len(assignment.draft.body) > most


def _places(finding: Finding) -> list[Place]:
    """Return where a finding allows changes."""
    places = [(fix.field, fix.start, fix.end) for fix in finding.fixes]
    if finding.field and finding.start is not None and finding.end is not None:
        places.append((finding.field, finding.start, finding.end))
    return places


def _keeps_the_rest(assignment: Assignment, text: Text, name: Field, places: Iterable[Place]) -> bool:
    """Say whether what stands between the places is there, in order, byte for byte.

    A diff may show a sentence as one hunk although only its flagged word differs.
    """
    old, new = assignment.draft.field(name) or "", text.field(name) or ""
    kept, since = [], 0
    for field, start, end in sorted(places):
        if field == name and end > since:
            kept.append(old[since : max(start, since)])
            since = end
    if not kept:
        return old == new
    last, at = old[since:], len(kept[0])
    if not new.startswith(kept[0]):
        return False
    for part in kept[1:]:
        if (found := new.find(part, at)) < 0:
            return False
        at = found + len(part)
    return new.endswith(last) and at <= len(new) - len(last)
