"""POST /v1/checks: what the rules say of a draft. Nothing is stored, no model is called."""

from litestar import post
from litestar.params import JSONBody

from app.api.bodies import StrictJSON
from app.api.problems import documented
from app.api.requests import CheckRequest
from app.domain.report import Report
from app.rules import check


@post(
    "/v1/checks",
    status_code=200,
    dto=StrictJSON[CheckRequest],
    return_dto=None,
    responses=documented(400, 413, 415, 422),
    tags=["checks"],
    operation_id="checkDraft",
    summary="Check a draft",
    response_description="The findings, each with its place, reason, sources and fixes",
)
async def check_draft(data: JSONBody[CheckRequest]) -> Report:
    """Judge a draft by the rules in force. Nothing is stored and no model is called."""
    return check(data.draft, data.dated(), data.policy)
