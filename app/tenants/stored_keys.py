"""Reading keys from the record, each with what was written of it later."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from app.audit.tables import KeyRevocation, KeyRow, KeyUse

Found = Row[Any]


def _keys() -> Select[Any]:
    later = aliased(KeyRow)
    revoked = and_(KeyRevocation.tenant == KeyRow.tenant, KeyRevocation.key_id == KeyRow.id)
    columns = (
        *KeyRow.__table__.c,
        KeyRevocation.at.label("revoked_at"),
        later.id.label("successor"),
        later.replaced_until.label("successor_from"),
        KeyUse.last_used_at,
    )
    return (
        select(*columns)
        .outerjoin(KeyRevocation, revoked)
        .outerjoin(later, and_(later.tenant == KeyRow.tenant, later.replaces == KeyRow.id))
        .outerjoin(KeyUse, and_(KeyUse.tenant == KeyRow.tenant, KeyUse.key_id == KeyRow.id))
    )


async def one_key(connection: AsyncConnection, id_: str) -> Found | None:
    """Read the key of an id, whosoever it is; None where there is none."""
    found: Found | None = (await connection.execute(_keys().where(KeyRow.id == id_))).one_or_none()
    return found


async def keys_of(connection: AsyncConnection, tenant: str) -> Sequence[Found]:
    """Read all keys of a tenant in the order they were made, those that ended, too."""
    own = _keys().where(KeyRow.tenant == tenant).order_by(KeyRow.created_at, KeyRow.id)
    found: Sequence[Found] = (await connection.execute(own)).all()
    return found


async def any_key(connection: AsyncConnection) -> bool:
    """Say whether a key was ever made, for any tenant."""
    return bool(await connection.scalar(select(exists().select_from(KeyRow))))
