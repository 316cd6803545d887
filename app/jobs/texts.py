"""Texts that wait in a row of work: encrypted like those of the record, where there is a master key."""

import secrets

import msgspec
from sqlalchemy import Connection

from app.audit.commitments import SALT_BYTES
from app.audit.encryption import Encryption, Undecipherable
from app.domain.errors import RecordUnavailable


def locked(encryption: Encryption, connection: Connection, tenant: str, id_: str, plain: bytes) -> bytes:
    """Return a text as it is to be stored in the row of an item."""
    text = {**_place(tenant, id_), "salt": secrets.token_bytes(SALT_BYTES), "body": plain, "key": None}
    (stored,) = encryption.locked(connection, [text])
    return msgspec.msgpack.encode((stored["key"], stored["body"]))


def opened(encryption: Encryption, connection: Connection, tenant: str, id_: str, stored: bytes) -> bytes:
    """Return a text as it was given.

    Raises:
        RecordUnavailable: it isn't what was stored.

    """
    try:
        key, body = msgspec.msgpack.decode(stored, type=tuple[bytes | None, bytes])
        text = encryption.opened(connection, {**_place(tenant, id_), "salt": b"", "body": body, "key": key})
    except (msgspec.MsgspecError, Undecipherable) as error:
        raise RecordUnavailable("A text that waits is damaged.") from error
    return bytes(text["body"])


def _place(tenant: str, id_: str) -> dict[str, str]:
    return {"tenant": tenant, "object_id": id_, "kind": "item"}
