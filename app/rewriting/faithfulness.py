"""Whether a rewrite says what the draft says: nothing invented, nothing that matters left out.

Added: any hard fact or name of the rewrite that neither draft nor context holds. It is always refused.
Lost: hard facts, `keep` strings, and the people and companies that the context names are refused; other names are
listed, but may go. What stands in a flagged passage may go with it, unless it is to be kept.
"""

from collections.abc import Iterator, Sequence

from app.domain.context import Context
from app.domain.draft import FIELDS, Draft, Text
from app.domain.report import Finding
from app.domain.rewrite import Faithfulness, Options
from app.rewriting.facts import facts
from app.rewriting.flagged import Flagged
from app.rewriting.names import is_common, names, spans, words


def faithfulness(
    draft: Draft, text: Text, context: Context, options: Options, flagged: Sequence[Finding] = ()
) -> Faithfulness:
    """Compare a rewrite with its draft.

    Args:
        draft: what the author wrote.
        text: the rewrite.
        context: all that its strings say counts as known.
        options: `keep` names strings of the draft that must survive verbatim.
        flagged: the findings on the draft; facts in what they flag may go.

    """
    before, after, known = _Said(draft.text()), _Said(text), Text(None, "\n".join(_strings(context)))
    excuse = Flagged(draft, flagged)
    added = _added(after, before, _Said(known))
    lost = [*_dropped(options, before, after), *_lost_facts(before, after, excuse)]
    lost += _lost_parties(context, before, after, excuse)
    return Faithfulness(
        accepted=not added and not lost,
        added=tuple(dict.fromkeys(added)),
        lost=tuple(dict.fromkeys((*lost, *_lost_names(before, after, excuse)))),
    )


class _Said:
    """A text with its facts and words."""

    def __init__(self, text: Text) -> None:
        self.fields = {name: text.field(name) or "" for name in FIELDS}
        self.facts = {name: facts(content) for name, content in self.fields.items()}
        self.covered = self.facts["subject"].covered | self.facts["body"].covered
        self.words = words("\n".join(self.fields.values()))


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


def _added(after: _Said, before: _Said, known: _Said) -> list[str]:
    covered, heard = before.covered | known.covered, before.words | known.words
    found = [claim.shown for part in after.facts.values() for claim in part.claims if claim.key not in covered]
    for field, text in after.fields.items():
        found += (name.shown for name in names(text, field) if name.shown.casefold() not in heard)
    return found


def _dropped(options: Options, before: _Said, after: _Said) -> list[str]:
    """Return the strings to keep that stood in the draft and are gone."""
    return [kept for kept in options.keep if _holds(before, kept) and not _holds(after, kept)]


def _holds(said: _Said, string: str) -> bool:
    return any(string in text for text in said.fields.values())


def _lost_facts(before: _Said, after: _Said, excuse: Flagged) -> Iterator[str]:
    for field, found in before.facts.items():
        for claim in found.claims:
            if claim.key not in after.covered and not excuse.excuses(field, claim.start, claim.end, claim.shown):
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
    for field, text in before.fields.items():
        for name in names(text, field):
            gone = name.shown.casefold() not in after.words and not name.shown.isupper()
            if gone and not excuse.excuses(field, name.start, name.end, name.shown):
                yield name.shown
