"""Rewrites, the model calls behind them, and what people decided about them."""

import datetime as dt

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Instant


class RewriteRow(Base):
    """A rewrite's metadata; `output_key` is a keyed hash of the text that came of it."""

    __tablename__ = "rewrites"
    __table_args__ = (
        Index(None, "tenant", "created_at", "id"),
        Index(None, "tenant", "outcome", "created_at", "id"),
        Index(None, "tenant", "recipient_ref", "created_at", "id"),
        # Not the whole reference: three long names would exceed what PostgreSQL takes in an index.
        Index(None, "tenant", "external_id", "created_at", "id"),
        Index(None, "tenant", "output_key"),
        Index(None, "tenant", "replays"),
    )

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    channel: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    degraded_reason: Mapped[str | None] = mapped_column(Text)
    policy: Mapped[str] = mapped_column(Text)
    policy_version: Mapped[int]
    ruleset_hash: Mapped[str] = mapped_column(Text)
    rulebook_version: Mapped[str] = mapped_column(Text)
    score_before: Mapped[int]
    score_after: Mapped[int | None]
    verdict_before: Mapped[str] = mapped_column(Text)
    verdict_after: Mapped[str | None] = mapped_column(Text)
    faithful: Mapped[bool]
    engine: Mapped[str] = mapped_column(Text)
    model: Mapped[str | None] = mapped_column(Text)
    prompt_id: Mapped[str | None] = mapped_column(Text)
    prompt_version: Mapped[str | None] = mapped_column(Text)
    prompt_hash: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int]
    input_tokens: Mapped[int] = mapped_column(BigInteger)
    output_tokens: Mapped[int] = mapped_column(BigInteger)
    cost_usd: Mapped[str | None] = mapped_column(Text)
    repeated_from: Mapped[str | None] = mapped_column(Text)
    replays: Mapped[str | None] = mapped_column(Text)
    recipient_ref: Mapped[str | None] = mapped_column(Text)
    external_system: Mapped[str | None] = mapped_column(Text)
    external_type: Mapped[str | None] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(Text)
    output_key: Mapped[str | None] = mapped_column(Text)
    refs: Mapped[str | None] = mapped_column(Text)
    refs_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    store: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    contents: Mapped[str] = mapped_column(Text)


class RewriteRule(Base):
    """A rule that the draft broke. The time is the rewrite's: one index answers `rule`, newest first."""

    __tablename__ = "rewrite_rules"
    __table_args__ = (Index(None, "tenant", "rule", "created_at", "rewrite_id"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    rewrite_id: Mapped[str] = mapped_column(Text, primary_key=True)
    rule: Mapped[str] = mapped_column(Text, primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)


class AttemptRow(Base):
    """A model call's metadata. `parameters`, `answer_schema` and `price` are JSON texts: they may hold floats."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "tenant", "rewrite_id", "number"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    rewrite_id: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    model: Mapped[str] = mapped_column(Text)
    answered_model: Mapped[str | None] = mapped_column(Text)
    response_id: Mapped[str | None] = mapped_column(Text)
    finish_reason: Mapped[str | None] = mapped_column(Text)
    prompt_id: Mapped[str] = mapped_column(Text)
    prompt_version: Mapped[str] = mapped_column(Text)
    prompt_hash: Mapped[str] = mapped_column(Text)
    parameters: Mapped[str] = mapped_column(Text)
    answer_schema: Mapped[str] = mapped_column(Text)
    input_tokens: Mapped[int | None] = mapped_column(BigInteger)
    output_tokens: Mapped[int | None] = mapped_column(BigInteger)
    cached_tokens: Mapped[int | None] = mapped_column(BigInteger)
    price: Mapped[str | None] = mapped_column(Text)
    cost_usd: Mapped[str | None] = mapped_column(Text)
    latency_ms: Mapped[int] = mapped_column(BigInteger)
    error_code: Mapped[str | None] = mapped_column(Text)
    error_status: Mapped[int | None]
    store: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    contents: Mapped[str] = mapped_column(Text)


class DecisionRow(Base):
    """What a person decided about a rewrite; the highest number counts. `created_at` is the rewrite's."""

    __tablename__ = "decisions"
    __table_args__ = (
        # Unique, so that of two processes that count up at once only one succeeds.
        Index(None, "tenant", "rewrite_id", "number", unique=True),
        Index(None, "tenant", "decision", "created_at", "rewrite_id"),
    )

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    rewrite_id: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(Instant)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    decision: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    distance: Mapped[int | None]
    score: Mapped[int | None]
    store: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    contents: Mapped[str] = mapped_column(Text)


class Repeatable(Base):
    """What a model answered with this rewrite, as a keyed hash: the same answer is found by it.

    It is no part of what the ledger proves, and goes when the rewrite's texts go.
    """

    __tablename__ = "repeatable"
    __table_args__ = (Index(None, "tenant", "rewrite_id"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(Instant, primary_key=True, autoincrement=False)
    rewrite_id: Mapped[str] = mapped_column(Text, primary_key=True)


class Searchable(Base):
    """The words of a rewrite's texts as keyed hashes, set apart by spaces: full text search finds it by them.

    `number` is the rewrite's time with a counter behind it, so that the index of words, which knows only numbers,
    gives the newest first. On SQLite it is the row's own number, and `searchable_words` the index over `words`, kept
    by triggers; on PostgreSQL `words` is a tsvector. Like `Repeatable`, it goes when the rewrite's texts go.
    """

    __tablename__ = "searchable"
    __table_args__ = (Index(None, "tenant", "rewrite_id", unique=True),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    rewrite_id: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR, "postgresql"))


class RewriteUpdate(Base):
    """When the ledger last had something to say of a rewrite: it was made, decided about, erased or purged.

    It says nothing that the ledger doesn't, and is no part of what that proves.
    """

    __tablename__ = "rewrite_updates"
    __table_args__ = (
        Index(None, "tenant", "at", "rewrite_id"),
        # Else SQLite takes the index above for the better one to look up some rewrites, and reads all of it.
        Index(None, "tenant", "rewrite_id", "at"),
    )

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    rewrite_id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
