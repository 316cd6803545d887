"""What was sent to whom."""

import datetime as dt

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Instant


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
