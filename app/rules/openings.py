"""What a regex demands of the words that come next: a look into a table then shows that most phrases can't go on.

A regex that must match right after some words is walked along once. What is kept are the heads of the next word that it
can match, or of the next two where it says so much: a head is a word's first four letters in the flat view, or all of a
shorter word.
"""

import re
from collections.abc import Iterable
from functools import cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

from app.rules.rests import HEAD
from app.rules.text import flatten

_MOST = 2_000
_DIGITS = "0123456789"
_LETTERS = f"abcdefghijklmnopqrstuvwxyz{_DIGITS}'"
_ENDED = "|"  # stands behind a word that can't go on, but for an apostrophe


_Node: TypeAlias = Any  # what the parser makes of a regex is no public type


class _Unclear(Exception):
    """The next word can be any, or one of too many."""


@cache
def openings(pattern: str) -> frozenset[bytes] | None:
    """Return the heads of the next word, or of the next two with a space between, that `pattern` can match.

    It is matched right after a word, without regard to case. Ways to match that go over punctuation before the next
    word are left out; a head without a second may be followed by anything.

    Returns:
        None where any word may come next.

    """
    walk = _Walk()
    try:
        walk.finish(walk.sequence(parser.parse(pattern, re.IGNORECASE), {""}))
    except _Unclear:
        return None
    return frozenset(head.encode() for head in walk.found)


class _Walk:
    """One walk along a parsed regex. What it can have matched so far is `first`, `first ` or `first second`."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def sequence(self, nodes: Iterable[tuple[_Node, _Node]], begun: set[str]) -> set[str]:
        """Follow the nodes one after the other and return what still goes on."""
        for code, argument in nodes:
            if not begun:
                break
            begun = self._node(code, argument, begun)
            if len(begun) + len(self.found) > _MOST:
                raise _Unclear
        return begun

    def finish(self, begun: set[str]) -> set[str]:
        """Take what was begun as all that is known."""
        for words in begun:
            first, gap, second = words.partition(" ")
            if gap:
                self.found.add(words.removesuffix(_ENDED) if second.endswith(_ENDED) else first)
            elif first.endswith(_ENDED):
                first = first.removesuffix(_ENDED)
                self.found |= {first} | {f"{first}'{letter}"[:HEAD] for letter in ("", *_LETTERS)}
            elif len(first) == HEAD:
                self.found.add(first)
            else:
                raise _Unclear
        return set()

    def _node(self, code: _Node, argument: _Node, begun: set[str]) -> set[str]:
        if code in (codes.LITERAL, codes.IN):
            choice = _choice(code, argument)
            return self._characters(choice, begun) if choice else self.finish(begun)
        if code is codes.BRANCH:
            return set().union(*(self.sequence(branch, begun) for branch in argument[1]))
        if code is codes.SUBPATTERN:
            return self.sequence(argument[3], begun)
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            return self._repeat(argument, begun)
        if code is codes.ASSERT and argument[0] > 0:
            return self._ahead(argument[1], begun)
        if code is codes.AT:
            return self._at(argument, begun)
        return begun if code in (codes.ASSERT, codes.ASSERT_NOT) else self.finish(begun)

    def _characters(self, choice: str, begun: set[str]) -> set[str]:
        return {after for words in begun for one in choice if (after := self._after(words, one)) is not None}

    def _after(self, words: str, character: str) -> str | None:
        """Return what a character makes of the words; None where they can't go on so, or needn't."""
        first, gap, second = words.partition(" ")
        if character in _LETTERS:
            return self._longer(words, second if gap else first, character, last=bool(gap))
        if not first:
            return "" if character == " " else None
        if not gap and character == " ":
            return first.removesuffix(_ENDED) + " "
        if not second and character == " ":
            return words
        self.finish({((second and words.removesuffix(_ENDED)) or first.removesuffix(_ENDED)) + _ENDED})
        return None

    def _longer(self, words: str, word: str, letter: str, *, last: bool) -> str | None:
        if word.endswith(_ENDED):
            if letter != "'":
                return None
            words, word = words.removesuffix(_ENDED), word.removesuffix(_ENDED)
        if len(word) < HEAD:
            words, word = words + letter, word + letter
        if last and len(word) == HEAD:
            self.found.add(words)
            return None
        return words

    def _repeat(self, argument: tuple[int, int, _Node], begun: set[str]) -> set[str]:
        least, most, nodes = argument
        reached = set() if least else set(begun)
        for _ in range(min(most, 2 * HEAD + 2)):
            begun = self.sequence(nodes, begun) - reached
            reached |= begun
        return reached

    def _ahead(self, nodes: _Node, begun: set[str]) -> set[str]:
        """Take what a look ahead demands for the whole, if it says enough; else go on as if it weren't there."""
        inside = _Walk()
        try:
            inside.finish(inside.sequence(nodes, begun))
        except _Unclear:
            return begun
        self.found |= inside.found
        return set()

    def _at(self, place: _Node, begun: set[str]) -> set[str]:
        if place is codes.AT_BOUNDARY:
            return {words if words[-1:] in ("", " ", _ENDED) else words + _ENDED for words in begun}
        if place in (codes.AT_END, codes.AT_END_STRING):
            return self.finish({words.rstrip().removesuffix(_ENDED) + _ENDED for words in begun - {""}})
        return begun


def _choice(code: _Node, argument: _Node) -> str:
    """Return the characters that a literal or a class can match as in the flat view, `.` for punctuation.

    It is empty where that can be too much.
    """
    choice = set()
    for kind, value in argument if code is codes.IN else [(code, argument)]:
        if kind is codes.LITERAL:
            choice.add(_flat(chr(value)))
        elif kind is codes.RANGE and value[1] < 256:
            choice.update(map(_flat, map(chr, range(value[0], value[1] + 1))))
        elif kind is codes.CATEGORY and value is codes.CATEGORY_SPACE:
            choice.add(" ")
        elif kind is codes.CATEGORY and value is codes.CATEGORY_DIGIT:
            choice.update(_DIGITS)
        else:
            return ""
    return "".join(choice)


def _flat(character: str) -> str:
    return " " if character.isspace() else flatten(character)[1:-1].decode().replace(" ", ".")
