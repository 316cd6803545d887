"""POST /v1/rewrites/{id}/decision: what a person made of a rewrite."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.api.access import needs
from app.api.answers import PATH
from app.api.bodies import StrictJSON
from app.api.problems import AnyRequest, documented
from app.api.rewrites import known_form
from app.domain.decision import Decision, Ruling
from app.rewriting.deciding import Decisions


@post(
    f"{PATH}/{{rewrite_id:str}}/decision",
    dto=StrictJSON[Ruling],
    return_dto=None,
    security=needs("rewrite"),
    responses=documented(400, 404, 409, 413, 415, 503),
    tags=["rewrites"],
    operation_id="decideRewrite",
    summary="Decide about a rewrite",
    response_description="The decision, as it is on record",
)
async def decide_rewrite(
    rewrite_id: FromPath[str], data: JSONBody[Ruling], request: AnyRequest, decisions: NamedDependency[Decisions]
) -> Decision:
    """Say whether a rewrite was accepted, edited or rejected, by whom and why.

    A final text is checked like a draft, and its distance from the rewrite is measured. A later decision replaces the
    earlier; both stay on record.
    """
    return await decisions.decide(request.user, known_form(rewrite_id), data)
