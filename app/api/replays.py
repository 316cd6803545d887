"""POST /v1/rewrites/{id}/replay: a rewrite on record, made once more."""

from functools import partial

from litestar import Response, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.api.access import needs
from app.api.answers import PATH, whole
from app.api.bodies import StrictJSON
from app.api.problems import AnyRequest, documented
from app.api.rewrites import known_form
from app.api.turns import Turns
from app.domain.progress import Progress
from app.domain.request import ReplayRequest
from app.domain.rewrite import Rewrite
from app.rewriting.replaying import Replays


@post(
    f"{PATH}/{{rewrite_id:str}}/replay",
    dto=StrictJSON[ReplayRequest],
    return_dto=None,
    security=needs("rewrite", "history:read"),
    responses=documented(400, 404, 409, 413, 415, 422, 503),
    response_headers=[
        ResponseHeader(name="Location", description="Where the new rewrite is on record", documentation_only=True)
    ],
    tags=["rewrites"],
    operation_id="replayRewrite",
    summary="Make a rewrite once more",
    response_description="The new rewrite, as it is on record, beside the one that it replays",
)
async def replay_rewrite(
    rewrite_id: FromPath[str],
    data: JSONBody[ReplayRequest],
    request: AnyRequest,
    replays: NamedDependency[Replays],
    turns: NamedDependency[Turns],
) -> Response[Rewrite]:
    """Make a rewrite once more from what is on record, with another model or another version of its prompt.

    Draft, context, policy in its version, options and waivers are those of before, metadata and references included.
    Without `model`, the one of before is asked, if it still is configured; without `prompt_version`, with its prompt of
    today. A caller that goes away ends the work.
    """
    caller, id_ = request.user, known_form(rewrite_id)

    async def work(progress: Progress) -> Rewrite:
        return await turns.taken(partial(replays.replay, caller, id_, data, progress))

    return await whole(request, work)
