"""Masking before the model: it gets tokens in place of what tells who is who, and its answer gets the words back."""

import re
from collections.abc import Iterable
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from app.audit.redaction import CODED, Redaction
from app.domain.attempt import Objection
from app.domain.draft import Text
from app.rewriting.assignment import Assignment
from app.rewriting.names import names

T = TypeVar("T")
TOKEN = re.compile(r"\b(?:EMAIL|LINK|PHONE|NAME)_\d+\b")


class Masking:
    """The tokens of one rewrite. The same words have the same token in each of its prompts.

    Names are those that the caller gives, and every capitalised word in draft and context that may be one: a company
    or a town, too.
    """

    def __init__(self, assignment: Assignment) -> None:
        self._tokens: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._redaction = Redaction(assignment.context, self._token, set(found_names(assignment)))

    def hidden(self, assignment: Assignment) -> Assignment:
        """Return what is to be rewritten as the model gets to see it."""
        return replace(
            assignment,
            draft=self._hide(assignment.draft),
            context=self._hide(assignment.context),
            options=self._hide(assignment.options),
            before=self._hide(assignment.before),
        )

    def hidden_texts(self, texts: Iterable[str]) -> list[str]:
        """Return texts with tokens."""
        return [self._redaction.text(text) for text in texts]

    def hidden_objections(self, objections: Iterable[Objection]) -> tuple[Objection, ...]:
        """Return objections with tokens."""
        return tuple(replace(one, detail=self._redaction.text(one.detail)) for one in objections)

    def hidden_text(self, text: Text) -> Text:
        """Return a candidate with tokens."""
        return self._hide(text)

    def revealed_words(self, words: str) -> str:
        """Return some words of an answer as they stand in the draft; tokens that nobody gave stay."""
        return TOKEN.sub(lambda found: self._words.get(found[0], found[0]), words)

    def revealed(self, candidate: Text) -> Text | Objection:
        """Return a candidate with the words back; object to a token that nobody gave."""
        invented = [
            token
            for text in (candidate.subject, candidate.body)
            for token in TOKEN.findall(text or "")
            if token not in self._words
        ]
        if invented:
            return Objection("invented_token", f"{invented[0]} stands for nothing: keep to the tokens of the draft.")
        subject = None if candidate.subject is None else self.revealed_words(candidate.subject)
        return Text(subject, self.revealed_words(candidate.body))

    def _hide(self, value: T) -> T:
        """Return data with tokens in all its texts but our own codes."""
        hidden: object = value
        if isinstance(value, str):
            hidden = self._redaction.text(value)
        elif isinstance(value, tuple):
            hidden = tuple(map(self._hide, value))
        elif isinstance(value, Struct):
            fields = {name: getattr(value, name) for name in value.__struct_fields__ if name not in CODED}
            hidden = replace(value, **{name: self._hide(field) for name, field in fields.items()})
        return cast("T", hidden)

    def _token(self, kind: str, words: str) -> str:
        if words not in self._tokens:
            self._numbers[kind] = self._numbers.get(kind, 0) + 1
            token = f"{kind.upper()}_{self._numbers[kind]}"
            self._tokens[words] = token
            self._words[token] = words
        return self._tokens[words]


def found_names(assignment: Assignment) -> Iterable[str]:
    """Yield the words in draft, context and options that may be names."""
    draft, context, options = assignment.draft, assignment.context, assignment.options
    told = [person.headline for person in (context.sender, context.recipient) if person]
    told += [person.company for person in (context.sender, context.recipient) if person]
    told += [options.voice_sample, *options.keep]
    for text in (draft.subject, draft.body, *told, *(context.shared or ()), *(context.facts or ())):
        if text:
            yield from (name.shown for name in names(text))
