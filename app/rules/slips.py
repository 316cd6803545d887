"""Slips that no list of phrases holds: doubled words, articles, capitals, and spaces beside marks."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from operator import eq

from app.rules import fixes
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.text import FieldText

Slip = tuple[int, int, str, str]
"""Where a slip stands, what belongs there, and what to tell the author."""

_SPACED = regex(r"(?<=\w)[ \t]+(?=,|[?!](?![\w=])|\.(?:\s|\Z))")
_NO_SPACE = regex(r"[,.?!][A-Za-z]")
_GLUED = regex(
    r"(?<=[a-z]),(?=[A-Za-z][a-z']*[ ,.!?])"
    r"|(?<=[a-z]{2})[.!?](?=(?!Net|Js|Io|Com|Ai|Org)(?:[A-Z][a-z]+|I)[ ,'])"
)
_LONE_I = regex(r"(?<![\w.'’@#/(&-])i(?=(?:['’](?:m|ve|d|ll))?(?:[ ,;!?\n]|\Z))(?!,? ?(?:\)|and ii|ii))")
_DOUBLED = regex(r"(?<![\w'’.@-])(\w+)(?:[ \t]+|[ \t]*\n[ \t]*)\1(?![\w'’@-]|\.\w)", re.IGNORECASE)
_TWICE_RIGHT = frozenset(
    "had that very so bye no hip ha hey well really many long far more is do you her knock tut there blah now "
    "please".split()
)
_MAYBE_ARTICLE = regex(rb" a(?: [aeiouh18]|n [^aeio ]|n (?:eu|ew|on))")
_ARTICLE = regex(r"(?<![\w'’.&/-])(an?)[ \t\n]+[\"“'(]?([A-Za-z0-9][\w'’.&-]*)", re.IGNORECASE)
_AFTER_LETTER = frozenset("and or is in if as at of on it are i".split())
_AS_YOU_OR_ONE = regex(
    r"eu|ewe|once?\b|ones?\b|one-|ouija|uni(?:[cfoqstv]|lat)|us(?:e|u|ab|ag|ur)|uti|ubiq|uran|urin|utens|ute\b|utop|uku|ugand|uter|"
    r"u-",
    re.IGNORECASE,
)
_SPELT_OUT = regex(r"(?!fl|fr|rh|s[chklmnpqtvw]|xy)[fhlmnrsx][^aeiouyAEIOUY]", re.IGNORECASE)
_SILENT_H = regex(r"hour|honest|honou?r|heir", re.IGNORECASE)
_EITHER_H = regex(r"hist|hotel|habit|hered|herb|hypo|homage|hilar|hallu", re.IGNORECASE)
_PROPER = {
    word.lower().encode(): word
    for word in (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July September October "
        "November December English German French Spanish Italian Portuguese Dutch Swedish Danish Norwegian Russian "
        "Japanese Korean Arabic Hindi Europe European Germany France Spain Italy England London Berlin India American "
        "British"
    ).split()
}
_PROPER_WORDS = frozenset(_PROPER)
# Words that open sentences in letters; others in small letters may be the names of tools.
_OPENERS = frozenset(
    "a after also although am an and anyway are as at based because before best both but by can could do does "
    "did don't due each even every everyone feel first for from given good great have having he hello here "
    "hey hi hope hoping how however i'd i'll i'm i've if i in is it it's its just kindly last let let's lets "
    "looking many may maybe might more most my next no not nothing now of on once one or our perhaps please "
    "regarding she should since so some something sorry still such thank thanks that that's the their then "
    "there there's these they this those though through to today together unfortunately until very was we "
    "we'd we'll we're we've well were what what's when where whether which while who why will with would yes "
    "yesterday yet you you'll you're you've your".split()
)
_SMALL_OPENING = regex(r"[.!?]\s+[a-z]")  # a cheap look, so that only texts that have one are split
# A shortened word, or a name or number with its own mark, as in “Yahoo! for”.
_NO_END = regex(
    r"\b(?i:max|min|esp|cf|fig|ca|incl|excl|resp|tel|ver|pp?|al|viz|est|hrs?|sq|ft|vol|temp|avg|misc|ph|cert|lic)\.\Z"
    r"|(?:\b[A-Z]\w*|\d)!\Z"
)


def slips(field: FieldText) -> Iterator[Slip]:
    """Yield the slips of one field; each search runs only where a cheap look says that it may find something."""
    return chain(_doubled(field), _articles(field), _proper(field), _lone_i(field), _marks(field))


def _doubled(field: FieldText) -> Iterator[Slip]:
    if not any(map(eq, field.words, islice(field.words, 1, None))):
        return
    for match in _DOUBLED.finditer(field.text):
        word = match.group(1)
        name = match.group().istitle() or (len(word) == 1 and word not in "aAI") or word[0].isdigit()
        if not name and word.lower() not in _TWICE_RIGHT:
            yield *match.span(), word, "“{excerpt}”: once is enough."


def _articles(field: FieldText) -> Iterator[Slip]:
    text = field.text
    for match in _ARTICLE.finditer(text) if _MAYBE_ARTICLE.search(field.flat) else ():
        article, word = match.groups()
        if article[0] == "A" and (word[0].isupper() or not fixes.starts_sentence(text, match.start())):
            continue
        wanted = _article_for(word)
        if wanted and article.lower() != wanted:
            message = f"“{article} {word}”: it is “{wanted}” before this sound."
            yield *match.span(1), fixes.like(article, wanted, opens=True), message


def _article_for(word: str) -> str | None:
    """Return the article that the sound of a word wants; None where both are heard."""
    first = word[0].lower()
    if first.isdigit():
        if re.match(r"1[18]\d\d(?!\d)", word):
            return None
        return "an" if first == "8" or re.match(r"1[18](?:\D|\Z|\d{3})", word) else "a"
    if word[0].isupper() and not word[1:2].islower():
        return "an" if first in "aeio" else None if first in "ufhlmnrsx" else "a"
    if first == "h":
        return None if _EITHER_H.match(word) else "an" if _SILENT_H.match(word) else "a"
    if first not in "aeiou":
        return None if _SPELT_OUT.match(word) else "a"
    return None if word in _AFTER_LETTER else "a" if _AS_YOU_OR_ONE.match(word) else "an"


def _proper(field: FieldText) -> Iterator[Slip]:
    if _PROPER_WORDS.isdisjoint(field.vocabulary):
        return
    for word in sorted(_PROPER_WORDS & field.vocabulary):
        for match in re.finditer(rf"(?<![\w@#./'-]){word.decode()}(?![\w@]|[./-]\w)", field.text):
            yield *match.span(), _PROPER[word], "“{excerpt}” takes a capital."


def _lone_i(field: FieldText) -> Iterator[Slip]:
    text = field.text
    if " i " in text or " i'" in text or " i’" in text or "\ni" in text or text[:1] == "i":
        for match in _LONE_I.finditer(text):
            yield *match.span(), "I", "“I” takes a capital."


def _marks(field: FieldText) -> Iterator[Slip]:
    text = field.text
    if " ," in text or " ." in text or " ?" in text or " !" in text:
        for match in _SPACED.finditer(text):
            yield *match.span(), "", "No space stands before this mark."
    if _NO_SPACE.search(text):
        for match in _GLUED.finditer(text):
            yield *match.span(), f"{match.group()} ", "A space belongs after this mark."


def small_openings(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the words that open a sentence of the body with a small letter."""
    text = reading.body.text
    if not (text[:2].lstrip()[:1].islower() or _SMALL_OPENING.search(text)):
        return
    for start, end in reading.sentences:
        if not text[start].islower():
            continue
        word = text[start:end].split(None, 1)[0].rstrip(",;:.!?")
        if word.replace("’", "'") in _OPENERS and _ends_before(text, start, alone=len(reading.sentences) == 1):
            yield start, start + len(word)


def _ends_before(text: str, start: int, *, alone: bool) -> bool:
    """Say whether a sentence has ended right before `start`; a fragment that stands alone begins none."""
    before = text[max(0, start - 12) : start].rstrip()
    if not before:
        return start < 2 and not alone
    return before[-1] in ".!?" and not before.endswith("..") and not _NO_END.search(before)
