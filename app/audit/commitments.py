"""Hashes of the record. Each says what it is the hash of, so that one can't pass for another.

    content commitment    = H(content, salt + body)           goes into its row's column `contents`
    reference commitment  = H(references, salt + references)  goes into its row's column `refs`
    row commitment        = H(rewrite | attempt, the row)     goes into the row's entry
    entry hash            = H(entry, the entry)               goes into the next entry's `previous`

A row's every column is covered, its own salt included, so that a commitment can't be guessed from metadata. Columns
that point to a person are covered by way of `refs`: they can be emptied, and the rest of the row is still proven.
Empty columns are left out of the hash: a column added by a later release leaves older commitments valid, and
filling or emptying one is still noticed.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from app.audit.canonical import canonical
from app.audit.digests import REFERENCES, digest
from app.db.types import microseconds

SALT_BYTES = 32


def content_commitment(salt: bytes, body: bytes) -> str:
    """Commit to a text; without the salt, nobody can test a guess against it."""
    return digest("content", salt + body)


def row_commitment(kind: str, row: Mapping[str, object], rules: Sequence[str] = ()) -> str:
    """Commit to every column of a row, and to the rules found that stand in a table of their own.

    Raises:
        ValueError: a column holds what was never written, such as a float.

    """
    return digest(kind, canonical({"row": plain(covered(row)), "rules": sorted(rules)}))


def covered(row: Mapping[str, object]) -> Mapping[str, object]:
    """Return the columns that a row's commitment covers directly; a row from before `refs` has all of them there."""
    if row.get("refs") is None:
        return row
    return {name: value for name, value in row.items() if name not in REFERENCES and name != "refs_salt"}


def references_commitment(salt: bytes, row: Mapping[str, object]) -> str:
    """Commit to what in a row points to a person.

    Raises:
        ValueError: a column holds what was never written.

    """
    references = {name: value for name, value in row.items() if name in REFERENCES}
    return digest("references", salt + canonical(plain(references)))


def entry_hash(entry: Mapping[str, object]) -> str:
    """Return the hash of an entry: over every column but the hash itself."""
    return digest("entry", canonical(plain({name: value for name, value in entry.items() if name != "hash"})))


def plain(row: Mapping[str, object]) -> dict[str, object]:
    """Return a row as JSON, whether just made or as stored: the two must look the same."""
    return {name: scalar(value) for name, value in row.items() if value is not None}


def scalar(value: object) -> object:
    """Return one column's value as JSON; bytes are wrapped, so that no text can look like them."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dt.datetime):
        return microseconds(value)
    return int(value) if isinstance(value, bool) else value
