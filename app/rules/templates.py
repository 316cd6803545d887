"""Templates: how a rule file writes down the many ways of saying one thing.

A template is plain words with alternatives `(a|b)` and optional parts `(a)?`, nested at will. It stands for every
literal it expands to. One that stands for few goes into the automaton whole; one that stands for thousands goes in with
its first words, and what must follow them is a regex on the flat view, so that memory and start don't grow with the
product of its choices.
"""

import re
from itertools import product
from math import prod

from msgspec import Struct

from app.domain.errors import InvalidRule
from app.rules.text import flatten

MAX_LITERALS = 4_000
ANCHOR_LITERALS = 300
_LITERAL = re.compile(r"[^()|]+")
_UNMATCHABLE = re.compile(r"[^\w' ()|?-]|_|(?<!\))\?")


class Group(Struct, frozen=True):
    """Alternatives, each a sequence of literal text and further groups."""

    alternatives: tuple[tuple["str | Group", ...], ...]
    optional: bool = False

    def count(self) -> int:
        """Return for how many literals it stands, at most."""
        return sum(prod(1 if isinstance(part, str) else part.count() for part in one) for one in self.alternatives) + (
            self.optional
        )

    def expansions(self) -> set[str]:
        """Return every literal it stands for, spaces as written."""
        variants = {""} if self.optional else set()
        for one in self.alternatives:
            variants |= {"".join(pieces) for pieces in product(*map(_variants, one))}
        return variants

    def pattern(self) -> str:
        """Return the regex that matches it in the flat view, longer alternatives first."""
        alternatives = ("".join(map(_pattern, one)) for one in self.alternatives)
        return f"(?:{'|'.join(sorted(alternatives, key=len, reverse=True))}){'?' * self.optional}"

    def may_be_empty(self) -> bool:
        """Say whether it can stand for nothing."""
        return self.optional or any(
            all(not isinstance(part, str) and part.may_be_empty() for part in one) for one in self.alternatives
        )


def _variants(part: str | Group) -> set[str]:
    return {part} if isinstance(part, str) else part.expansions()


def _pattern(part: str | Group) -> str:
    return flatten(part).decode()[1:-1] if isinstance(part, str) else part.pattern()


def parse(template: str) -> Group:
    """Parse a template.

    Raises:
        InvalidRule: unbalanced parentheses, characters that no text can match, or nothing to match.

    """
    if bad := _UNMATCHABLE.search(template):
        raise InvalidRule(f"phrase {template!r} holds {bad.group()!r}, which no text can match")
    group, at = _parse(template, 0)
    if at != len(template) or group.may_be_empty() or not template.strip():
        raise InvalidRule(f"phrase {template!r}: its parentheses are unbalanced, or it can stand for nothing")
    return group


def _parse(template: str, at: int) -> tuple[Group, int]:
    """Parse from `at` up to the closing parenthesis or the end; return where that is."""
    alternatives: list[tuple[str | Group, ...]] = []
    parts: list[str | Group] = []
    while at < len(template) and template[at] != ")":
        if template[at] == "|":
            alternatives.append(tuple(parts))
            parts, at = [], at + 1
        elif template[at] == "(":
            inner, at = _parse(template, at + 1)
            if at == len(template):
                raise InvalidRule(f"phrase {template!r}: its parentheses are unbalanced")
            optional = template[at : at + 2] == ")?"
            parts.append(Group(inner.alternatives, optional))
            at += 2 if optional else 1
        elif piece := _LITERAL.match(template, at):
            parts.append(piece.group())
            at = piece.end()
    return Group((*alternatives, tuple(parts))), at


def expand(template: str) -> list[str]:
    """Return every literal a template stands for, in single spaces.

    Raises:
        InvalidRule: the template is malformed, or stands for too many.

    """
    group = parse(template)
    if group.count() > MAX_LITERALS:
        raise InvalidRule(f"phrase {template!r}: its first words stand for more than {MAX_LITERALS} literals")
    return sorted({" ".join(variant.split()) for variant in group.expansions()})


class Anchor(Struct, frozen=True):
    """How the automaton finds a template: its first words as literals, and what must follow them in the flat view."""

    literals: frozenset[bytes]
    rest: re.Pattern[bytes] | None


def anchor(template: str) -> Anchor:
    """Compile a template.

    Raises:
        InvalidRule: the template is malformed, or its first word alone stands for too many literals.

    """
    parse(template)
    words = _words(template)
    first = 1
    while first < len(words) and (_opens_optionally(words[:first]) or _fits(words[: first + 1])):
        first += 1
    literals = frozenset(flatten(literal) for literal in expand(" ".join(words[:first])))
    rest = "".join(map(_rest, words[first:]))
    return Anchor(literals, re.compile(rest.encode()) if rest else None)


def _fits(words: list[str]) -> bool:
    return prod(parse_word(word).count() for word in words) <= ANCHOR_LITERALS


def _opens_optionally(words: list[str]) -> bool:
    return all(parse_word(word).may_be_empty() for word in words)


def parse_word(word: str) -> Group:
    """Parse one word of a template; it may stand for nothing."""
    return _parse(word, 0)[0]


def _words(template: str) -> list[str]:
    """Split a template at the spaces that stand outside all parentheses."""
    words, depth = [""], 0
    for character in template:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == " " and not depth:
            words.append("")
        else:
            words[-1] += character
    return [word for word in words if word]


def _rest(word: str) -> str:
    """Return the regex, on the flat view, for one more word of a template and the space before it."""
    group = parse_word(word)
    return f"(?: (?! ){group.pattern()}(?= )){'?' * group.may_be_empty()}"
