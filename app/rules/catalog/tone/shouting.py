"""Words in capitals for emphasis."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from app.domain.report import Fix
from app.rules.fixes import starts_sentence
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.text import FieldText

RULE = Rule(
    id="shouting",
    kind="code",
    group="tone",
    severity="warning",
    repair="fix",
    needs="text",
    statement="Write words and sentences in normal case; use capitals for acronyms and names only.",
    why="Text in capitals is read as shouting, and it is slower to read.",
    message="“{excerpt}” in capitals reads as shouting.",
    sources=("001", "E:capitals"),
    bad=(
        Example(
            text="Hi Maya, I would be SO grateful for a look at my draft.",
            excerpt="SO",
            fixed="Hi Maya, I would be so grateful for a look at my draft.",
        ),
        Example(
            text="PLEASE CALL ME TODAY. I have the keys to the flat in Ghent.",
            excerpt="PLEASE CALL ME TODAY",
            fixed="Please call me today. I have the keys to the flat in Ghent.",
        ),
        Example(
            text="Hello Tom, the course is FREE for staff of the NHS and starts on 3 May.",
            excerpt="FREE",
            fixed="Hello Tom, the course is free for staff of the NHS and starts on 3 May.",
        ),
        Example(
            text="HELLO SIR I AM LOOKING FOR A JOB AS A WELDER. I HAVE TEN YEARS OF EXPERIENCE AND A TIG LICENCE.",
            excerpt="HELLO SIR I AM LOOKING FOR A JOB AS A WELDER",
            fixed="Hello sir I am looking for a job as a welder. I have ten years of experience and a TIG licence.",
        ),
        Example(
            text="Hi Ines, we have an opening for a nurse in Porto. Could you answer by MONDAY? It is REALLY nice here.",
            excerpt="MONDAY",
            fixed="Hi Ines, we have an opening for a nurse in Porto. Could you answer by Monday? It is really nice here.",
        ),
        Example(
            text="Hiii Lou, thank you SOOOO MUCH for the seeds!",
            excerpt="SOOOO MUCH",
            fixed="Hiii Lou, thank you so much for the seeds!",
        ),
        Example(
            text="Could you look at my portfolio? I'M SURE you'll like the tiles.",
            subject="Amazing tiles from Fez",
            excerpt="I'M SURE",
            fixed="Could you look at my portfolio? I'm sure you'll like the tiles.",
        ),
        Example(
            text="Dear Ms Kaya, NEVER have I seen such a clear paper. It is THE BEST on dykes.",
            excerpt="NEVER",
            fixed="Dear Ms Kaya, never have I seen such a clear paper. It is the best on dykes.",
        ),
        Example(
            text="Hi Sam, do NOT use the old form, it is URGENT that the new one goes out.",
            excerpt="URGENT",
            fixed="Hi Sam, do not use the old form, it is urgent that the new one goes out.",
        ),
    ),
    good=(
        Example(text="Hi Maya, I run SQL and AWS training at INSEAD. Would the CEO or the IT team like to see it?"),
        Example(
            text="Hello Tom, NASA and the US Air Force use REST and SOAP with the same API. May I ask which you use?"
        ),
        Example(text="Q3 KPIs\n- MRR up 4 %\n- NPS 61\n\nHi Ines, is that the format you wanted?"),
        Example(text="ABOUT THE ROLE\nA nurse for the ICU in Porto, days only.\n\nWould you like to hear more?"),
        Example(text="Hi Noor, IKEA, H&M and ASOS stock it. The PDF is named READ_ME_FIRST; see #OPENTOWORK too."),
        Example(text="Dear Dr Okafor, reply YES or NO to the RSVP, whichever suits. The STAR method is on page 2."),
        Example(text="Hi [FIRST NAME], thank you for the call with {{COMPANY}} about the SMART goals."),
        Example(
            text="Hi Lou, I'm A/B testing at ING; JOHN OKORO, PMP, is my manager. Could we talk about UX in the EU?"
        ),
        Example(text="Hi Bea, my boolean string is nurse AND (Porto OR Lisbon). Would you use another?"),
    ),
)

_TOKEN = regex(r"[A-Z](?<![\w@#/.&{\[<+‘'-][A-Z])(?:['’]?[A-Z])+(?![\w@/&}\]>+-])")
_GAP = regex(r"[ \t,;&-]*(?:(?:[AI]|\d+)[ \t,;&-]+)*\Z")
_STRETCHED = regex(r"([A-Z])\1\1+")
_CONTRACTED = regex(r"(?:N['’]T|['’](?:M|S|RE|VE|LL|D))\Z")
_ENDINGS = (("", ""), ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("ly", ""), ("ies", "y"))
_KEYWORD = regex(
    r"\b(?:reply|replies|type|text|say|answer|write|comment|press|with|or|and|keyword|word)[ :]+\Z", re.IGNORECASE
)
_COMMON_NOUN = regex(r"(?:TIONS?|MENTS?|INGS?|NESS|ABLE|ITY|ITIES|ANCE|ENCES?|IVE|OUS|ISTS?|ICAL|ALLY|ERS|ED|LY)\Z")
_LISTED = regex(r"(?:,|/| and| or| AND| OR) \(?[A-Z]{2,}\b")
_IN_LIST = regex(r"\b[A-Z]{2,}\)?(?:,|/| and| or| AND| OR) \(?\Z")
_ARTICLE = regex(r"\b(?:the|an?|your|our|my|his|her|its|their) \Z", re.IGNORECASE)
_LABELS = ("urgent", "important", "attention", "free", "now", "please")
# Too short to show that somebody shouts, but shouted along with the rest.
_ALONG = frozenset(
    "am an and are as at be but by can do for he if in is it me my no of on or so the to up us we".split()
)
_SHORT, _FEW = 5, 3
_PLACED = ("in", "at", "from", "near", "to")
_FIELD_MARKS = tuple("%[]{}<>$_")
_TYPED = ("YES", "NO", "STOP", "START", "HELP", "INFO", "NOW")


_SHAPE = bytes(code if code == ord("'") else ord("A" if ord("A") <= code <= ord("Z") else " ") for code in range(256))


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Return common English words, and of these by name the loud ones, names, proper nouns, terms after an article."""
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").replace("\n  ", " ").splitlines()
    return {name: frozenset(words.split()) for name, words in (line.split(": ") for line in lines)}


@lru_cache(4096)
def _common(token: str) -> str | None:
    """Return a token in capitals as it is written in normal case; None for a name, an acronym or an unknown word."""
    word = _STRETCHED.sub(r"\1", token)
    stem = _CONTRACTED.sub("", word).lower()
    known = _words()["words"]
    for ending, instead in _ENDINGS:
        if stem.endswith(ending) and stem[: len(stem) - len(ending)] + instead in known:
            break
    else:
        return None
    if len(word) == 1:
        return None
    lower = word.lower()
    return lower[0].upper() + lower[1:] if stem in _words()["proper"] or lower[:2] in ("i'", "i’") else lower


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each run of words in capitals that holds more than names, acronyms, keywords and headings."""
    for field in reading.fields:
        tokens = list(_TOKEN.finditer(field.text)) if _has_capitals(field) else []
        runs = list(_runs(field.text, tokens)) if tokens else []
        shouted = [_shouted(field, run) for run in runs]
        for run, loud in zip(runs, shouted, strict=True):
            start, end = _widened(field.text, run[0].start()), run[-1].end()
            heard = loud or (any(shouted) and _is_stressed(field, run))
            if heard and not reading.is_protected(field, start, end):
                fix = Fix(field.name, start, end, _lowered(field.text, start, run), True)
                yield Hit(field.name, start, end, (fix,))


def _has_capitals(field: FieldText) -> bool:
    """Say whether two capitals stand together anywhere."""
    shape = field.plain.encode("latin-1", "replace").translate(_SHAPE)
    return b"AA" in shape or b"A'A" in shape


def _runs(text: str, tokens: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Group the tokens that stand together, without the unknown ones at either end."""
    run: list[re.Match[str]] = []
    for token in tokens:
        if run and not _GAP.match(text, run[-1].end(), token.start()):
            yield from _trimmed(run)
            run = []
        if not _is_field(text, token):
            run.append(token)
    yield from _trimmed(run)


def _is_field(text: str, token: re.Match[str]) -> bool:
    """Say whether a token is a merge field, such as `%COMPANY%` or `[CITY]`: that isn't filled in is another fault."""
    return (
        text[max(0, token.start() - 1) : token.start()] in _FIELD_MARKS
        and text[token.end() : token.end() + 1] in _FIELD_MARKS
    )


def _trimmed(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    known = [index for index, token in enumerate(run) if _common(token.group())]
    if known and not _is_name(run, len(known)):
        first, last = known[0], known[-1] + 1
        while last < len(run) and _goes_along(run[last], run[last - 1], len(known)):
            last += 1
        yield run[first:last]


def _goes_along(token: re.Match[str], before: re.Match[str], known: int) -> bool:
    """Say whether a token after the known ones is a small word, or the place at the end of a long run."""
    named = known > _FEW and before.group().lower() in _PLACED and len(token.group()) >= _SHORT - 1
    return token.group().lower() in _ALONG or named


def _is_name(run: list[re.Match[str]], known: int) -> bool:
    """Say whether one word of the language stands in a name, as in `MARTIN YOUNG`."""
    return known == 1 and any(len(token.group()) > 4 and not _common(token.group()) for token in run)


def _shouted(field: FieldText, run: list[re.Match[str]]) -> bool:
    common = [word.lower() for token in run if (word := _common(token.group()))]
    loud = any(map(_is_loud, common))
    stretched = any(_STRETCHED.search(token.group()) for token in run)
    if not stretched and not loud and len(common) < 3:
        return False
    if len(common) * 2 < len(run) or (len(common) >= 3 and all(len(word) < 4 for word in common)):
        return stretched
    return not _is_heading(field, run) and not (len(run) == 1 and _is_term(field.text, run[0]))


def _is_stressed(field: FieldText, run: list[re.Match[str]]) -> bool:
    """Say whether a word of the language stands in capitals: in a text that shouts elsewhere it is shouted, too."""
    alone = len(run) == 1 and len(run[0].group()) >= _STRESSED and not run[0].group().endswith("S")
    return alone and not _is_heading(field, run) and not _is_term(field.text, run[0])


_STRESSED = 4  # letters: shorter ones may be acronyms


def _is_loud(word: str) -> bool:
    """Say whether a word in capitals can hardly be a name or an acronym."""
    words = _words()
    return word in words["loud"] or (len(word) > 4 and word not in words["names"]) or not word.isalpha()


def _is_heading(field: FieldText, run: list[re.Match[str]]) -> bool:
    """Say whether the run is a line above a text, or a label such as `LOCATION:`."""
    text, start, end = field.text, run[0].start(), run[-1].end()
    if text[text.rfind("\n", 0, start) + 1 : start].strip(" \t*•-–#") or run[0].group().lower() in _LABELS:
        return False
    if text[end : end + 1] == ":":
        return True
    below = text[end:].split("\n", 2)
    return field.name == "body" and len(run) < 6 and len(below) > 1 and not below[0].strip() and bool(below[1].strip())


def _is_term(text: str, token: re.Match[str]) -> bool:
    """Say whether the word is what the reader shall type, an operator of a search, or a term like `the MUST score`."""
    word, start, end = token.group(), token.start(), token.end()
    if _LISTED.match(text, end) or _IN_LIST.search(text, max(0, start - 20), start):
        return True
    if word.lower() in _words()["terms"] and _ARTICLE.search(text, max(0, start - 8), start):
        return True
    return word in _TYPED and _KEYWORD.search(text, max(0, start - 12), start) is not None


def _widened(text: str, start: int) -> int:
    """Return where a run begins with the `I` or `A` before it."""
    alone = start > 1 and text[start - 2 : start] in ("I ", "A ") and not text[start - 3 : start - 2].isalnum()
    return start - 2 if alone else start


def _lowered(text: str, start: int, run: list[re.Match[str]]) -> str:
    """Return the run in normal case; what may be an acronym stays as it is."""
    long = sum(_common(token.group()) is not None for token in run) > _FEW
    parts, at, last = [], start, ""
    for token in run:
        parts.append(re.sub(r"\bA\b", "a", text[at : token.start()]))
        parts.append(_common(token.group()) or _guessed(token.group(), last, long=long))
        at, last = token.end(), parts[-1]
    lowered = "".join(parts)
    return lowered[0].upper() + lowered[1:] if starts_sentence(text, start) else lowered


def _guessed(token: str, last: str, *, long: bool) -> str:
    """Return an unknown word of a run: in a long one as a noun, a name or a place; what is short stays an acronym."""
    if token.lower() in _ALONG:
        return token.lower()
    place = len(token) == _SHORT - 1 and last in _PLACED
    if not long or (len(token) < _SHORT and not place):
        return token
    return token.lower() if _COMMON_NOUN.search(token) else token.capitalize()
