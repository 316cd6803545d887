"""What it takes to make a rewrite once more, and how two of one draft compare in figures."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.contents import opened
from app.audit.encryption import Encryption
from app.audit.history import one_rewrite, stored_texts
from app.audit.rewrites import StoredAsking
from app.audit.tables import AttemptRow, RewriteRow
from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.errors import Erased, NotKept
from app.domain.report import Report
from app.domain.rewrite import Options, PromptRef, Side, Usage
from app.domain.waiver import Waiver


class Replayable(Struct, frozen=True, kw_only=True):
    """A rewrite that can be made once more.

    Attributes:
        rewrite_id: its id.
        draft: what was rewritten.
        context: what it was judged by.
        options: as they were, metadata and external reference included.
        waivers: what was let pass, the tenant's own among it.
        policy: the name of what it was judged by.
        policy_version: and its version.
        model: who wrote it; None where no model had a part in it.

    """

    rewrite_id: str
    draft: Draft
    context: Context
    options: Options
    waivers: tuple[Waiver, ...]
    policy: str
    policy_version: int
    model: str | None


async def replayable(connection: AsyncConnection, tenant: str, id_: str, encryption: Encryption) -> Replayable:
    """Read what it takes to make a rewrite once more.

    Raises:
        NotFound: this tenant has none of that id.
        Erased: it is erased.
        NotKept: its texts weren't kept whole, or are past their time.

    """
    rewrite = await one_rewrite(connection, tenant, id_, encryption)
    if rewrite.erased_at:
        raise Erased("This rewrite is erased: it can't be made once more.")
    columns = select(RewriteRow.policy, RewriteRow.policy_version, RewriteRow.store)
    row = (await connection.execute(columns.where(RewriteRow.tenant == tenant, RewriteRow.id == rewrite.id))).one()
    texts = await stored_texts(connection, tenant, [rewrite.id], encryption)
    asked = opened(texts[rewrite.id].get("request"), StoredAsking)
    if row.store != "full" or asked is None or rewrite.draft is None:
        raise NotKept("The text of this rewrite isn't on record as it was, so it can't be made once more.")
    return Replayable(
        rewrite_id=rewrite.id,
        draft=rewrite.draft,
        context=asked.context,
        options=replace(asked.options, metadata=rewrite.metadata, external_ref=rewrite.external_ref),
        waivers=waivers_in(rewrite.before) if rewrite.before else (),
        policy=row.policy,
        policy_version=row.policy_version,
        model=rewrite.model,
    )


def waivers_in(report: Report) -> tuple[Waiver, ...]:
    """Return the waivers that a report was made with."""
    used = {
        waived.fingerprint: Waiver(fingerprint=waived.fingerprint, by=waived.by, reason=waived.reason)
        for waived in report.waived
    }
    return (*used.values(), *report.unused_waivers)


async def sides(connection: AsyncConnection, tenant: str, ids: Sequence[str]) -> dict[str, Side]:
    """Read several rewrites in figures; an erasure leaves these."""
    latencies = select(AttemptRow.rewrite_id, func.sum(AttemptRow.latency_ms).label("latency"))
    latencies = latencies.where(AttemptRow.tenant == tenant, AttemptRow.rewrite_id.in_(ids))
    took = {
        row.rewrite_id: int(row.latency) for row in await connection.execute(latencies.group_by(AttemptRow.rewrite_id))
    }
    rows = await connection.execute(
        select(RewriteRow.__table__).where(RewriteRow.tenant == tenant, RewriteRow.id.in_(ids))
    )
    return {row.id: side(row, took.get(row.id, 0)) for row in rows}


def side(row: Row[tuple[object, ...]], latency_ms: int) -> Side:
    """Return one rewrite in figures."""
    return Side(
        id=row.id,
        outcome=row.outcome,
        model=row.model,
        prompt=PromptRef(row.prompt_id, row.prompt_version, row.prompt_hash) if row.prompt_id else None,
        ruleset_hash=row.ruleset_hash,
        score_before=row.score_before,
        score_after=row.score_after,
        calls=row.attempts,
        usage=Usage(row.input_tokens, row.output_tokens, row.cost_usd),
        latency_ms=latency_ms,
    )
