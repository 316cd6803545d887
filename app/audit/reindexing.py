"""Writing the index of words anew: for rewrites from before there was one, and after the first master key."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.encryption import Encryption
from app.audit.history import read_texts
from app.audit.indexing import Words, index, stored_words
from app.audit.ledger import locked_end
from app.audit.tables import RewriteRow, Searchable
from app.db.engine import for_writing, reachable

BATCH = 200


async def reindex(engine: AsyncEngine, encryption: Encryption) -> int:
    """Index the stored texts of all rewrites anew and return how many rewrites there are.

    Work goes on beside it: each batch is a transaction of its own.

    Raises:
        RecordUnavailable: the database fails, or a text can't be read; it can be repeated.

    """
    count = 0
    with reachable():
        async with engine.connect() as connection:
            tenants = (await connection.scalars(select(RewriteRow.tenant).distinct())).all()
        for tenant in tenants:
            after: str | None = ""
            while after is not None:
                async with for_writing(engine).begin() as connection:
                    ids = await connection.run_sync(_index_some, tenant, after, encryption)
                count += len(ids)
                after = ids[-1] if ids else None
    return count


def _index_some(connection: Connection, tenant: str, after: str, encryption: Encryption) -> Sequence[str]:
    """Index the next rewrites after an id, and return theirs."""
    locked_end(connection, tenant)  # nobody erases, or records, between reading and writing
    following = select(RewriteRow.id, RewriteRow.created_at).where(RewriteRow.tenant == tenant, RewriteRow.id > after)
    rows = connection.execute(following.order_by(RewriteRow.id).limit(BATCH)).all()
    ids = [row.id for row in rows]
    texts = read_texts(connection, tenant, ids, encryption)
    connection.execute(delete(Searchable).where(Searchable.tenant == tenant, Searchable.rewrite_id.in_(ids)))
    found = [
        Words(tenant=tenant, rewrite_id=row.id, created_at=row.created_at, words=stored_words(texts[row.id]))
        for row in rows
    ]
    index(connection, found, encryption)
    return ids
