"""The body of an OpenAI-style chat completion, read without trust: only the message must have its shape."""

from typing import Any

import msgspec
from msgspec import Struct

from app.domain.attempt import Completion
from app.llm import event_stream

LARGEST = 1_000_000  # bytes of a whole answer
LONGEST_LINE = 200  # characters of an id or a name that goes on record
MOST_TOKENS = 2**31 - 1


class _Message(Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(Struct):
    message: _Message
    finish_reason: Any = None


class _Answer(Struct):
    choices: list[_Choice]
    id: Any = None
    model: Any = None
    usage: Any = None


class _Failure(Struct):
    error: dict[str, Any]


def read(body: bytes, model: str) -> Completion:
    """Turn an answer's body, whole or streamed, into a completion.

    Args:
        body: what came back.
        model: the one asked, for servers that don't name theirs.

    """
    if len(body) > LARGEST:
        return unusable("oversized", model)
    try:
        answer = msgspec.convert(event_stream.joined(body), _Answer) if event_stream.is_one(body) else _whole(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return unusable("malformed", model)
    choice = answer.choices[0] if answer.choices else _Choice(_Message())
    return Completion(
        text=choice.message.content,
        refusal=choice.message.refusal or None,
        finish_reason=_line(choice.finish_reason),
        model=_line(answer.model) or model,
        response_id=_line(answer.id),
        input_tokens=_tokens(answer.usage, "prompt_tokens"),
        output_tokens=_tokens(answer.usage, "completion_tokens"),
        cached_tokens=_tokens(_below(answer.usage, "prompt_tokens_details"), "cached_tokens"),
    )


def failure(body: bytes) -> int | None:
    """Return the HTTP status of an error that came with status 200, as gateways send it once an answer has begun.

    None where the body is no error; 502 where it says no status.
    """
    try:
        text = event_stream.last(body) if event_stream.is_one(body) else body
        code = msgspec.json.decode(text, type=_Failure).error.get("code")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return code if type(code) is int and 400 <= code <= 599 else 502


def unusable(finish_reason: str, model: str) -> Completion:
    """Return a completion without text: something came back, but nothing to work with."""
    return Completion(text=None, finish_reason=finish_reason, model=model)


def _whole(body: bytes) -> _Answer:
    return msgspec.json.decode(body, type=_Answer)


def _line(value: object) -> str | None:
    return value[:LONGEST_LINE] if isinstance(value, str) else None


def _below(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _tokens(usage: object, name: str) -> int | None:
    count = _below(usage, name)
    return count if type(count) is int and 0 <= count <= MOST_TOKENS else None
