"""Redaction: what a text says of people is replaced by marks."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from app.domain.context import Context

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
LINK = re.compile(
    r"\bhttps?://[^\s<>\"]+|\bwww\.[^\s<>\"]+|\b(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/[^\s<>\"]*", re.IGNORECASE
)
DATE = r"\d{4}-\d{2}-\d{2}"
PHONE = re.compile(rf"(?<![\w.])(?!{DATE})\+?\(?\d(?:[ ().\-/\u00a0]{{0,3}}\d){{6,14}}(?!\w)")

# Values under these keys are codes, times and hashes of ours: a person called Error must not break a report.
CODED = frozenset(
    {
        *("rule", "rules", "group", "severity", "field", "repair", "source", "verdict", "step", "code", "rulebook"),
        *("channel", "relationship", "purpose", "status", "account_tier", "engine", "level", "store", "role"),
        *("now", "last_sent_at", "send_after", "decision", "opinion"),
    }
)


Mark = Callable[[str, str], str]
"""What to write for what was found: `email`, `link`, `phone` or `name`, and the words found."""


def fixed(kind: str, _found: str) -> str:
    """Return a mark that says the kind alone, as in stored texts."""
    return f"[{kind}]"


class Redaction:
    """Replaces e-mail addresses, links, phone numbers and names.

    A name goes whole and in its parts, in any case: "Ann" of "Ann Lee", too. Spans inside redacted reports count
    in the text as it was.

    Args:
        context: whose persons are named.
        mark: what to write instead.
        others: more names, found as they are written.

    """

    def __init__(self, context: Context, mark: Mark = fixed, others: Iterable[str] = ()) -> None:
        self._mark = mark
        self._kinds = [("email", EMAIL), ("link", LINK), ("phone", PHONE)]
        if names := named(context):
            self._kinds.append(("name", any_of(names)))
        if others := sorted(set(others), key=lambda name: (-len(name), name)):
            self._kinds.append(("name", re.compile("|".join(alternatives(others)))))

    def text(self, text: str) -> str:
        """Return a text with the marks in place."""
        for kind, pattern in self._kinds:
            text = pattern.sub(partial(self._marked, kind), text)
        return text

    def _marked(self, kind: str, found: re.Match[str]) -> str:
        return self._mark(kind, found[0])

    def tree(self, value: object) -> object:
        """Return JSON-like data with every text redacted, the keys of maps and our own codes left as they are."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.tree(item) for item in value]
        if isinstance(value, dict):
            return {key: self.member(key, item) for key, item in value.items()}
        return value

    def member(self, key: str, value: object) -> object:
        """Return one member of an object redacted; the keys of metadata are the caller's, whatever they are called."""
        if key == "metadata" and isinstance(value, dict):
            return {name: self.text(text) for name, text in value.items()}
        return value if key in CODED else self.tree(value)


def named(context: Context) -> list[str]:
    """Return the persons' names that a context gives, and their parts, longest first."""
    persons = [person.name for person in (context.sender, context.recipient) if person and person.name]
    persons += context.mutual_connections or ()
    parts = {part for name in persons for part in (name.strip(), *re.split(r"[\s,]+", name)) if len(part) > 1}
    return sorted(parts, key=lambda part: (-len(part), part))


def any_of(names: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for any of the names; scripts without letter case don't set words apart by spaces."""
    return re.compile("|".join(alternatives(names)), re.IGNORECASE)


def alternatives(names: Iterable[str]) -> Iterable[str]:
    """Yield each name as a pattern, however its words are spaced."""
    for name in names:
        spaced = r"\s+".join(re.escape(part) for part in name.split())
        yield rf"(?<!\w){spaced}(?!\w)" if name.lower() != name.upper() else spaced
