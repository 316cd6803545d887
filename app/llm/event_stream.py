"""A streamed chat completion, once it is there as a whole: its pieces put together to what a plain answer holds."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

_DATA = b"data:"
_END = b"[DONE]"


class _Delta(Struct, frozen=True):
    content: str | None = None
    refusal: str | None = None


class _Choice(Struct):
    delta: _Delta = _Delta()
    finish_reason: Any = None
    index: Any = 0


class _Chunk(Struct):
    choices: list[_Choice] | None = None
    id: Any = None
    model: Any = None
    usage: Any = None


def is_one(body: bytes) -> bool:
    """Say whether a body is a stream of events: servers may stream unasked, and answer whole where asked to stream."""
    return body.lstrip().startswith((_DATA, b"event:", b"id:", b":"))


def joined(body: bytes) -> dict[str, Any]:
    """Return the answer that a stream's pieces add up to; one that broke off has no finish reason.

    Raises:
        msgspec.DecodeError: a piece isn't what it should be.

    """
    chunks = [msgspec.json.decode(data, type=_Chunk) for data in _events(body)]
    choices = [choice for chunk in chunks for choice in chunk.choices or () if choice.index == 0]
    message = {
        "content": _text(choice.delta.content for choice in choices),
        "refusal": _text(choice.delta.refusal for choice in choices),
    }
    finish_reason = _last(choice.finish_reason for choice in choices)
    return {
        "choices": [{"message": message, "finish_reason": finish_reason}] if choices else [],
        "id": _last(chunk.id for chunk in chunks),
        "model": _last(chunk.model for chunk in chunks),
        "usage": _last(chunk.usage for chunk in chunks),
    }


def last(body: bytes) -> bytes:
    """Return the last event of a stream; nothing where there is none."""
    return next(reversed(_events(body)), b"")


def _events(body: bytes) -> list[bytes]:
    lines = (line.removeprefix(_DATA).strip() for line in body.splitlines() if line.startswith(_DATA))
    return [data for data in lines if data and data != _END]


def _text(pieces: Iterable[str | None]) -> str | None:
    given = [piece for piece in pieces if piece is not None]
    return "".join(given) if given else None


def _last(values: Iterable[object]) -> object:
    return next((value for value in reversed(list(values)) if value is not None), None)
