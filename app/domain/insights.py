"""What a tenant's rewrites come to, in counts: never a person, never a recipient, never a text."""

import datetime as dt
from typing import Literal

from msgspec import Struct, field

from app.domain.decision import Choice
from app.domain.rewrite import DegradedReason, Outcome

By = Literal["rule", "prompt", "model", "policy", "channel", "day"]


class Scores(Struct, frozen=True):
    """The mean score before and after, over the rewrites that have a text."""

    before: float | None
    after: float | None


class Rates(Struct, frozen=True):
    """The share of each decision in all rewrites that somebody decided about; null while nobody has."""

    accepted: float | None
    edited: float | None
    rejected: float | None


class DegradedShare(Struct, frozen=True):
    """Which share of the rewrites isn't what a model could have given, and how many for which reason."""

    share: float | None
    reasons: dict[DegradedReason, int]


class Spent(Struct, frozen=True):
    """What the model calls of finished rewrites took; `unpriced` is how many rewrites cost something nobody knows."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: str | None
    unpriced: int


class Figures(Struct, frozen=True, kw_only=True):
    """Some rewrites in figures; `decisions` counts the newest decision of each."""

    rewrites: int
    repeats: int
    replays: int
    outcomes: dict[Outcome, int]
    score: Scores
    decisions: dict[Choice, int]
    rates: Rates
    degraded: DegradedShare
    usage: Spent


class Group(Figures, frozen=True, kw_only=True):
    """The rewrites that have something in common: a rule that their drafts broke, a model, a day.

    `key` is null for rewrites that no model, and so no prompt, had a part in.
    """

    key: str | None


class FoundRule(Struct, frozen=True):
    """A rule, and how many drafts broke it."""

    rule: str
    rewrites: int


class Insights(Struct, frozen=True, kw_only=True):
    """The rewrites of a time, from its beginning up to but without its end.

    Attributes:
        findings: the rules that most drafts broke.
        groups: the same figures by what was asked for; by rule, a rewrite counts for each that its draft broke.

    """

    from_: dt.datetime = field(name="from")
    to: dt.datetime
    by: By | None
    total: Figures
    findings: tuple[FoundRule, ...]
    groups: tuple[Group, ...]
