"""GET and PUT /v1/privacy: how much of its texts a tenant keeps, for how long, and what a model gets to see."""

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from app.api.access import needs
from app.api.bodies import StrictJSON
from app.api.problems import AnyRequest, documented
from app.domain.privacy import PrivacyChange, PrivacySettings
from app.tenants.privacy import Privacy

PATH = "/v1/privacy"


@get(
    PATH,
    security=needs("admin"),
    responses=documented(503),
    tags=["privacy"],
    operation_id="readPrivacy",
    summary="Read the privacy settings",
)
async def read_privacy(request: AnyRequest, privacy: NamedDependency[Privacy]) -> PrivacySettings:
    """Read the tenant's privacy settings: those chosen last, else the defaults with version 0."""
    return await privacy.find(request.user.tenant)


@put(
    PATH,
    dto=StrictJSON[PrivacyChange],
    return_dto=None,
    security=needs("admin"),
    responses=documented(400, 413, 415, 503),
    tags=["privacy"],
    operation_id="putPrivacy",
    summary="Change the privacy settings",
    response_description="The settings, as they are on record",
)
async def put_privacy(
    data: JSONBody[PrivacyChange], request: AnyRequest, privacy: NamedDependency[Privacy]
) -> PrivacySettings:
    """Put new settings in place of those before. What isn't named stays as it is.

    A legal hold goes before retention and before every erasure.
    """
    return await privacy.change(request.user, data)
