"""What the caller says about sender, recipient and their past. All optional: unknown is never a breach."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

Relationship = Literal["stranger", "acquaintance", "established", "close"]
Purpose = Literal[
    "networking",
    "career_advice",
    "informational_interview",
    "job_inquiry",
    "application_follow_up",
    "introduction_request",
    "event_follow_up",
    "recruiting",
    "partnership",
    "sales",
    "thank_you",
    "other",
]
ApplicationStatus = Literal["none", "applied", "interviewing", "rejected", "hired"]
AccountTier = Literal["free", "premium"]

Instant = Annotated[dt.datetime, Meta(tz=True, description="RFC 3339 time with its offset")]
# Names and references are single lines: a control character in one is a slip or an attack.
Line = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*\Z")]
Fact = Annotated[str, Meta(min_length=1, max_length=1000)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]


class Sender(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who writes, as far as the caller says."""

    name: Line | None = None
    headline: Line | None = None
    company: Line | None = None
    account_tier: AccountTier | None = None
    profile_complete: bool | None = None
    has_photo: bool | None = None


class Recipient(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is written to; `ref` is the caller's own id for the person."""

    ref: Line | None = None
    name: Line | None = None
    company: Line | None = None
    headline: Line | None = None


class Engagement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the sender did before writing."""

    read_profile: bool | None = None
    follows: bool | None = None
    interacted: bool | None = None
    shared_group: bool | None = None


class Application(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the sender's application at the recipient's company stands."""

    status: ApplicationStatus


class Thread(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Earlier messages to this recipient; a field left out is unknown."""

    sent: Count | None = None
    last_sent_at: Instant | None = None
    replied: bool | None = None
    declined: bool | None = None


class Context(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The facts around a draft. A field left out or null is unknown.

    `now` is the time of checking: the checker never reads a clock, so time rules are silent without it.
    `facts` are statements the author vouches for: a rewrite may use them.
    """

    now: Instant | None = None
    sender: Sender | None = None
    recipient: Recipient | None = None
    relationship: Relationship | None = None
    degree: Literal[1, 2, 3] | None = None
    mutual_connections: Annotated[tuple[Line, ...], Meta(max_length=100)] | None = None
    shared: Annotated[tuple[Fact, ...], Meta(max_length=100)] | None = None
    other_network_only: bool | None = None
    engagement: Engagement | None = None
    purpose: Purpose | None = None
    application: Application | None = None
    thread: Thread | None = None
    facts: Annotated[tuple[Fact, ...], Meta(max_length=100)] | None = None
