"""Merkle trees as RFC 6962 has them: hashes of leaves and nodes, roots, and proofs. Plain Python, for offline use, too.

A leaf is an entry's hash, as its 32 bytes. Ranges are half-open and count leaves from 0: entry 1 is leaf 0.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()

Range = tuple[int, int]


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf; it can't pass for a node's."""
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


def folded(hashes: Sequence[bytes]) -> bytes:
    """Return the root over the roots of equal perfect subtrees; there must be a power of two of them."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[place], hashes[place + 1]) for place in range(0, len(hashes), 2)]
    return hashes[0]


class Frontier:
    """What a growing tree needs to keep: the roots of its perfect subtrees, the largest first.

    >>> frontier = Frontier()
    >>> frontier.append(leaf_hash(leaf))
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError("A frontier has one hash for each bit of its size.")

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        self.size += 1
        whole, size = leaf, self.size
        while size & 1 == 0:
            whole = node_hash(self.hashes.pop(), whole)
            size >>= 1
        self.hashes.append(whole)

    def root(self) -> bytes:
        """Return the root over all leaves."""
        if not self.hashes:
            return EMPTY
        whole = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            whole = node_hash(left, whole)
        return whole


def perfect_parts(size: int) -> list[Range]:
    """Return the perfect subtrees of a tree, the largest first: what a frontier holds the roots of."""
    parts, start = [], 0
    for height in reversed(range(size.bit_length())):
        if size >> height & 1:
            parts.append((start, start + (1 << height)))
            start += 1 << height
    return parts


def split(start: int, end: int) -> int:
    """Return where a tree of at least two leaves divides: after the most leaves that make a perfect left part."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the subtrees whose roots prove that a leaf is in a tree, from the leaf upwards."""
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = split(start, end)
        beside, start, end = ((middle, end), start, middle) if index < middle else ((start, middle), middle, end)
        ranges.append(beside)
    return ranges[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """Return the subtrees whose roots prove that a tree has grown out of an older one of at least one leaf."""
    ranges: list[Range] = []
    start, end = 0, size
    while end != old:
        middle = split(start, end)
        beside, start, end = ((middle, end), start, middle) if old <= middle else ((start, middle), middle, end)
        ranges.append(beside)
    if start > 0:
        ranges.append((start, end))
    return ranges[::-1]


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether the proof shows a leaf's hash at its index of the tree with this root."""
    if not 0 <= index < size or len(proof) != len(inclusion_ranges(index, size)):
        return False
    whole = leaf
    for beside, (start, _) in zip(proof, inclusion_ranges(index, size), strict=True):
        whole = node_hash(whole, beside) if start > index else node_hash(beside, whole)
    return whole == root


def grew(old_root: bytes, old: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Return whether the proof shows that the tree of `root` is that of `old_root` with leaves added."""
    if not 0 <= old <= size:
        return False
    if old in {0, size}:
        return not proof and (old_root == (EMPTY if old == 0 else root))
    ranges = consistency_ranges(old, size)
    if len(proof) != len(ranges):
        return False
    parts = dict(zip(ranges, proof, strict=True))
    if all(start >= old for start, _ in ranges):  # the old tree is a perfect part of the new, left out of the proof
        parts[0, old] = old_root
    return joined(parts, 0, old) == old_root and joined(parts, 0, size) == root


def joined(parts: dict[Range, bytes], start: int, end: int) -> bytes | None:
    """Return the root of a subtree from those of its parts; None where some are lacking."""
    if (start, end) in parts:
        return parts[start, end]
    if end - start < 2:
        return None
    middle = split(start, end)
    left, right = joined(parts, start, middle), joined(parts, middle, end)
    return None if left is None or right is None else node_hash(left, right)
