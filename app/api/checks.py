"""POST /v1/checks: what the rules say of a draft. Nothing is stored, no model is called."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from app.api.access import needs
from app.api.bodies import StrictJSON
from app.api.problems import AnyRequest, documented
from app.domain.report import Report
from app.domain.request import CheckRequest
from app.rewriting.desk import Desk


@post(
    "/v1/checks",
    status_code=200,
    dto=StrictJSON[CheckRequest],
    return_dto=None,
    security=needs("check"),
    responses=documented(400, 413, 415, 422, 503),
    tags=["checks"],
    operation_id="checkDraft",
    summary="Check a draft",
    response_description="The findings, each with its place, reason, sources and fixes",
)
async def check_draft(data: JSONBody[CheckRequest], request: AnyRequest, desk: NamedDependency[Desk]) -> Report:
    """Judge a draft by the rules in force. Nothing is stored and no model is called.

    Where `context.recipient.ref` is given, recorded outreach counts, too: it fills what the caller leaves out of
    `context.thread`.
    """
    return await desk.check(request.user.tenant, data)
