"""Edits that mend a hit and leave good spacing, punctuation and capitals behind.

Each function returns the fixes for one span, or none where an edit would harm what stands around it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from app.domain.draft import Draft, Field, Text
from app.domain.report import Fix
from app.rules.lazy import regex
from app.rules.phrases import Phrase
from app.rules.reading import Reading, Span
from app.rules.text import FieldText

_SENTENCE_BREAK = regex(r"(?:^|[.!?…:][\"'”’)]*\s+|\n\s*)\Z")
_NEW_CLAUSE = regex(
    r"\s+and (?=(?:I|we)(?:['’](?:ll|d|m|re|ve)| (?!should\b|could\b|can\b|might\b|may\b|do\b|did\b)\w))|"
    r"[,;]\s+(?:(?:and|so|then|because) )?(?=(?:I|we|it|this|that|he|she|they|my|our)\b|I')"
)
_SMALL_I = regex(r"i\b")
_PRONOUN = regex(r"I\b")
_LONGEST_DROPPED = 600  # code points: a longer sentence holds more than its fault
_VERB = regex(r"\s+[a-z]")
# Cues that a sentence is needed for, so that it can't be dropped.
_NEEDED = frozenset({"ask", "thanks", "easy_out", "introduction", "common_ground"})
# Words that open a sentence and are no names: after a greeting's comma they lose their capital.
_CONTINUES = regex(
    r"(?:Could|Would|Can|May|Might|Do|Does|Did|Is|Are|Will|Shall|Should|Have|Has|My|Our|Your|We|The|This|That|These|It|"
    r"There|If|What|When|Where|Which|Who|Why|How|Please|Thank|Thanks|Looking|As|In|On|At|For|With|A|An|And|But|So|Since|"
    r"Any|Perhaps|Maybe|Just|After|Before|While|Whenever|Both|All|Some|One)\b"
)
_FACT = regex(r"\d|https?://|www\.|@|(?<=[a-z,;] )[A-Z][a-z]{2,}")
_LINK = regex(r"(?:://|www\.)\S*\Z")
# The number of a question: without its question it would stand alone.
_NUMBERED = regex(r"(?:\A|\n|[.!?:,]\s)\s*\(?[\da-z][.)]\s*\Z")
_GUESS = regex(r"you(?:['’]re| are| must be)\s+(?:[a-z]+ly\s+|no doubt\s+)?(?P<said>[^\n]+?),?\s+so\Z", re.IGNORECASE)
_ONLY = regex(r"\b(?:just|simply) \Z", re.IGNORECASE)  # makes an order small, and a question odd
# What the author did stands before the fault in a clause of its own, and would go with it.
_OWN_CLAUSE = regex(
    r"\b(?:I|we)(?:['’]ve| have| had)? (?:just |already )?[a-z]{2,}(?:ed|nt|ote|ave|et|lied|ought) [^.!?\n]{8,}(?:,| and| but) \Z",
    re.IGNORECASE,
)
_BESIDE = 8  # words: a question with more of them beside its fault asks for more than that


def starts_sentence(text: str, start: int) -> bool:
    """Say whether `start` is where a sentence or a line begins."""
    return start == 0 or _SENTENCE_BREAK.search(text, max(0, start - 8), start) is not None


def like(excerpt: str, replacement: str, *, opens: bool) -> str:
    """Return the replacement in the case of the excerpt; `opens` says that it stands at a sentence's start."""
    letters = [letter for letter in excerpt if letter.isalpha()]
    if not letters or not replacement:
        return replacement
    if _SMALL_I.match(replacement):
        replacement = "I" + replacement[1:]
    capitals = all(letter.isupper() for letter in letters)
    # What is shouted isn't shouted on.
    if letters[0].isupper() and (opens or not (capitals or _PRONOUN.match(excerpt))):
        return replacement[0].upper() + replacement[1:]
    return replacement


def replace(field: FieldText, start: int, end: int, by: str, *, safe: bool = True) -> tuple[Fix, ...]:
    """Replace the span, keeping its case; an empty replacement removes it."""
    if not by:
        return remove(field, start, end, safe=safe)
    by = like(field.text[start:end], by, opens=starts_sentence(field.text, start))
    return (Fix(field.name, start, end, by, safe),)


def remove(field: FieldText, start: int, end: int, *, safe: bool = True) -> tuple[Fix, ...]:
    """Remove the span with the space and comma that belong to it; what then opens a sentence gets a capital."""
    text = field.text
    if starts_sentence(text, start):
        return _removed_opening(field, start, end, safe)
    since = start
    start = _back(text, start, " \t")
    follower = text[end : end + 1]
    after = _skip(text, end, " \t")
    if text[start - 1 : start] == "," and text[end - 1] in ".!" and _CONTINUES.match(text, after):
        return (Fix(field.name, since, after + 1, text[after].lower(), safe),)
    if start and text[start - 1] == "," and (not follower or follower in ",.!?;:)\n"):
        start -= 1
    elif text[start - 1 : start].isalnum() and _starts_new(text, end):
        return (Fix(field.name, start, end, ".", safe),)
    return (Fix(field.name, start, end, "", safe),)


def _removed_opening(field: FieldText, start: int, end: int, safe: bool) -> tuple[Fix, ...]:
    """Remove what opens a sentence, or is one; the number of a question keeps its question."""
    text = field.text
    if _NUMBERED.search(text, 0, start):
        return ()
    end = _skip(text, end, ", \t")
    if end < len(text) and text[end] in ".!?":
        end = _skip(text, end, ".!? \t")
    if end < len(text) and text[end].islower():
        return (Fix(field.name, start, end + 1, text[end].upper(), safe),)
    if end == len(text) or text[end] == "\n":
        start = _back(text, start, " \t\n" if end == len(text) else " \t")
        end = _skip(text, end, "\n") if start == 0 or text[start - 1] == "\n" else end
    return (Fix(field.name, start, end, "", safe),)


def _starts_new(text: str, end: int) -> bool:
    """Say whether a sentence seems to begin after the span, with nothing to end the one before."""
    return re.match(r"[ \t]+[A-Z][a-z']*\s", text[end : end + 30]) is not None


def drop(reading: Reading, start: int, end: int | None = None, *, safe: bool = True) -> tuple[Fix, ...]:
    """Remove the sentence at `start` of the body, unless a fact, a question or another cue hangs on it."""
    since, to = _said_at(reading, start)
    text = reading.body.text
    if "?" in text[since:to] or _OWN_CLAUSE.search(text, since, start):
        return ()
    if _holds_cue(reading, (since, to), (start, end or start)):
        return ()
    return _without(reading, since, to, safe=safe)


def omit(reading: Reading, start: int, end: int, *, safe: bool = True) -> tuple[Fix, ...]:
    """Remove the sentence of a question that isn't to be asked, where the message asks for something else, too."""
    text = reading.body.text
    since, to = _said_at(reading, start)
    asks = any(not since <= ask < to for ask, _ in reading.cues.get("ask", ()) if ask < reading.content[1])
    beside = f"{text[since:start]} {text[end:to]}".split()
    if len(beside) > _BESIDE or not (asks or "?" in text[:since] + text[to:]):
        return ()
    return _without(reading, since, to, safe=safe)


def suppose(field: FieldText, start: int, end: int, *, safe: bool = True) -> tuple[Fix, ...]:
    """Turn a guess from which something follows into a condition: `You're clearly bored, so` into `If you're bored,`."""
    guess = _GUESS.match(field.text, start, end)
    return replace(field, start, end, f"if you're {guess['said']},", safe=safe) if guess else ()


def _said_at(reading: Reading, offset: int) -> Span:
    """Return the sentence at an offset, without a greeting that shares its line."""
    since, to = reading.sentence_at(offset)
    if reading.greeting and since < reading.greeting[1] < to:
        since = _skip(reading.body.text, reading.greeting[1], " \t")
    return since, to


def _without(reading: Reading, since: int, to: int, *, safe: bool) -> tuple[Fix, ...]:
    """Remove a sentence with the space around it, unless it holds a fact or is all that is said."""
    text = reading.body.text
    too_long = to - since > _LONGEST_DROPPED
    if (
        too_long
        or _NUMBERED.search(text, 0, since)
        or _FACT.search(text, since, to)
        or not text[:since].strip() + text[to:].strip()
    ):
        return ()
    after = _skip(text, to, " \t")
    if after < len(text) and text[after] != "\n":
        if _CONTINUES.match(text, after) and text[:since].rstrip(" \t").endswith(","):
            return (Fix("body", since, after + 1, text[after].lower(), safe),)
        return (Fix("body", since, after, "", safe),)
    since = _back(text, since, " \t")
    if since == 0 or text[since - 1] == "\n":
        after = _skip(text, after, "\n")
        if after == len(text):
            since = _back(text, since, "\n")
    return (Fix("body", since, after, "", safe),)


def _holds_cue(reading: Reading, sentence: Span, fault: Span) -> bool:
    """Say whether the sentence holds a cue besides those that the fault's own words make."""
    return any(
        sentence[0] <= start < sentence[1] and not fault[0] <= start < fault[1]
        for cue in _NEEDED
        for start, _ in reading.cues.get(cue, ())
    )


def request(reading: Reading, start: int, end: int, by: str, *, safe: bool = True) -> tuple[Fix, ...]:
    """Turn the order that begins at `start` into a question: `by` replaces `start:end`, a `?` ends the clause."""
    text = reading.body.text
    _, to = reading.sentence_at(start)
    start -= len(only[0]) if (only := _ONLY.search(text, max(0, start - 8), start)) else 0
    opening = like(text[start:end], by, opens=True) if starts_sentence(text, start) else by
    rest = text[end:to]
    if by.endswith(" you") and not _VERB.match(rest):
        return ()
    clause, follows = rest.rstrip(".!? "), ""
    if split := _NEW_CLAUSE.search(rest):
        clause, follows = rest[: split.start()], " " + rest[split.end()].upper() + rest[split.end() + 1 :]
    mark = "?" if follows or not _LINK.search(clause) else "." * bool(text[to:].strip(" \t")[:1].isalnum())
    return (Fix("body", start, to, f"{opening}{clause}{mark}{follows}", safe),)


def insert(field: Field, at: int, text: str, *, safe: bool = True) -> tuple[Fix, ...]:
    """Insert a text."""
    return (Fix(field, at, at, text, safe),)


def for_phrase(reading: Reading, field: FieldText, phrase: Phrase, start: int, end: int) -> tuple[Fix, ...]:
    """Return the fixes that a phrase's data asks for."""
    data = phrase.data
    if data.by is not None and data.fix != "request":
        return replace(field, start, end, data.by, safe=data.safe)
    if data.fix == "remove":
        return remove(field, start, end, safe=data.safe)
    if data.fix == "suppose":
        return suppose(field, start, end, safe=data.safe)
    if field.name == "subject" or data.fix is None:
        return ()
    if data.fix in ("drop", "omit"):
        return (omit if data.fix == "omit" else drop)(reading, start, end, safe=data.safe)
    return request(reading, start, end, data.by or "", safe=data.safe)


def choose(fixes: Sequence[Fix]) -> list[Fix]:
    """Return those of the fixes that can be applied together: the widest first, in reading order."""
    chosen: dict[Field, list[tuple[int, int, Fix]]] = {"subject": [], "body": []}
    for fix in sorted(fixes, key=lambda fix: (fix.start - fix.end, fix.start)):
        others = chosen[fix.field]
        at = bisect_left(others, fix.start, key=lambda other: other[0])
        clear_before = at == 0 or others[at - 1][1] < fix.start
        if clear_before and (at == len(others) or fix.end < others[at][0]):
            others.insert(at, (fix.start, fix.end, fix))
    return [fix for others in chosen.values() for _, _, fix in others]


def apply(draft: Draft, fixes: Sequence[Fix]) -> Text:
    """Return the draft's text with the fixes made; they must not overlap."""
    texts: dict[Field, str | None] = {"subject": draft.subject, "body": draft.body}
    for fix in sorted(fixes, key=lambda fix: fix.start, reverse=True):
        text = texts[fix.field] or ""
        texts[fix.field] = text[: fix.start] + fix.replacement + text[fix.end :]
    return Text(texts["subject"], texts["body"] or "")


def _skip(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _back(text: str, at: int, characters: str) -> int:
    while at and text[at - 1] in characters:
        at -= 1
    return at
