"""Deadlines that are set for an answer, however far from its verb."""

import re
from collections.abc import Iterator

from app.domain.report import Fix
from app.rules import fixes
from app.rules.haste import SOFTENED, left_open
from app.rules.lazy import regex
from app.rules.phrases import opens_sentence
from app.rules.reading import Reading
from app.rules.rule import Hit

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|o'clock|h)\b"
_DAY = (
    rf"(?:(?:the\s+)?(?:end|close|start|beginning)\s+of\s+(?:(?:the|this|next)\s+)?(?:business|work|working\s+day|day|week|"
    rf"month|{_WEEKDAY}|weekend|today|tomorrow)|(?:(?:this|next|coming|the)\s+)*{_WEEKDAY}|tomorrow|today|tonight|noon|"
    rf"midnight|eod|cob|eow|(?:this|next|the)\s+(?:week|weekend|month|morning|afternoon|evening)|{_CLOCK}|"
    rf"(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|"
    r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?)"
)
_LATE = (
    rf"(?:,?\s+(?:morning|afternoon|evening|night|noon|lunchtime|at\s+the\s+(?:very\s+)?latest|latest|at\s+noon|"
    rf"(?:at\s+)?{_CLOCK}|(?:on\s+)?{_WEEKDAY}|tomorrow|today|eod|cob|(?:at\s+)?(?:the\s+)?(?:end|close)\s+of\s+"
    r"(?:the\s+)?(?:day|business|play)))*"
)
_WHEN = regex(rf"[ \n](?:by|before|no\s+later\s+than|not\s+later\s+than|until)\s+{_DAY}\b{_LATE}", re.IGNORECASE)
_LATEST = regex(r",?\s+(?:at\s+the\s+(?:very\s+)?)?latest\b", re.IGNORECASE)
_ANSWER = regex(
    r"\b(?:let\s+(?:me|us)\s+know|lmk|get\s+back\s+to\s+(?:me|us)|(?:reply|respond|answer)(?:\s+to\s+(?:me|us|this))?|"
    r"(?:call|write|email|text|message)\s+(?:me|us)(?:\s+back)?|hear(?:\s+back)?\s+from\s+you|"
    r"(?:need|want|expect|require)\s+(?:your|an|a)\s+(?:\w+\s+)?(?:answer|reply|response|decision|confirmation|"
    r"feedback)|(?:kindly|please|and)\s+(?:upload|submit|send|return|sign|confirm|complete|fill|provide|forward|share|pay|"
    r"cc|write|register|do))(?P<between>[^.!?\n;]{0,60})\Z",
    re.IGNORECASE,
)
_OWN = regex(
    r"(?:\b(?:could|can|would|will|might|if)\s+you(?:\s+\w+)?|\b(?:I|we|will|to|should|they|he|she|can|must|who|all)|'ll|'d)"
    r"\s+\Z",
    re.IGNORECASE,
)
_OTHER = regex(
    r"\b(?:if|when|what|which|anything|that|before|so|from)\b|\bwhether\b.*\b(?:free|open|available|there)\b"
)


def deadlines(reading: Reading) -> Iterator[Hit]:
    """Yield each deadline for an answer, with a fix that leaves it to the reader."""
    flat = reading.body.flat
    if not (b" by " in flat or b" before " in flat or b" later than " in flat or b" until " in flat):
        return
    text = reading.body.plain
    for when in _WHEN.finditer(text):
        since, end = when.start() + 1, when.end()
        verb = _ANSWER.search(text, max(0, since - 100), since)
        if verb is None or _is_own(reading, verb) or _OTHER.search(verb["between"]) or SOFTENED.match(text, end):
            continue
        if not reading.is_protected(reading.body, verb.start(), end):
            ultimatum = verb.group().lower().startswith("hear")
            yield Hit("body", verb.start(), end, () if ultimatum else _softened(reading, since, end))


def _softened(reading: Reading, since: int, end: int) -> tuple[Fix, ...]:
    """Leave a date to the reader: it may be known for a reason, so it isn't taken out."""
    when = _LATEST.sub("", reading.body.text[since:end]).replace("no later than", "by").replace("not later than", "by")
    return fixes.replace(reading.body, since, end, left_open(when, reading.body.text[end : end + 4]))


def _is_own(reading: Reading, match: re.Match[str]) -> bool:
    """Say whether the deadline is the writer's own or politely asked for."""
    text, start, verb = reading.body.plain, match.start(), match.group().lower()
    if verb.startswith(("kindly", "please", "and")):
        since, to = reading.sentence_at(start)
        asked = text[since:to].lower().startswith(("kindly", "please"))
        return not (asked and reading.strangers) or "?" in text[start:to]
    if verb.startswith(("reply", "respond", "answer")):
        return not opens_sentence(text, start)
    return not verb.startswith(("need", "want", "expect")) and bool(_OWN.search(text, max(0, start - 24), start))
