"""Insights: what a tenant's rewrites come to, counted by the database. Erased ones count: their figures stay."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    RowMapping,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.audit.decisions import newest
from app.audit.tables import DecisionRow, RewriteRow, RewriteRule
from app.db.engine import reachable
from app.db.types import EPOCH
from app.domain.decision import Choice
from app.domain.insights import By, DegradedShare, Figures, FoundRule, Group, Insights, Rates, Scores, Spent
from app.domain.price import dollars
from app.domain.rewrite import DegradedReason, Outcome

TOP = 20
DAY = 24 * 60 * 60 * 1_000_000  # microseconds
NANODOLLARS = 10**9  # whole ones are added up without rounding

COLUMNS = RewriteRow.__table__.c
KEYS: Mapping[By, ColumnElement[Any]] = {
    "rule": RewriteRule.__table__.c.rule,
    "prompt": COLUMNS.prompt_id + "/" + COLUMNS.prompt_version,
    "model": COLUMNS.model,
    "policy": COLUMNS.policy + "/" + cast(COLUMNS.policy_version, COLUMNS.policy.type),
    "channel": COLUMNS.channel,
    "day": type_coerce(COLUMNS.created_at, BigInteger) // DAY,
}


async def insights(engine: AsyncEngine, tenant: str, since: dt.datetime, to: dt.datetime, by: By | None) -> Insights:
    """Count a tenant's rewrites that were made from `since` on and before `to`.

    Raises:
        RecordUnavailable: the database can't be read.

    """
    with reachable():
        async with engine.connect() as connection:
            total = (await connection.execute(counted(tenant, since, to, None))).mappings().one()
            groups = (await connection.execute(counted(tenant, since, to, by))).mappings().all() if by else []
            findings = await top_findings(connection, tenant, since, to)
    return Insights(
        from_=since,
        to=to,
        by=by,
        total=Figures(**figures(total)),
        findings=findings,
        groups=tuple(Group(key=in_words(row["key"], by), **figures(row)) for row in groups),
    )


async def top_findings(
    connection: AsyncConnection, tenant: str, since: dt.datetime, to: dt.datetime
) -> tuple[FoundRule, ...]:
    """Count the rules that drafts broke, the most frequent first."""
    drafts = func.count().label("drafts")
    query = select(RewriteRule.rule, drafts).where(
        RewriteRule.tenant == tenant, RewriteRule.created_at >= since, RewriteRule.created_at < to
    )
    rows = await connection.execute(
        query.group_by(RewriteRule.rule).order_by(drafts.desc(), RewriteRule.rule).limit(TOP)
    )
    return tuple(FoundRule(row.rule, row.drafts) for row in rows)


def counted(tenant: str, since: dt.datetime, to: dt.datetime, by: By | None) -> Select[Any]:
    """Return the query for the figures, of each group or of all."""
    key = KEYS[by] if by else null()
    query = select(key.label("key"), *(column.label(name) for name, column in aggregates().items()))
    query = query.select_from(RewriteRow).outerjoin(
        DecisionRow, and_(newest(tenant), DecisionRow.rewrite_id == RewriteRow.id)
    )
    if by == "rule":
        query = query.join(RewriteRule, and_(RewriteRule.tenant == tenant, RewriteRule.rewrite_id == RewriteRow.id))
    query = query.where(RewriteRow.tenant == tenant, RewriteRow.created_at >= since, RewriteRow.created_at < to)
    if by is None:
        return query
    return query.group_by(key).order_by(*([key] if by == "day" else [func.count().desc(), key]))


def aggregates() -> dict[str, ColumnElement[Any]]:
    """Return what is counted, by the name of its column."""
    text = COLUMNS.score_after.is_not(None)
    tokens = COLUMNS.input_tokens + COLUMNS.output_tokens
    nanodollars = cast(func.round(cast(COLUMNS.cost_usd, Float) * literal(NANODOLLARS, Float)), BigInteger)
    return {
        "rewrites": func.count(),
        "repeats": number_where(COLUMNS.repeated_from.is_not(None)),
        "replays": number_where(COLUMNS.replays.is_not(None)),
        **{outcome: number_where(COLUMNS.outcome == outcome) for outcome in get_args(Outcome)},
        **{reason: number_where(COLUMNS.degraded_reason == reason) for reason in get_args(DegradedReason)},
        **{choice: number_where(DecisionRow.decision == choice) for choice in get_args(Choice)},
        "texts": number_where(text),
        "score_before": func.sum(case((text, COLUMNS.score_before), else_=0)),
        "score_after": func.sum(COLUMNS.score_after),
        "calls": func.sum(COLUMNS.attempts),
        "input_tokens": func.sum(COLUMNS.input_tokens),
        "output_tokens": func.sum(COLUMNS.output_tokens),
        "nanodollars": func.sum(nanodollars),
        "unpriced": number_where(and_(tokens > 0, COLUMNS.cost_usd.is_(None))),
    }


def number_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows meet a condition."""
    return func.count(case((condition, 1)))


def figures(counts: RowMapping) -> dict[str, Any]:
    """Return the figures that a row of counts comes to."""
    decided = sum(counts[choice] for choice in get_args(Choice))
    reasons = {reason: counts[reason] for reason in get_args(DegradedReason) if counts[reason]}
    cost = counts["nanodollars"]
    return {
        "rewrites": counts["rewrites"],
        "repeats": counts["repeats"],
        "replays": counts["replays"],
        "outcomes": {outcome: counts[outcome] for outcome in get_args(Outcome)},
        "score": Scores(*(share(counts[name], counts["texts"]) for name in ("score_before", "score_after"))),
        "decisions": {choice: counts[choice] for choice in get_args(Choice)},
        "rates": Rates(*(share(counts[choice], decided) for choice in get_args(Choice))),
        "degraded": DegradedShare(share(sum(reasons.values()), counts["rewrites"]), reasons),
        "usage": Spent(
            calls=int(counts["calls"] or 0),
            input_tokens=int(counts["input_tokens"] or 0),
            output_tokens=int(counts["output_tokens"] or 0),
            cost_usd=None if cost is None else dollars(Decimal(int(cost)) / NANODOLLARS),
            unpriced=counts["unpriced"],
        ),
    }


def share(part: Decimal | int | None, whole: int) -> float | None:
    """Return a part of a whole; None where there is no whole."""
    return round(float(part or 0) / whole, 4) if whole else None


def in_words(key: str | int | None, by: By | None) -> str | None:
    """Return the key of a group as it is answered."""
    if by == "day" and key is not None:
        return (EPOCH + dt.timedelta(days=int(key))).date().isoformat()
    return None if key is None else str(key)
