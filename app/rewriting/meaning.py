"""Statements turned round: a negation that came or went, a condition that became a certainty.

A word counts as denied where a negation stands right before it (`can't make`, `without a degree`). It is turned only if
the other text has the same word and never denies it: a paraphrase in other words isn't judged.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.rewriting.fact_words import NUMBERS
from app.rewriting.gist import Gist, Word
from app.rewriting.lemmas import stems

_NEGATIONS = frozenset("not no zero never without unable nor neither nobody nothing none unless".split())
# In the other text these deny, too: `I have little time` for `I don't have much time`.
_SOFT = _NEGATIONS | frozenset(
    "little few hardly barely rarely seldom scarcely lack lacks lacking short fail failed fails unfortunately cannot "
    "refuse refused decline declined stop stopped rather instead unless less avoid miss missing missed "
    "impossible out off".split()
)
# Between a negation and the word that it denies.
_SKIPPED = frozenset(
    """
    a able actually all always an any anything been be being currently did do does even ever exactly had has have
    having i it just much my think believe suppose our quite really so still that the this to too very we yet you
    your directly personally necessarily
    """.split()
)
# What courtesy denies; no statement of the author's.
_COURTESY = stems("""
    hesitate worry mind problem pressure rush obligation doubt only least sure hurry need feel help hard expect
    one reply respond matter fit time good bother intend mean say know long later more less possible suit
    """)
_INVERTED = frozenset("i you we they he she it there".split())
_OPENING = frozenset("if unless whether case should".split())  # a way out, `if not`, denies nothing
_CERTAIN = frozenset("since because as given knowing now".split())
_OPEN = frozenset(
    """
    if whether unless would could may might perhaps maybe case should when whenever hope hoping wonder wondering
    ask asking assuming provided possibly curious can
    """.split()
)
_POLITE = stems("time interest free possible moment suit work like wish mind open chance minute")
_REQUESTS = frozenset("could would can will may when".split())
_WEAK = stems("from in as work come live go been")  # what is denied stands behind them
_REACH = 6  # words after a negation within which the denied word stands


def turned(before: Gist, after: Gist) -> Iterator[str]:
    """Yield what one text denies and the other affirms, in the words of the text that denies it."""
    for denial in _denials(before):
        if denial[1].carries and _is_stated(denial[1], after):
            yield from _affirmed(denial, denial[1], before, after)
    for denial in _denials(after):
        if not any(word.text in _OPENING and word.clause == denial[0].clause for word in after.words):
            # The verb may be the rewrite's own: `I haven't worked as a welder` for `im a welder`.
            told = [word for word in denial[1:4] if word.carries and word.stem not in _WEAK]
            head = told[0] if told and (denial[1].stem in _WEAK or denial[1] is told[0]) else denial[1]
            yield from _affirmed(denial, head, after, before)


def _affirmed(denial: list[Word], head: Word, denying: Gist, other: Gist) -> Iterator[str]:
    """Yield the denial if the other text says its head plainly, and nothing of the rest in a negation."""
    plain, denied = _said(other)
    if head.stem not in plain or head.stem in _said(denying)[0] or head.stem in _COURTESY:
        return
    if denied.isdisjoint(word.stem for word in denial[1:] if word.carries):
        yield f"{denial[0].shown} {head.shown}" if denial[0].start != head.start else head.shown


def _is_stated(head: Word, gist: Gist) -> bool:
    """Say whether the word stands outside requests: `could you send it?` doesn't say that it was sent."""
    return any(word.stem == head.stem and not _is_request(gist, word.sentence) for word in gist.words)


def _is_request(gist: Gist, sentence: int) -> bool:
    return gist.asked(sentence) and any(word.text in _REQUESTS for word in gist.words if word.sentence == sentence)


@lru_cache(maxsize=8)
def _said(gist: Gist) -> tuple[set[str], set[str]]:
    """Return the stems that stand only in clauses without a negation, and those that stand in one with it."""
    if gist.spoken.isdisjoint(_SOFT):
        return set(gist.stems), set()
    denied = {word.stem for clause in gist.clauses if _denies(clause) for word in clause}
    return {word.stem for word in gist.words} - denied, denied


def _denies(clause: Sequence[Word]) -> bool:
    return not _SOFT.isdisjoint([word.text for word in clause])


@lru_cache(maxsize=128)
def _denials(gist: Gist) -> list[list[Word]]:
    """Return each negation with what its clause says after it, from the denied word on."""
    if gist.spoken.isdisjoint(_NEGATIONS):
        return []
    words, found = gist.words, []
    for index, word in enumerate(words):
        if word.text not in _NEGATIONS or _is_figure(words, index):
            continue
        after = words[index + 1 : index + 1 + _REACH]
        said = [one for one in after if one.clause == word.clause and not _is_skipped(one)]
        if said and said[0].stem not in _COURTESY:
            found.append([word, *said])
    return found


def _is_skipped(word: Word) -> bool:
    return word.text in _SKIPPED or word.text.isdigit() or word.text in NUMBERS


def _is_figure(words: Sequence[Word], index: int) -> bool:
    """Say whether the negation denies nothing: `why not meet`, `isn't it`, `couldn't you`, `can't wait to`."""
    before = {word.text for word in words[max(0, index - 2) : index]}
    after = [word.text for word in words[index + 1 : index + 3]]
    if "why" in before:
        return before <= {"why", "do", "so"}
    if after in (["wait", "to"], ["wait", "for"]):
        return True
    return bool(after) and after[0] in _INVERTED and words[index].shown != "not" and before.isdisjoint(_INVERTED)


def unconditioned(before: Gist, after: Gist) -> Iterator[str]:
    """Yield the conditions of a draft that the rewrite states as certain: `if you are hiring`, `as you are hiring`."""
    for condition in _conditions(before):
        core = [word for word in condition if word.carries and word.stem not in _POLITE]
        held = {word.stem for word in core}
        if held and _all_certain(held, after):
            yield " ".join(word.text for word in condition)


def _conditions(gist: Gist) -> Iterator[list[Word]]:
    for clause in gist.clauses:
        if clause[0].text in ("if", "whether", "unless") and len(clause) > 2:
            ends = (at for at, word in enumerate(clause) if at > 2 and word.text in _INVERTED)
            yield clause[: next(ends, len(clause))]


def _all_certain(stems: set[str], gist: Gist) -> bool:
    """Say whether every sentence that holds most of the stems states them without reserve."""
    holding = [sentence for sentence in gist.sentences if _holds_most(stems, sentence)]
    return bool(holding) and all(_is_certain(stems, sentence, gist) for sentence in holding)


def _holds_most(stems: set[str], sentence: list[Word]) -> bool:
    return 2 * len(stems & {word.stem for word in sentence}) >= len(stems)


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
