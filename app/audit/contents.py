"""Texts that can be erased: sealed under a salt of their own, opened when a record is read."""

import secrets
from collections.abc import Mapping
from typing import TypeVar

import msgspec
from msgspec import Struct

from app.audit.canonical import canonical
from app.audit.commitments import SALT_BYTES, content_commitment, references_commitment
from app.audit.ledger import Values
from app.audit.redaction import Redaction
from app.domain.context import Context
from app.domain.errors import RecordUnavailable
from app.domain.rewrite import Store

Stored = Mapping[str, bytes]
"""The stored bodies of one object by kind; empty where nothing was kept."""

T = TypeVar("T")


class Keeping(Struct, frozen=True):
    """How much of the texts is kept, and the context whose names count as personal."""

    store: Store
    context: Context


class Sealed(Struct, frozen=True):
    """The texts of one object, ready to be stored: columns for its row, and rows for `contents`."""

    columns: Values
    rows: list[Values]


def seal(tenant: str, object_id: str, texts: Mapping[str, Struct], keeping: Keeping) -> Sealed:
    """Commit to the texts of an object as they are to be stored.

    With `hash_only` no text is kept and its salt is thrown away: the commitment stays in the chain, and nobody,
    not even we, can test a guess against it.

    Raises:
        ValueError: a text holds a lone surrogate.

    """
    redaction = Redaction(keeping.context) if keeping.store == "redacted" else None
    rows: list[Values] = []
    for kind, content in texts.items():
        tree = msgspec.to_builtins(content, str_keys=True)
        body = canonical(redaction.tree(tree) if redaction else tree)
        salt = secrets.token_bytes(SALT_BYTES)
        text = {"tenant": tenant, "object_id": object_id, "kind": kind, "salt": salt, "body": body, "key": None}
        rows.append(text)
    commitments = {row["kind"]: content_commitment(row["salt"], row["body"]) for row in rows}
    columns: Values = {
        "store": keeping.store,
        "salt": secrets.token_bytes(SALT_BYTES),
        "contents": canonical(commitments).decode(),
    }
    return Sealed(columns, [] if keeping.store == "hash_only" else rows)


def with_references(row: Values) -> Values:
    """Return a row with the commitment to what in it points to a person, so that this can be erased."""
    salt = secrets.token_bytes(SALT_BYTES)
    return {**row, "refs": references_commitment(salt, row), "refs_salt": salt}


def opened(body: bytes | None, kind: type[T]) -> T | None:
    """Read a stored text; None where none was kept.

    Raises:
        RecordUnavailable: it isn't what was written.

    """
    if body is None:
        return None
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise RecordUnavailable("A stored text is damaged: verification of the ledger names it.") from error
