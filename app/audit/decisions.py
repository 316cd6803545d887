"""A decision as it is stored: its row and its texts; and back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from app.audit.commitments import row_commitment
from app.audit.contents import Keeping, Stored, opened, seal
from app.audit.ledger import Unit, Values
from app.audit.tables import Content, DecisionRow
from app.audit.texts import whole
from app.domain.caller import Caller
from app.domain.decision import Decision
from app.domain.draft import Text
from app.domain.report import Report

KIND = "decision"


class Words(Struct, frozen=True):
    """What of a decision can be erased."""

    reason: str | None
    final: Text | None
    report: Report | None


def decision_unit(caller: Caller, decision: Decision, created_at: dt.datetime, keeping: Keeping) -> Unit:
    """Return what the ledger writes for a decision about the rewrite of a time.

    Raises:
        ValueError: a text holds a lone surrogate.

    """
    words = Words(whole(decision.reason), decision.final, decision.report)
    sealed = seal(caller.tenant, decision.id, {KIND: words}, keeping)
    row: Values = {
        "tenant": caller.tenant,
        "id": decision.id,
        "rewrite_id": decision.rewrite_id,
        "number": decision.number,
        "at": decision.at,
        "created_at": created_at,
        "decision": decision.decision,
        "by": decision.by,
        "distance": decision.distance,
        "score": decision.report.score if decision.report else None,
        **sealed.columns,
    }
    return Unit(
        tenant=caller.tenant,
        actor=caller.actor,
        kind=KIND,
        object_id=decision.id,
        commitment=row_commitment(KIND, row),
        rows={DecisionRow: [row], Content: sealed.rows},
        updates=[decision.rewrite_id],
    )


def restored_decision(row: Row[Any], stored: Stored) -> Decision:
    """Rebuild a decision from its row and what is stored of its texts.

    Raises:
        RecordUnavailable: a stored text isn't what was written.

    """
    words = opened(stored.get(KIND), Words)
    return Decision(
        id=row.id,
        rewrite_id=row.rewrite_id,
        number=row.number,
        at=row.at,
        decision=row.decision,
        by=row.by,
        reason=words.reason if words else None,
        final=words.final if words else None,
        distance=row.distance,
        report=words.report if words else None,
    )


async def newest_decisions(connection: AsyncConnection, tenant: str, ids: Sequence[str]) -> Mapping[str, Row[Any]]:
    """Read the newest decision about each of several rewrites, by the rewrite; most have none."""
    query = select(DecisionRow.__table__).where(DecisionRow.tenant == tenant, DecisionRow.rewrite_id.in_(ids))
    rows = await connection.execute(query.order_by(DecisionRow.number))
    return {row.rewrite_id: row for row in rows}


def newest(tenant: str) -> ColumnElement[bool]:
    """Return the condition that no later decision has replaced this one."""
    later = aliased(DecisionRow)
    replaced = exists().where(
        later.tenant == tenant, later.rewrite_id == DecisionRow.rewrite_id, later.number > DecisionRow.number
    )
    return (DecisionRow.tenant == tenant) & ~replaced.correlate(DecisionRow)
