"""/v1/keys: keys made, listed, rotated and revoked."""

import datetime as dt
from typing import Annotated

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.api.access import needs
from app.api.bodies import StrictJSON
from app.api.faults import Fault
from app.api.parameters import read_query
from app.api.problems import AnyRequest, documented
from app.api.requests import Unusable
from app.domain.caller import Scope
from app.domain.context import Instant, Line
from app.domain.key import ApiKey, NewKey, TenantName
from app.tenants.keys import OVERLAP, Keys

PATH = "/v1/keys"
LONGEST = dt.timedelta(days=36_500)
MISDATED = Fault("/expires_at", "invalid_value", "Must lie in the future, and not more than a hundred years ahead.")
NOT_STORED = {"Cache-Control": "no-store"}


class KeyRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key to make. `tenant` is the caller's own unless an operator names another; naming a new one makes it."""

    name: Annotated[Line, Meta(min_length=1)]
    scopes: Annotated[tuple[Scope, ...], Meta(min_length=1)]
    tenant: TenantName | None = None
    expires_at: Instant | None = None


class RotationRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long the old key still holds beside the new one, in seconds."""

    overlap: Annotated[int, Meta(ge=0, le=30 * 86_400)] = int(OVERLAP.total_seconds())


class KeyQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose keys to list."""

    tenant: Annotated[TenantName | None, Meta(description="Another tenant, for an operator")] = None


class KeyList(Struct, frozen=True):
    """Every key of a tenant in the order they were made, without its secret; those that ended, too."""

    data: tuple[ApiKey, ...]


@post(
    PATH,
    dto=StrictJSON[KeyRequest],
    return_dto=None,
    security=needs("admin"),
    responses=documented(400, 413, 415, 503),
    tags=["keys"],
    operation_id="makeKey",
    summary="Make a key",
    response_description="The key, which is shown only here",
)
async def make_key(data: JSONBody[KeyRequest], request: AnyRequest, keys: NamedDependency[Keys]) -> Response[NewKey]:
    """Make a key. Only its hash is kept: it can't be shown again.

    While there is no key, a caller on this machine may make the first one; from then on every call needs one.
    """
    if data.expires_at and not dt.timedelta() < data.expires_at - dt.datetime.now(dt.UTC) <= LONGEST:
        raise Unusable("invalid_request", "A field of the request can't be used.", MISDATED)
    key = await keys.make(request.user, data.name, data.scopes, tenant=data.tenant, expires_at=data.expires_at)
    return Response(key, headers=NOT_STORED)


@get(
    PATH,
    security=needs("admin"),
    responses=documented(400, 503),
    tags=["keys"],
    operation_id="listKeys",
    summary="List the keys",
)
async def list_keys(request: AnyRequest, keys: NamedDependency[Keys]) -> KeyList:
    """List every key of a tenant, those that ended, too; never its secret."""
    query = read_query(request, KeyQuery)
    return KeyList(tuple(await keys.list_keys(request.user, query.tenant)))


@post(
    f"{PATH}/{{key_id:str}}/rotation",
    dto=StrictJSON[RotationRequest],
    return_dto=None,
    security=needs("admin"),
    responses=documented(400, 404, 409, 413, 415, 503),
    tags=["keys"],
    operation_id="rotateKey",
    summary="Replace a key",
    response_description="The new key, which is shown only here",
)
async def rotate_key(
    key_id: FromPath[str], data: JSONBody[RotationRequest], request: AnyRequest, keys: NamedDependency[Keys]
) -> Response[NewKey]:
    """Make a key that may do the same, for as long as the old one was made; both hold during the overlap."""
    key = await keys.rotate(request.user, key_id, dt.timedelta(seconds=data.overlap))
    return Response(key, headers=NOT_STORED)


@delete(
    f"{PATH}/{{key_id:str}}",
    security=needs("admin"),
    responses=documented(404, 503),
    tags=["keys"],
    operation_id="revokeKey",
    summary="Revoke a key",
)
async def revoke_key(key_id: FromPath[str], request: AnyRequest, keys: NamedDependency[Keys]) -> None:
    """End a key now; revoking it twice is no error. Other processes follow within seconds."""
    await keys.revoke(request.user, key_id)
