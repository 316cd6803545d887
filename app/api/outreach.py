"""POST and GET /v1/outreach: what was sent to whom, and what came back."""

from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from app.api.access import needs
from app.api.bodies import StrictJSON
from app.api.parameters import next_link, read_query
from app.api.problems import AnyRequest, documented
from app.api.requests import OutreachRequest
from app.domain.context import Line
from app.domain.history import Outreach
from app.outreach.correspondence import Correspondence

PATH = "/v1/outreach"


class OutreachQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which events to list, and how many to a page."""

    limit: Annotated[int, Meta(ge=1, le=100, description="How many to a page")] = 20
    cursor: Annotated[Line | None, Meta(description="The next_cursor of the page before")] = None
    recipient_ref: Line | None = None


class OutreachList(Struct, frozen=True):
    """A page of events, newest first; `next_cursor` asks for the page after it."""

    data: tuple[Outreach, ...]
    next_cursor: str | None
    has_more: bool


@post(
    PATH,
    dto=StrictJSON[OutreachRequest],
    return_dto=None,
    security=needs("rewrite"),
    responses=documented(400, 413, 415, 503),
    tags=["outreach"],
    operation_id="recordOutreach",
    summary="Record outreach",
    response_description="The event, as it is on record",
)
async def record_outreach(
    data: JSONBody[OutreachRequest], request: AnyRequest, correspondence: NamedDependency[Correspondence]
) -> Outreach:
    """Record that a message was sent, answered or declined. Its text isn't kept: only keyed hashes of its sentences.

    Later checks with this `recipient.ref` know the thread, and see text that went to many.
    """
    return await correspondence.record(
        request.user, data.recipient, data.event, data.at, data.channel, data.body, keep_ref=data.keep_ref
    )


@get(
    PATH,
    security=needs("history:read"),
    responses=documented(400, 503),
    response_headers=[ResponseHeader(name="Link", description='The next page, as rel="next"', documentation_only=True)],
    tags=["outreach"],
    operation_id="listOutreach",
    summary="List outreach",
)
async def list_outreach(request: AnyRequest, correspondence: NamedDependency[Correspondence]) -> Response[OutreachList]:
    """List events, newest first. Pages neither repeat nor skip while others are written."""
    query = read_query(request, OutreachQuery)
    page = await correspondence.list_events(request.user.tenant, query.recipient_ref, query.limit, query.cursor)
    content = OutreachList(page.events, page.next_cursor, page.next_cursor is not None)
    return Response(content, headers=next_link(request, page.next_cursor))
