"""Texts, the keys that they hang on, and how they went."""

import datetime as dt

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Instant


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


class ProvenanceKey(Base):
    """The secret that a tenant's outputs are hashed with."""

    __tablename__ = "provenance_keys"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)


class ErasureRow(Base):
    """The erasure of one object: of a rewrite with all that hangs on it, or of an outreach event."""

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "tenant", "object_id", "at"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    object_id: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(Instant)


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
