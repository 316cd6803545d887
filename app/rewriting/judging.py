"""A second opinion on a candidate that passed verification: what it adds or loses that no code can tell.

The model is asked. Its word counts only where it shows the words that it means, and they stand where it says; what it
says of a passage that a finding flags, or of courtesies, doesn't. It can only refuse: a call that fails, takes too long
or brings nothing readable is no opinion, and the candidate stands.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.domain.attempt import Objection, Opinion
from app.domain.draft import FIELDS, Field, Text
from app.domain.errors import ModelError
from app.prompting.judge import Doubt, parse_opinion, render_judge
from app.prompting.template import Template
from app.rewriting.assignment import Assignment
from app.rewriting.calling import Calls, Model
from app.rewriting.everyday import COURTESY
from app.rewriting.flagged import Flagged
from app.rewriting.gist import Gist
from app.rewriting.masking import Masking
from app.rewriting.said import strings

_MOST = 5  # excerpts that an objection names
_LONGEST = 300  # characters of an excerpt: more is no single fact


class Heard(NamedTuple):
    """What a second opinion says, and what speaks against the candidate by it."""

    opinion: Opinion
    objections: tuple[Objection, ...] = ()


_NOTHING = Heard("no_opinion")


async def second_opinion(
    model: Model, template: Template, assignment: Assignment, candidate: Text, calls: Calls, *, seed: str
) -> Heard:
    """Ask a model what a candidate adds to its draft and what it loses.

    Args:
        model: whom to ask.
        template: the prompt.
        assignment: the draft and the terms.
        candidate: what passed verification.
        calls: what the call counts among.
        seed: what the mark of the prompt's fences is derived from.

    Raises:
        RecordUnavailable: the call can't be put on record.

    """
    masking = Masking(assignment) if assignment.options.mask else None
    shown, text = (masking.hidden(assignment), masking.hidden_text(candidate)) if masking else (assignment, candidate)
    prompt = render_judge(template, shown.draft.text(), text, shown.context, seed=seed)
    if calls.affordable(model, prompt, 1) != 1:
        return _NOTHING
    try:
        _, completion = await calls.complete(model, prompt, tries=1)
    except ModelError:
        return _NOTHING
    found = parse_opinion(completion, lenient=model.profile.answer == "text")
    if found is None:
        return _NOTHING
    added, lost = (_excerpts(doubts, masking) for doubts in (found.added, found.lost))
    objections = tuple(_objections(_added(assignment, candidate, added), _lost(assignment, candidate, lost)))
    return Heard("objected" if objections else "agreed", objections)


def _objections(added: Iterable[str], lost: Iterable[str]) -> Iterator[Objection]:
    if said := "; ".join(list(dict.fromkeys(added))[:_MOST]):
        yield Objection("judge_added", f"Neither draft nor material seems to say this; leave it out: {said}.")
    if said := "; ".join(list(dict.fromkeys(lost))[:_MOST]):
        yield Objection("judge_lost", f"The draft says this, and the answer seems to leave it out: {said}.")


def _excerpts(doubts: Iterable[Doubt], masking: Masking | None) -> list[str]:
    """Return the excerpts as they would stand in the texts."""
    return [masking.revealed_words(doubt.excerpt) if masking else doubt.excerpt for doubt in doubts]


def _added(assignment: Assignment, candidate: Text, excerpts: Iterable[str]) -> Iterator[str]:
    """Yield the excerpts that stand in the candidate, and in no text that it may be from."""
    known = Text(assignment.draft.subject, "\n".join((assignment.draft.body, *strings(assignment.context))))
    for excerpt in excerpts:
        if _found(excerpt, candidate) and not _found(excerpt, known) and Gist(excerpt).content - COURTESY:
            yield excerpt


def _lost(assignment: Assignment, candidate: Text, excerpts: Iterable[str]) -> Iterator[str]:
    """Yield the excerpts that stand in the draft and say what no finding flags and no word of the candidate says."""
    excuse = Flagged(assignment.draft, assignment.before.findings)
    kept = Gist(f"{candidate.subject or ''}\n{candidate.body}").stems | COURTESY
    for excerpt in excerpts:
        place = _found(excerpt, assignment.draft.text())
        if place is None:
            continue
        field, start, shown = place
        said = [word for word in Gist(shown).words if word.carries and word.stem not in kept]
        spans = [(start + word.start, start + word.start + len(word.shown), word.shown) for word in said]
        if not all(excuse.excuses(field, *span, timely=False, lasting=False) for span in spans):
            yield excerpt


def _found(excerpt: str, text: Text) -> tuple[Field, int, str] | None:
    """Return where an excerpt stands, whatever its white space, case and apostrophes, and as which words."""
    words = excerpt.replace("’", "'").split()
    if not words or len(excerpt) > _LONGEST:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    for name in FIELDS:
        field = text.field(name) or ""
        if match := pattern.search(field.replace("’", "'")):
            return name, match.start(), field[match.start() : match.end()]
    return None
