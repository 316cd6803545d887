"""Objections to the shape of a candidate: what no message has, whatever it says."""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.domain.attempt import Objection
from app.domain.context import Context
from app.domain.draft import WITH_SUBJECT, Draft, Text
from app.rewriting.names import words
from app.rules.language import is_english
from app.rules.text import FieldText

_RECENT = 64  # texts that are looked at again: a draft for each of its candidates
_FENCE = re.compile(r"```|~~~")
_PREAMBLE = re.compile(
    r"\s*(?:(?:sure|certainly|of course|absolutely|okay|ok|great|got it|no problem|understood)\b[^\n]{0,20}?)?"
    r"(?:(?:here(?:'s|’s| is| are| you go| it is)|below is|i(?:'ve|’ve| have) (?:re)?(?:written|worded|vised|phrased)|"
    r"(?:(?:the|my|your|a) )?(?:re)?(?:written|vised|worded|phrased|polished|improved|final|updated|corrected) )"
    r"[^\n]{0,60}\b(?:message|draft|version|rewrite|text|e-?mail|note|revision|suggestion)\b[^\n]{0,40}[:.!\n]|"
    r"(?:rewritten|revised|polished|improved|final) (?:message|draft|version|text|e-?mail|note)\s*[:\n])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^[\s*_#>]*(?:subject(?: line)?|body|message|assistant|user|system|draft|rewrite|output|answer|response|result|"
    r"final|note|explanation|changes(?: made)?|improvements)\s*[*_]*\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_MARKUP = re.compile(
    r"^\s{0,3}#{1,6} |\*\*\S[^*\n]*\*\*|<\|[^|\n]*\||<<<|>>>|</?(?:b|i|p|br|div|html|body|strong|draft)\b", re.MULTILINE
)
_JSON = re.compile(r"\s*[{\[].*\"(?:subject|body)\"\s*:", re.DOTALL)
_QUOTES = ('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’"), ("«", "»"), ("`", "`")
_PLACEHOLDER = re.compile(
    r"\[[^\]\n]{1,60}\]|\{\{?[^{}\n]{1,60}\}\}?|<[a-z][^<>\n@/]{0,40}>|\b[Xx]{3,}\b|_{3,}|"
    r"\binsert (?:your |the )?(?:name|company|title|position|link|date)\b|\bTBD\b|\b(?:first|last|company)_?name\b",
    re.IGNORECASE,
)
# How the reader would answer, or a model about itself.
_ANSWERED = re.compile(
    r"\b(?:(?:thank you|thanks) for (?:reaching out|your (?:message|note|e-?mail|inquiry|enquiry|application)|"
    r"your interest in (?:us|our)|"
    r"getting in touch|contacting (?:me|us)|writing to (?:me|us)|connecting with (?:me|us))|as an ai|"
    r"(?:i am|i'm) (?:an ai|a language model|unable to (?:assist|help|comply))|"
    r"i (?:cannot|can't|won't|will not) (?:help with|assist|comply|fulfil|rewrite|do that|provide)|"
    r"let me know if you(?:'d| would)? (?:like|want|need) (?:me to )?(?:any )?(?:further |other |more )?"
    r"(?:changes|adjust|edit)|"
    r"i (?:kept|made|changed|removed|replaced|adjusted|rewrote) the (?:message|draft|tone|wording|text)|"
    r"feel free to (?:adjust|edit|modify|customi[sz]e))",
    re.IGNORECASE,
)
_SIGNED = 2  # last lines in which a signature stands
_SIGNATURE_WORDS = 4
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b([^\n,.!:;]{1,60})", re.IGNORECASE
)


def form(draft: Draft, text: Text, context: Context) -> Iterator[Objection]:
    """Yield what makes a candidate unfit to be sent as it is."""
    if text == draft.text():
        yield Objection("identical", "The answer repeats the draft unchanged. Mend what is listed.")
    yield from _subject(draft, text)
    yield from _wrapping(draft, text)
    if _greets_sender(text, context) and not _greets_sender(draft.text(), context):
        yield Objection("greets_author", "The greeting names the author. Greet the recipient, or nobody by name.")
    if _signs_for_reader(text, context) and not _signs_for_reader(draft.text(), context):
        yield Objection(
            "signed_by_reader", "The message is signed with the recipient's name. The author signs, or nobody."
        )
    if signature := _written_under(draft.body, text.body):
        yield Objection("after_signature", f"Something stands below “{signature}”, which closes the message.")
    if _changes_language(draft, text):
        yield Objection("other_language", "The answer is in another language than the draft. Write in the draft's.")


@lru_cache(maxsize=_RECENT)
def _is_english(body: str) -> bool:
    return is_english(FieldText("body", body))


def _changes_language(draft: Draft, text: Text) -> bool:
    """Say whether the candidate is a translation; text-speak that reads as no English isn't another language."""
    was, is_now = _is_english(draft.body), _is_english(text.body)
    if was and is_now:
        return False
    old = words(draft.body)
    return (was and not is_now) or (is_now and not was and 3 * len(old & words(text.body)) < len(old))


def _subject(draft: Draft, text: Text) -> Iterator[Objection]:
    if text.subject and text.subject != draft.subject and draft.channel not in WITH_SUBJECT:
        yield Objection("subject_unwanted", "This channel has no subject: `subject` must be null.")
    if draft.subject and not text.subject:
        yield Objection("subject_missing", "The draft has a subject: `subject` must be a string.")
    if text.subject and "\n" in text.subject and "\n" not in (draft.subject or ""):
        yield Objection("subject_lines", "The subject has several lines. It is a single line.")


def _wrapping(draft: Draft, text: Text) -> Iterator[Objection]:
    """Yield what stands around or within the message and not in the draft."""
    old, new = f"{draft.subject or ''}\n{draft.body}", f"{text.subject or ''}\n{text.body}"
    if _FENCE.search(new) and not _FENCE.search(old):
        yield Objection("fenced", "The body holds a code fence. Write the message alone, without markdown.")
    elif _count(_MARKUP, new) > _count(_MARKUP, old) or (_JSON.match(text.body) and not _JSON.match(draft.body)):
        yield Objection("markup", "The message holds markup that the draft hasn't. Write plain text.")
    if _PREAMBLE.match(text.body) and not _PREAMBLE.match(draft.body):
        yield Objection("preamble", "The body opens with words about the message. Begin with the message itself.")
    if _count(_LABEL, text.body) > _count(_LABEL, draft.body):
        yield Objection("label", "A line opens with a label such as `Subject:`. Write the message alone.")
    if _quoted(text.body) and not _quoted(draft.body):
        yield Objection("quoted", "The whole body stands in quotation marks. Write the message without them.")
    if added := [mark for mark in _PLACEHOLDER.findall(new) if mark.casefold() not in old.casefold()]:
        yield Objection("placeholder_added", f"The draft has no such gap to fill: {'; '.join(dict.fromkeys(added))}.")
    if any(match.group().casefold() not in old.casefold() for match in _ANSWERED.finditer(new.replace("’", "'"))):
        yield Objection("answered", "The answer speaks as the reader or about itself. Mend the author's message.")


@lru_cache(maxsize=_RECENT)
def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _quoted(body: str) -> bool:
    """Say whether one pair of quotation marks holds the whole body."""
    text = body.strip()
    inner = text[1:-1].replace("’", "")
    return len(text) > 1 and any(
        text[0] == opening and text[-1] == closing and closing not in inner for opening, closing in _QUOTES
    )


def _greets_sender(text: Text, context: Context) -> bool:
    greeting = _GREETING.match(text.body)
    own = words(context.sender.name or "") if context.sender else set()
    other = words(context.recipient.name or "") if context.recipient else set()
    greeted = words(greeting[1]) if greeting else set()
    return bool(greeted & own) and not greeted & other


def _signs_for_reader(text: Text, context: Context) -> bool:
    """Say whether a line below the message is the recipient's name, perhaps with a title behind it."""
    own = words(context.sender.name or "") if context.sender else set()
    other = words(context.recipient.name or "") if context.recipient else set()
    last = [line for line in text.body.splitlines()[1:] if line.strip()][-_SIGNED:]
    named = (words(line.partition(",")[0]) for line in last if not _GREETING.match(line))
    return any(name and name <= other - own for name in named)


def _written_under(draft: str, body: str) -> str | None:
    """Return the short line that ends the draft where the rewrite has sentences below it."""
    above, _, last = draft.strip().rpartition("\n")
    signature = last.strip()
    if not above or len(signature.split()) > _SIGNATURE_WORDS or not signature[-1:].isalnum():
        return None
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    below = lines[lines.index(signature) + 1 :] if signature in lines else ()
    return signature if any(line[-1] in ".!?" for line in below) else None
