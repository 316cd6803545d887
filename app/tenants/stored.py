"""Reading a tenant's policies from the record."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from app.audit.policies import restored_release
from app.audit.tables import PolicyRow
from app.domain.policy import Release

Found = Row[Any]


def _rows_of(tenant: str, name: str) -> Select[Any]:
    """Select all of one policy, the newest first: a deletion after the release that it ended."""
    own = select(PolicyRow.__table__).where(PolicyRow.tenant == tenant, PolicyRow.name == name)
    return own.order_by(PolicyRow.version.desc(), PolicyRow.deleted.desc())


async def newest(connection: AsyncConnection, tenant: str, name: str) -> Found | None:
    """Read the newest row of a policy, which may be its deletion; None where there never was one."""
    found: Found | None = (await connection.execute(_rows_of(tenant, name).limit(1))).one_or_none()
    return found


async def standing(connection: AsyncConnection, tenant: str, name: str) -> Found | None:
    """Read the newest release of a policy; None where there is none, or it is deleted."""
    row = await newest(connection, tenant, name)
    return None if row is None or row.deleted else row


async def release_of(connection: AsyncConnection, tenant: str, name: str, version: int) -> Found | None:
    """Read one release, of a deleted policy, too."""
    one = _rows_of(tenant, name).where(PolicyRow.version == version, ~PolicyRow.deleted)
    found: Found | None = (await connection.execute(one)).one_or_none()
    return found


async def releases(connection: AsyncConnection, tenant: str, name: str) -> list[Release]:
    """Read all releases of a policy, the newest first."""
    rows = (await connection.execute(_rows_of(tenant, name))).all()
    deletions = {row.version: row.at for row in rows if row.deleted}
    return [restored_release(row, deletions.get(row.version)) for row in rows if not row.deleted]


async def all_standing(connection: AsyncConnection, tenant: str) -> Sequence[Found]:
    """Read the newest release of every policy that isn't deleted, by name."""
    later = aliased(PolicyRow)
    # Only a deletion has the version of another row.
    outdated = exists().where(
        later.tenant == tenant,
        later.name == PolicyRow.name,
        later.version >= PolicyRow.version,
        later.id != PolicyRow.id,
    )
    query = select(PolicyRow.__table__).where(PolicyRow.tenant == tenant, ~PolicyRow.deleted, ~outdated)
    return (await connection.execute(query.order_by(PolicyRow.name))).all()
