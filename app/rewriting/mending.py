"""Mend before refusing: what a candidate lacks that code can give it, and what can be left out of it.

A subject that the channel has no place for is dropped, and the rest judged on. Then the rules' safe fixes are made: a
slang word left over, thanks that are missing. Then, where one passage is at fault, that passage stands again as in the
draft and the rest is kept. Each way the result is verified anew. The answer of a model that an order in the draft may
have taken over isn't mended at all.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.attempt import Mend
from app.domain.draft import WITH_SUBJECT, Field, Text
from app.domain.rewrite import Change
from app.rewriting.assignment import Assignment
from app.rewriting.changes import apply, changes, settled
from app.rewriting.gist import Gist
from app.rewriting.leaks import Runs
from app.rewriting.levels import beyond
from app.rewriting.sentences import Sentences
from app.rewriting.verification import Verification, verify

# What shows that the model did something else than its task: nothing of such an answer is kept.
_BEYOND_MENDING = frozenset(("order_followed", "prompt_leaked", "answered", "other_language", "emptied", "identical"))
_AGAIN = 0.5  # share of its words that a passage has in common with one that says the same
_LEAST = 4  # words that it needs for that
_TRIALS = 8  # passages that are left out in turn; each is a verification or two


class Mended(NamedTuple):
    """A candidate that stands, and what was made of the answer for that."""

    verified: Verification
    mends: tuple[Mend, ...]


def mended(assignment: Assignment, candidate: Verification, prompt: Runs) -> Mended | None:
    """Return the candidate as it stands, mended where it must be; None where it can't be."""
    if candidate.accepted:
        return Mended(candidate, ())
    if candidate.ordered:
        return None
    if _has_subject_too_much(assignment, candidate):
        return _without_subject(assignment, candidate, prompt)
    if any(objection.code in _BEYOND_MENDING for objection in candidate.objections):
        return None
    return _fixed(assignment, candidate, prompt) or _without_faults(assignment, candidate, prompt)


def _has_subject_too_much(assignment: Assignment, candidate: Verification) -> bool:
    draft = assignment.draft
    return draft.channel not in WITH_SUBJECT and not draft.subject and bool(candidate.text.subject)


def _without_subject(assignment: Assignment, candidate: Verification, prompt: Runs) -> Mended | None:
    """Judge a candidate on without the subject that its channel has no place for."""
    subject = candidate.text.subject or ""
    bare = verify(assignment, Text(assignment.draft.subject, candidate.text.body), prompt)
    rest = mended(assignment, bare, prompt)
    dropped = Mend("dropped", Change("subject", 0, 0, "", subject, ()))
    return Mended(rest.verified, (dropped, *rest.mends)) if rest else None


def preference(assignment: Assignment, verified: Verification) -> tuple[int, int, int, int]:
    """Return what candidates are ordered by: fewest objections, best score, smallest change, shortest text."""
    made = changes(assignment.draft, verified.text, assignment.before, verified.after)
    size = sum(len(change.before) + len(change.after) for change in made)
    return len(verified.objections), -verified.after.score, size, len(verified.text.body)


def _fixed(assignment: Assignment, candidate: Verification, prompt: Runs) -> Mended | None:
    """Make the rules' safe fixes to a candidate."""
    given = assignment.draft.reworded(candidate.text)
    fixed = assignment.rules.mend(given, assignment.context, assignment.history, assignment.waivers)
    if fixed.text() == candidate.text:
        return None
    verified = verify(assignment, settled(assignment.draft, fixed.text()), prompt)
    if not verified.accepted:
        return None
    made = changes(given, fixed.text(), candidate.after, verified.after)
    return Mended(verified, tuple(Mend("fixed", change) for change in made))


def _without_faults(assignment: Assignment, candidate: Verification, prompt: Runs) -> Mended | None:
    """Leave out what the level forbids, else in turn each passage that the candidate changes; return the best."""
    hunks = changes(assignment.draft, candidate.text, assignment.before, candidate.after)
    outside = beyond(assignment, candidate.text, hunks)
    groups = [outside] if outside else _passages(assignment, hunks)
    tried = (_without(assignment, hunks, group, prompt) for group in groups[:_TRIALS] if len(group) < len(hunks))
    standing = [one for one in tried if one]
    return min(standing, key=lambda one: preference(assignment, one.verified), default=None)


def _passages(assignment: Assignment, hunks: Sequence[Change]) -> list[list[Change]]:
    """Group the hunks by the draft's sentence: half a reworded sentence is none."""
    texts: dict[Field, Sentences] = {}
    groups: dict[tuple[Field, int, int], list[Change]] = {}
    for hunk in hunks:
        sentences = texts.setdefault(hunk.field, Sentences(assignment.draft.field(hunk.field) or ""))
        place = sentences.around(hunk.start, hunk.end) if hunk.start < hunk.end else (hunk.start, hunk.end)
        groups.setdefault((hunk.field, *place), []).append(hunk)
    return list(groups.values())


def _without(assignment: Assignment, hunks: Sequence[Change], group: Sequence[Change], prompt: Runs) -> Mended | None:
    rest = [hunk for hunk in hunks if hunk not in group]
    text: Text = settled(assignment.draft, apply(assignment.draft.text(), rest))
    if not text.body.strip() or text == assignment.draft.text() or _says_again(text, group):
        return None
    verified = verify(assignment, text, prompt)
    standing = Mended(verified, ()) if verified.accepted else _fixed(assignment, verified, prompt)
    return Mended(standing.verified, (*_dropped(group), *standing.mends)) if standing else None


def _says_again(text: Text, group: Sequence[Change]) -> bool:
    """Say whether the draft's own words, back in their place, say what the candidate says elsewhere."""
    own = Gist("\n".join(change.before for change in group)).content
    seen = Counter(word.stem for word in Gist(f"{text.subject or ''}\n{text.body}").words)
    return len(own) >= _LEAST and sum(seen[stem] > 1 for stem in own) >= _AGAIN * len(own)


def _dropped(group: Sequence[Change]) -> Iterator[Mend]:
    return (Mend("dropped", change) for change in group)
