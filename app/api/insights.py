"""GET /v1/insights: what the rewrites of a time come to, in counts."""

import datetime as dt
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from msgspec import Meta, Struct, field
from sqlalchemy.ext.asyncio import AsyncEngine

from app.api.access import needs
from app.api.faults import Fault
from app.api.parameters import read_query, unusable
from app.api.problems import AnyRequest, documented
from app.audit.insights import insights
from app.domain.context import Instant
from app.domain.insights import By, Insights

USUAL = dt.timedelta(days=30)
FIRST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # there is nothing from before


class InsightQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which time, and by what."""

    from_: Annotated[Instant | None, Meta(description="Made then or later; 30 days before the end if left out")] = (
        field(name="from", default=None)
    )
    to: Annotated[Instant | None, Meta(description="Made earlier than this; now if left out")] = None
    by: Annotated[By | None, Meta(description="The same figures for each of these")] = None

    def span(self, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """Return beginning and end.

        Raises:
            Unusable: the end doesn't come after the beginning.

        """
        to = self.to or now
        since = self.from_ or max(to, FIRST) - USUAL
        if since >= to:
            raise unusable(Fault("/to", "invalid_value", "Must be later than from."))
        return since, to


@get(
    "/v1/insights",
    security=needs("history:read"),
    responses=documented(400, 503),
    tags=["rewrites"],
    operation_id="readInsights",
    summary="Read what the rewrites of a time come to",
)
async def read_insights(request: AnyRequest, engine: NamedDependency[AsyncEngine]) -> Insights:
    """Count outcomes, scores, decisions, reasons for doing without a model, tokens and cost, and the rules broken most.

    Counts only: nothing is told of persons, and erased rewrites count, too.
    """
    query = read_query(request, InsightQuery)
    since, to = query.span(dt.datetime.now(dt.UTC))
    return await insights(engine, request.user.tenant, since, to, query.by)
