"""A draft as the rules read it: its fields, its structure, and the cues found in it, worked out once.

What is cheap is there at once; the rest is worked out when a rule first asks.
"""

import re
from bisect import bisect_left, bisect_right

from app.domain.context import Application, Context, Engagement, Recipient, Sender, Thread
from app.domain.draft import Draft, Field
from app.domain.history import NOTHING_BEFORE, History
from app.rules import anatomy, ties
from app.rules.anatomy import Span, sentences
from app.rules.language import is_english
from app.rules.lazy import lazy, regex
from app.rules.limits import channel_limits
from app.rules.text import FieldText, flatten

__all__ = ["Reading", "Span", "sentences"]

_QUOTED = regex(r"\"[^\"\n]{1,240}\"|“[^”\n]{1,240}”|«[^»\n]{1,240}»")
_LINK = regex(r"\b(?:https?://|www\.)[^\s<>\"”)\]]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)

_FAR = 4_000  # what ties a message to its reader stands before this
_QUESTION = regex(r"\?[!?]*")


class Reading:
    """One draft with its context.

    Attributes:
        draft: the draft.
        context: what the caller says; its parts are never None here.
        history: what earlier outreach says about the draft.
        fields: subject (where there is one) and body, in reading order.
        cues: the spans of each cue that the scan found in the body, such as `thanks` or `ask`.

    """

    def __init__(self, draft: Draft, context: Context, history: History = NOTHING_BEFORE) -> None:
        self.draft = draft
        self.context = context
        self.history = history
        self.body = FieldText("body", draft.body)
        self.subject = FieldText("subject", draft.subject) if draft.subject else None
        self.fields = (self.subject, self.body) if self.subject else (self.body,)
        self.cues: dict[str, list[Span]] = {}

    def field(self, name: Field) -> FieldText:
        """Return the text of a field that the draft has."""
        return self.subject if name == "subject" and self.subject else self.body

    def says(self, cue: str) -> bool:
        """Say whether the body holds the cue, quoted mail left out."""
        return cue in self.cues and self.cues[cue][0][0] < self.own_end

    @lazy
    def sender(self) -> Sender:
        """Who writes."""
        return self.context.sender or Sender()

    @lazy
    def recipient(self) -> Recipient:
        """Who is written to."""
        return self.context.recipient or Recipient()

    @lazy
    def thread(self) -> Thread:
        """What was sent before."""
        return self.context.thread or Thread()

    @lazy
    def engagement(self) -> Engagement:
        """What the sender did before writing."""
        return self.context.engagement or Engagement()

    @lazy
    def application(self) -> Application | None:
        """Where an application stands."""
        return self.context.application

    @lazy
    def known(self) -> bool:
        """Whether the two know each other well, or the recipient has answered: then much is excused."""
        return self.context.relationship in ("established", "close") or self.thread.replied is True

    @lazy
    def english(self) -> bool:
        """Whether the body is in the language that the rules of words know."""
        return is_english(self.body)

    @lazy
    def strangers(self) -> bool:
        """Whether the caller says that the two don't know each other."""
        relationship = self.context.relationship
        if relationship is None:
            return self.context.degree in (2, 3)
        return relationship == "stranger" and self.thread.replied is not True

    @property
    def first_to_stranger(self) -> bool:
        """Whether this is, as far as the caller says, the first message to somebody who doesn't know the sender."""
        return self.strangers and not self.thread.sent

    @lazy
    def names(self) -> tuple[str, ...]:
        """The names that the context gives, whole and in parts."""
        given = (self.sender.name, self.sender.company, self.recipient.name, self.recipient.company)
        whole = [name for name in (*given, *(self.context.mutual_connections or ()), *self.shared) if name]
        return tuple({part for name in whole for part in (name, *name.split()) if len(part) > 1})

    @lazy
    def room(self) -> int | None:
        """How many code points still fit into the body; None where the channel has no limit."""
        limit = channel_limits(self.draft.channel, self.sender.account_tier).body
        return None if limit is None else limit - len(self.body.text)

    @property
    def shared(self) -> tuple[str, ...]:
        """What sender and recipient have in common."""
        return self.context.shared or ()

    def protected(self, field: FieldText) -> list[Span]:
        """Return the spans whose wording isn't the author's own: quotes, links, addresses, quoted mail, names.

        They are in order and don't touch.
        """
        return self._protected_body if field is self.body else self._protected_spans(field)

    @lazy
    def _protected_body(self) -> list[Span]:
        return self._protected_spans(self.body)

    def _protected_spans(self, field: FieldText) -> list[Span]:
        text = field.text
        spans = [match.span() for pattern in _guarded(text) for match in pattern.finditer(text)]
        if field is self.body and self.own_end < len(text):
            spans.append((self.own_end, len(text)))
        for name in self.names:
            if name in text:
                spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
        return _merged(spans) if len(spans) > 1 else spans

    def is_protected(self, field: FieldText, start: int, end: int) -> bool:
        """Say whether the span touches text that isn't judged for its wording."""
        spans = self.protected(field)
        last = bisect_left(spans, (end, 0)) - 1
        return last >= 0 and spans[last][1] > start

    @lazy
    def sentences(self) -> list[Span]:
        """The sentences of the body, without the white space around them; a line break ends one."""
        return sentences(self.body.text)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence of the body that holds the offset."""
        return self.sentences[min(bisect_right(self.sentences, offset, key=_end), len(self.sentences) - 1)]

    @lazy
    def own_end(self) -> int:
        """Where the author's own words in the body end and quoted mail begins."""
        return anatomy.thread_start(self.body.text)

    @lazy
    def opening(self) -> re.Match[str] | None:
        """The greeting that opens the body, with the groups `salute`, `name` and `mark`."""
        return anatomy.greeting(self.body.text)

    @property
    def greeting(self) -> Span | None:
        """The greeting that opens the body, its punctuation included."""
        return self.opening.span() if self.opening else None

    @lazy
    def greeted(self) -> Span | None:
        """The name, or what stands for one, that the opening addresses."""
        if self.opening is None:
            return anatomy.vocative(self.body.text)
        return self.opening.span("name") if self.opening["name"] else None

    @lazy
    def sign_off(self) -> Span | None:
        """The last closing line, such as `Best regards,`, or closing words before a name."""
        return anatomy.sign_off(self.body.text, self._content_start, self.own_end)

    @lazy
    def content(self) -> Span:
        """What is said between the greeting and the sign-off or signature, quoted mail left out."""
        text, start, end = self.body.text, self._content_start, self.own_end
        end = self.sign_off[0] if self.sign_off else anatomy.signature(text, start, end)
        while start < end and text[start].isspace():
            start += 1
        return start, start + len(text[start:end].rstrip())

    @property
    def _content_start(self) -> int:
        return self.greeting[1] if self.greeting else 0

    @lazy
    def words(self) -> list[bytes]:
        """The words of the content in lower case, without accents."""
        start, end = self.content
        return flatten(self.body.plain[start:end]).split()

    @lazy
    def asks(self) -> bool:
        """Whether the author wants something of the reader; news with a wish for more contact doesn't count."""
        return self.questions > 0 or (self.says("ask") and not self.says("news"))

    @lazy
    def names_work(self) -> bool:
        """Whether the author names something that the reader did, or something that the caller says they share."""
        text = self._own_text
        known = (*self.shared, *(self.context.mutual_connections or ()))
        return self.says("common_ground") or ties.names_work(text) or (bool(known) and ties.names_any(text, known))

    @lazy
    def names_place(self) -> bool:
        """Whether the author names where the reader works or what they do."""
        company = self.recipient.company
        return ties.names_place(self._own_text) or (company is not None and ties.names_any(self._own_text, (company,)))

    @property
    def _own_text(self) -> str:
        return self.body.plain[: min(self.own_end, _FAR)]

    @lazy
    def paragraphs(self) -> list[Span]:
        """The blocks of the body between blank lines."""
        return [match.span() for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", self.body.text)]

    @lazy
    def questions(self) -> int:
        """How many question marks end something in the body, links left out."""
        if "?" not in self.body.text:
            return 0
        spans = self.protected(self.body) if _guarded(self.body.text) else []
        marks = [match.start() for match in _QUESTION.finditer(self.body.text, 0, self.own_end)]
        return sum(not any(since <= mark < to for since, to in spans) for mark in marks)


def _end(span: Span) -> int:
    return span[1]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _guarded(text: str) -> list[re.Pattern[str]]:
    """Return the patterns that can match at all: a plain search is far cheaper than a regex that finds nothing."""
    patterns = []
    if '"' in text or "“" in text or "«" in text:
        patterns.append(_QUOTED)
    if "@" in text or "://" in text or "www." in text:
        patterns.append(_LINK)
    return patterns
