"""Statements turned round: a negation that came or went, a condition that became a certainty.

A word counts as denied where a negation stands right before it (`can't make`, `without a degree`). It is turned only if
the other text has the same word and never denies it: a paraphrase in other words isn't judged.
"""

from collections.abc import Iterator, Sequence

from app.rewriting.gist import Gist, Word
from app.rewriting.lemmas import stems

_NEGATIONS = frozenset("not no never without unable nor neither nobody nothing none unless".split())
# In the other text these deny, too: `I have little time` for `I don't have much time`.
_SOFT = _NEGATIONS | frozenset(
    "little few hardly barely rarely seldom scarcely lack lacks lacking short fail failed fails unfortunately cannot "
    "refuse refused decline declined stop stopped rather instead unless less avoid miss missing missed yet before "
    "impossible out".split()
)
# Between a negation and the word that it denies.
_SKIPPED = frozenset(
    """
    a able actually all always an any anything at been be being currently did do does even ever exactly for had has have
    having i in it just me much my of our quite really so still that the this to too us very we with yet you your being
    directly currently personally necessarily
    """.split()
)
# What courtesy denies; no statement of the author's.
_COURTESY = stems("""
    hesitate worry mind problem pressure rush obligation doubt only least sure wait hurry need feel help hard expect
    reply respond matter fit time good interest bother intend mean say know long later more less possible suit
    """)
_INVERTED = frozenset("i you we they he she it there".split())
_OPENING = frozenset("if unless whether case should".split())
_CERTAIN = frozenset("since because as given knowing now".split())
_OPEN = frozenset(
    """
    if whether unless would could may might perhaps maybe case should when whenever hope hoping wonder wondering ask
    asking assuming provided possibly curious can
    """.split()
)
_POLITE = stems("time interest free possible moment suit work need want like wish mind open chance minute")
_REACH = 6  # words after a negation within which the denied word stands


def turned(before: Gist, after: Gist) -> Iterator[str]:
    """Yield what one text denies and the other affirms, in the words of the text that denies it."""
    yield from _affirmed(before, after)
    yield from _affirmed(after, before, courteous=True)


def _affirmed(denying: Gist, other: Gist, *, courteous: bool = False) -> Iterator[str]:
    """Yield the denials whose words the other text says plainly; `courteous`: a way out, `if not`, denies nothing."""
    plain, denied = _said(other)
    own, _ = _said(denying)
    for denial in _denials(denying):
        head = denial[1]
        if head.stem not in plain or head.stem in own or (courteous and _is_conditional(denying, head)):
            continue
        if denied.isdisjoint(word.stem for word in denial[1:] if word.carries):
            yield f"{denial[0].shown} {head.shown}" if denial[0].start != head.start else head.shown


def _said(gist: Gist) -> tuple[set[str], set[str]]:
    """Return the stems that stand only in clauses without a negation, and those that stand in one with it."""
    denied = {word.stem for clause in gist.clauses if _denies(clause) for word in clause}
    return {word.stem for word in gist.words} - denied, denied


def _denies(clause: Sequence[Word]) -> bool:
    return any(word.text in _SOFT for word in clause)


def _denials(gist: Gist) -> Iterator[list[Word]]:
    """Yield each negation with what its clause says after it, from the denied word on."""
    words = gist.words
    for index, word in enumerate(words):
        if word.text not in _NEGATIONS or _is_figure(words, index):
            continue
        after = words[index + 1 : index + 1 + _REACH]
        said = [one for one in after if one.clause == word.clause and one.text not in _SKIPPED]
        if said and said[0].carries and said[0].stem not in _COURTESY:
            yield [word, *said]


def _is_figure(words: Sequence[Word], index: int) -> bool:
    """Say whether the negation denies nothing: `why not meet`, `isn't it`, `couldn't you`."""
    before = {word.text for word in words[max(0, index - 2) : index]}
    after = words[index + 1].text if index + 1 < len(words) else ""
    return "why" in before or (after in _INVERTED and words[index].shown != "not" and before.isdisjoint(_INVERTED))


def _is_conditional(gist: Gist, word: Word) -> bool:
    """Say whether the word stands in a sentence with a condition, as `if this isn't for you` does."""
    return any(other.text in _OPENING for other in gist.words if other.sentence == word.sentence)


def unconditioned(before: Gist, after: Gist) -> Iterator[str]:
    """Yield the conditions of a draft that the rewrite states as certain: `if you are hiring`, `as you are hiring`."""
    for condition in _conditions(before):
        core = [word for word in condition if word.carries and word.stem not in _POLITE]
        held = {word.stem for word in core}
        if held and held <= after.stems and _all_certain(held, after):
            yield " ".join(word.text for word in condition)


def _conditions(gist: Gist) -> Iterator[list[Word]]:
    for clause in gist.clauses:
        if clause[0].text in ("if", "whether", "unless") and len(clause) > 2:
            yield clause


def _all_certain(stems: set[str], gist: Gist) -> bool:
    """Say whether every sentence that holds all the stems states them without reserve."""
    holding = [sentence for sentence in gist.sentences if stems <= {word.stem for word in sentence}]
    return bool(holding) and all(_is_certain(stems, sentence, gist) for sentence in holding)


def _is_certain(stems: set[str], sentence: list[Word], gist: Gist) -> bool:
    if _has_ground(stems, sentence):
        return True
    return not gist.asked(sentence[0].sentence) and not any(
        word.text in _OPEN and word.stem not in stems for word in sentence
    )


def _has_ground(stems: set[str], sentence: list[Word]) -> bool:
    """Say whether the stems follow a word such as `since`, in its clause."""
    grounds = [word for word in sentence if word.text in _CERTAIN]
    return any(
        ground.clause == word.clause and ground.start < word.start
        for ground in grounds
        for word in sentence
        if word.stem in stems
    )
