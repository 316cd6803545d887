"""Reading the ledger as others may: its entries, and proofs of what is in it."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from app.audit import merkle
from app.audit.checkpoints import length
from app.audit.tables import Entry
from app.audit.texts import line
from app.audit.tree import Tree, from_hex
from app.domain.errors import NotFound
from app.domain.proof import Checkpoint, Consistency, Head, Inclusion, LedgerEntry


def entries_after(connection: Connection, tenant: str, after: int, limit: int) -> tuple[LedgerEntry, ...]:
    """Read the entries after a sequence, in order."""
    return read(connection, of(tenant).where(Entry.sequence > after).order_by(Entry.sequence).limit(limit))


def entry_of(connection: Connection, tenant: str, kind: str, object_id: str) -> LedgerEntry:
    """Read the entry of an object.

    Raises:
        NotFound: none is about such an object.

    """
    found = read(connection, of(tenant).where(Entry.object_id == line(object_id), Entry.type == kind))
    if not found:
        raise NotFound(f"There is no such {kind}.")
    return found[0]


def of(tenant: str) -> Select[Any]:
    """Return the query for a tenant's entries."""
    return select(Entry.__table__).where(Entry.tenant == tenant)


def read(connection: Connection, query: Select[Any]) -> tuple[LedgerEntry, ...]:
    """Run a query for entries."""
    return msgspec.convert([row._asdict() for row in connection.execute(query)], tuple[LedgerEntry, ...])


def inclusion(connection: Connection, entry: LedgerEntry, checkpoint: Checkpoint) -> Inclusion:
    """Prove that an entry is in the tree of a checkpoint, which is at least as long."""
    tree, index = Tree(connection, entry.tenant), entry.sequence - 1
    return Inclusion(
        entry=entry,
        index=index,
        leaf_hash=merkle.leaf_hash(from_hex(entry.hash)).hex(),
        proof=in_hex(tree.subtrees(merkle.inclusion_ranges(index, checkpoint.size))),
        checkpoint=checkpoint,
    )


def consistency(connection: Connection, tenant: str, old: int, new: int | None) -> Consistency:
    """Prove that the tree over the first `new` entries, or all, is that over the first `old` with entries added.

    Raises:
        NotFound: the ledger isn't that long, or `old` exceeds `new`.

    """
    whole = length(connection, tenant)
    size = whole if new is None else new
    if not 0 <= old <= size <= whole:
        raise NotFound(f"The ledger holds {whole} entries: there is no proof from {old} to {size}.")
    tree = Tree(connection, tenant)
    return Consistency(
        from_=Head(old, tree.root(old).hex()),
        to=Head(size, tree.root(size).hex()),
        proof=in_hex(tree.subtrees(merkle.consistency_ranges(old, size)) if old else ()),
    )


def in_hex(hashes: Sequence[bytes]) -> tuple[str, ...]:
    """Write hashes in hex."""
    return tuple(hash_.hex() for hash_ in hashes)
