"""/v1/policies: ours, and a tenant's own."""

import re

from litestar import Response, delete, get, put
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Struct, convert

from app.api.access import needs
from app.api.bodies import StrictJSON
from app.api.faults import Fault
from app.api.parameters import unusable
from app.api.problems import AnyRequest, documented
from app.domain.errors import NotFound
from app.domain.policy import Choices, Release
from app.tenants.policies import Policies

PATH = "/v1/policies"
NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
NO_NAME = "Must begin with a letter and hold only a to z, 0 to 9 and hyphens, at most 64 in all."


class PolicySummary(Struct, frozen=True, kw_only=True):
    """A policy without its choices; `shipped` says that it is ours."""

    name: str
    version: int
    title: str | None
    shipped: bool
    inherits: str | None


class PolicyList(Struct, frozen=True):
    """Our policies, then the tenant's own by name."""

    data: tuple[PolicySummary, ...]


class VersionList(Struct, frozen=True):
    """Every version of one policy, the newest first."""

    data: tuple[Release, ...]


@get(
    PATH,
    security=needs(),
    responses=documented(503),
    tags=["policies"],
    operation_id="listPolicies",
    summary="List the policies",
)
async def list_policies(request: AnyRequest, policies: NamedDependency[Policies]) -> PolicyList:
    """List our policies and the tenant's own, each in its newest version."""
    found = await policies.list_policies(request.user.tenant)
    return PolicyList(convert(found, tuple[PolicySummary, ...], from_attributes=True))


@get(
    f"{PATH}/{{name:str}}",
    security=needs(),
    responses=documented(404, 503),
    tags=["policies"],
    operation_id="readPolicy",
    summary="Read a policy",
)
async def read_policy(name: FromPath[str], request: AnyRequest, policies: NamedDependency[Policies]) -> Release:
    """Read a policy in its newest version."""
    return await policies.find(request.user.tenant, known_form(name))


@put(
    f"{PATH}/{{name:str}}",
    dto=StrictJSON[Choices],
    return_dto=None,
    security=needs("policy:write"),
    responses={
        **documented(400, 409, 413, 415, 422, 503),
        201: ResponseSpec(Release, description="The first version of a policy", generate_examples=False),
    },
    response_headers=[ResponseHeader(name="Location", description="Where the policy is", documentation_only=True)],
    tags=["policies"],
    operation_id="putPolicy",
    summary="Make the next version of a policy",
    response_description="The version, as it is on record",
)
async def put_policy(
    name: FromPath[str], data: JSONBody[Choices], request: AnyRequest, policies: NamedDependency[Policies]
) -> Response[Release]:
    """Make the next version of a policy of one's own; the versions before it stay as they are.

    It keeps what it inherits as that is now: a later version of the inherited policy doesn't change it.
    """
    if not NAME.fullmatch(name):
        raise unusable(Fault("/name", "invalid_value", NO_NAME))
    release, new = await policies.release(request.user, name, data)
    return Response(release, status_code=201 if new else 200, headers={"Location": f"{PATH}/{name}"})


@delete(
    f"{PATH}/{{name:str}}",
    security=needs("policy:write"),
    responses=documented(404, 409, 503),
    tags=["policies"],
    operation_id="deletePolicy",
    summary="Delete a policy",
)
async def delete_policy(name: FromPath[str], request: AnyRequest, policies: NamedDependency[Policies]) -> None:
    """Delete a policy of one's own: nothing is judged by it any more. Its versions stay on record."""
    await policies.delete(request.user, known_form(name))


@get(
    f"{PATH}/{{name:str}}/versions",
    security=needs(),
    responses=documented(404, 503),
    tags=["policies"],
    operation_id="listPolicyVersions",
    summary="List the versions of a policy",
)
async def list_versions(name: FromPath[str], request: AnyRequest, policies: NamedDependency[Policies]) -> VersionList:
    """List every version of a policy, those of a deleted one, too."""
    return VersionList(tuple(await policies.versions(request.user.tenant, known_form(name))))


def known_form(name: str) -> str:
    """Let through what may be a name; a database needn't be asked, and may choke on, the rest."""
    if not NAME.fullmatch(name):
        raise NotFound("There is no such policy.")
    return name
