"""Draft, rewrite and context as they are compared: facts, names and words, apart from orders to a model."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache

from app.domain.context import Context
from app.domain.draft import FIELDS, Draft, Field, Text
from app.rewriting.everyday import COURTESY, is_everyday
from app.rewriting.facts import Facts, facts
from app.rewriting.gist import Gist
from app.rewriting.names import Name, forms, names
from app.rewriting.orders import Span, orders, without

_KEPT = 0.7  # share of an order's words that a sentence needs to be that order, kept as it stood


class Said:
    """A text with its facts and words, each worked out when first asked for.

    Attributes:
        fields: subject and body; a subject that is null is empty.

    """

    def __init__(self, text: Text) -> None:
        self.fields: dict[Field, str] = {name: text.field(name) or "" for name in FIELDS}

    @cached_property
    def facts(self) -> dict[Field, Facts]:
        """The hard facts, by field."""
        return {name: facts(content) for name, content in self.fields.items()}

    @cached_property
    def covered(self) -> set[tuple[str, str]]:
        """The forms of all facts, those that need not be one included."""
        return self.facts["subject"].covered | self.facts["body"].covered

    @cached_property
    def words(self) -> set[str]:
        """All words, letters only, in small letters, in all forms that they may have."""
        return forms("\n".join(self.fields.values()))

    @cached_property
    def gist(self) -> Gist:
        """The words of subject and body with what they mean."""
        if not self.fields["subject"]:
            return self._gists["body"]
        return Gist("\n".join(self.fields.values()))

    @cached_property
    def _gists(self) -> dict[Field, Gist]:
        return {name: Gist(content) for name, content in self.fields.items()}

    @cached_property
    def _orders(self) -> dict[Field, list[Span]]:
        return {name: orders(self.fields[name], gist) for name, gist in self._gists.items()}

    @cached_property
    def orders(self) -> Gist:
        """The orders to a model that the text holds."""
        spans = [(name, *span) for name, found in self._orders.items() for span in found]
        return Gist("\n".join(self.fields[name][start:end] for name, start, end in spans))

    @cached_property
    def own(self) -> "Said":
        """What is said apart from orders to a model; everything stays in its place."""
        if not self.orders.words:
            return self
        rest = {name: without(content, self._orders.get(name, [])) for name, content in self.fields.items()}
        return Said(Text(rest["subject"] or None, rest["body"]))

    def besides(self, other: Gist) -> "Said":
        """Return what is said apart from the sentences of another text that are kept as they stand there."""
        kept = [{word.stem for word in sentence} for sentence in other.sentences]
        rest = {}
        for name, content in self.fields.items():
            sentences = self._gists[name].sentences
            starts = [*(sentence[0].start for sentence in sentences), len(content)]
            spans = [
                (start, end)
                for sentence, start, end in zip(sentences, starts, starts[1:], strict=False)
                if _among({word.stem for word in sentence}, kept)
            ]
            rest[name] = without(content, spans)
        return Said(Text(rest["subject"] or None, rest["body"]))

    @cached_property
    def names(self) -> dict[Field, list[Name]]:
        """The names, by field, that are no part of a fact, as `PM` is of `5 PM`."""
        return {field: list(self._names(field)) for field in FIELDS}

    def _names(self, field: Field) -> Iterator[Name]:
        claims = self.facts[field].claims
        starts = [claim.start for claim in claims]
        for name in names(self.fields[field], field):
            before = bisect_left(starts, name.end) - 1
            if before < 0 or claims[before].end <= name.start:
                yield name

    def holds(self, string: str) -> bool:
        """Say whether subject or body holds the string as it is."""
        return any(string in text for text in self.fields.values())


@lru_cache(maxsize=64)
def said(text: Text) -> Said:
    """Return a text as it is compared; a draft is compared with each of its candidates."""
    return Said(text)


class Pair:
    """A draft with a rewrite of it.

    Attributes:
        draft: what the author wrote.
        text: the rewrite.
        context: what the caller says.
        before: what the draft says.
        own: the same apart from orders to a model.
        after: what the rewrite says, apart from such orders that it kept as they stood.
        known: what the context says.
        ordered: the orders to a model that draft and context hold.

    """

    def __init__(self, draft: Draft, text: Text, context: Context) -> None:
        self.draft = draft
        self.text = text
        self.context = context
        self.before = said(draft.text())
        known = said(Text(None, "\n".join(strings(context))))
        self.ordered = self.before.orders + known.orders
        self.own, self.known = self.before.own, known.own
        self.after = Said(text).besides(self.ordered) if self.ordered.words else Said(text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all that draft and context say."""
        return self.own.gist.stems | self.known.gist.stems

    def obeyed(self) -> Iterator[str]:
        """Yield the words of the rewrite that only an order to the model, or nobody, asked for."""
        if not self.ordered.words:
            return
        asked = self.ordered.content - self.stems - COURTESY
        for word in self.after.gist.words:
            if word.stem in asked or (word.carries and word.stem not in self.stems and not is_everyday(word.text)):
                yield word.shown


def strings(context: Context) -> list[str]:
    """Return what the context says in words."""
    sender, recipient = context.sender, context.recipient
    said = [*(context.shared or ()), *(context.facts or ()), *parties(context)]
    said += [person.headline for person in (sender, recipient) if person and person.headline]
    return said


def parties(context: Context) -> list[str]:
    """Return the people and companies that the context names."""
    named = [person for person in (context.sender, context.recipient) if person]
    given = [name for person in named for name in (person.name, person.company) if name]
    return [*given, *(context.mutual_connections or ())]


def _among(stems: set[str], kept: list[set[str]]) -> bool:
    return any(len(stems & one) >= _KEPT * len(stems | one) for one in kept)
