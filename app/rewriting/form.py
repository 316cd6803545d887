"""Objections to the shape of a candidate: what no message has, whatever it says."""

import re
from collections.abc import Iterator

from app.domain.attempt import Objection
from app.domain.context import Context
from app.domain.draft import WITH_SUBJECT, Draft, Text
from app.rewriting.names import words

_FENCE = re.compile(r"```")
_PREAMBLE = re.compile(
    r"\s*(?:(?:sure|certainly|of course|absolutely|okay|ok)\b[^\n]{0,20}?)?"
    r"(?:here(?:'s|’s| is| are)|below is|i(?:'ve|’ve| have) (?:re)?written|(?:re)?(?:written|vised|worded) )"
    r"[^\n]{0,60}\b(?:message|draft|version|rewrite|text|e-?mail|note)\b[^\n]{0,40}:",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*(?:subject|body|message|assistant)\s*:", re.IGNORECASE)
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


def _subject(draft: Draft, text: Text) -> Iterator[Objection]:
    if text.subject and text.subject != draft.subject and draft.channel not in WITH_SUBJECT:
        yield Objection("subject_unwanted", "This channel has no subject: `subject` must be null.")
    if draft.subject and not text.subject:
        yield Objection("subject_missing", "The draft has a subject: `subject` must be a string.")


def _wrapping(draft: Draft, text: Text) -> Iterator[Objection]:
    if _FENCE.search(text.body) and not _FENCE.search(draft.body):
        yield Objection("fenced", "The body holds a code fence. Write the message alone, without markdown.")
    if _PREAMBLE.match(text.body) and not _PREAMBLE.match(draft.body):
        yield Objection("preamble", "The body opens with words about the message. Begin with the message itself.")
    if _LABEL.match(text.body) and not _LABEL.match(draft.body):
        yield Objection("label", "The body opens with a label such as `Subject:`. Begin with the message itself.")


def _greets_sender(text: Text, context: Context) -> bool:
    greeting = _GREETING.match(text.body)
    own = words(context.sender.name or "") if context.sender else set()
    other = words(context.recipient.name or "") if context.recipient else set()
    greeted = words(greeting[1]) if greeting else set()
    return bool(greeted & own) and not greeted & other
