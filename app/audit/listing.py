"""Pages of rewrites: which, in what order, and where the next page begins."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, Connection, Select, Text, select, tuple_, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from app.audit.cursors import cursor_after, place
from app.audit.decisions import newest
from app.audit.encryption import Encryption
from app.audit.history import restored
from app.audit.indexing import first_number
from app.audit.search import holding
from app.audit.tables import DecisionRow, RewriteRow, RewriteRule, RewriteUpdate
from app.audit.texts import line
from app.domain.decision import Choice
from app.domain.rewrite import ExternalRef, Outcome, Rewrite

TYPES: Sequence[TypeEngine[Any]] = (BigInteger(), Text())  # of a place: a number, and an id where the order needs it


class Filters(Struct, frozen=True, kw_only=True):
    """Which rewrites to list; None is no filter. The times are exclusive.

    `rule` is one that the draft broke; `words` must all stand in the draft or in what came of it.
    """

    outcome: Outcome | None = None
    rule: str | None = None
    recipient_ref: str | None = None
    external_ref: ExternalRef | None = None
    created_after: dt.datetime | None = None
    created_before: dt.datetime | None = None
    updated_after: dt.datetime | None = None
    decision: Choice | None = None
    words: frozenset[str] = frozenset()


class Page(Struct, frozen=True):
    """Rewrites in order, and the cursor of the next page; None where this is the last."""

    rewrites: tuple[Rewrite, ...]
    next_cursor: str | None


class Order(Struct, frozen=True, kw_only=True):
    """What a list is ordered by. `mark` tells the cursors of different orders apart.

    New rewrites come first, so that pages neither repeat nor skip while others are written. A list by time of change
    begins with the oldest: what changes meanwhile comes at its end, once more.
    """

    mark: str = ""
    place: ColumnElement[Any]
    id: ColumnElement[str] | None = None
    newest_first: bool = True

    def applied(self, query: Select[Any], cursor: str | None) -> Select[Any]:
        """Return a query in this order, from a cursor on.

        Raises:
            InvalidCursor: no page in this order gave it.

        """
        columns = [self.place] if self.id is None else [self.place, self.id]
        if cursor is not None:
            here = tuple_(*columns)
            there = tuple_(*place(cursor, self.mark)[: len(columns)], types=TYPES[: len(columns)])
            query = query.where(here < there if self.newest_first else here > there)
        query = query.add_columns(type_coerce(self.place, BigInteger).label("place"))
        return query.order_by(*(column.desc() if self.newest_first else column for column in columns))


async def page_of_rewrites(
    connection: AsyncConnection, tenant: str, filters: Filters, limit: int, cursor: str | None, encryption: Encryption
) -> Page:
    """Read one page; one row more than asked for tells whether there is another."""
    query, order = await connection.run_sync(listing, tenant, filters, encryption)
    rows = (await connection.execute(order.applied(query, cursor).limit(limit + 1))).all()
    rewrites = await restored(connection, tenant, rows[:limit], encryption)
    return Page(
        rewrites, cursor_after(rows[limit - 1].place, rows[limit - 1].id, order.mark) if len(rows) > limit else None
    )


def listing(connection: Connection, tenant: str, filters: Filters, encryption: Encryption) -> tuple[Select[Any], Order]:
    """Return the query of a list, and its order; each filter has an index that gives the order, too."""
    columns = RewriteRow.__table__.c
    query = select(RewriteRow.__table__).select_from(RewriteRow).where(RewriteRow.tenant == tenant, *by_value(filters))
    order = Order(place=columns.created_at, id=columns.id)
    if filters.decision is not None:
        query, order = decided(query, tenant, filters.decision)
    if filters.rule is not None:
        query, order = having_broken(query, tenant, filters.rule)
    if filters.words:
        query, number = holding(connection, query, tenant, filters.words, encryption)
        query, order = numbered_between(query, number, filters), Order(mark="q", place=number)
    else:
        query = created_between(query, order.place, filters)
    if filters.updated_after is not None:
        query, order = updated_since(query, tenant, filters.updated_after)
    return query, order


def decided(query: Select[Any], tenant: str, choice: Choice) -> tuple[Select[Any], Order]:
    """Narrow a list to rewrites decided so last: decisions have the rewrite's time, which gives the order."""
    decisions = DecisionRow.__table__.c
    joined = newest(tenant) & (DecisionRow.rewrite_id == RewriteRow.id)
    query = query.join(DecisionRow, joined).where(DecisionRow.decision == choice)
    return query, Order(place=decisions.created_at, id=decisions.rewrite_id)


def having_broken(query: Select[Any], tenant: str, rule: str) -> tuple[Select[Any], Order]:
    """Narrow a list to drafts that broke a rule: its own times give the order."""
    broken = RewriteRule.__table__.c
    joined = (RewriteRule.tenant == tenant) & (RewriteRule.rewrite_id == RewriteRow.id)
    query = query.join(RewriteRule, joined).where(RewriteRule.rule == line(rule))
    return query, Order(place=broken.created_at, id=broken.rewrite_id)


def updated_since(query: Select[Any], tenant: str, instant: dt.datetime) -> tuple[Select[Any], Order]:
    """Narrow a list to what changed later than a time, and begin with the oldest change."""
    updates = RewriteUpdate.__table__.c
    joined = (RewriteUpdate.tenant == tenant) & (RewriteUpdate.rewrite_id == RewriteRow.id)
    query = query.join(RewriteUpdate, joined).where(RewriteUpdate.at > instant)
    return query, Order(mark="u", place=updates.at, id=updates.rewrite_id, newest_first=False)


def created_between(query: Select[Any], created_at: ColumnElement[Any], filters: Filters) -> Select[Any]:
    """Narrow a list by the times of its rewrites."""
    if filters.created_after is not None:
        query = query.where(created_at > filters.created_after)
    if filters.created_before is not None:
        query = query.where(created_at < filters.created_before)
    return query


def numbered_between(query: Select[Any], number: ColumnElement[int], filters: Filters) -> Select[Any]:
    """Say the same in the numbers of the index of words, so that it is read from there on only."""
    if filters.created_after is not None:
        query = query.where(number >= first_number(filters.created_after, later=1))
    if filters.created_before is not None:
        query = query.where(number < first_number(filters.created_before))
    return query


def by_value(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions that compare a column with a value."""
    conditions: list[ColumnElement[bool]] = []
    if filters.outcome is not None:
        conditions.append(RewriteRow.outcome == filters.outcome)
    if filters.recipient_ref is not None:
        conditions.append(RewriteRow.recipient_ref == line(filters.recipient_ref))
    if (external := filters.external_ref) is not None:
        conditions += [
            RewriteRow.external_system == line(external.system),
            RewriteRow.external_type == line(external.type),
            RewriteRow.external_id == line(external.id),
        ]
    return conditions
