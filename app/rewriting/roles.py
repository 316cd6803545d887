"""Who does what: the person that each verb is said of, and whose each thing is.

Persons are the writer (`I`, `we`), the reader (`you`) and those with names. A verb has changed hands where the rewrite
says it of somebody else and no longer of whom the draft says it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from app.rewriting.gist import Gist, Word
from app.rewriting.lemmas import stems

WRITER, READER, OTHER = "writer", "reader", "other"
_SUBJECTS = {"i": WRITER, "we": WRITER, "you": READER, "he": OTHER, "she": OTHER, "they": OTHER}
_LET = frozenset("let help allow invite ask want enable".split())
_OBJECTS = {"me": WRITER, "us": WRITER}
_MAY_DO = _SUBJECTS.keys() | _OBJECTS.keys()
_OWNERS = {"my": WRITER, "our": WRITER, "mine": WRITER, "your": READER, "yours": READER}
_BE = frozenset("am is are was were be been being got".split())
# Between a person and the verb.
_BETWEEN = frozenset(
    """
    am is are was were be been being have has had do did does will would can could may might should shall must not to
    also just really recently already still always currently actually once now then both all all ever never even
    kindly please perhaps maybe only again first since
    """.split()
)
# After these with `to`, the same person does the next verb, too.
_CHAINS = stems(
    """
    like love want hope wish plan aim going happy glad keen willing able try need delighted pleased eager ready
    honour
    """
)
# Said of both sides alike, or of nobody in particular.
_SHARED = stems("""
    talk speak chat meet connect discuss catch work stay keep hear know see look think like love want hope wish wonder
    thank appreciate understand feel come go get take make have be do mean need call exchange collaborate team find
    try let happy able interest will if have spare enjoy believe suit great good best free time sure open
    """)
# Thanks for what the reader would do: nobody's possession.
_LOOSE = stems("time help advice support thought consideration reply answer feedback convenience schedule day")

# Shared verbs that tell by their objects who does them: `have a budget`, `need the key`.
_HAVING = stems("have need want own hear see find get")
_ARTICLES = frozenset("a an the one".split())
_PASSIVE = " (done to)"

Hands = Mapping[str, set[str]]


def swapped(before: Gist, after: Gist, names: frozenset[str]) -> Iterator[str]:
    """Yield the verbs and things that change hands between draft and rewrite, as the rewrite has them.

    Args:
        before: the draft.
        after: the rewrite.
        names: the names of both, in small letters.

    """
    old, new = _doers(before, names), _doers(after, names)
    shown = {word.stem: word.shown for word in after.words}
    for stem, doers in new.items():
        if _changed(_told(stem, old), _told(stem, {stem: doers})) or _turned_round(stem, old, new):
            yield shown.get(stem.removesuffix(_PASSIVE), stem.removesuffix(_PASSIVE))
    owned, owns = _owners(before), _owners(after)
    for stem, owners in owns.items():
        done = old.get(stem, set()) & {WRITER, READER}
        if _changed(owned.get(stem, done), owners if stem in owned else owners | new.get(stem, set())):
            yield f"{'your' if READER in owners else 'my'} {shown.get(stem, stem)}"


def _changed(old: set[str], new: set[str]) -> bool:
    """Say whether somebody came and somebody went; `she` may be anybody with a name."""
    gained, lost = new - old, old - new
    if not old or not gained or not lost:
        return False
    return bool({WRITER, READER} & (gained | lost)) or (OTHER not in gained and OTHER not in lost)


def _told(stem: str, hands: Hands) -> set[str]:
    """Return who does it; what somebody is or has passes between writer and reader only: our boss's need is ours."""
    doers = hands.get(stem, set())
    return doers & {WRITER, READER} if " " in stem and not stem.endswith(_PASSIVE) else doers


def _turned_round(stem: str, old: Hands, new: Hands) -> bool:
    """Say whether somebody now does what was done to them, or the other way round."""
    other = stem.removesuffix(_PASSIVE) if stem.endswith(_PASSIVE) else stem + _PASSIVE
    came = new[stem] - old.get(stem, set())
    return not came.isdisjoint(old.get(other, set()) - new.get(other, set()))


@lru_cache(maxsize=128)
def _doers(gist: Gist, names: frozenset[str]) -> Hands:
    """Return who does what: persons by the stem of the verb; a passive is a verb of its own."""
    doers: dict[str, set[str]] = defaultdict(set)
    words, subjects = gist.words, names | _MAY_DO
    for index, word in enumerate(words):
        if word.text not in subjects:
            continue
        for person in _subjects(words, index, names):
            for stem in _verbs(words, index + 1):
                doers[stem].add(person)
    for sentence in gist.sentences:
        if order := _ordered(sentence):
            doers[order].add(READER)
    return doers


def _subjects(words: Sequence[Word], index: int, names: frozenset[str]) -> list[str]:
    """Return who the word at `index` is, if it may be a subject, with those that it is joined to: `me and Tariq`."""
    word, before = words[index], words[index - 1] if index else None
    if word.text in _OBJECTS:
        return [_OBJECTS[word.text]] if before and before.stem in _LET else []
    if word.text not in _SUBJECTS and word.text not in names:
        return []
    persons = [_SUBJECTS.get(word.text, word.text)]
    if before and before.text in names and before.clause == word.clause:
        persons.append(before.text)
    if before and before.text == "and" and index > 1:
        partner = words[index - 2].text
        persons += [_SUBJECTS.get(partner) or _OBJECTS.get(partner) or partner]
    return persons


def _verbs(words: Sequence[Word], start: int) -> Iterator[str]:
    """Yield the stem of the verb that follows a subject, and of those that it leads to: `would like to read`.

    What somebody is or has counts as a verb, too: `is nurse`, `have budget`.
    """
    being = False
    for index in range(start, min(start + 10, len(words))):
        word = words[index]
        if word.clause != words[start - 1].clause or word.text in _SUBJECTS:
            return
        if word.stem in _HAVING or (being and word.text in _ARTICLES):
            yield from _held("is" if word.text in _ARTICLES else word.stem, words, index)
        if word.text in _BETWEEN or word.text.endswith("ly"):
            being = being or word.text in _BE
            continue
        if word.stem not in _SHARED and word.carries:
            yield word.stem + _PASSIVE if being and word.text.endswith(("ed", "en", "wn")) else word.stem
        if word.stem not in _CHAINS:
            return


def _held(verb: str, words: Sequence[Word], index: int) -> Iterator[str]:
    """Yield what somebody is or has, told by the next words that say something."""
    for word in words[index + 1 : index + 4]:
        if word.clause != words[index].clause or word.text in _SUBJECTS:
            return
        if word.carries and word.stem not in _LOOSE and not word.text.isdigit():
            yield f"{verb} {word.stem}"


def _ordered(sentence: Sequence[Word]) -> str | None:
    """Return the verb of an order: `send me your slides`."""
    words = [word for word in sentence if word.text != "please"]
    if len(words) < 3 or words[0].stem in _SHARED or not words[0].carries:
        return None
    return words[0].stem if words[1].text in ("me", "us") else None


@lru_cache(maxsize=128)
def _owners(gist: Gist) -> Hands:
    """Return whose each thing is, by its stem."""
    owners: dict[str, set[str]] = defaultdict(set)
    words = gist.words
    for index, word in enumerate(words):
        if owner := _OWNERS.get(word.text):
            for thing in words[index + 1 : index + 3]:
                if thing.clause != word.clause or not thing.carries:
                    break
                if thing.stem not in _LOOSE:
                    owners[thing.stem].add(owner)
    return owners
