"""The model's raw answer as a candidate, or the objection to it."""

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Annotated, TypeVar

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

T = TypeVar("T", bound=Struct)
MOST_OBJECTS = 20  # that are looked at in one answer

_DECODER = json.JSONDecoder()
_THOUGHT = "</think>"
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL | re.IGNORECASE)


class _Answer(Struct, forbid_unknown_fields=True):
    subject: Subject | None
    body: Annotated[str, Meta(max_length=MAX_BODY)] | None


def parse_candidate(completion: Completion, *, lenient: bool = False) -> Text | Objection:
    """Read subject and body out of an answer.

    A code fence around the JSON is forgiven.

    Args:
        completion: what the model answered.
        lenient: whether anything else around the JSON is, too, and thoughts before it: for models whose server
            can't hold them to a form.

    """
    answer = read_answer(completion, _Answer, lenient=lenient)
    if isinstance(answer, Objection):
        return answer
    if answer.body is None or not answer.body.strip():
        return EMPTY
    return Text(answer.subject, answer.body)


def read_answer(completion: Completion, shape: type[T], *, lenient: bool) -> T | Objection:
    """Read an object of a shape out of an answer; see `parse_candidate`."""
    if objection := _unfinished(completion):
        return objection
    text = completion.text or ""
    if fenced := _FENCED.fullmatch(text):
        text = fenced[1]
    answer = _read(text, shape)
    return _found(text, shape) if lenient and isinstance(answer, Objection) else answer


def _read(text: str, shape: type[T]) -> T | Objection:
    try:
        return msgspec.json.decode(text, type=shape)
    except msgspec.ValidationError:
        return WRONG_SCHEMA
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return NOT_JSON


def _found(text: str, shape: type[T]) -> T | Objection:
    """Return the first object in a text that is an answer; what stands in thoughts before it may be a first try."""
    answers = [_read(part, shape) for part in _objects(text.rpartition(_THOUGHT)[2])]
    right = (answer for answer in answers if not isinstance(answer, Objection))
    return next(right, answers[0] if answers else NOT_JSON)


def _objects(text: str) -> Iterator[str]:
    """Yield the JSON objects that stand in a text."""
    start = text.find("{")
    for _ in range(MOST_OBJECTS):
        if start < 0:
            return
        end = start + 1
        with contextlib.suppress(ValueError, RecursionError):
            _, end = _DECODER.raw_decode(text, start)
            yield text[start:end]
        start = text.find("{", end)


def _unfinished(completion: Completion) -> Objection | None:
    if completion.refusal:
        return REFUSAL
    if completion.finish_reason == "content_filter":
        return FILTERED
    if completion.finish_reason == "length":
        return CUT_OFF
    return None if (completion.text or "").strip() else EMPTY
