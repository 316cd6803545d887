"""POST /v1/provenance/verification: is a text the output of a recorded rewrite?"""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from app.api.access import needs
from app.api.bodies import StrictJSON
from app.api.problems import AnyRequest, documented
from app.api.requests import ProvenanceRequest
from app.audit.provenance import Output, Provenance


class ProvenanceAnswer(Struct, frozen=True):
    """Whether a text is on record as an output, and of which rewrites, newest first."""

    recorded: bool
    rewrites: tuple[Output, ...]


@post(
    "/v1/provenance/verification",
    dto=StrictJSON[ProvenanceRequest],
    return_dto=None,
    status_code=200,
    security=needs("history:read"),
    responses=documented(400, 413, 415, 503),
    tags=["audit"],
    operation_id="verifyProvenance",
    summary="Is a text ours?",
)
async def verify_provenance(
    data: JSONBody[ProvenanceRequest], request: AnyRequest, provenance: NamedDependency[Provenance]
) -> ProvenanceAnswer:
    """Say whether a text is the body of a recorded rewrite of this tenant, however its words are spaced.

    Rewrites are found by a keyed hash, so this works for texts that weren't kept, and not for erased ones.
    """
    outputs = await provenance.outputs(request.user.tenant, data.text)
    return ProvenanceAnswer(recorded=bool(outputs), rewrites=outputs)
