"""What a rewrite is: the answer to one draft, and the proof that goes with it."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.domain.context import Line
from app.domain.decision import Decision
from app.domain.draft import Draft, Field, Text
from app.domain.report import Report

Engine = Literal["auto", "llm", "rules"]
Level = Literal["minimal", "standard", "full"]
Store = Literal["full", "redacted", "hash_only"]
Outcome = Literal["unchanged", "rewritten", "fixed", "held"]
DegradedReason = Literal["no_model", "model_unavailable", "candidates_refused", "budget_exhausted", "deadline"]

Voice = Annotated[str, Meta(min_length=1, max_length=4_000)]
Kept = Annotated[str, Meta(min_length=1, max_length=500)]
Dollars = Annotated[str, Meta(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6})?$")]
MetadataValue = Annotated[str, Meta(max_length=500)]


class ExternalRef(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The caller's own record that this draft belongs to, such as a candidate in a recruiting tool."""

    system: Line
    type: Line
    id: Line


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to rewrite.

    `tone` is warm, direct, formal or brief, or one in the caller's own words. `voice_sample` is something else that the
    author wrote: the rewrite shall sound like it. Nothing that only the sample says may stand in the rewrite.
    `keep` lists strings that must survive verbatim. `deadline` is in seconds for the whole rewrite; it can only
    shorten the service's own. `candidates` is how many answers are asked for at a time, of which the best one
    stands; null is the policy's choice.
    `max_cost_usd` is in US dollars for all model calls together; it can only lower the service's own. `store` says how
    much of the texts is kept, `mask` whether a model gets tokens in place of whatever tells who is who; where they are
    null, the tenant's privacy settings say it.
    With `fresh` a model is asked even where it has answered the very same before.
    """

    engine: Engine = "auto"
    level: Level = "standard"
    tone: Line | None = None
    voice_sample: Voice | None = None
    max_characters: Annotated[int, Meta(ge=1, le=20_000)] | None = None
    deadline: Annotated[int, Meta(ge=1, le=3_600)] | None = None
    candidates: Annotated[int, Meta(ge=1, le=5)] | None = None
    max_cost_usd: Dollars | None = None
    keep: Annotated[tuple[Kept, ...], Meta(max_length=50)] = ()
    store: Store | None = None
    mask: bool | None = None
    fresh: bool = False
    metadata: Annotated[dict[Line, MetadataValue], Meta(max_length=50)] = {}
    external_ref: ExternalRef | None = None

    @property
    def kept(self) -> Store:
        """How much of the texts is kept; all of them where nobody says otherwise."""
        return self.store or "full"

    def within(self, budget: Decimal | None) -> Decimal | None:
        """Return the dollars that a rewrite may cost where the service allows `budget`; None for no limit."""
        given = [
            limit for limit in (budget, Decimal(self.max_cost_usd) if self.max_cost_usd else None) if limit is not None
        ]
        return min(given, default=None)


class Degraded(Struct, frozen=True):
    """Why the answer isn't what a model could have given; `detail` is fit to show."""

    reason: DegradedReason
    detail: str


class Change(Struct, frozen=True):
    """One hunk: `draft[start:end]` is `before` and becomes `after`, because of `rules`."""

    field: Field
    start: int
    end: int
    before: str
    after: str
    rules: tuple[str, ...]


class Faithfulness(Struct, frozen=True):
    """Which facts the rewrite adds to, or loses from, draft and context."""

    accepted: bool
    added: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class PromptRef(Struct, frozen=True):
    """The released prompt a rewrite was asked with."""

    id: str
    version: str
    hash: str

    @property
    def name(self) -> str:
        """Return family and version, such as `rewrite/001`."""
        return f"{self.id}/{self.version}"


class Usage(Struct, frozen=True):
    """Tokens over all attempts, retries included; cost is None where no price is known, never 0."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: str | None = None


class AuditRef(Struct, frozen=True):
    """Where the ledger holds the rewrite, and since when."""

    sequence: int
    hash: str
    at: dt.datetime


class Side(Struct, frozen=True, kw_only=True):
    """One of two rewrites of the same draft, in figures; `latency_ms` is the time of all its model calls."""

    id: str
    outcome: Outcome
    model: str | None
    prompt: PromptRef | None
    ruleset_hash: str
    score_before: int
    score_after: int | None
    calls: int
    usage: Usage
    latency_ms: int


class Comparison(Struct, frozen=True, kw_only=True):
    """A replay beside the rewrite that it replays.

    Attributes:
        gone: rules that the original's text still broke, and the replay's doesn't.
        new: rules that only the replay's text breaks.
        distance: characters that lie between the two texts, those taken out and those put in.

    All three are null where a text is erased, wasn't kept, or never was.

    """

    original: Side
    replay: Side
    gone: tuple[str, ...] | None
    new: tuple[str, ...] | None
    distance: int | None


class Rewrite(Struct, frozen=True, kw_only=True):
    """A rewrite as it is answered and recorded; applying `changes` to `draft` gives `rewrite`.

    `decision` is what a person made of it last. With `erased_at`, its texts and whatever pointed to a person were
    destroyed then. `updated_at` is when the ledger last said something of it: made, decided, erased or past its time.
    `replays` is the rewrite on record that was made once more with this one; where one is read by itself, `comparison`
    holds the two beside each other.
    """

    id: str
    created_at: dt.datetime
    outcome: Outcome
    degraded: Degraded | None = None
    draft: Draft | None
    rewrite: Text | None
    before: Report | None
    after: Report | None
    changes: tuple[Change, ...] = ()
    faithfulness: Faithfulness = Faithfulness(accepted=True)
    engine: Literal["rules", "llm"]
    model: str | None = None
    prompt: PromptRef | None = None
    attempts: int = 0
    usage: Usage = Usage()
    repeated_from: str | None = None
    replays: str | None = None
    metadata: dict[str, str] = {}
    external_ref: ExternalRef | None = None
    audit: AuditRef | None = None
    erased_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    decision: Decision | None = None
    comparison: Comparison | None = None
