"""/v1/waivers: findings that pass in all of a tenant's drafts."""

import re
from typing import Annotated

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.api.access import needs
from app.api.bodies import StrictJSON
from app.api.problems import AnyRequest, documented
from app.api.requests import WaiverRequest
from app.domain.errors import NotFound
from app.domain.waiver import StandingWaiver, Waiver
from app.tenants.waivers import StandingWaivers

PATH = "/v1/waivers"
ID = re.compile(r"wv_[0-9a-f]{24}")


class WaiverList(Struct, frozen=True):
    """The tenant's waivers that weren't withdrawn, the newest first."""

    data: tuple[StandingWaiver, ...]


@get(
    PATH,
    security=needs(),
    responses=documented(503),
    tags=["policies"],
    operation_id="listWaivers",
    summary="List the waivers for all drafts",
)
async def list_waivers(request: AnyRequest, waivers: NamedDependency[StandingWaivers]) -> WaiverList:
    """List the tenant's waivers; those that have expired stay listed until they are withdrawn."""
    return WaiverList(tuple(await waivers.list_waivers(request.user.tenant)))


@post(
    PATH,
    dto=StrictJSON[WaiverRequest],
    return_dto=None,
    security=needs("policy:write"),
    responses=documented(400, 409, 413, 415, 503),
    tags=["policies"],
    operation_id="addWaiver",
    summary="Waive a finding in all drafts",
    response_description="The waiver, as it is on record",
)
async def add_waiver(
    data: JSONBody[WaiverRequest], request: AnyRequest, waivers: NamedDependency[StandingWaivers]
) -> StandingWaiver:
    """Let the findings of a fingerprint pass in all checks and rewrites. Reports name it where it was of use or not."""
    waiver = Waiver(fingerprint=data.fingerprint, by=data.by, reason=data.reason)
    return await waivers.add(request.user, waiver, data.expires_at)


@delete(
    f"{PATH}/{{waiver_id:str}}",
    security=needs("policy:write"),
    responses=documented(404, 503),
    tags=["policies"],
    operation_id="withdrawWaiver",
    summary="Withdraw a waiver",
)
async def withdraw_waiver(
    waiver_id: Annotated[FromPath[str], Meta(description="The waiver's id")],
    request: AnyRequest,
    waivers: NamedDependency[StandingWaivers],
) -> None:
    """End a waiver: the findings are back with the next check. It stays on record; withdrawing it twice is no error."""
    if not ID.fullmatch(waiver_id):
        raise NotFound("There is no such waiver.")
    await waivers.withdraw(request.user, waiver_id)
