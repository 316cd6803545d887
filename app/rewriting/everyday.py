"""Everyday words: those that a rewrite may bring in without bringing in a fact."""

from functools import cache
from pathlib import Path

from app.rewriting.gist import FUNCTION
from app.rewriting.lemmas import lemma, stems

_FILE = Path(__file__).with_name("vocabulary.txt")
# Words of outreach that people are called by, too; as such they are known by what follows them.
_CALLED = frozenset(
    """
    mark grace will rose hope faith joy frank bill jack art may april june summer chase drew rob sue pat dawn jean max
    miles chip guy ray dean earl gene jade ruby pearl amber iris lily daisy heather holly ivy violet christian penny
    charity patience reed wade grant pierce sky carol josh nick harry apple amazon meta square shell target oracle slack
    zoom notion box stripe visa gap emily kelly molly sally billy beijing
    """.split()
)
_PREFIXED = 5  # letters of the shortest word that `un-` may begin
_TELLS = frozenset(
    """
    told said says suggested mentioned recommended asked introduced referred encouraged thought thinks pointed sent gave
    spoke speaks works worked runs ran leads led invited and has is was had
    """.split()
)
# What any message may say to anybody.
COURTESY = stems(
    """
    thank time consider help reply respond answer understand worry mind hear look forward best regard hope happy glad
    talk meet connect suit interest message note write read share question ask hi hello dear kind sincerely wish know
    see come moment chance open willing free able like love want need send add give make take use work appreciate enjoy
    really good fine great brief quick short grateful would let feel say no problem welcome day week convenient
    """
)


@cache
def _stems() -> frozenset[str]:
    lines = _FILE.read_text("utf-8").splitlines()
    return stems(" ".join(line for line in lines if not line.startswith("#")))


def is_everyday(word: str) -> bool:
    """Say whether the word, in small letters, is one of everyday use."""
    if word in FUNCTION or lemma(word) in _stems() or word.endswith(("ly", "ing")):
        return True
    return word.startswith("un") and len(word) > _PREFIXED and is_everyday(word[2:])


def may_call(word: str, following: str) -> bool:
    """Say whether an everyday word at a sentence's start names somebody: `Mark told me`, but not `Mark the date`."""
    return word in _CALLED and following in _TELLS
