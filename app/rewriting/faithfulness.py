"""Whether a rewrite says what the draft says: nothing invented, nothing that matters left out.

Added: any hard fact or name of the rewrite that neither draft nor context holds. It is always refused.
Lost: hard facts, `keep` strings, and the people and companies that the context names are refused; other names are
listed, but may go. What stands in a flagged passage may go with it, unless it is to be kept.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.domain.context import Context
from app.domain.draft import FIELDS, Draft, Field, Text
from app.domain.report import Finding
from app.domain.rewrite import Faithfulness, Options
from app.rewriting.facts import facts
from app.rewriting.flagged import Flagged
from app.rewriting.names import Name, is_common, names, spans, words


class Comparison(NamedTuple):
    """What a rewrite adds to its draft, and what it leaves out.

    Attributes:
        added: facts and names that neither draft nor context holds.
        unkept: strings to keep that stood in the draft.
        lost: hard facts, and people and companies of the context.
        left_out: other names.

    """

    added: tuple[str, ...]
    unkept: tuple[str, ...]
    lost: tuple[str, ...]
    left_out: tuple[str, ...]

    def verdict(self) -> Faithfulness:
        """Return what the answer says of it."""
        lost = dict.fromkeys((*self.unkept, *self.lost, *self.left_out))
        return Faithfulness(not (self.added or self.unkept or self.lost), self.added, tuple(lost))


def faithfulness(
    draft: Draft, text: Text, context: Context, options: Options, flagged: Sequence[Finding] = ()
) -> Faithfulness:
    """Say whether a rewrite adds or loses facts; see `compare`."""
    return compare(draft, text, context, options, flagged).verdict()


def compare(
    draft: Draft, text: Text, context: Context, options: Options, flagged: Sequence[Finding] = ()
) -> Comparison:
    """Compare a rewrite with its draft.

    Args:
        draft: what the author wrote.
        text: the rewrite.
        context: all that its strings say counts as known.
        options: `keep` names strings of the draft that must survive verbatim.
        flagged: the findings on the draft; facts in what they flag may go.

    """
    before, after = _Said(draft.text()), _Said(text)
    known = _Said(Text(None, "\n".join(_strings(context))))
    excuse = Flagged(draft, flagged)
    lost = [*_lost_facts(before, after, excuse), *_lost_parties(context, before, after, excuse)]
    return Comparison(
        added=_once(_added(after, before, known)),
        unkept=_once(kept for kept in options.keep if before.holds(kept) and not after.holds(kept)),
        lost=_once(lost),
        left_out=_once(_lost_names(before, after, excuse)),
    )


def must_stay(draft: Draft, flagged: Sequence[Finding]) -> tuple[str, ...]:
    """Return the hard facts of a draft, as written, that no flagged passage excuses."""
    excuse = Flagged(draft, flagged)
    nothing = _Said(Text(None, ""))
    return _once(_lost_facts(_Said(draft.text()), nothing, excuse))


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


class _Said:
    """A text with its facts and words."""

    def __init__(self, text: Text) -> None:
        self.fields = {name: text.field(name) or "" for name in FIELDS}
        self.facts = {name: facts(content) for name, content in self.fields.items()}
        self.covered = self.facts["subject"].covered | self.facts["body"].covered
        self.words = words("\n".join(self.fields.values()))

    def names(self, field: Field) -> Iterator[Name]:
        """Yield the names of a field that are no part of a fact, as `PM` is of `5 PM`."""
        claims = self.facts[field].claims
        starts = [claim.start for claim in claims]
        for name in names(self.fields[field], field):
            before = bisect_left(starts, name.end) - 1
            if before < 0 or claims[before].end <= name.start:
                yield name

    def holds(self, string: str) -> bool:
        return any(string in text for text in self.fields.values())


def _strings(context: Context) -> list[str]:
    """Return what the context says in words."""
    sender, recipient = context.sender, context.recipient
    said = [*(context.shared or ()), *(context.facts or ()), *_parties(context)]
    said += [person.headline for person in (sender, recipient) if person and person.headline]
    return said


def _parties(context: Context) -> list[str]:
    """Return the people and companies that the context names."""
    named = [person for person in (context.sender, context.recipient) if person]
    given = [name for person in named for name in (person.name, person.company) if name]
    return [*given, *(context.mutual_connections or ())]


def _added(after: _Said, before: _Said, known: _Said) -> Iterator[str]:
    covered, heard = before.covered | known.covered, before.words | known.words
    for field, found in after.facts.items():
        yield from (claim.shown for claim in found.claims if claim.key not in covered)
        yield from (name.shown for name in after.names(field) if name.shown.casefold() not in heard)


def _lost_facts(before: _Said, after: _Said, excuse: Flagged) -> Iterator[str]:
    for field, found in before.facts.items():
        for claim in found.claims:
            place = (field, claim.start, claim.end, claim.shown)
            if claim.key not in after.covered and not excuse.excuses(*place, timely=claim.timely):
                yield claim.shown


def _lost_parties(context: Context, before: _Said, after: _Said, excuse: Flagged) -> Iterator[str]:
    """Yield the people and companies of the context that the draft names, in whole or in part, and the rewrite not."""
    for party in _parties(context):
        parts = {word for word in words(party) if not is_common(word)}
        if parts & before.words and not parts & after.words:
            places = [(field, *span) for field, text in before.fields.items() for span in spans(text, parts)]
            if not all(excuse.excuses(field, start, end, shown) for field, start, end, shown in places):
                yield party


def _lost_names(before: _Said, after: _Said, excuse: Flagged) -> Iterator[str]:
    for field in FIELDS:
        for name in before.names(field):
            gone = name.shown.casefold() not in after.words and not name.shown.isupper()
            if gone and not excuse.excuses(field, name.start, name.end, name.shown):
                yield name.shown
