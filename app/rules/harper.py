"""Harper, a grammar checker of its own, behind the rule `grammar`: an optional extra that a policy switches on.

Its spelling and four rules that misjudge names, quotes and house styles stay off, and with them one that prints words of
the draft. It costs ten times what all our rules do, so long texts are left to our own tables.
"""

import threading
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, NamedTuple

_OFF = ("SpellCheck", "LookingForwardTo", "SplitWords", "OrthographicConsistency", "OxfordComma")
_KINDS = frozenset(("Agreement", "Grammar"))  # the others judge capitals, regions and style
_LONGEST = 4_000
_here = threading.local()  # a linter serves one thread


class Remark(NamedTuple):
    """What Harper says of a span, in code points; `by` is what it would write there, if it knows."""

    start: int
    end: int
    message: str
    by: str | None


def installed() -> bool:
    """Say whether the extra is here."""
    return find_spec("harper") is not None


def remarks(text: str) -> Iterator[Remark]:
    """Yield what Harper says of a text of at most 4,000 characters; nothing of a longer one, or where it is missing."""
    if len(text) > _LONGEST or not installed():
        return
    from harper import SuggestionKind  # the extra

    for lint in _linter().lint(text):
        if lint.lint_kind not in _KINDS:
            continue
        ways = [way.replacement_text for way in lint.suggestions if way.kind == SuggestionKind.REPLACE]
        yield Remark(lint.span.start, lint.span.end, lint.message, ways[0] if ways else None)


def _linter() -> Any:  # noqa: ANN401 -- of the extra
    if not hasattr(_here, "linter"):
        from harper import Linter

        linter = Linter()
        linter.set_lint_config(linter.get_lint_config() | dict.fromkeys(_OFF, False))
        _here.linter = linter
    return _here.linter
