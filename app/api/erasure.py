"""DELETE /v1/rewrites: a text is destroyed on request; the proof that there was one stays."""

from typing import Annotated

from litestar import delete
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from app.api.access import needs
from app.api.answers import PATH
from app.api.parameters import read_query
from app.api.problems import AnyRequest, documented
from app.api.rewrites import known_form
from app.audit.erasure import Erasure
from app.domain.context import Line
from app.domain.errors import NotFound
from app.jobs.items import Items
from app.outreach.correspondence import Correspondence


class ErasureQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose texts to erase."""

    recipient_ref: Annotated[Line, Meta(min_length=1, description="What you call the recipient")]


@delete(
    f"{PATH}/{{rewrite_id:str}}",
    security=needs("rewrite"),
    responses=documented(404, 409, 503),
    tags=["rewrites"],
    operation_id="eraseRewrite",
    summary="Erase a rewrite",
    response_description="It is erased, now or before",
)
async def erase_rewrite(
    rewrite_id: FromPath[str],
    request: AnyRequest,
    erasure: NamedDependency[Erasure],
    items: NamedDependency[Items],
) -> None:
    """Destroy the texts of a rewrite and its model calls, and whatever points to a person.

    Numbers, rules and times stay, and so does the proof: verification stays green, and the ledger says what was
    erased when. One that was put off, and that nobody has begun yet, is never made.
    """
    id_ = known_form(rewrite_id)
    try:
        await erasure.rewrite(request.user, id_)
    except NotFound:
        if not await items.withdraw(request.user.tenant, id_):
            raise
    else:
        await items.withdraw(request.user.tenant, id_)


@delete(
    PATH,
    security=needs("rewrite"),
    responses=documented(400, 409, 503),
    tags=["rewrites"],
    operation_id="eraseRecipient",
    summary="Erase a recipient",
    response_description="Whatever there was is erased",
)
async def erase_recipient(
    request: AnyRequest,
    erasure: NamedDependency[Erasure],
    correspondence: NamedDependency[Correspondence],
    items: NamedDependency[Items],
) -> None:
    """Erase all rewrites for a recipient and all outreach with them. Nothing on record is no error."""
    ref = read_query(request, ErasureQuery).recipient_ref
    await erasure.recipient(request.user, ref, await correspondence.key_of(request.user.tenant, ref))
    await items.withdraw_all(request.user.tenant, ref)
