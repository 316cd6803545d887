"""What a tenant chooses when it makes a policy of its own, and the releases that come of it."""

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from app.domain.context import Line
from app.domain.report import Severity

HOUSE_RULES = 50
HOUSE_RULES_SIZE = 65_536

# The letters that phrases are matched in; anything else would never be found.
Words = Annotated[
    str, Meta(min_length=1, max_length=100, pattern=r"^[-'’ ]*[0-9A-Za-zÀ-ÖØ-öø-ÿ][-'’ 0-9A-Za-zÀ-ÖØ-öø-ÿ]*\Z")
]
Replacement = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*\Z")]
# Not longer: reading TOML of many dotted keys takes time that grows with the square of its length.
RuleText = Annotated[str, Meta(min_length=1, max_length=8_192)]
Value = int | float | str


class Choices(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What makes a policy differ from the one it inherits.

    Attributes:
        inherits: a policy of ours or the tenant's own, as it is now; null is the rulebook as it stands.
        title: what the policy is for, in one line.
        off: rules that it switches off.
        on: rules that the inherited policy switches off and this one doesn't.
        severities: severities that differ, by rule.
        parameters: values that differ, by rule and parameter; `rewriting` and `verification` have some, too.
        preferred: words to write in place of others: the others come first.
        banned: words not to write at all.
        rules: house rules, each as TOML.

    """

    inherits: Line | None = "default"
    title: Line | None = None
    off: Annotated[tuple[Line, ...], Meta(max_length=500)] = ()
    on: Annotated[tuple[Line, ...], Meta(max_length=500)] = ()
    severities: Annotated[dict[Line, Severity], Meta(max_length=500)] = {}
    parameters: Annotated[dict[Line, dict[Line, Value]], Meta(max_length=500)] = {}
    preferred: Annotated[dict[Words, Replacement], Meta(max_length=1_000)] = {}
    banned: Annotated[tuple[Words, ...], Meta(max_length=1_000)] = ()
    rules: Annotated[tuple[RuleText, ...], Meta(max_length=HOUSE_RULES)] = ()


class Release(Choices, frozen=True, kw_only=True):
    """One version of a policy: it never changes, whatever becomes of what it inherits.

    Attributes:
        name: how callers name the policy.
        version: counts its releases.
        shipped: whether it is ours; then it inherits nothing and has no dates.
        inherits_version: the version of the inherited policy that went into it.
        created_at: when it was released.
        deleted_at: when the policy was deleted, with this version as its newest.

    """

    name: str
    version: int
    shipped: bool
    inherits_version: int | None
    created_at: dt.datetime | None
    deleted_at: dt.datetime | None = None


class Refusal(Struct, frozen=True):
    """Why a choice can't be followed: the steps to it, a stable code, a sentence."""

    steps: tuple[str, ...]
    code: str
    detail: str
