"""What is kept of the tree, recomputed on the way through the ledger: its blocks and the signed checkpoints."""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, or_, select

from app.audit import merkle
from app.audit.checkpoints import length
from app.audit.ledger import Values
from app.audit.notes import TreeHead, opened, origin_of
from app.audit.objects import fetched, raw
from app.audit.signing import public_keys
from app.audit.tables import CheckpointRow, TreeBlock
from app.audit.tree import SPAN
from app.db.types import EPOCH, MICROSECOND
from app.domain.proof import Checkpoint, Head

UNITS = {level: SPAN**level for level in range(1, 6)}
"""How many entries a block of each level spans; no ledger fills one of the highest."""


class Kept(Struct, frozen=True):
    """What is kept over a page of entries, raw: checkpoints by size, roots of blocks by level and number."""

    checkpoints: dict[int, Values]
    blocks: dict[tuple[int, int], str]


def read_kept(connection: Connection, tenant: str, seen: int, upto: int) -> Kept:
    """Read what ends in the entries (seen, upto]."""
    within = (CheckpointRow.tenant == tenant, CheckpointRow.size > seen, CheckpointRow.size <= upto)
    checkpoints = fetched(connection, select(*raw(CheckpointRow)).where(*within))
    ending = [
        and_(TreeBlock.level == level, TreeBlock.number >= seen // unit, TreeBlock.number < upto // unit)
        for level, unit in UNITS.items()
        if seen // unit < upto // unit
    ]
    query = select(*raw(TreeBlock)).where(TreeBlock.tenant == tenant, or_(false(), *ending))
    blocks = fetched(connection, query)
    return Kept(
        {row["size"]: row for row in checkpoints},
        {(row["level"], row["number"]): row["root"] for row in blocks},
    )


def beyond(connection: Connection, tenant: str) -> tuple[bool, bool]:
    """Return whether a checkpoint covers more entries than there are, and whether a block lies where none can."""
    size = length(connection, tenant)
    longer = exists().where(CheckpointRow.tenant == tenant, CheckpointRow.size > size)
    nowhere: list[ColumnElement[bool]] = [
        and_(TreeBlock.level == level, TreeBlock.number >= size // unit) for level, unit in UNITS.items()
    ]
    blocks = exists().where(
        TreeBlock.tenant == tenant, or_(TreeBlock.level.not_in(UNITS), TreeBlock.number < 0, *nowhere)
    )
    empty = exists().where(CheckpointRow.tenant == tenant, CheckpointRow.size < 1)
    cut, blocks_stray = connection.execute(select(longer, or_(blocks, empty))).one()
    return bool(cut), bool(blocks_stray)


class Heads:
    """The tree as it grows with each entry passed, compared with what is kept of it.

    Attributes:
        fits: whether all that is kept, as far as the walk has come, is what the entries say.
        newest: the last checkpoint met that fits.
        consistent: whether the head that somebody claims is the tree's at that size; None where nobody does.

    """

    def __init__(self, connection: Connection, tenant: str, claim: Head | None) -> None:
        last = last_size(connection, tenant)
        self._origin = origin_of(tenant)
        self._keys = public_keys(connection, tenant)
        self._blocks_upto = last
        self._frontier = merkle.Frontier()
        self._open: dict[int, list[bytes]] = defaultdict(list)
        self._previous = 0
        self._claim = claim
        self.fits = True
        self.newest: Checkpoint | None = None
        self.consistent = None if claim is None else claim == Head(0, merkle.EMPTY.hex())

    def pass_entry(self, hash_: str, kept: Kept) -> None:
        """Add an entry by its hash, and compare what is kept and ends with it."""
        leaf = merkle.leaf_hash(bytes.fromhex(hash_))
        self._frontier.append(leaf)
        size = self._frontier.size
        for level, root in self._finished(leaf):
            stored = kept.blocks.get((level, size // UNITS[level] - 1))
            self.fits &= stored == root.hex() if stored is not None else size > self._blocks_upto
        if row := kept.checkpoints.get(size):
            self._meet(row)
        if self._claim and self._claim.size == size:
            self.consistent = self._claim.root == self._frontier.root().hex()

    def _finished(self, leaf: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the level and root of each block that a leaf completes."""
        level, whole = 0, leaf
        while True:
            self._open[level].append(whole)
            if len(self._open[level]) < SPAN:
                return
            level, whole = level + 1, merkle.folded(self._open.pop(level))
            yield level, whole

    def _meet(self, row: Values) -> None:
        checkpoint = self._sound(row)
        self.newest = checkpoint or self.newest
        self.fits &= checkpoint is not None
        self._previous = row["size"]

    def _sound(self, row: Values) -> Checkpoint | None:
        """Return a kept checkpoint, if it is one that was signed for just this tree."""
        try:
            at = EPOCH + row["at"] * MICROSECOND
            expected = TreeHead(self._origin, row["size"], self._frontier.root(), at, self._previous)
            fits = TreeHead.parse(opened(row["note"], *self._keys)) == expected
        except (ValueError, TypeError, AttributeError, OverflowError):  # a column holds what was never written
            return None
        if not fits or row["root"] != expected.root.hex():
            return None
        return Checkpoint(size=row["size"], root=row["root"], time=at, note=row["note"])


def last_size(connection: Connection, tenant: str) -> int:
    """Return the size of the newest checkpoint: up to there, every block is stored."""
    last = connection.scalar(select(func.max(CheckpointRow.size)).where(CheckpointRow.tenant == tenant))
    return last or 0
