"""Reading the record: rewrites with all that hangs on them, and their attempts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.attempts import restored_attempt
from app.audit.contents import Stored, opened
from app.audit.decisions import newest_decisions, restored_decision
from app.audit.encryption import Encryption, Undecipherable
from app.audit.rewrites import KIND, StoredJudgements, restored_rewrite
from app.audit.tables import AttemptRow, Content, Entry, ErasureRow, RewriteRow, RewriteUpdate
from app.audit.texts import line
from app.db.types import Instant
from app.domain.attempt import Attempt
from app.domain.errors import NotFound, RecordUnavailable
from app.domain.rewrite import AuditRef, Rewrite


async def one_rewrite(connection: AsyncConnection, tenant: str, id_: str, encryption: Encryption) -> Rewrite:
    """Read one rewrite."""
    query = select(RewriteRow.__table__).where(RewriteRow.tenant == tenant, RewriteRow.id == line(id_))
    found = await restored(connection, tenant, (await connection.execute(query)).all(), encryption)
    if not found:
        raise NotFound("There is no such rewrite.")
    return found[0]


async def some_rewrites(
    connection: AsyncConnection, tenant: str, ids: Sequence[str], encryption: Encryption
) -> tuple[Rewrite, ...]:
    """Read the rewrites of several ids, in no order."""
    query = select(RewriteRow.__table__).where(RewriteRow.tenant == tenant, RewriteRow.id.in_(ids))
    return await restored(connection, tenant, (await connection.execute(query)).all(), encryption)


async def restored(
    connection: AsyncConnection, tenant: str, rows: Sequence[Row[Any]], encryption: Encryption
) -> tuple[Rewrite, ...]:
    """Rebuild rewrites from their rows."""
    ids = [row.id for row in rows]
    texts = await stored_texts(connection, tenant, ids, encryption)
    places = await ledger_places(connection, tenant, ids)
    erased = await erasures(connection, tenant, ids)
    newest = await newest_decisions(connection, tenant, ids)
    words = await stored_texts(connection, tenant, [row.id for row in newest.values()], encryption)
    decisions = {id_: restored_decision(row, words[row.id]) for id_, row in newest.items()}
    updated = await updates(connection, tenant, ids)
    found = [restored_rewrite(row, texts[row.id], places.get(row.id), erased.get(row.id)) for row in rows]
    return tuple(
        replace(rewrite, decision=decisions.get(rewrite.id), updated_at=updated.get(rewrite.id)) for rewrite in found
    )


async def stored_texts(
    connection: AsyncConnection, tenant: str, ids: Sequence[str], encryption: Encryption
) -> Mapping[str, Stored]:
    """Read what is stored of the texts of several objects, by object and kind.

    Raises:
        RecordUnavailable: a text can't be deciphered.

    """
    return await connection.run_sync(read_texts, tenant, ids, encryption)


def read_texts(connection: Connection, tenant: str, ids: Sequence[str], encryption: Encryption) -> Mapping[str, Stored]:
    """Read and decipher texts."""
    query = select(Content.__table__).where(Content.tenant == tenant, Content.object_id.in_(ids))
    texts: dict[str, dict[str, bytes]] = defaultdict(dict)
    try:
        for row in connection.execute(query).mappings().all():
            text = encryption.opened(connection, dict(row))
            texts[text["object_id"]][text["kind"]] = text["body"]
    except Undecipherable as error:
        raise RecordUnavailable("A stored text can't be deciphered: verification of the ledger names it.") from error
    return texts


async def ledger_places(connection: AsyncConnection, tenant: str, ids: Sequence[str]) -> dict[str, AuditRef]:
    """Read where the ledger holds several rewrites."""
    query = select(Entry.object_id, Entry.sequence, Entry.hash, Entry.at)
    query = query.where(Entry.tenant == tenant, Entry.object_id.in_(ids), Entry.type == KIND)
    return {id_: AuditRef(sequence, hash_, at) for id_, sequence, hash_, at in await connection.execute(query)}


async def updates(connection: AsyncConnection, tenant: str, ids: Sequence[str]) -> dict[str, dt.datetime]:
    """Read when several rewrites changed last."""
    query = select(RewriteUpdate.rewrite_id, RewriteUpdate.at)
    rows = await connection.execute(query.where(RewriteUpdate.tenant == tenant, RewriteUpdate.rewrite_id.in_(ids)))
    return {row.rewrite_id: row.at for row in rows}


async def erasures(connection: AsyncConnection, tenant: str, ids: Sequence[str]) -> dict[str, dt.datetime]:
    """Read when several objects were erased first; those that weren't are left out."""
    first = func.min(ErasureRow.at, type_=Instant()).label("at")
    query = select(ErasureRow.object_id, first).where(ErasureRow.tenant == tenant, ErasureRow.object_id.in_(ids))
    rows = await connection.execute(query.group_by(ErasureRow.object_id))
    return {row.object_id: row.at for row in rows}


async def attempts_at(
    connection: AsyncConnection, tenant: str, rewrite_id: str, encryption: Encryption
) -> list[Attempt]:
    """Read the attempts of a rewrite in order, those of one that never came to an end, too."""
    query = select(AttemptRow.__table__).where(AttemptRow.tenant == tenant, AttemptRow.rewrite_id == line(rewrite_id))
    rows = (await connection.execute(query.order_by(AttemptRow.number, AttemptRow.id))).all()
    if not rows:
        await one_rewrite(connection, tenant, rewrite_id, encryption)
    texts = await stored_texts(connection, tenant, [rewrite_id, *(row.id for row in rows)], encryption)
    answer = opened(texts[rewrite_id].get("answer"), StoredJudgements)
    judgements = answer.judgements if answer else {}
    return [restored_attempt(row, texts[row.id], judgements.get(row.number)) for row in rows]
