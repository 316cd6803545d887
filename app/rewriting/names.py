"""Names, told by their capitals: no dictionary of names, so a name is only ever looked up, never recognised."""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from app.domain.draft import Field
from app.rewriting.everyday import is_everyday, may_call
from app.rewriting.gist import SHORT_FORMS

_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.!?…:;\n•*–—|>]|\s-\s|[\u2600-\u27bf\U0001f000-\U0001faff]")
_NAMES_ONLY = re.compile(r"(?:[A-Z][\w'’-]*\.? ){0,2}[A-Z][\w'’-]*")
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "prof", "st"))
# Words that a message may open, close or go on with in capitals without naming anybody.
_PLAIN = """
a about after all also although am an and any are as at be because before best both but by can cheers congrats
congratulations could cv dear do does finally for friendly from fwd fyi glad good greetings had happy has have he
hello her here hey hi his hope how however i if in instead is it its just kind kindest last let look looking many
may me meanwhile mr mrs ms mx my no not of ok okay on once or our perhaps please ps quick re regards respectfully
resume rsvp she should since sincerely sir so sorry still such thank thanks that the their them then there therefore
these they this those though to today until url was we welcome were what when where whether which while who whom
whose why will wishing wish with would yes yet you your yours warm warmest wishes linkedin afternoon day evening
morning madam team hiring manager everyone everybody folks university additionally
customer service support committee colleague colleagues neighbour neighbours neighbor neighbors
january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun pm dm asap
"""
_COMMON = frozenset(_PLAIN.split())


_LONG_FORMS = {
    "prof": "professor", "dr": "doctor", "univ": "university", "uni": "university", "st": "street", "rd": "road",
    "ave": "avenue", "dept": "department", "nyc": "new york city", "uk": "united kingdom", "usa": "united states",
    "sf": "san francisco", "insta": "instagram", "fb": "facebook", "xmas": "christmas",
}  # fmt: skip
_JOINED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)+")


class Name(NamedTuple):
    """A capitalised word that seems to name somebody or something.

    `sure` is false at the start of a sentence, where only its being no everyday word tells.
    """

    shown: str
    start: int
    end: int
    sure: bool = True


def words(text: str) -> set[str]:
    """Return all words of a text, letters only and case-folded; `O'Brien's` counts as three."""
    return set(_WORD.findall(text.casefold()))


def forms(text: str) -> set[str]:
    """Return all words of a text with the other forms that they may be written in: `Prof`, `O'Brien` as `OBrien`."""
    found = words(text)
    found |= {re.sub(r"['’-]", "", joined) for joined in _JOINED.findall(text.casefold())}
    for short, full in _LONG_FORMS.items():
        parts = full.split()
        if short in found:
            found.update(parts)
        elif found.issuperset(parts):
            found.add(short)
    return found


def is_common(word: str) -> bool:
    """Say whether the word, case-folded, is one that names nobody."""
    return len(word) < 2 or word in _COMMON or word in SHORT_FORMS


def spans(text: str, wanted: Container[str]) -> list[tuple[int, int, str]]:
    """Return where the wanted words, case-folded, stand: start, end, and the word as written."""
    found = ((*match.span(), match.group()) for match in _WORD.finditer(text))
    return [place for place in found if place[2].casefold() in wanted]


def names(text: str, field: Field = "body") -> Iterator[Name]:
    """Yield the names of a text.

    A capital at the start of a sentence says nothing, unless the word owns something (`Maria's`), is addressed
    (`Maria,`), has further capitals, stands in a line of names alone, as a signature does, or is no everyday word.

    Args:
        text: where to look.
        field: which field it is: the words of a subject may be capitalised for show.

    """
    loud = field == "subject" and _title_case(text)
    last: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        word = match.group()
        if not word.islower() and not is_common(key := word.casefold()):
            inner = any(letter.isupper() for letter in word[1:])
            if inner or not (loud or (_opens(text, last, match) and not _stands_out(text, match))):
                yield Name(word, *match.span())
            elif not is_everyday(key) or may_call(key, _following(text, match)):
                yield Name(word, *match.span(), sure=False)
        last = match


def _following(text: str, match: re.Match[str]) -> str:
    word = _WORD.match(text, match.end() + 1)
    return word.group().casefold() if word else ""


def _opens(text: str, last: re.Match[str] | None, match: re.Match[str]) -> bool:
    """Say whether a sentence begins with the word; `Dr. Smith` is one word's business."""
    if last is None:
        return True
    gap = text[last.end() : match.start()]
    return _BREAK.search(gap) is not None and not (gap == ". " and last.group().casefold() in _TITLES)


def _stands_out(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end() : match.end() + 2]
    if rest in ("'s", "’s"):
        return True
    if rest[:1] == ",":
        return not is_everyday(match.group().casefold())
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].strip()
    return len(line) < 60 and bool(_NAMES_ONLY.fullmatch(line))


def _title_case(text: str) -> bool:
    long = [word for word in _WORD.findall(text) if len(word) > 3]
    return bool(2 * sum(word[0].isupper() for word in long) > len(long))
