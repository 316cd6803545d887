"""What proves the record to somebody who doesn't trust us. Hashes are lower-case hex."""

import datetime as dt

from msgspec import Struct, field


class Checkpoint(Struct, frozen=True, kw_only=True):
    """A signed tree head: how many entries a ledger held at a time, and the Merkle root over them.

    `note` says the same under a signature (C2SP tlog-checkpoint), its root in base64.
    """

    size: int
    root: str
    time: dt.datetime
    note: str


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """One link of a ledger. `hash` covers all that stands before it, with `previous` the entry before.

    `object` is the id of what the entry is about, `commitment` the hash of its row.
    """

    tenant: str
    sequence: int
    at: dt.datetime
    actor: str
    type: str
    object_id: str
    commitment: str
    previous: str
    hash: str


class Inclusion(Struct, frozen=True, kw_only=True):
    """Proof that an entry is in the tree of a checkpoint (RFC 6962): its leaf is `index`, counted from 0."""

    entry: LedgerEntry
    index: int
    leaf_hash: str
    proof: tuple[str, ...]
    checkpoint: Checkpoint


class Head(Struct, frozen=True):
    """A tree: over how many entries, with which root."""

    size: int
    root: str


class Consistency(Struct, frozen=True, kw_only=True):
    """Proof that the tree `to` is the tree `from` with entries added (RFC 6962)."""

    from_: Head = field(name="from")
    to: Head
    proof: tuple[str, ...]
