"""The hard facts of a text, in forms in which `3`, `three` and `3rd`, or `30 Nov` and `November 30`, are equal.

A claim is a fact that a rewrite may neither add nor lose. What can be read as a fact but need not be one (`one`,
`march`, the digits of a code) isn't claimed: it only covers a claim of the other text.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from app.rewriting.fact_words import (
    AMBIGUOUS,
    CURRENCIES,
    FACT,
    LEADS,
    MONTHS,
    NUMBERS,
    PERIOD,
    PERIODS,
    RANGE_AFTER,
    RANGE_BEFORE,
    SCALES,
    TALLY,
    TEXTED,
    VAGUE,
    WEEKDAYS,
)

Key = tuple[str, str]
Reading = Iterator[tuple[Key, bool]]
Match = re.Match[str]
_CHUNK = re.compile(r"\S+")
_AROUND = ".,;:!?…\"'“”‘’()[]{}<>*_-–—"
_TIMES = frozenset(("date", "month", "weekday", "time"))
_DIGITS = re.compile(r"\d+")
_RANGE = 25  # characters that the first number of a range has at most
_DOTTED = re.compile(r"(1?\d|2[0-3])\.([0-5]\d)")


class Claim(NamedTuple):
    """One fact: its kind and normal form, the words it stands in, where they stand, and whether they tell a time.

    A tally, how often one has written, may go: it isn't what the message is about.
    """

    key: Key
    shown: str
    start: int
    end: int
    timely: bool
    tally: bool


class Facts(NamedTuple):
    """What a text claims, and all that it covers."""

    claims: list[Claim]
    covered: set[Key]


def facts(text: str) -> Facts:
    """Return the facts of a text, in reading order."""
    found = Facts([], set())
    for match in _matches(text):
        for key, claimed in _READERS[match.lastgroup or ""](match):
            found.covered.add(key)
            if claimed:
                timely = key[0] in _TIMES or PERIOD.match(text, match.end()) is not None
                tally = key[0] == "number" and TALLY.match(text, match.end()) is not None
                found.claims.append(Claim(key, match.group().strip(), *match.span(), timely, tally))
    return found


def _matches(text: str) -> Iterator[Match]:
    """Find facts where a chunk isn't plainly an ordinary word: the pattern is too slow to run over all."""
    at = 0
    for chunk in _CHUNK.finditer(text):
        if _is_ordinary(chunk.group()):
            continue
        at = max(at, chunk.start())
        while at < chunk.end() and (match := FACT.search(text, at)) and match.start() < chunk.end():
            yield match
            at = match.end()


@lru_cache(maxsize=8192)
def _is_ordinary(chunk: str) -> bool:
    letters = chunk.strip(_AROUND).replace("’", "'").partition("'")[0]
    return letters.isalpha() and letters.casefold() not in LEADS


def _mail(match: Match) -> Reading:
    yield ("mail", match.group().casefold()), True


def _link(match: Match) -> Reading:
    address = match.group().rstrip(".,;:!?)]}'’…")
    yield ("link", re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/").casefold()), True


def _tag(match: Match) -> Reading:
    yield ("tag", match.group().casefold()), match.group()[0] == "@"


def _iso(match: Match) -> Reading:
    year, month, day = match.group().split("-")
    yield from _day(int(month), int(day))
    yield ("number", year), True


def _date(match: Match) -> Reading:
    month = MONTHS[(match["month"] or match["month2"]).casefold()]
    for day in _DIGITS.findall(match["days"] or match["days2"]):
        yield from _day(month, int(day))


def _day(month: int, day: int) -> Reading:
    yield ("date", f"{month}-{day}"), True
    yield ("month", str(month)), False
    yield ("number", str(day)), False


def _slash(match: Match) -> Reading:
    yield ("date", "/".join(str(int(part)) for part in _DIGITS.findall(match.group()))), True


def _phone(match: Match) -> Reading:
    yield ("phone", "".join(_DIGITS.findall(match.group()))), True


def _time(match: Match) -> Reading:
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    minute = match["minute"] or match["minute2"] or "00"
    yield ("time", f"{hour}:{minute}"), True
    if not half:
        yield ("number", f"{Decimal(f'{hour}.{minute}').normalize():f}"), False


def _soon(match: Match) -> Reading:
    words = match.group().casefold()
    yield ("time", TEXTED.get(words, " ".join(PERIODS.get(word, word) for word in words.split()))), True


def _texting(match: Match) -> Reading:
    """`2 meet you`, `4 your time`: no number at all."""
    yield ("number", match.group().strip()), False


def _code(match: Match) -> Reading:
    yield ("code", match.group().replace("-", "").casefold()), True
    for digits in _DIGITS.findall(match.group()):
        yield ("number", digits), False


def _number(match: Match) -> Reading:
    digits = re.sub(r",(?=\d{3}(?!\d))", "", match["digits"]).replace(",", ".")
    try:
        value = Decimal(digits)
    except InvalidOperation:  # 1.2.3, a version
        yield ("number", digits), True
        return
    unit = match["currency"] or match["unit"]
    yield _quantity(value, match["scale"], unit), match.group() != "1"
    yield from _also_read(match, value, unit)


def _also_read(match: Match, value: Decimal, unit: str | None) -> Reading:
    """Read `$75` as `75`, `75-90 EUR` as `75 EUR`, and `9.15` as a time, too."""
    if unit:
        yield _quantity(value, match["scale"], None), False
    elif beside := RANGE_AFTER.match(match.string, match.end()) or _range_before(match):
        yield _quantity(value, match["scale"], beside["unit"]), False
    elif dotted := _DOTTED.fullmatch(match.group()):
        yield ("time", f"{int(dotted[1])}:{dotted[2]}"), False


def _range_before(match: Match) -> Match | None:
    return RANGE_BEFORE.search(match.string, max(0, match.start() - _RANGE), match.start())


def _spelled(match: Match) -> Reading:
    count = match["count"]
    value = (
        NUMBERS[count.casefold()] if count else NUMBERS[match["tens"].casefold()] + NUMBERS[match["ones"].casefold()]
    )
    vague = match.group().casefold() in VAGUE
    key = _quantity(Decimal(value), match["scale2"], match["unit2"])
    yield key, not vague


def _quantity(value: Decimal, scale: str | None, unit: str | None) -> Key:
    number = f"{(value * SCALES[scale.casefold()] if scale else value).normalize():f}"
    if not unit:
        return "number", number
    unit = unit.strip().casefold()
    if unit == "%" or unit.startswith("per"):
        return "percent", number
    return "amount", CURRENCIES.get(unit, CURRENCIES.get(unit.rstrip("s"), unit)) + number


def _word(match: Match) -> Reading:
    word = match.group()
    key = word.casefold()
    before = match.string[max(0, match.start() - 2) : match.start()]
    named = word[0].isupper() and before[:1].isalnum() and before[1:] == " "
    claimed = key not in AMBIGUOUS or named
    if number := MONTHS.get(key):
        yield ("month", str(number)), claimed
    elif number := WEEKDAYS.get(key):
        yield ("weekday", str(number)), claimed


_READERS: dict[str, Callable[[Match], Reading]] = {
    "mail": _mail,
    "link": _link,
    "tag": _tag,
    "iso": _iso,
    "phone": _phone,
    "slash": _slash,
    "time": _time,
    "date": _date,
    "soon": _soon,
    "texting": _texting,
    "code": _code,
    "number": _number,
    "spelled": _spelled,
    "word": _word,
}
