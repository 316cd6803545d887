"""What a rule is: its meaning and evidence as data, and the hits that its kind finds."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from msgspec import Struct

from app.domain.context import Context, Relationship
from app.domain.draft import Channel, Field
from app.domain.history import NOTHING_BEFORE, History
from app.domain.report import Fix, Group, Repair, Severity
from app.rules.phrases import PhraseData

Needs = Literal["text", "context", "history"]
Evidence = Literal["platform", "platform-statistic", "study", "article", "ours"]


class Parameter(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A number or word that a policy may change, with its evidence.

    Attributes:
        value: the default.
        unit: what it counts.
        evidence: how strong the ground is.
        source: where the value comes from, in words.
        as_of: when that was true, as a year or a date.
        disputed: whether sources differ.
        choices: the words it may be, where it is a word.
        least: the lowest it may be, where it is a number.
        most: the highest it may be, where it is a number; larger ones overflow a calendar.

    """

    value: int | float | str
    unit: str
    evidence: Evidence
    source: str
    as_of: str
    disputed: bool = False
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 1_000_000


class Example(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A message that breaks the rule, or keeps it.

    Attributes:
        text: the body.
        excerpt: the text that the finding spans; None for a finding about the whole message.
        fixed: the body after this rule's safe fixes, where it has any.
        channel: where it would be sent.
        subject: its subject.
        context: what the caller says.
        history: what earlier outreach says.

    """

    text: str
    excerpt: str | None = None
    fixed: str | None = None
    channel: Channel = "message"
    subject: str | None = None
    context: Context = Context()
    history: History = NOTHING_BEFORE


class Excuse(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the caller can say that makes the words harmless."""

    relationship: tuple[Relationship, ...] = ()
    replied: bool = False

    def holds(self, context: Context) -> bool:
        """Say whether the context excuses the words."""
        thread = context.thread
        replied = self.replied and thread is not None and thread.replied is True
        return replied or context.relationship in self.relationship


class Hit(Struct, frozen=True, gc=False):
    """One breach as a rule's kind finds it; the engine stamps the rest.

    `severity`, `message` and `question` are None where the rule's own hold.
    """

    field: Field | None = None
    start: int = 0
    end: int = 0
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None
    message: str | None = None
    question: str | None = None
    send_after: dt.datetime | None = None


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule of the rulebook.

    Attributes:
        id: its name in the public contract; equals its file's name.
        kind: `phrases` where words alone decide, `code` where a function does.
        group: the folder it lies in.
        severity: error, warning or suggestion, unless a policy or a hit says otherwise.
        repair: who can mend it: a fix, a rewrite, the author's answer, or patience.
        needs: what it looks at.
        statement: what to do, in one line; the prompt uses it as well.
        why: the reason, for people.
        message: what a finding says; `{excerpt}` stands for the text found.
        question: what only the author can answer, for repair `ask`.
        sources: keys of the sources it rests on.
        languages: `any` where the rule holds in every language, not only in English.
        scope: the fields whose words are judged.
        parameters: what a policy may change.
        excuse: what in the context makes the words harmless.
        phrases: the words it looks for.
        cues: words that its function reads in `reading.cues`, by name; they are found with all other phrases.
        bad: messages that break it.
        good: messages that keep it, near misses among them.

    """

    id: str
    kind: Literal["phrases", "code"]
    group: Group
    severity: Severity
    repair: Repair
    needs: Needs
    statement: str
    why: str
    message: str
    question: str | None = None
    sources: tuple[str, ...]
    languages: Literal["english", "any"] = "english"
    scope: tuple[Field, ...] = ("subject", "body")
    parameters: Mapping[str, Parameter] = {}
    excuse: Excuse | None = None
    phrases: tuple[PhraseData, ...] = ()
    cues: Mapping[str, tuple[PhraseData, ...]] = {}
    bad: tuple[Example, ...]
    good: tuple[Example, ...]

    def judges(self, field: Field, context: Context) -> bool:
        """Say whether words in this field count, and nothing in the context excuses them."""
        return field in self.scope and not (self.excuse and self.excuse.holds(context))


Parameters = Mapping[str, Any]
Finder = Callable[..., Iterable[Hit]]
