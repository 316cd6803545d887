"""Reading the record: one rewrite, pages of them, and their attempts."""

import base64
import binascii
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Row, Select, Text, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.attempts import restored_attempt
from app.audit.contents import Stored, opened
from app.audit.decisions import decided, newest_decisions, restored_decision
from app.audit.encryption import Encryption, Undecipherable
from app.audit.rewrites import KIND, StoredJudgements, restored_rewrite
from app.audit.tables import AttemptRow, Content, Entry, ErasureRow, RewriteRow, RewriteRule
from app.audit.texts import line
from app.db.types import EPOCH, MICROSECOND, Instant, microseconds
from app.domain.attempt import Attempt
from app.domain.decision import Choice
from app.domain.errors import InvalidCursor, NotFound, RecordUnavailable
from app.domain.rewrite import AuditRef, ExternalRef, Outcome, Rewrite


class Filters(Struct, frozen=True, kw_only=True):
    """Which rewrites to list; None is no filter. The times are exclusive. `rule` is one that the draft broke."""

    outcome: Outcome | None = None
    rule: str | None = None
    recipient_ref: str | None = None
    external_ref: ExternalRef | None = None
    created_after: dt.datetime | None = None
    created_before: dt.datetime | None = None
    decision: Choice | None = None


class Page(Struct, frozen=True):
    """Rewrites, newest first, and the cursor of the next page; None where this is the last."""

    rewrites: tuple[Rewrite, ...]
    next_cursor: str | None


async def one_rewrite(connection: AsyncConnection, tenant: str, id_: str, encryption: Encryption) -> Rewrite:
    """Read one rewrite."""
    query = select(RewriteRow.__table__).where(RewriteRow.tenant == tenant, RewriteRow.id == line(id_))
    found = await restored(connection, tenant, (await connection.execute(query)).all(), encryption)
    if not found:
        raise NotFound("There is no such rewrite.")
    return found[0]


async def page_of_rewrites(
    connection: AsyncConnection, tenant: str, filters: Filters, limit: int, cursor: str | None, encryption: Encryption
) -> Page:
    """Read one page; one row more than asked for tells whether there is another."""
    rows = (await connection.execute(listing(tenant, filters, cursor).limit(limit + 1))).all()
    rewrites = await restored(connection, tenant, rows[:limit], encryption)
    more = len(rows) > limit
    return Page(rewrites, cursor_after(rewrites[-1].created_at, rewrites[-1].id) if more else None)


def listing(tenant: str, filters: Filters, cursor: str | None) -> Select[Any]:
    """Return the query of a list; each filter has an index that gives the order, too."""
    query = select(RewriteRow.__table__).where(RewriteRow.tenant == tenant)
    created_at: ColumnElement[Any] = RewriteRow.__table__.c.created_at
    id_: ColumnElement[Any] = RewriteRow.__table__.c.id
    if filters.rule is not None:
        created_at, id_ = RewriteRule.__table__.c.created_at, RewriteRule.__table__.c.rewrite_id
        joined = (RewriteRule.tenant == RewriteRow.tenant) & (RewriteRule.rewrite_id == RewriteRow.id)
        query = query.join(RewriteRule, joined).where(
            RewriteRule.tenant == tenant, RewriteRule.rule == line(filters.rule)
        )
    if filters.created_after is not None:
        query = query.where(created_at > filters.created_after)
    if filters.created_before is not None:
        query = query.where(created_at < filters.created_before)
    if cursor is not None:
        query = query.where(tuple_(created_at, id_) < tuple_(*place(cursor), types=[Instant(), Text()]))
    return query.where(*by_value(tenant, filters)).order_by(created_at.desc(), id_.desc())


def by_value(tenant: str, filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions that compare a column with a value."""
    conditions: list[ColumnElement[bool]] = []
    if filters.outcome is not None:
        conditions.append(RewriteRow.outcome == filters.outcome)
    if filters.recipient_ref is not None:
        conditions.append(RewriteRow.recipient_ref == line(filters.recipient_ref))
    if filters.decision is not None:
        conditions.append(decided(tenant, filters.decision))
    if (external := filters.external_ref) is not None:
        conditions += [
            RewriteRow.external_system == line(external.system),
            RewriteRow.external_type == line(external.type),
            RewriteRow.external_id == line(external.id),
        ]
    return conditions


def cursor_after(at: dt.datetime, id_: str) -> str:
    """Return the opaque place after the last row of a page; rows written meanwhile don't move it."""
    return base64.urlsafe_b64encode(f"{microseconds(at)}.{id_}".encode()).decode().rstrip("=")


def place(cursor: str) -> tuple[dt.datetime, str]:
    """Return the place that a cursor stands for.

    Raises:
        InvalidCursor: no page gave it.

    """
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        time, id_ = text.split(".", 1)
        return EPOCH + int(time) * MICROSECOND, line(id_)
    except (binascii.Error, ValueError, OverflowError) as error:
        raise InvalidCursor("This cursor comes from no page of this list.") from error


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
    found = [restored_rewrite(row, texts[row.id], places.get(row.id), erased.get(row.id)) for row in rows]
    return tuple(replace(rewrite, decision=decisions.get(rewrite.id)) for rewrite in found)


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
    query = select(Entry.object_id, Entry.sequence, Entry.hash)
    query = query.where(Entry.tenant == tenant, Entry.object_id.in_(ids), Entry.type == KIND)
    return {id_: AuditRef(sequence, hash_) for id_, sequence, hash_ in await connection.execute(query)}


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
