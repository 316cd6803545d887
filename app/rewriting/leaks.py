"""Words of the prompt in the answer: instructions, rules, or the worked example."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.rewriting.everyday import COURTESY
from app.rewriting.gist import Gist, Word

Runs = frozenset[tuple[str, ...]]
NO_PROMPT: Runs = frozenset()

_RUN = 4  # words in a row that are no chance


@lru_cache(maxsize=64)
def spoken(*texts: str) -> Runs:
    """Return the runs of words in texts of ours; prompts are few, so each is cut up once."""
    return frozenset(run for text in texts for run in _runs(Gist(text)))


def leaked(new: Gist, prompt: Runs, said: frozenset[str]) -> Iterator[str]:
    """Yield the runs of words that an answer has from its prompt.

    A run that draft or context may have brought, or that is plain courtesy, is no leak; nor is one of a
    single word that says something and that goes no further, such as `your search for a`.

    Args:
        new: the answer.
        prompt: the runs of the prompt.
        said: the stems of draft and context.

    """
    found = {at for at, run in enumerate(_runs(new)) if run in prompt}
    for at in sorted(found):
        words = new.words[at : at + _RUN]
        further = at - 1 in found or at + 1 in found or sum(word.carries for word in words) > 1
        if further and any(_tells(word, said) for word in words):
            yield " ".join(word.shown for word in words)


def _tells(word: Word, said: frozenset[str]) -> bool:
    return word.carries and word.stem not in said and word.stem not in COURTESY


def _runs(gist: Gist) -> Iterable[tuple[str, ...]]:
    said = [word.text for word in gist.words]
    return zip(*(said[at:] for at in range(_RUN)), strict=False)
