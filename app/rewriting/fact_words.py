"""The words and signs that facts are written in, and the pattern that finds them."""

import re
from collections.abc import Iterable

_MONTH_NAMES = "january february march april may june july august september october november december"
_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_UNITS += " seventeen eighteen nineteen"
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"

MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAY_NAMES.split(), start=1)}
WEEKDAYS |= {name + "s": number for name, number in WEEKDAYS.items()}
WEEKDAYS |= {
    "mon": 1,
    "tue": 2,
    "tues": 2,
    "wed": 3,
    "weds": 3,
    "thu": 4,
    "thur": 4,
    "thurs": 4,
    "fri": 5,
    "sat": 6,
    "sun": 7,
}
# Words with another meaning in small letters.
AMBIGUOUS = frozenset(("may", "march", "mar", "sep", "dec", "mon", "wed", "sat", "sun", "august", "fri", "jan"))

NUMBERS = {word: number for number, word in enumerate(_ORDINALS.split())}
NUMBERS |= {word: number for number, word in enumerate(_UNITS.split())}
NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS.split()) if number > 1}
NUMBERS |= {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "half an hour": 30, "half-hour": 30}
# Rarely counts: "one of", "first of all", "a second".
VAGUE = frozenset(("zero", "one", "first", "second"))
SCALES = {"hundred": 100, "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6}
SCALES |= {"bn": 10**9, "billion": 10**9}
CURRENCIES = {"usd": "$", "us$": "$", "dollar": "$", "eur": "€", "euro": "€", "gbp": "£", "pound": "£", "quid": "£"}
TEXTED = {"2moro": "tomorrow", "2morrow": "tomorrow", "tmrw": "tomorrow", "tmr": "tomorrow", "2nite": "tonight"}
# What a fact without digit or sign begins with.
LEADS = frozenset(
    (*MONTHS, *WEEKDAYS, *NUMBERS, *TEXTED, "half", "usd", "eur", "gbp", "tomorrow", "yesterday", "tonight")
)
LEADS |= frozenset(("last", "next", "nxt", "this", "past", "coming"))
PERIODS = {"nxt": "next", "wk": "week", "wkend": "weekend", "mth": "month", "yr": "year"}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = rf"(?:{_any(MONTHS)})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b(?![:.]\d|\s?[ap]\.?m\b|\s?%)"
_DAYS = rf"{_DAY}(?:\s?(?:-|–|to|and|&)\s?{_DAY}){{0,3}}"
_MONEY = r"(?:dollar|euro|pound)s?\b|quid\b|usd\b|eur\b|gbp\b|[€£$]"
_SPAN = f"week|weekend|month|quarter|year|spring|summer|autumn|fall|winter|{_any(PERIODS)}"
# Those that no missing space after a full stop can make: `thanks.it` is none.
_DOMAINS = (
    "com|org|net|io|dev|ai|co|app|edu|gov|uk|de|fr|eu|ly|info|tv|ca|au|nz|jp|ch|se|dk|fi|nl|es|pl|pt|ie|br|za|blog|"
    "shop|tech|online|site|studio|xyz|cloud|page|museum|example|test"
)

FACT = re.compile(
    rf"""
      (?P<mail>[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]+)+)
    | (?P<link>(?:https?://|www\.)[^\s<>"”]+
        | (?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:(?:{_DOMAINS})\b
        | [a-z]{{2,10}}(?=/\w))(?:/[^\s<>"”]*)?)
    | (?P<tag>[@#](?=[^\W\d])\w+)
    | (?P<iso>\d{{4}}-\d\d-\d\d)\b
    | (?P<phone>(?:\+|\b00)?\(?\d(?:[ ().-]{{0,2}}\d){{8,14}}(?!\d))
    | (?P<slash>\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}|\d\d)\b)
    | (?P<time>(?P<hour>\d{{1,2}})(?:[:h](?P<minute>\d\d)(?=\b|[ap]\.?m\b)|(?:\.(?P<minute2>\d\d))?(?=\s?[ap]\.?m\b))
        (?:\s?(?P<half>[ap])\.?m\b)?)
    | (?P<date>(?P<days>{_DAYS})(?:\s+of)?\s+(?P<month>{_MONTH})\b
        | (?P<month2>{_MONTH})\.?\s+(?:the\s+)?(?P<days2>{_DAYS}))
    | (?P<soon>(?:last|next|nxt|this|past|coming)\s(?:{_SPAN})\b|(?:tomorrow|yesterday|tonight|{_any(TEXTED)})\b)
    | (?P<texting>(?<=\b(?:me|it)\s)2\b(?=\s*[.,!?]|\s*\Z)|(?<=\b(?:you|too|him|her|one)\s)2\b(?=\s*[.,!?]|\s*\Z)
        |(?<=\b(?:work|that|this|here|well)\s)2\b(?=\s*[.,!?]|\s*\Z)|\b[24]\s(?=(?:u|ya|me|my|the|your|meet|see|hear|talk|chat|connect|be|get|know|do|work|discuss)\b)
        |\b2\s(?=[^\W\d_]*[^\W\ds_]\s(?:u|ur|ya|you|your|my|me|it|the|this|that|him|her|them|us|a|an)\b)
        |(?<=\bthanks\s)4\s(?=[^\W\d_])|(?<=\bthx\s)4\s(?=[^\W\d_])
        |(?<=\b(?:free|meet|time|here|open)\s)4\s(?=[^\W\d_]*[^\W\ds_]\b)
        |(?<=\b(?:looking|waiting|hunting)\s)4\s(?=[^\W\d_])
        |(?-i:\b(?:gr8|b4|l8r?|m8|w8|h8|str8|(?:any|some|every|no)1)\b))
    | (?P<code>\#\d+|[^\W\d_]{{1,10}}\d[\w-]*|(?-i:[A-Z]{{1,10}})-\d[\w-]*)
    | (?P<number>(?P<currency>[$£€¥₹]\s?|\b(?:usd|eur|gbp|us\$)\s?)?(?P<digits>\d+(?:[.,]\d+)*)(?:(?:st|nd|rd|th)\b)?
        (?:\s?(?P<scale>(?<!\s)(?:k|m|mn|bn)|hundred|thousand|million|billion)\b)?
        (?:\s?(?P<unit>%|percent\b|per\scent\b|{_MONEY}))?)
    | (?P<spelled>(?:(?P<tens>{_any(_TENS.split()[2:])})-(?P<ones>{_any(_UNITS.split()[1:10])})
        | (?P<count>{_any(NUMBERS)}))\b(?:\s(?P<scale2>hundred|thousand|million|billion)\b)?
        (?:\s(?P<unit2>percent\b|per\scent\b|{_MONEY}))?)
    | (?P<word>[^\W\d_]+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# How often one has written isn't what the message is about.
TALLY = re.compile(r"[\s-](?:times?|messages?|e-?mails?|follow|attempts?|reminders?|requests?)\b", re.IGNORECASE)
PERIOD = re.compile(r"[\s-]?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?)\b", re.IGNORECASE)
# The other end of a range: its unit counts for both, as in `75k-90k EUR` and `$75k to 90k`.
RANGE_AFTER = re.compile(
    rf"\s?(?:-|–|to|and)\s?\d[\d.,]*\s?(?:k|m|mn|bn|thousand|million|billion)?\s?(?P<unit>{_MONEY})", re.IGNORECASE
)
RANGE_BEFORE = re.compile(r"(?P<unit>[$£€])\s?\d[\d.,]*\s?(?:k|m|mn|bn)?\s?(?:-|–|to|and)\s?\Z", re.IGNORECASE)
