"""Drafts from files and standard input: plain text, or a request in the API's JSON."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from app.api.requests import Asked, Unusable, read
from app.domain.errors import DecorumError

STANDARD_INPUT = "-"


class UnusableInput(DecorumError):
    """A file that can't be read, or holds no draft."""

    code = "unusable_input"


def asked(name: str, options: argparse.Namespace, decoder: msgspec.json.Decoder[Asked]) -> Asked:
    """Read one request from a file; options stand in for what text can't say.

    Raises:
        UnusableInput: the file can't be read or holds no draft, or an option contradicts its JSON.

    """
    content = _content(name)
    form = _from_json if _is_request(name, content) else _from_text
    with _named(name):
        return form(content, options, decoder)


def lines_asked(
    name: str, options: argparse.Namespace, decoder: msgspec.json.Decoder[Asked]
) -> Iterator[tuple[str, Asked]]:
    """Yield the requests of a file of JSON Lines, each with where it stands.

    Raises:
        UnusableInput: as `asked` does.

    """
    lines = [(number, line) for number, line in enumerate(_content(name).splitlines(), start=1) if line.strip()]
    if not lines:
        raise UnusableInput(f"{name}: there is no draft in it")
    for number, line in lines:
        with _named(place := f"{name}:{number}"):
            yield place, _from_json(line, options, decoder)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Say of what can't be used where it stands."""
    try:
        yield
    except Unusable as error:
        faults = "".join(f" {fault.pointer}: {fault.detail}" for fault in error.faults)
        raise UnusableInput(f"{name}: {error}{faults}") from error


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise UnusableInput(f"{name}: {error.strerror or 'unreadable'}") from error


def _is_request(name: str, content: bytes) -> bool:
    # A text may well begin with a brace, as "{First name}, hello" does.
    if Path(name).suffix == ".json":
        return True
    try:
        return isinstance(msgspec.json.decode(content), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _from_json(content: bytes, options: argparse.Namespace, decoder: msgspec.json.Decoder[Asked]) -> Asked:
    if options.channel or options.subject is not None:
        raise UnusableInput("--channel and --subject are for text: the JSON says its own.")
    request = read(content, decoder)
    return msgspec.structs.replace(request, policy=options.policy) if options.policy else request


def _from_text(content: bytes, options: argparse.Namespace, decoder: msgspec.json.Decoder[Asked]) -> Asked:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("not_text", "This isn't UTF-8 text.") from None
    draft = {"channel": options.channel or "message", "subject": options.subject, "body": _body(text)}
    return read(msgspec.json.encode({"draft": draft, "policy": options.policy or "default"}), decoder)


def _body(text: str) -> str:
    """Leave out the line end that editors put behind the last line."""
    return text.removesuffix("\n").removesuffix("\r")
