"""The tables of the record. Every row belongs to a tenant, and the tenant leads every key.

Rows hold no text that somebody may want erased: that stands in `contents`, and the row keeps its commitments.
What in a row points to a person stands under a commitment of its own, `refs`, with the salt `refs_salt`. Rows are
inserted, and never updated but by an erasure, which empties these columns and that salt; and but for `key_uses`.
Attempts have no foreign key to their rewrite: they are committed first.
"""

import datetime as dt

from sqlalchemy import BigInteger, Index, LargeBinary, Text
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


class OutreachRow(Base):
    """An event between the sender and a recipient.

    `recipient` and `company` are keyed hashes; `recipient_ref` and `company_name` are what the caller calls them,
    empty where the caller wished so. `sentences` says how many fingerprints the text that was sent has. After an
    erasure the event still counts for the quotas, but nothing says whom it was with.
    """

    __tablename__ = "outreach"
    __table_args__ = (
        Index(None, "tenant", "at", "id"),
        Index(None, "tenant", "recipient", "at", "id"),
        Index(None, "tenant", "company", "at"),
        Index(None, "tenant", "channel", "at"),
    )

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    event: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str | None] = mapped_column(Text)
    recipient_ref: Mapped[str | None] = mapped_column(Text)
    company: Mapped[str | None] = mapped_column(Text)
    company_name: Mapped[str | None] = mapped_column(Text)
    sentences: Mapped[int]
    refs: Mapped[str | None] = mapped_column(Text)
    refs_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    store: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    contents: Mapped[str] = mapped_column(Text)


class Fingerprint(Base):
    """A sentence that went out, as a keyed hash: an index of what stands in the event's contents.

    The primary key is the index, and on SQLite the whole table: it answers who got these sentences since when.
    """

    __tablename__ = "fingerprints"
    __table_args__ = (
        Index(None, "tenant", "event_id"),
        {"sqlite_with_rowid": False},
    )

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sent_at: Mapped[dt.datetime] = mapped_column(Instant, primary_key=True)
    event_id: Mapped[str] = mapped_column(Text, primary_key=True)


class OutreachSalt(Base):
    """The secret salt that a tenant's recipients, companies and sentences are hashed with."""

    __tablename__ = "outreach_salts"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary)


class PolicyRow(Base):
    """A release of a tenant's policy, or its deletion with that release as the newest.

    `choices` is what the tenant chose and `policy` what that came to, both JSON texts; a deletion has neither.
    """

    __tablename__ = "policies"
    # Unique, so that of two processes that count up at once only one succeeds.
    __table_args__ = (Index(None, "tenant", "name", "version", "deleted", unique=True),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    deleted: Mapped[bool]
    at: Mapped[dt.datetime] = mapped_column(Instant)
    inherits_version: Mapped[int | None]
    choices: Mapped[str | None] = mapped_column(Text)
    policy: Mapped[str | None] = mapped_column(Text)


class KeyRow(Base):
    """An API key: what may be done with it, and the salted hash of its secret.

    `replaced_until` is when the key that this one `replaces` ends: a rotation is one row.
    """

    __tablename__ = "api_keys"
    __table_args__ = (
        Index(None, "id", unique=True),  # a caller shows a key, and no tenant
        Index(None, "tenant", "replaces", unique=True),  # of two rotations at once, only one succeeds
    )

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    scopes: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    expires_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    replaces: Mapped[str | None] = mapped_column(Text)
    replaced_until: Mapped[dt.datetime | None] = mapped_column(Instant)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class KeyRevocation(Base):
    """The end of an API key, from one instant on."""

    __tablename__ = "key_revocations"
    __table_args__ = (Index(None, "tenant", "key_id", unique=True),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    key_id: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(Instant)


class KeyUse(Base):
    """When an API key was last seen: updated now and then, and no part of what the ledger commits to."""

    __tablename__ = "key_uses"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    key_id: Mapped[str] = mapped_column(Text, primary_key=True)
    last_used_at: Mapped[dt.datetime | None] = mapped_column(Instant)


class WaiverRow(Base):
    """A waiver for all of a tenant's drafts, or its withdrawal: a row with nothing but the id that it `withdraws`."""

    __tablename__ = "waivers"
    __table_args__ = (Index(None, "tenant", "at", "id"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    withdraws: Mapped[str | None] = mapped_column(Text)
    fingerprint: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[dt.datetime | None] = mapped_column(Instant)


class Content(Base):
    """Text that can be erased: its row goes, salt and all, and the commitment left behind reveals nothing.

    Where it is encrypted, `key` is its own key, wrapped, and the salt stands in the body; else `key` is empty.
    """

    __tablename__ = "contents"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    object_id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[bytes | None] = mapped_column(LargeBinary)


class TenantKey(Base):
    """The key that wraps the keys of a tenant's texts, itself wrapped by the master key."""

    __tablename__ = "tenant_keys"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class ErasureRow(Base):
    """The erasure of one object: of a rewrite with all that hangs on it, or of an outreach event."""

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "tenant", "object_id", "at"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    object_id: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(Instant)


class PrivacyRow(Base):
    """What a tenant settled about its texts, as JSON; the newest version counts."""

    __tablename__ = "privacy"
    # Unique, so that of two processes that count up at once only one succeeds.
    __table_args__ = (Index(None, "tenant", "version", unique=True),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(Instant)
    choices: Mapped[str] = mapped_column(Text)


class PurgeRow(Base):
    """One batch of a retention run: of all objects entered up to a sequence, the texts or the rows are gone.

    `data` is the class, `content` or `metadata`; `before` is what the objects were entered before.
    """

    __tablename__ = "purges"
    __table_args__ = (Index(None, "tenant", "data", "upto"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    data: Mapped[str] = mapped_column(Text)
    before: Mapped[dt.datetime] = mapped_column(Instant)
    upto: Mapped[int] = mapped_column(BigInteger)
    objects: Mapped[int]


class DecisionRow(Base):
    """What a person decided about a rewrite; the highest number counts. `created_at` is the rewrite's."""

    __tablename__ = "decisions"
    # Unique, so that of two processes that count up at once only one succeeds.
    __table_args__ = (Index(None, "tenant", "rewrite_id", "number", unique=True),)

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


class ProvenanceKey(Base):
    """The secret that a tenant's outputs are hashed with."""

    __tablename__ = "provenance_keys"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)


class Entry(Base):
    """One link of a tenant's ledger; sequences run from 1 without a gap."""

    __tablename__ = "entries"
    __table_args__ = (Index(None, "tenant", "object_id"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(Text)
    object_id: Mapped[str] = mapped_column(Text)
    commitment: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)


class CheckpointRow(Base):
    """A signed tree head. `note` holds it all; size, time and root stand beside it to be looked for."""

    __tablename__ = "checkpoints"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    root: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)


class TreeBlock(Base):
    """The root over 256 neighbours: entries on level 1, blocks of the level below above that.

    What the ledger says anyway, kept so that neither a checkpoint nor a proof reads all of it.
    """

    __tablename__ = "tree_blocks"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[str] = mapped_column(Text)


class SigningKey(Base):
    """A key that signs a tenant's checkpoints. `private` is empty where the settings give it."""

    __tablename__ = "signing_keys"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    private: Mapped[bytes | None] = mapped_column(LargeBinary)


class ConfigurationRow(Base):
    """What answers from here on, where it differs from before.

    `models` is a JSON text: a list of the models in the order in which they are asked, each with name, the host of
    its server, and the prompt it is asked with.
    """

    __tablename__ = "configurations"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    release: Mapped[str] = mapped_column(Text)
    rulebook_hash: Mapped[str] = mapped_column(Text)
    models: Mapped[str] = mapped_column(Text)


class ExportRow(Base):
    """An export that was made: in which form, which entries, and the filter that chose them."""

    __tablename__ = "exports"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    format: Mapped[str] = mapped_column(Text)
    created_after: Mapped[dt.datetime | None] = mapped_column(Instant)
    created_before: Mapped[dt.datetime | None] = mapped_column(Instant)
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
