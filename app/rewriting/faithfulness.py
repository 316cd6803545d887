"""Whether a rewrite says what the draft says: nothing invented, nothing that matters left out or turned round.

Added: any hard fact, name or claim of the rewrite that neither draft nor context holds. It is always refused.
Lost: hard facts, `keep` strings, names, and the people and companies that the context names. What stands in a flagged
passage may go with it, unless it is to be kept; names may go where a shorter message is wanted.
Turned: what one of the two denies and the other affirms, a condition stated as certain, a deed said of somebody else.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.domain.context import Context
from app.domain.draft import Draft, Text
from app.domain.report import Finding
from app.domain.rewrite import Faithfulness, Options
from app.rewriting import claims, meaning, roles
from app.rewriting.everyday import is_everyday
from app.rewriting.flagged import Flagged
from app.rewriting.names import Name, is_common, spans, words
from app.rewriting.said import Pair, Said, parties, said

_LASTING = frozenset(("link", "mail", "phone", "code"))  # facts that no tone is bound to
_STEM = 3  # letters of a name that can't begin a longer one by chance
_SHORTENING = frozenset(("too-long", "over-limit"))


class Comparison(NamedTuple):
    """What a rewrite adds to its draft, what it leaves out, and what it turns round.

    Attributes:
        added: facts, names and claims that neither draft nor context holds.
        obeyed: words that only an order to the model asked for.
        unkept: strings to keep that stood in the draft.
        lost: hard facts, names, and people and companies of the context.
        left_out: names that may go.
        denied: what one of the two denies and the other affirms.
        unconditioned: conditions of the draft that became certain.
        swapped: verbs and things that changed hands.

    """

    added: tuple[str, ...] = ()
    obeyed: tuple[str, ...] = ()
    unkept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    unconditioned: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()

    def verdict(self) -> Faithfulness:
        """Return what the answer says of it: a statement turned round counts as lost."""
        added = _once((*self.added, *self.obeyed))
        refused = (*self.unkept, *self.lost, *self.denied, *self.unconditioned, *self.swapped)
        return Faithfulness(not (added or refused), added, _once((*refused, *self.left_out)))


def faithfulness(
    draft: Draft, text: Text, context: Context, options: Options, flagged: Sequence[Finding] = ()
) -> Faithfulness:
    """Say whether a rewrite adds, loses or turns round what a draft says; see `compare`."""
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
    return compared(Pair(draft, text, context), options, flagged)


def compared(pair: Pair, options: Options, flagged: Sequence[Finding]) -> Comparison:
    """Compare a pair; see `compare`."""
    if pair.text == pair.draft.text():
        return Comparison()
    own, after = pair.own, pair.after
    excuse, may_go = Flagged(pair.draft, flagged), _wants_less(pair.draft, options, flagged)
    lost = [*_lost_facts(own, after, excuse), *_lost_parties(pair.context, own, after, excuse)]
    names = _once(_lost_names(own, after, excuse))
    return Comparison(
        added=_once((*_added(after, own, pair.known), *claims.claimed(after.gist, pair.stems))),
        obeyed=_once(pair.obeyed()),
        unkept=_once(kept for kept in options.keep if pair.before.holds(kept) and not Said(pair.text).holds(kept)),
        lost=_once(lost if may_go else (*lost, *names)),
        left_out=names if may_go else (),
        denied=_once(meaning.turned(own.gist, after.gist)),
        unconditioned=_once(meaning.unconditioned(own.gist, after.gist)),
        swapped=_once(roles.swapped(own.gist, after.gist, _called(own, after))),
    )


def must_stay(draft: Draft, flagged: Sequence[Finding]) -> tuple[str, ...]:
    """Return the hard facts of a draft, as written, that no flagged passage excuses."""
    excuse = Flagged(draft, flagged)
    nothing = Said(Text(None, ""))
    return _once(_lost_facts(said(draft.text()).own, nothing, excuse))


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _called(*texts: Said) -> frozenset[str]:
    return frozenset(name.shown.casefold() for said in texts for found in said.names.values() for name in found)


def _wants_less(draft: Draft, options: Options, flagged: Iterable[Finding]) -> bool:
    """Say whether the message is to get shorter."""
    most = options.max_characters
    return any(one.rule in _SHORTENING for one in flagged) or (most is not None and len(draft.body) > most)


def _added(after: Said, before: Said, known: Said) -> Iterator[str]:
    covered, heard = before.covered | known.covered, before.words | known.words
    for field, found in after.facts.items():
        yield from (claim.shown for claim in found.claims if claim.key not in covered)
        yield from (name.shown for name in after.names[field] if not _is_heard(name, heard))


def _is_heard(name: Name, heard: set[str]) -> bool:
    """Say whether the name was said, or what only seems one written short: `eq` for `Equation`."""
    word = name.shown.casefold()
    if word in heard or f"o{word}" in heard or f"d{word}" in heard:  # `oneill`, `darcy`
        return True
    return not name.sure and any(len(one) > 1 and word.startswith(one) and not is_everyday(one) for one in heard)


def _lost_facts(before: Said, after: Said, excuse: Flagged) -> Iterator[str]:
    for field, found in before.facts.items():
        for claim in found.claims:
            place = (field, claim.start, claim.end, claim.shown)
            if claim.key in after.covered or claim.tally:
                continue
            if not excuse.excuses(*place, timely=claim.timely, lasting=claim.key[0] in _LASTING):
                yield claim.shown


def _lost_parties(context: Context, before: Said, after: Said, excuse: Flagged) -> Iterator[str]:
    """Yield the people and companies of the context that the draft names, in whole or in part, and the rewrite not."""
    for party in parties(context):
        parts = {word for word in words(party) if not is_common(word)}
        if parts & before.words and not parts & after.words:
            places = [(field, *span) for field, text in before.fields.items() for span in spans(text, parts)]
            if not all(excuse.excuses(field, start, end, shown) for field, start, end, shown in places):
                yield party


def _is_kept(word: str, words: set[str]) -> bool:
    """Say whether a name stands among the words, or a longer one in its place: `TEDxGraz` for `TEDx`."""
    return word in words or (len(word) > _STEM and any(other.startswith(word) for other in words))


def _lost_names(before: Said, after: Said, excuse: Flagged) -> Iterator[str]:
    for field, found in before.names.items():
        for name in found:
            word = name.shown.casefold()
            gone = name.sure and not _is_kept(word, after.words) and not name.shown.isupper() and not is_everyday(word)
            if gone and not excuse.excuses(field, name.start, name.end, name.shown):
                yield name.shown
