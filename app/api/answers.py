"""The ways in which a rewrite is answered: whole, or told step by step."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from litestar import Response
from litestar.response import ServerSentEvent, ServerSentEventMessage

from app.api.events import Telling, told
from app.api.presence import while_present
from app.api.problems import AnyRequest
from app.domain.progress import Progress, unheard
from app.domain.rewrite import Rewrite

PATH = "/v1/rewrites"
REPLAYED = "Idempotency-Replayed"
Work = Callable[[Progress], Coroutine[Any, Any, Rewrite]]
Answer = Response[Rewrite] | ServerSentEvent


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


async def one(message: ServerSentEventMessage) -> AsyncIterator[ServerSentEventMessage]:
    """Yield a single message."""
    yield message
