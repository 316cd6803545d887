"""The ledger itself, the tree over it, and what it says of the service."""

import datetime as dt

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Instant


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


class ReadRow(Base):
    """Rewrites that were shown to somebody: `shown` is what of them, `objects` their ids as a JSON text."""

    __tablename__ = "reads"

    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    shown: Mapped[str] = mapped_column(Text)
    objects: Mapped[str] = mapped_column(Text)


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
