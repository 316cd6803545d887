"""Finding the rewrite that a model gave for the very same question."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.encryption import Encryption
from app.audit.history import one_rewrite
from app.audit.tables import Repeatable
from app.domain.rewrite import Rewrite


async def newest_repeat(
    connection: AsyncConnection, tenant: str, digest: str, encryption: Encryption
) -> Rewrite | None:
    """Read the newest rewrite of a digest whose text is there."""
    query = select(Repeatable.rewrite_id).where(Repeatable.tenant == tenant, Repeatable.digest == digest)
    id_ = await connection.scalar(query.order_by(Repeatable.created_at.desc()).limit(1))
    rewrite = await one_rewrite(connection, tenant, id_, encryption) if id_ else None
    return rewrite if rewrite and rewrite.rewrite else None
