"""The tables of work in hand. Rows come, change and go: none is part of the record."""

import datetime as dt

from sqlalchemy import Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Instant


class ClaimRow(Base):
    """An idempotency key in use, and the rewrite that is its answer.

    `key` is a hash of the caller's key, and `request` a hash of the request under that key: since the key itself is
    nowhere, nobody can test a guess at the text. Until `lease_until`, somebody works on the answer.
    """

    __tablename__ = "claims"
    __table_args__ = (Index(None, "expires_at"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    request: Mapped[str] = mapped_column(Text)
    rewrite_id: Mapped[str] = mapped_column(Text)
    lease_until: Mapped[dt.datetime] = mapped_column(Instant)
    expires_at: Mapped[dt.datetime] = mapped_column(Instant)


class BatchRow(Base):
    """Checks or rewrites that were asked for together."""

    __tablename__ = "batches"
    __table_args__ = (Index(None, "expires_at"),)

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    mode: Mapped[str] = mapped_column(Text)
    cancelled: Mapped[bool]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    expires_at: Mapped[dt.datetime] = mapped_column(Instant)


class ItemRow(Base):
    """A check or rewrite that is asked for and not there yet.

    The row of a single rewrite goes when that is on record; an item of a batch stays as long as the batch, with the
    `report` if it is a check. `reference` is what the caller calls it, `position` where it stands in its batch.

    `request` is what was asked for, emptied when nothing will come of it. A worker that has the item holds it until
    `lease_until`; then another may take over.
    """

    __tablename__ = "items"
    __table_args__ = (
        Index(None, "state", "position", "created_at"),
        Index(None, "tenant", "batch_id", "position"),
        Index(None, "tenant", "recipient_ref"),
        Index(None, "expires_at"),
    )

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    batch_id: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int | None]
    reference: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    recipient_ref: Mapped[str | None] = mapped_column(Text)
    request: Mapped[bytes | None] = mapped_column(LargeBinary)
    report: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Text)
    error_code: Mapped[str | None] = mapped_column(Text)
    error_detail: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int]
    worker: Mapped[str | None] = mapped_column(Text)
    lease_until: Mapped[dt.datetime | None] = mapped_column(Instant)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    finished_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    expires_at: Mapped[dt.datetime] = mapped_column(Instant)
