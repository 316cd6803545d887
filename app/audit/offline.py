"""Verification of an export by whoever holds the file: no service, no database, one pass, bounded memory.

It recomputes what the export claims by a road of its own: with the standard library, the library for signatures, and
our plain modules for hashes, Merkle trees, signed notes and the form of an export.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from app.audit.digests import REFERENCES, digest
from app.audit.exported import FORMAT, TIME, BadExport, Line, Reader
from app.audit.merkle import Frontier, grew, leaf_hash
from app.audit.notes import TreeHead, VerifierKey, opened, origin_of

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
COUNTED = ("entries", "rows", "texts")


@dataclass(frozen=True)
class Verified:
    """A whole export.

    Attributes:
        first: the sequence of its first entry.
        last: that of its last one; smaller than `first` where it has none.
        rows: entries whose row is in the export; the rest are events without one, or keys that aren't given away.
        texts: texts that are what was written.
        absent: texts that the rows commit to and the record no longer has: erased, or kept as hashes only.
        checkpoint: the signed head that all this is under.
        keys: whose signatures were believed.

    """

    first: int
    last: int
    rows: int
    texts: int
    absent: int
    checkpoint: TreeHead
    keys: tuple[VerifierKey, ...]


def verify_export(file: BinaryIO, checkpoint: str | None = None, keys: Sequence[VerifierKey] = ()) -> Verified:
    """Verify an export in one pass.

    Args:
        file: the export, NDJSON or CSV.
        checkpoint: a checkpoint that was kept elsewhere, as a signed note.
        keys: whose signatures count; without any, the key that the export names is believed.

    Raises:
        BadExport: it isn't what was exported, or doesn't fit the checkpoint; the sentence says where.

    """
    reader = Reader(file)
    lines = reader.lines()
    walk = Walk(next(lines), claimed(checkpoint).size if checkpoint else None)
    manifest: Line = {}
    for line in lines:
        if line["record"] == "manifest":
            manifest = line
        else:
            walk.entry(line)
    check_manifest(manifest, walk, reader.sha256())
    trusted = keys or [own_key(manifest)]
    head = check_signatures(manifest, walk, trusted)
    if checkpoint:
        check_claim(checkpoint, walk, head, trusted)
    return Verified(
        first=walk.first,
        last=walk.frontier.size,
        rows=walk.counts["rows"],
        texts=walk.counts["texts"],
        absent=walk.absent,
        checkpoint=head,
        keys=tuple(trusted),
    )


def own_key(manifest: Line) -> VerifierKey:
    """Return the key that an export names for itself.

    Raises:
        BadExport: it names none.

    """
    try:
        return VerifierKey.parse(manifest["public_key"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadExport("The export names no key that it is signed with.") from None


class Walk:
    """A walk over the entries of an export."""

    def __init__(self, header: Line, marked: int | None) -> None:
        try:
            known = header["record"] == "header" and header["format"] == FORMAT
            self.tenant, self.first = str(header["tenant"]), int(header["first"])
            self._previous = header["previous"]
            self.frontier = Frontier(self.first - 1, map(bytes.fromhex, header["frontier"]))
        except (KeyError, TypeError, ValueError):
            known = False
        if not known:
            raise BadExport("This is no export of Decorum, or one of another release.")
        self._marked = marked
        self.marked_root: bytes | None = None
        self.counts = dict.fromkeys(COUNTED, 0)
        self.absent = 0
        self._mark()

    def entry(self, line: Line) -> None:
        """Verify the next entry with its row and texts.

        Raises:
            BadExport: one of them isn't what was written.

        """
        sequence = self.frontier.size + 1
        try:
            entry = line["entry"]
            if entry["sequence"] != sequence:
                raise BadExport(f"Entry {sequence} is missing.", sequence)
            if entry["previous"] != self._previous or entry["hash"] != entry_hash(self.tenant, entry):
                raise BadExport(f"Entry {sequence} isn't what was written.", sequence)
            self.frontier.append(leaf_hash(bytes.fromhex(entry["hash"])))
            if line["row"] is not None:
                self._object(entry, line)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise BadExport(f"Entry {sequence} isn't what was written.", sequence) from None
        self._previous = entry["hash"]
        self.counts["entries"] += 1
        self._mark()

    def _object(self, entry: Line, line: Line) -> None:
        row, texts = line["row"], {text["kind"]: text for text in line["texts"]}
        covered = canonical({"row": covered_by_row(row), "rules": sorted(line["rules"])})
        if digest(entry["type"], covered) != entry["commitment"] or not references_sound(row):
            raise BadExport(f"The row of entry {entry['sequence']} isn't what was written.", entry["sequence"])
        expected = json.loads(row.get("contents", "{}"))
        for kind, text in texts.items():
            if expected.get(kind) != digest("content", bytes.fromhex(text["salt"]) + in_bytes(text["body"])):
                raise BadExport(f"The {kind} of entry {entry['sequence']} isn't what was written.", entry["sequence"])
        self.counts["rows"] += 1
        self.counts["texts"] += len(texts)
        self.absent += len(expected) - len(texts)

    def _mark(self) -> None:
        if self.frontier.size == self._marked:
            self.marked_root = self.frontier.root()


def entry_hash(tenant: str, entry: Line) -> str:
    """Return what an entry's hash should be."""
    at = (dt.datetime.strptime(entry["at"], TIME).replace(tzinfo=dt.UTC) - EPOCH) // MICROSECOND
    return digest("entry", canonical({**without(entry, "hash"), "tenant": tenant, "at": at}))


def covered_by_row(row: Line) -> Line:
    """Return the columns that a row's commitment covers; those that point to a person have one of their own."""
    return row if "refs" not in row else without(row, "refs_salt", *REFERENCES)


def references_sound(row: Line) -> bool:
    """Return whether what points to a person is what the row commits to; after an erasure, there is nothing."""
    references = {name: value for name, value in row.items() if name in REFERENCES}
    if "refs" not in row or "refs_salt" not in row:
        return "refs" not in row or not references
    return bool(row["refs"] == digest("references", in_bytes(row["refs_salt"]) + canonical(references)))


def canonical(value: object) -> bytes:
    """Encode as RFC 8785 has it: what we hash has only ASCII keys and no floats."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def in_bytes(value: Any) -> bytes:  # noqa: ANN401 -- a member of JSON
    """Return what stands in a column as bytes."""
    return bytes.fromhex(value["bytes"]) if isinstance(value, dict) else str(value).encode()


def without(members: Line, *names: str) -> Line:
    """Return an object without some of its members."""
    return {name: value for name, value in members.items() if name not in names}


def check_manifest(manifest: Line, walk: Walk, sha256: str) -> None:
    """Compare a manifest with what was read.

    Raises:
        BadExport: they differ.

    """
    said = {"tenant": walk.tenant, "first": walk.first, "last": walk.frontier.size, "counts": walk.counts}
    for name, value in {**said, "root": walk.frontier.root().hex(), "sha256": sha256}.items():
        if manifest.get(name) != value:
            raise BadExport(f"The file isn't what was exported: its manifest says another {name!r}.")


def check_signatures(manifest: Line, walk: Walk, keys: Sequence[VerifierKey]) -> TreeHead:
    """Return the head that an export is under.

    Raises:
        BadExport: none of the keys signed it, or the export isn't part of it.

    """
    origin = origin_of(walk.tenant)
    try:
        sealed = opened(manifest["signature"], *keys)
        head = TreeHead.parse(opened(manifest["checkpoint"], *keys))
        proof = [bytes.fromhex(hash_) for hash_ in manifest["consistency"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadExport(f"The signatures of the export don't hold: {error}") from None
    if sealed != seal_text(origin, without(manifest, "signature")):
        raise BadExport("The manifest isn't the one that was signed.")
    part = walk.frontier.size
    if head.origin != origin or not grew(walk.frontier.root(), part, head.root, head.size, proof):
        raise BadExport("The export isn't part of the ledger under its checkpoint.")
    return head


def seal_text(origin: str, manifest: Line) -> str:
    """Return the text that is signed for an export."""
    return f"{origin}/export\n{digest('manifest', canonical(manifest))}\n"


def check_claim(note: str, walk: Walk, head: TreeHead, keys: Sequence[VerifierKey]) -> None:
    """Hold an export to a checkpoint from elsewhere.

    Raises:
        BadExport: they contradict each other, or can't be compared.

    """
    claim = claimed(note)
    try:
        opened(note, *keys)
    except ValueError as error:
        raise BadExport(f"The checkpoint isn't signed as it should be: {error}") from None
    root = head.root if claim.size == head.size else walk.marked_root
    if root is None:
        raise BadExport(
            f"The checkpoint is of {claim.size} entries, the export holds {walk.first} to {walk.frontier.size} "
            f"under one of {head.size}: they can't be compared."
        )
    if (claim.origin, claim.root) != (head.origin, root):
        raise BadExport(f"The ledger's first {claim.size} entries aren't those of the checkpoint: it was written anew.")


def claimed(note: str) -> TreeHead:
    """Return what a checkpoint says, whoever signed it.

    Raises:
        BadExport: it is none.

    """
    try:
        return TreeHead.parse(note.rpartition("\n\n")[0] + "\n")
    except ValueError:
        raise BadExport("The checkpoint's file holds no checkpoint.") from None
