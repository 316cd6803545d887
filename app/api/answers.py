"""The ways in which a rewrite is answered: whole, or told step by step."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, Literal

from litestar import Response
from litestar.response import ServerSentEvent, ServerSentEventMessage
from msgspec import Struct

from app.api.events import Telling, told
from app.api.presence import while_present
from app.api.problems import AnyRequest
from app.domain.progress import Progress, unheard
from app.domain.rewrite import Rewrite

PATH = "/v1/rewrites"
REPLAYED = "Idempotency-Replayed"
Work = Callable[[Progress], Coroutine[Any, Any, Rewrite]]
Status = Literal["queued", "running", "completed"]
PENDING: Mapping[str, Status] = {"waiting": "queued", "running": "running"}
POLL = "2"  # seconds


class Pending(Struct, frozen=True):
    """A rewrite that is made later; its address answers 202 with this until the rewrite is there."""

    id: str
    status: Status


Answer = Response[Rewrite] | Response[Pending] | ServerSentEvent


async def whole(request: AnyRequest, work: Work) -> Response[Rewrite]:
    """Answer with the rewrite, once it is there.

    Raises:
        CallerGone: nobody is there any more; the work has ended.

    """
    rewrite = await while_present(request, work(unheard))
    return Response(rewrite, headers={"Location": f"{PATH}/{rewrite.id}"})


async def stepwise(request: AnyRequest, work: Work) -> ServerSentEvent:
    """Answer with events, from the first step on."""
    telling = Telling(request, work)
    await telling.begun()
    return ServerSentEvent(telling.messages(), status_code=200)


def again(rewrite: Rewrite, *, events: bool) -> Answer:
    """Answer with a rewrite that is on record already."""
    if events:
        return ServerSentEvent(one(told(rewrite)), status_code=200, headers={REPLAYED: "true"})
    return Response(rewrite, headers={"Location": f"{PATH}/{rewrite.id}", REPLAYED: "true"})


def later(id_: str, status: Status, *, replayed: bool = False) -> Response[Pending]:
    """Answer that the rewrite is being made, and where it is going to be."""
    headers = {"Location": f"{PATH}/{id_}", "Preference-Applied": "respond-async", "Retry-After": POLL}
    return Response(Pending(id_, status), status_code=202, headers=headers | ({REPLAYED: "true"} if replayed else {}))


def pending(id_: str, state: str) -> Response[Pending]:
    """Answer that the rewrite isn't there yet."""
    return Response(Pending(id_, PENDING[state]), status_code=202, headers={"Retry-After": POLL})


async def one(message: ServerSentEventMessage) -> AsyncIterator[ServerSentEventMessage]:
    """Yield a single message."""
    yield message
