"""A subject made of what a message says itself: the post, the meeting, the thing asked for."""

import re
from collections.abc import Iterator

from app.rules.lazy import regex
from app.rules.reading import Reading

LONGEST = 70

_STOP = (
    r"(?:and|or|but|that|which|who|whom|whose|for|because|so|when|where|if|to|with|from|by|as|is|are|was|were|be|been|"
    r"has|have|had|i|we|you|he|she|they|it|could|would|can|will|should|might|may|do|does|did|since|while|before|after|"
    r"until|than|then|too|please|today|tomorrow|tonight|now|next|this|last|right|until|till|based|once|though|although)"
)
_WORD = r"[^\W_][\w'’&/+-]*"
_NOUN = rf"(?!{_STOP}\b){_WORD}(?: (?!{_STOP}\b){_WORD}){{0,5}}"
_NAME = r"(?-i:[A-ZÀ-Þ][\w&'’-]*(?: (?:of |de |the )?[A-ZÀ-Þ][\w&'’-]*){0,3})"
_PRAISE = (
    r"(?:exciting|amazing|great|new|perfect|incredible|fantastic|unique|exceptional|interesting|wonderful|open|urgent|"
    r"immediate|dream|right|wrong|same|different|similar|other|better|good|suitable|current|present|own|key|full-time|"
    r"part-time|remote|first|next|specific|particular|relevant|potential|possible|job|work|leading|active|available)"
)
_POST = r"(?:role|position|post|vacancy|internship|apprenticeship|placement|traineeship|fellowship|opening)"
_TRADE = (
    r"(?:engineer|developer|manager|nurse|designer|analyst|scientist|teacher|technician|architect|director|lead|"
    r"specialist|consultant|accountant|electrician|carpenter|joiner|welder|chef|cook|driver|writer|editor|researcher|"
    r"coordinator|assistant|administrator|officer|planner|buyer|mechanic|midwife|physiotherapist|paralegal|translator)"
)
_WORK = r"(?:article|post|talk|paper|book|lecture|keynote|column|podcast|report|study|essay|exhibition|workshop|thesis)"


def _pattern(text: str) -> re.Pattern[str]:
    return regex(text, re.IGNORECASE)


# What a message is about, the plainest first. The group is the subject, after the words that open it.
_TOPICS = (
    ("", _pattern(rf"(?:(?<=[.!?] )|(?<=\n)|^)(?!i\b|my\b|we\b)({_WORD}(?: {_WORD}){{0,3}} {_TRADE} at {_NAME})")),
    (
        "",
        _pattern(
            rf"\b(?:an?|the|our|your) ((?!{_PRAISE}\b){_WORD}(?: (?!{_STOP}\b|{_PRAISE}\b){_WORD}){{0,3}} {_POST})\b"
        ),
    ),
    ("", _pattern(rf"\b(?:{_POST}|job) (?:of|as) (?:an?|the) ({_NOUN})")),
    (
        "",
        _pattern(rf"\b(we (?:met|spoke|talked|worked together|studied together) (?:\w+ )?(?:at|in) (?:the )?{_NAME})"),
    ),
    ("", _pattern(rf"\b(your {_WORK} (?:on|about) {_NOUN})")),
    (
        "",
        _pattern(
            rf"\b(?:attach|attached|attaching|enclosed|enclosing)(?: (?:is|are|you'll find))? ((?:my|our|the) {_NOUN})"
        ),
    ),
    ("", _pattern(rf"\b(?:write|send|lend|give|show) me (an? {_NOUN})")),
    ("A question about ", _pattern(rf"\b(?:question|questions|asking|ask you|wondering) (?:about|on) ({_NOUN})")),
    ("About ", _pattern(rf"\b(?:about|regarding|concerning|discuss) ((?:the|your|our|my) {_NOUN})")),
    (
        "Introduction from ",
        _pattern(rf"\b(?:i'm|i am|my name is|this is)\b[^.!?\n]{{0,60}} (?:at|of|with) ({_NAME})(?=[.,!\n]|\Z| and\b)"),
    ),
)


def subjects(reading: Reading) -> Iterator[str]:
    """Yield subjects that fit the message, the best first; none that another post or matter could stand behind."""
    start, end = reading.content
    said = reading.body.text[start:end].replace("’", "'")
    for opening, pattern in _TOPICS:
        found = {match[1].casefold(): match[1] for match in pattern.finditer(said)}
        topics = list(found.values())
        if len(topics) != 1 or len(opening + topics[0]) > LONGEST:
            continue
        subject = opening + topics[0]
        yield subject[0].upper() + subject[1:]
    yield from _of_purpose(reading)


def _of_purpose(reading: Reading) -> Iterator[str]:
    """Yield what the caller says that the message is for, with the company that it is about."""
    opening, whose = _PURPOSES.get(reading.context.purpose or "", ("", "sender"))
    company = (reading.recipient if whose == "recipient" else reading.sender).company
    if opening and company and len(opening + company) <= LONGEST:
        yield opening + company


_PURPOSES = {
    "job_inquiry": ("A question about working at ", "recipient"),
    "application_follow_up": ("My application at ", "recipient"),
    "informational_interview": ("A conversation about your work at ", "recipient"),
    "career_advice": ("A question about your work at ", "recipient"),
    "recruiting": ("A position at ", "sender"),
    "partnership": ("Working together: ", "sender"),
}
