import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit import merkle

LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(70)]
SIZES = st.integers(1, 69)


def reference(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1, by the letter."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = half_of(leaves)
    return hashlib.sha256(b"\1" + reference(leaves[:half]) + reference(leaves[half:])).digest()


def half_of(leaves: Sequence[bytes]) -> int:
    return max(1 << height for height in range(8) if 1 << height < len(leaves))


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Section 2.1.1 by the letter."""
    if len(leaves) == 1:
        return []
    half = half_of(leaves)
    if index < half:
        return [*path(index, leaves[:half]), reference(leaves[half:])]
    return [*path(index - half, leaves[half:]), reference(leaves[:half])]


def subproof(old: int, leaves: Sequence[bytes], known: bool) -> list[bytes]:
    """Section 2.1.2 by the letter."""
    if old == len(leaves):
        return [] if known else [reference(leaves)]
    half = half_of(leaves)
    if old <= half:
        return [*subproof(old, leaves[:half], known), reference(leaves[half:])]
    return [*subproof(old - half, leaves[half:], False), reference(leaves[:half])]


def proof(ranges: Sequence[merkle.Range]) -> list[bytes]:
    return [reference(LEAVES[start:end]) for start, end in ranges]


def test_a_frontier_has_the_root_at_every_size():
    frontier = merkle.Frontier()
    assert frontier.root() == reference([])
    for size, leaf in enumerate(LEAVES, start=1):
        frontier.append(leaf)
        assert frontier.root() == reference(LEAVES[:size])
        assert frontier.hashes == proof(merkle.perfect_parts(size))


def test_the_root_of_eight_known_leaves():
    """Test vectors of the certificate transparency project."""
    given = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in given]
    frontier = merkle.Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    assert leaves[0].hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert frontier.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(SIZES, st.data())
def test_an_inclusion_proof_holds_for_its_leaf_alone(size: int, data: st.DataObject):
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 69))
    given = proof(merkle.inclusion_ranges(index, size))
    root = reference(LEAVES[:size])
    assert given == path(index, LEAVES[:size])
    assert merkle.includes(root, size, index, LEAVES[other], given) == (other == index)
    assert not merkle.includes(root, size, index, LEAVES[index], [*given, root])
    assert not merkle.includes(LEAVES[69], size, index, LEAVES[index], given)
    assert not merkle.includes(root, size, size, LEAVES[index], given)


@given(SIZES, st.data())
def test_a_consistency_proof_holds_for_its_two_heads_alone(size: int, data: st.DataObject):
    old = data.draw(st.integers(1, size))
    given = proof(merkle.consistency_ranges(old, size))
    before, after = reference(LEAVES[:old]), reference(LEAVES[:size])
    assert given == subproof(old, LEAVES[:size], True)
    assert merkle.grew(before, old, after, size, given)
    assert not merkle.grew(LEAVES[69], old, after, size, given)
    assert not merkle.grew(before, old, LEAVES[69], size, given)
    assert not merkle.grew(before, old, after, size, [*given, after])
    assert not merkle.grew(after, size + 1, after, size, given)


def test_everything_has_grown_out_of_nothing():
    assert merkle.grew(merkle.EMPTY, 0, reference(LEAVES), 70, [])
    assert not merkle.grew(LEAVES[0], 0, reference(LEAVES), 70, [])


def test_a_frontier_goes_on_from_what_was_kept_of_it():
    kept = merkle.Frontier(37, proof(merkle.perfect_parts(37)))
    kept.append(LEAVES[37])
    assert kept.root() == reference(LEAVES[:38])
    with pytest.raises(ValueError, match="one hash for each bit"):
        merkle.Frontier(3, [LEAVES[0]])
