"""An API key, and its revocation, as they are stored: one row each; and back."""

import datetime as dt
import secrets
from typing import Any

from msgspec import Struct
from sqlalchemy import Row

from app.audit.commitments import row_commitment
from app.audit.ledger import Unit, Values
from app.audit.tables import KeyRevocation, KeyRow, KeyUse
from app.db.base import Base
from app.domain.key import ApiKey

KIND = "key"
REVOCATION_KIND = "key_revocation"


class Lock(Struct, frozen=True):
    """What a key's secret is held against: its salted hash."""

    salt: bytes
    hash: bytes


def key_unit(actor: str, key: ApiKey, lock: Lock, replaced_until: dt.datetime | None = None) -> Unit:
    """Return what the ledger writes for a new key; the key that it replaces ends at `replaced_until`."""
    row: Values = {
        "tenant": key.tenant,
        "id": key.id,
        "name": key.name,
        "scopes": " ".join(key.scopes),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "replaces": key.replaces,
        "replaced_until": replaced_until,
        "salt": lock.salt,
        "hash": lock.hash,
    }
    return _unit(actor, KIND, row, {KeyRow: [row], KeyUse: [{"tenant": key.tenant, "key_id": key.id}]})


def revocation_unit(tenant: str, actor: str, key_id: str, at: dt.datetime) -> Unit:
    """Return what the ledger writes for a key's revocation; a revoked one can't be revoked again."""
    row: Values = {"tenant": tenant, "id": f"kr_{secrets.token_hex(12)}", "key_id": key_id, "at": at}
    return _unit(actor, REVOCATION_KIND, row, {KeyRevocation: [row]})


def _unit(actor: str, kind: str, row: Values, rows: dict[type[Base], list[Values]]) -> Unit:
    return Unit(
        tenant=row["tenant"],
        actor=actor,
        kind=kind,
        object_id=row["id"],
        commitment=row_commitment(kind, row),
        rows=rows,
    )


def restored_key(row: Row[Any]) -> ApiKey:
    """Rebuild a key from its row and what was written of it later."""
    ends = [end for end in (row.expires_at, row.successor_from) if end is not None]
    return ApiKey(
        id=row.id,
        name=row.name,
        tenant=row.tenant,
        scopes=tuple(row.scopes.split()),
        created_at=row.created_at,
        expires_at=min(ends, default=None),
        revoked_at=row.revoked_at,
        replaces=row.replaces,
        last_used_at=row.last_used_at,
    )
