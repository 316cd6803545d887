"""What a tenant settles: policies, keys, waivers, privacy."""

import datetime as dt

from sqlalchemy import Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Instant


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
