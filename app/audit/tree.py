"""The Merkle tree over a tenant's ledger, read from entries and from the blocks stored of it."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from app.audit import merkle
from app.audit.tables import Entry, TreeBlock
from app.domain.errors import RecordUnavailable

SPAN = 256
DAMAGED = "The ledger is damaged: its verification names the entry."


class Tree:
    """Roots and proofs; each costs some hundred rows at most where the blocks are stored.

    Its methods raise `RecordUnavailable` where entries are missing or damaged.
    """

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def root(self, size: int) -> bytes:
        """Return the root over the first entries."""
        return self.subtree((0, size)) if size else merkle.EMPTY

    def subtrees(self, ranges: Iterable[merkle.Range]) -> list[bytes]:
        """Return the root of each range: a proof, or a frontier."""
        return [self.subtree(range_) for range_ in ranges]

    def subtree(self, range_: merkle.Range) -> bytes:
        """Return the root over one range of leaves, as the tree divides."""
        start, end = range_
        size = end - start
        if size & (size - 1):
            middle = merkle.split(start, end)
            return merkle.node_hash(self.subtree((start, middle)), self.subtree((middle, end)))
        level, unit = 0, 1
        while unit * SPAN <= size:
            level, unit = level + 1, unit * SPAN
        return merkle.folded(self.nodes(level, start // unit, size // unit))

    def nodes(self, level: int, first: int, number: int) -> list[bytes]:
        """Return the roots of neighbouring blocks of a level; on level 0, the hashes of leaves."""
        if level == 0:
            return self.leaves(first, number)
        query = select(TreeBlock.number, TreeBlock.root).where(
            TreeBlock.tenant == self._tenant,
            TreeBlock.level == level,
            TreeBlock.number >= first,
            TreeBlock.number < first + number,
        )
        stored = {place: from_hex(root) for place, root in self._connection.execute(query)}
        return [stored.get(place) or self.computed(level, place) for place in range(first, first + number)]

    def computed(self, level: int, place: int) -> bytes:
        """Return the root of a block from the level below it."""
        return merkle.folded(self.nodes(level - 1, place * SPAN, SPAN))

    def leaves(self, first: int, number: int) -> list[bytes]:
        """Return the leaves of neighbouring entries, hashed."""
        query = select(Entry.hash).where(
            Entry.tenant == self._tenant, Entry.sequence > first, Entry.sequence <= first + number
        )
        hashes = self._connection.scalars(query.order_by(Entry.sequence)).all()
        if len(hashes) != number:
            raise RecordUnavailable(DAMAGED)
        return [merkle.leaf_hash(from_hex(hash_)) for hash_ in hashes]

    def store(self, size: int, most: int) -> bool:
        """Store up to `most` more blocks of each level; return whether all over `size` entries now stand."""
        level, wanted = 1, size // SPAN
        while wanted:
            stored = self.stored(level)
            upto = min(wanted, stored + most)
            self.insert(level, range(stored, upto))
            if upto < wanted:
                return False
            level, wanted = level + 1, upto // SPAN
        return True

    def stored(self, level: int) -> int:
        """Return how many blocks of a level are stored."""
        query = select(func.max(TreeBlock.number)).where(TreeBlock.tenant == self._tenant, TreeBlock.level == level)
        last = self._connection.scalar(query)
        return 0 if last is None else last + 1

    def insert(self, level: int, places: range) -> None:
        """Store some blocks of a level."""
        rows = [
            {"tenant": self._tenant, "level": level, "number": place, "root": self.computed(level, place).hex()}
            for place in places
        ]
        if rows:
            self._connection.execute(insert(TreeBlock), rows)


def from_hex(text: str) -> bytes:
    """Read a stored hash."""
    try:
        return bytes.fromhex(text)
    except (ValueError, TypeError) as error:
        raise RecordUnavailable(DAMAGED) from error
