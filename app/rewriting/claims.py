"""What a rewrite says of its author that neither draft nor context says: deeds, posts, acquaintances, experience."""

from collections.abc import Iterator, Sequence

from app.rewriting.gist import Gist, Word
from app.rewriting.lemmas import lemma, stems

# Verbs that state a deed or a past; those of one group may stand for each other.
_GROUPS = (
    "lead run manage head direct oversee supervise", "build create design develop make write", "founded launch",
    "found establish set start", "win earn receive award", "raise secure", "grow increase expand double triple",
    "reduce save cut", "complete finish graduate", "study student read learn major research attend go alumni graduate",
    "work serve join employ",
    "teach train coach mentor tutor", "see read notice find come look hear watch enjoy discover follow attend",
    "talk speak chat discuss meet hear connect present", "interview", "apply reference", "attend visit join go see",
    "present publish talk speak", "talk speak call phone",
    "certify qualify specialise specialize train", "own owner hold", "owner run",
    "sell close",
    "recruit hire", "refer recommend introduce suggest", "volunteer help", "intern", "leave resign quit",
    "contact write email message reach send mail", "promise guarantee", "invest fund", "advise consult",
    "collaborate partner work", "invent patent",
)  # fmt: skip
_KIN: dict[str, set[str]] = {}
for _group in _GROUPS:
    _stems = stems(_group)
    for _stem in _stems:
        _KIN.setdefault(_stem, set()).update(_stems)
# No deeds by themselves: `I see`, `I come`, `I write`.
_DEEDS = frozenset(_KIN) - stems(
    "come look go set make help enjoy find see read notice watch learn write send reach mail email connect discover "
    "hear"
)
# What follows a verb that then is no deed: `I am following up on`, `I have held that role`.
_NO_DEED = {
    "follow": frozenset(("up", word) for word in ("on", "with", "about", "regarding", "to", "after")),
    "hold": frozenset((this, post) for this in ("that", "this") for post in ("role", "position", "post", "title")),
}
_MODAL = frozenset("would will could can may might should shall must to if hope plan want wish like love".split())
_AUX = frozenset(
    """
    have had am was were been are do did just also recently already really once even currently now both always
    personally previously
    """.split()
)
_BE = frozenset("am was are were been".split())
_AT = frozenset("as at for in with".split())
_ARTICLES = frozenset("a an the one".split())
_PEOPLE = frozenset(
    """
    manager boss colleague friend professor teacher mentor client customer wife husband brother sister father mother
    partner investor team company firm startup agency employer lawyer doctor student cousin uncle aunt neighbour
    """.split()
)
_MUTUAL = stems("friend connection acquaintance contact colleague")
_TWICE = frozenset(("2", "two", "both", "second"))
_AMOUNTS = frozenset(
    "decade decades dozens hundreds thousands millions billions twice double triple doubled tripled".split()
)


def claimed(after: Gist, said: frozenset[str]) -> Iterator[str]:
    """Yield the claims of a rewrite that nothing supports.

    Args:
        after: the rewrite.
        said: the stems of all words of draft and context.

    """
    for clause in after.clauses:
        for index, word in enumerate(clause):
            rest = clause[index + 1 :]
            if word.text in ("i", "we"):
                yield from _deed(clause[max(0, index - 2) : index], word, rest, said)
            elif word.text in ("my", "our"):
                yield from _kin(word, rest, said)
            elif word.text == "mutual" and rest and rest[0].stem in _MUTUAL and "mutual" not in said:
                yield _shown([word, rest[0]])
            elif word.text in _AMOUNTS and word.stem not in said and not (word.text == "twice" and said & _TWICE):
                yield word.shown


def _deed(before: Sequence[Word], person: Word, rest: Sequence[Word], said: frozenset[str]) -> Iterator[str]:
    """Yield what the person claims to have done, or to be."""
    if any(word.text in _MODAL or word.text in ("whether", "when", "could", "can") for word in before):
        return
    between = next((at for at, word in enumerate(rest) if word.text not in _AUX and not word.text.endswith("ly")), None)
    if between is None:
        return
    verb = rest[between]
    if verb.stem in _DEEDS and not _is_told(rest[between:], said) and not _is_post(rest[between:], said):
        yield _shown([person, *rest[: between + 1]])
    elif between and verb.text in _ARTICLES and rest[between - 1].text in _BE:
        yield from _post(person, rest[: between + 6], said)


def _is_told(rest: Sequence[Word], said: frozenset[str]) -> bool:
    """Say whether the deed was said: by its verb, or by one of its kin with some word of what it was done to."""
    if rest[0].stem in said or tuple(word.text for word in rest[1:3]) in _NO_DEED.get(rest[0].stem, ()):
        return True
    done_to = [word.stem for word in rest[1:] if word.carries and word.stem not in _KIN[rest[0].stem]]
    if rest[0].text == "received" and done_to and said.issuperset(done_to):
        return True
    return not _KIN[rest[0].stem].isdisjoint(said) and (not done_to or not said.isdisjoint(done_to))


def _is_post(rest: Sequence[Word], said: frozenset[str]) -> bool:
    """Say whether the words only put a known post or place as work: `I work as a nurse`, `I work in sales`."""
    if len(rest) < 3 or rest[0].stem != "work" or rest[1].text not in _AT:
        return False
    return next((word.stem in said for word in rest[2:] if word.carries), False)


def _post(person: Word, rest: Sequence[Word], said: frozenset[str]) -> Iterator[str]:
    """Yield what the person claims to be, where no word of it was said."""
    posts = {word.stem for word in rest if word.carries}
    posts |= {lemma(word.text[:-2]) for word in rest if word.text.endswith("er")}  # who teaches is a teacher
    if posts and said.isdisjoint(posts):
        yield _shown([person, *rest])


def _kin(owner: Word, rest: Sequence[Word], said: frozenset[str]) -> Iterator[str]:
    """Yield the people that the person claims to have."""
    for word in rest[:3]:
        if word.stem in _PEOPLE and word.stem not in said:
            yield _shown([owner, word])
            return


def _shown(words: Sequence[Word]) -> str:
    return " ".join(dict.fromkeys(word.shown for word in words))
