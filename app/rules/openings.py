"""How a match of a regex can begin, in the letters of the flat view: most hits of common words are told off by that.

What is worked out holds every true beginning and some that are none, so that a regex need not be tried where the text
goes on otherwise.
"""

from collections.abc import Iterable
from functools import cache
from itertools import product
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from app.rules.text import flatten

WIDTH = 4
_SPREAD = 12_000
_SMALL = 64
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789' "
_WHATEVER = "*"  # the rest of a beginning that may go on with anything


@cache
def openings(pattern: str) -> frozenset[bytes] | None:
    """Return the first four letters that a match can have; None where nearly any can.

    The first is the space that ends the words before; those with two spaces in a row are left out.
    """
    windows: set[bytes] = set()
    for beginning in _sequence({""}, _parser.parse(pattern)):
        known = beginning.rstrip(_WHATEVER)
        missing = WIDTH - len(known)
        if not known or known == " " or len(_LETTERS) ** missing + len(windows) > _SPREAD:
            return None
        if known[0] == " ":
            windows.update((known + "".join(more)).encode() for more in product(_LETTERS, repeat=missing))
    return frozenset(windows)


def _open(beginning: str) -> str:
    return beginning if _is_full(beginning) else beginning + _WHATEVER


def _is_full(beginning: str) -> bool:
    return len(beginning) == WIDTH or beginning.endswith(_WHATEVER)


def _sequence(begun: set[str], parts: Iterable[tuple[Any, Any]]) -> set[str]:
    for code, detail in parts:
        if all(map(_is_full, begun)):
            break
        begun = _continued(begun, code, detail)
    return begun


def _continued(begun: set[str], code: Any, detail: Any) -> set[str]:  # noqa: ANN401 - the parser's own
    if code is codes.LITERAL:
        return _with(begun, {_letter(detail)})
    if code is codes.IN:
        return _with(begun, _set(detail))
    if code is codes.BRANCH:
        return set().union(*(_sequence(begun, branch) for branch in detail[1]))
    if code is codes.SUBPATTERN:
        return _sequence(begun, detail[3])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        return _repeated(begun, *detail)
    if code in (codes.ASSERT_NOT, codes.AT) or (code is codes.ASSERT and detail[0] < 0):
        return begun
    if code is codes.ASSERT:
        return set(map(_open, _sequence(begun, detail[1])))
    return set(map(_open, begun))


def _repeated(begun: set[str], least: int, most: int, parts: Any) -> set[str]:  # noqa: ANN401
    once = _sequence(begun, parts)
    again = set(map(_open, once)) if most > 1 and not _is_space(parts) else set()
    return once | again | (begun if least == 0 else set())


def _is_space(parts: Any) -> bool:  # noqa: ANN401
    return _with({""}, _set(parts[0][1])) == {" "} if len(parts) == 1 and parts[0][0] is codes.IN else False


def _with(begun: set[str], letters: set[str]) -> set[str]:
    """Add a letter to each beginning; white space after white space may have been squeezed, so it tells nothing."""
    longer = set()
    for one in begun:
        if _is_full(one):
            longer.add(one)
        else:
            longer.update(one + (_WHATEVER if letter == " " == one[-1:] else letter) for letter in letters)
    return longer


def _set(members: Iterable[tuple[Any, Any]]) -> set[str]:
    letters: set[str] = set()
    for code, detail in members:
        if code is codes.LITERAL:
            letters.add(_letter(detail))
        elif code is codes.RANGE and detail[1] - detail[0] < _SMALL:
            letters.update(map(_letter, range(detail[0], detail[1] + 1)))
        elif code is codes.CATEGORY and detail is codes.CATEGORY_SPACE:
            letters.add(" ")
        else:
            return {_WHATEVER}
    return letters


def _letter(code: int) -> str:
    return flatten(chr(code))[1:2].decode()
