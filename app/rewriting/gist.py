"""What a text says, word by word: short forms written out, each word with its stem, clause and sentence."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from app.rewriting.lemmas import lemma

_TOKEN = re.compile(r"w/o\b|[^\W_]+(?:['’][^\W_]+)*|[.!?…]+(?=[\s\"'”’)\]]|\Z)|[&+]|[,;:()\n—–]|\s-\s")
_FULL = {
    "u": "you", "ur": "your", "r": "are", "im": "i am", "ive": "i have", "id": "i would", "ill": "i will",
    "ya": "you", "yall": "you", "gonna": "going to", "wanna": "want to", "gotta": "have to", "lemme": "let me",
    "gimme": "give me", "pls": "please", "plz": "please", "thx": "thanks", "w/o": "without", "w": "with",
    "bc": "because", "cuz": "because", "cos": "because", "b4": "before", "tho": "though", "abt": "about",
    "youre": "you are", "theyre": "they are", "weve": "we have", "youve": "you have", "wont": "will not",
    "won't": "will not", "shan't": "shall not", "can't": "can not", "cant": "can not", "cannot": "can not",
    "ain't": "is not", "aint": "is not", "let's": "let us", "lets": "let us", "c": "see",
    "idk": "i do not know", "&": "and", "+": "and",
}  # fmt: skip
_NO_APOSTROPHE = {
    f"{verb}nt": f"{verb} not"
    for verb in "do does did is are was were have has had could would should".split()
}  # fmt: skip
_SHORTENED = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_FULL |= _NO_APOSTROPHE
SHORT_FORMS = frozenset(_FULL)
_STOPS = frozenset(".!?…\n")
_JOINS = frozenset(("but", "so", "because", "since", "if", "whether", "unless", "although", "though", "while", "and"))
# Words that carry no fact of their own.
FUNCTION = frozenset(
    """
    a about after again all also am an and any are as at be because been before being but by can could did do does
    doing down during each either else even ever every few for from further get had has have having he her here
    hers him his how i if in into is it its just let like may me might more most much must my neither no nor not
    of off on once only or other our ours out over own per please quite rather really same shall she should since
    so some such than that the their theirs them then there these they this those though through to too under
    unless until up upon us very was we well were what when where whether which while who whom whose why will with
    within without would yes yet you your yours
    """.split()
)


class Word(NamedTuple):
    """One word: in small letters and in full, its stem, as it was written and where, its clause and sentence.

    `carries` says whether it says something by itself.
    """

    text: str
    stem: str
    carries: bool
    shown: str
    start: int
    clause: int
    sentence: int


_CLAUSE, _SENTENCE = (Word._fields.index(name) for name in ("clause", "sentence"))


class Gist:
    """A text as words.

    Attributes:
        words: in reading order; `can't` counts as `can` and `not`.
        text: the text itself.

    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Word] = []
        self._ends: dict[int, str] = {}
        clause = sentence = 0
        for match in _TOKEN.finditer(text):
            token = match.group()
            parts = written_out(token)
            if not parts:
                clause += 1
                if token[0] in _STOPS:
                    self._ends.setdefault(sentence, token)
                    sentence += 1
                continue
            start = match.start()
            for part, stem, carries, joins in parts:
                clause += joins
                self.words.append(Word(part, stem, carries, token, start, clause, sentence))

    def __add__(self, other: "Gist") -> "Gist":
        if not other.words:
            return self
        return Gist(f"{self.text}\n{other.text}") if self.words else other

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(word.stem for word in self.words)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """All words, in full and in small letters."""
        return frozenset(word.text for word in self.words)

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that say something by themselves."""
        return frozenset(word.stem for word in self.words if word.carries)

    @cached_property
    def clauses(self) -> list[list[Word]]:
        """The words, clause by clause."""
        return _grouped(self.words, _CLAUSE)

    @cached_property
    def sentences(self) -> list[list[Word]]:
        """The words, sentence by sentence; a line break ends one, too."""
        return _grouped(self.words, _SENTENCE)

    def asked(self, sentence: int) -> bool:
        """Say whether a question mark ends the sentence of that number."""
        return "?" in self._ends.get(sentence, "")


class Phrases:
    """Runs of words to look for, separated by commas.

    Attributes:
        openers: the words that they begin with.

    """

    def __init__(self, phrases: str) -> None:
        self._by_opener: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases.split(","):
            words = tuple(phrase.split())
            self._by_opener.setdefault(words[0], []).append(words)
        self.openers = frozenset(self._by_opener)

    def occur_in(self, words: Sequence[Word]) -> bool:
        """Say whether one of them stands in the words."""
        said = tuple(word.text for word in words)
        return any(
            said[at : at + len(phrase)] == phrase
            for at, word in enumerate(said)
            for phrase in self._by_opener.get(word, ())
        )


def _grouped(words: list[Word], by: int) -> list[list[Word]]:
    return [list(group) for _, group in groupby(words, itemgetter(by))]


@lru_cache(maxsize=8192)
def written_out(token: str) -> tuple[tuple[str, str, bool, bool], ...]:
    """Return the words of a token in full: `can't` is `can`, `not`; `gonna` is `going`, `to`; a comma is none.

    Each comes with its stem, whether it says something by itself, and whether it joins a clause to the one before.
    """
    if not (token[0].isalnum() or token in _FULL):
        return ()
    words = _in_full(token.casefold().replace("’", "'"))
    return tuple((word, lemma(word), word not in FUNCTION and len(word) > 1, word in _JOINS) for word in words)


def _in_full(word: str) -> list[str]:
    if word in _FULL:
        return _FULL[word].split()
    if "'" not in word:
        return [word]
    for ending, full in _SHORTENED.items():
        if word.endswith(ending):
            return [word[: -len(ending)], full] if len(word) > len(ending) else [full]
    head, _, tail = word.partition("'")
    return [head] if tail == "s" else [head, tail]
