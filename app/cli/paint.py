"""Colours and clean characters for terminals."""

import unicodedata
from typing import TextIO

from msgspec import Struct

from app.settings import wants_colour

STYLES = {"error": "31;1", "warning": "33;1", "suggestion": "36", "fix": "32", "dim": "2", "bold": "1"}
# What turns the direction of text, and so could show another text than the one that is there.
DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd") | {0x09: " ", 0x0A: " ", 0x0D: " "}
CLEAN = CONTROLS | DIRECTIONS


class Paint(Struct, frozen=True):
    """Colours text, or leaves it alone."""

    on: bool

    @classmethod
    def for_stream(cls, stream: TextIO) -> "Paint":
        """Use colours on a terminal, unless the environment asks for none."""
        return cls(stream.isatty() and wants_colour())

    def __call__(self, style: str, text: str) -> str:
        """Return text in a style."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.on else text


def clean(text: str) -> str:
    """Return text on one line, without characters that steer a terminal; its length stays the same."""
    return text.translate(CLEAN)


def width(text: str) -> int:
    """Count the columns that a terminal gives to text."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
