"""Checkpoints: made under the ledger's lock, kept, and never one that an earlier one contradicts."""

import datetime as dt

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Row, insert, select

from app.audit.ledger import locked_end
from app.audit.notes import TreeHead
from app.audit.signing import find_signer, signer
from app.audit.tables import CheckpointRow, Entry
from app.audit.tree import Tree
from app.domain.proof import Checkpoint

STEP = 64  # blocks of 256 entries: what one short transaction hashes


def last_checkpoint(connection: Connection, tenant: str) -> Checkpoint | None:
    """Return the newest checkpoint that is kept."""
    query = select(CheckpointRow.__table__).where(CheckpointRow.tenant == tenant)
    row = connection.execute(query.order_by(CheckpointRow.size.desc()).limit(1)).first()
    return restored_checkpoint(row) if row else None


def restored_checkpoint(row: Row[tuple[object, ...]]) -> Checkpoint:
    """Rebuild a checkpoint from its row."""
    return Checkpoint(size=row.size, root=row.root, time=row.at, note=row.note)


def standing_checkpoint(connection: Connection, tenant: str, configured: Ed25519PrivateKey | None) -> Checkpoint | None:
    """Return the newest checkpoint if it covers the whole ledger; a new key lengthens it by its own entry."""
    last = last_checkpoint(connection, tenant)
    stands = last and last.size == length(connection, tenant) and find_signer(connection, tenant, configured)
    return last if stands else None


def length(connection: Connection, tenant: str) -> int:
    """Return the sequence of a ledger's last entry."""
    query = select(Entry.sequence).where(Entry.tenant == tenant).order_by(Entry.sequence.desc()).limit(1)
    return connection.scalar(query) or 0


def store_blocks(connection: Connection, tenant: str) -> bool:
    """Store some more of the tree's blocks; return whether all stand."""
    return Tree(connection, tenant).store(locked_end(connection, tenant).sequence, STEP)


def new_checkpoint(connection: Connection, tenant: str, configured: Ed25519PrivateKey | None) -> Checkpoint:
    """Sign and keep the head of the whole ledger. Nobody can append meanwhile, so heads follow one another."""
    locked_end(connection, tenant)
    if standing := standing_checkpoint(connection, tenant, configured):  # another process was faster
        return standing
    key = signer(connection, tenant, configured)
    last, size = last_checkpoint(connection, tenant), length(connection, tenant)
    head = TreeHead(
        origin=key.origin,
        size=size,
        root=Tree(connection, tenant).root(size),
        at=dt.datetime.now(dt.UTC),
        previous=last.size if last else 0,
    )
    checkpoint = Checkpoint(size=size, root=head.root.hex(), time=head.at, note=key.sign(str(head)))
    row = {"tenant": tenant, "size": size, "at": head.at, "root": checkpoint.root, "note": checkpoint.note}
    connection.execute(insert(CheckpointRow), [row])
    return checkpoint
