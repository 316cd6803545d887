"""The tables of work in hand. Rows come, change and go: none is part of the record, and none holds a text."""

import datetime as dt

from sqlalchemy import Index, Text
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
