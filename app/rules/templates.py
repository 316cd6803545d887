"""Templates: how a rule file writes down the many ways of saying one thing.

A template is plain words with alternatives `(a|b)` and optional parts `(a)?`, nested at will. It stands for every
literal it expands to. One that stands for few goes into the automaton whole; one that stands for thousands goes in with
its first words, and what must follow them is looked up word by word, so that memory and start don't grow with the
product of its choices.
"""

import re
from itertools import product
from math import prod

from msgspec import Struct

from app.domain.errors import InvalidRule
from app.rules.lazy import lazy
from app.rules.rests import Rest
from app.rules.text import flatten

MAX_LITERALS = 4_000
ANCHOR_LITERALS = 2
MAX_WORDINGS = 20_000
_PIECES = re.compile(r"\)\?|[()|]|[^()|]+")
_PLAIN = re.compile(r"(?=[\w'])(?:[^\W_]|[' -])+")  # no choices, nothing odd: as most templates are
_UNMATCHABLE = re.compile(r"[^\w' ()|?-]|_|(?<!\))\?")


class Choice(Struct, frozen=True, array_like=True):
    """Alternatives, each a sequence of literal text and further choices; an optional one may also be left out."""

    alternatives: tuple[tuple["str | Choice", ...], ...]
    optional: bool = False

    def count(self) -> int:
        """Return for how many literals it stands, at most."""
        return sum(map(_count, self.alternatives)) + self.optional

    def expansions(self) -> set[str]:
        """Return every literal it stands for, spaces as written."""
        variants = {""} if self.optional else set()
        return variants.union(*map(_expansions, self.alternatives))

    def may_be_empty(self) -> bool:
        """Say whether it can stand for nothing."""
        return self.optional or any(map(_may_be_empty, self.alternatives))


Sequence = tuple[str | Choice, ...]


def _count(sequence: Sequence) -> int:
    return prod(part.count() for part in sequence if not isinstance(part, str))


def _expansions(sequence: Sequence) -> set[str]:
    if len(sequence) == 1 and isinstance(sequence[0], str):
        return {sequence[0]}
    variants = ({part} if isinstance(part, str) else part.expansions() for part in sequence)
    return {"".join(pieces) for pieces in product(*variants)}


def _may_be_empty(sequence: Sequence) -> bool:
    return all(not isinstance(part, str) and part.may_be_empty() for part in sequence)


def parse(template: str) -> Choice:
    """Parse a template; its literals come in the letters of the flat view.

    Raises:
        InvalidRule: unbalanced parentheses, characters that no text can match, or nothing to match.

    """
    if bad := _UNMATCHABLE.search(template):
        raise InvalidRule(f"phrase {template!r} holds {bad.group()!r}, which no text can match")
    open_choices: list[list[list[str | Choice]]] = [[[]]]
    for piece in _PIECES.findall(template):
        if piece == "(":
            open_choices.append([[]])
        elif piece == "|":
            open_choices[-1].append([])
        elif piece[0] == ")":
            if len(open_choices) == 1:
                raise InvalidRule(f"phrase {template!r}: its parentheses are unbalanced")
            closed = tuple(map(tuple, open_choices.pop()))
            open_choices[-1][-1].append(Choice(closed, piece == ")?"))
        else:
            open_choices[-1][-1].append(_flat(piece))
    choice = Choice(tuple(map(tuple, open_choices[0])))
    if len(open_choices) > 1 or choice.may_be_empty():
        raise InvalidRule(f"phrase {template!r}: its parentheses are unbalanced, or it can stand for nothing")
    return choice


def _flat(piece: str) -> str:
    if piece.isascii():
        return piece.lower().replace("-", " ")
    return flatten(piece).decode()[1:-1]


def expand(template: str) -> list[str]:
    """Return every literal a template stands for, in single spaces.

    Raises:
        InvalidRule: the template is malformed, or stands for too many.

    """
    return sorted(_literals((parse(template),), template))


def _literals(sequence: Sequence, template: str) -> set[str]:
    if _count(sequence) > MAX_LITERALS:
        raise InvalidRule(f"phrase {template!r}: its first words stand for more than {MAX_LITERALS} literals")
    return {" ".join(variant.split()) for variant in _expansions(sequence)}


class Anchor(Struct, array_like=True, dict=True, eq=False):
    """How the automaton finds a template.

    Attributes:
        literals: its first words, in the letters of the flat view.
        further: the words that must follow them.

    """

    literals: tuple[str, ...]
    further: tuple[Sequence, ...] = ()

    @lazy
    def rest(self) -> Rest | None:
        """What must follow, None where nothing must; most are never needed.

        Raises:
            InvalidRule: a word of it stands for too many wordings.

        """
        if (most := max(map(_count, self.further), default=0)) > MAX_WORDINGS:
            raise InvalidRule(f"a part without a space stands for {most:,} wordings, over {MAX_WORDINGS:,}")
        return Rest([(_wordings(word), _may_be_empty(word)) for word in self.further]) if self.further else None

    def count(self) -> int:
        """Return how many wordings it holds in memory at most."""
        return len(self.literals) + sum(map(_count, self.further))


def anchors(template: str) -> list[Anchor]:
    """Compile a template: an anchor for each of its outermost alternatives.

    Raises:
        InvalidRule: the template is malformed, or the first words of one stand for too many literals.

    """
    if _PLAIN.fullmatch(template):
        return [Anchor((f" {' '.join(flatten(template).decode().split())} ",))]
    return [_anchor(_words(sequence), template) for sequence in parse(template).alternatives]


def _anchor(words: list[Sequence], template: str) -> Anchor:
    first = _anchored(words)
    spaced = [part for word in words[:first] for part in (*word, " ")]
    literals = sorted(f" {literal} " for literal in _literals(tuple(spaced), template))
    return Anchor(tuple(literals), tuple(words[first:]))


def _wordings(word: Sequence) -> frozenset[bytes]:
    variants = {" ".join(variant.split()) for variant in _expansions(word)} - {""}
    return frozenset(variant.encode() for variant in variants)


def _anchored(words: list[Sequence]) -> int:
    """Return how many words go into the automaton: two at least where that is bearable, since one hits too often."""
    count, sure = 1, 0
    for number, word in enumerate(words):
        count *= _count(word)
        limit = ANCHOR_LITERALS if sure > 1 else MAX_LITERALS if not sure else 10 * ANCHOR_LITERALS
        if count > limit and number:
            return number
        sure += not _may_be_empty(word)
    return len(words)


def _words(sequence: Sequence) -> list[Sequence]:
    """Split a template at the spaces that stand outside all parentheses, or open them as in `call( me)?`."""
    words: list[list[str | Choice]] = [[]]
    for part in sequence:
        if isinstance(part, str):
            first, *others = part.split(" ")
            words[-1].append(first)
            words += [[other] for other in others]
        elif spaced := _without_space(part):
            words.append([spaced])
        else:
            words[-1].append(part)
    return [kept for word in words if (kept := tuple(part for part in word if part))]


def _without_space(choice: Choice) -> Choice | None:
    """Return the choice without the space that opens each of its alternatives; None where one opens otherwise."""
    alternatives = []
    for sequence in choice.alternatives:
        first = sequence[0] if sequence else None
        if not isinstance(first, str) or not first.startswith(" "):
            return None
        alternatives.append((first[1:], *sequence[1:]))
    return Choice(tuple(alternatives), choice.optional)
