"""What deciding about a rewrite needs to know of it."""

import datetime as dt

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.contents import opened
from app.audit.encryption import Encryption
from app.audit.history import one_rewrite, stored_texts
from app.audit.rewrites import StoredContext
from app.audit.tables import DecisionRow, RewriteRow
from app.domain.context import Context
from app.domain.draft import Channel, Text
from app.domain.errors import Erased
from app.domain.rewrite import Store


class Decidable(Struct, frozen=True, kw_only=True):
    """A rewrite to decide about.

    Attributes:
        rewrite_id: its id.
        created_at: when it was made.
        channel: where the text is sent.
        policy: the name of what it was judged by.
        store: how much of its texts is kept.
        context: what it was judged by; empty where that wasn't kept.
        text: the rewrite; None where there is none, or it wasn't kept.
        number: the next decision's.

    """

    rewrite_id: str
    created_at: dt.datetime
    channel: Channel
    policy: str
    store: Store
    context: Context
    text: Text | None
    number: int


async def decidable(connection: AsyncConnection, tenant: str, id_: str, encryption: Encryption) -> Decidable:
    """Read what deciding about a rewrite needs.

    Raises:
        NotFound: this tenant has none of that id.
        Erased: it is erased.

    """
    rewrite = await one_rewrite(connection, tenant, id_, encryption)
    if rewrite.erased_at:
        raise Erased("This rewrite is erased: nothing can be added to it.")
    columns = select(RewriteRow.channel, RewriteRow.policy, RewriteRow.store)
    row = (await connection.execute(columns.where(RewriteRow.tenant == tenant, RewriteRow.id == rewrite.id))).one()
    texts = await stored_texts(connection, tenant, [rewrite.id], encryption)
    request = opened(texts[rewrite.id].get("request"), StoredContext)
    last = select(func.max(DecisionRow.number)).where(
        DecisionRow.tenant == tenant, DecisionRow.rewrite_id == rewrite.id
    )
    return Decidable(
        rewrite_id=rewrite.id,
        created_at=rewrite.created_at,
        channel=row.channel,
        policy=row.policy,
        store=row.store,
        context=request.context if request else Context(),
        text=rewrite.rewrite,
        number=(await connection.scalar(last) or 0) + 1,
    )
