"""The model's raw answer as a candidate, or the objection to it."""

import re
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from app.domain.attempt import Completion, Objection
from app.domain.draft import MAX_BODY, Subject, Text

REFUSAL = Objection("refusal", "The model declined. Nothing but a reworded message is asked for.")
FILTERED = Objection("filtered", "A content filter stopped the answer. Use milder words.")
CUT_OFF = Objection("cut_off", "The answer broke off before its end. Write a shorter message.")
EMPTY = Objection("empty", "The answer held no message. The whole message belongs in `body`.")
NOT_JSON = Objection("not_json", "The answer was no JSON. It must be the JSON object alone.")
WRONG_SCHEMA = Objection(
    "wrong_schema", "The JSON must have exactly the keys `subject` (a string or null) and `body` (a string)."
)

_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL | re.IGNORECASE)


class _Answer(Struct, forbid_unknown_fields=True):
    subject: Subject | None
    body: Annotated[str, Meta(max_length=MAX_BODY)] | None


def parse_candidate(completion: Completion) -> Text | Objection:
    """Read subject and body out of an answer; a code fence around the JSON is forgiven, nothing else is."""
    if objection := _unfinished(completion):
        return objection
    text = completion.text or ""
    if fenced := _FENCED.fullmatch(text):
        text = fenced[1]
    try:
        answer = msgspec.json.decode(text, type=_Answer)
    except msgspec.ValidationError:
        return WRONG_SCHEMA
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return NOT_JSON
    if answer.body is None or not answer.body.strip():
        return EMPTY
    return Text(answer.subject, answer.body)


def _unfinished(completion: Completion) -> Objection | None:
    if completion.refusal:
        return REFUSAL
    if completion.finish_reason == "content_filter":
        return FILTERED
    if completion.finish_reason == "length":
        return CUT_OFF
    return None if (completion.text or "").strip() else EMPTY
