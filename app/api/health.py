"""GET /health/live and /health/ready: for whoever starts and watches the process."""

from typing import Literal

from litestar import get
from litestar.di import NamedDependency
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine

from app.api.access import PUBLIC
from app.api.problems import documented
from app.audit.encryption import Encryption
from app.db.schema import require_current


class Health(Struct, frozen=True):
    """A word for whoever asks."""

    status: Literal["live"]


class Readiness(Struct, frozen=True):
    """Whether requests can be served, and whether texts are encrypted at rest: without a master key they aren't."""

    status: Literal["ready"]
    encryption: Literal["on", "off"]


@get(
    "/health/live",
    security=PUBLIC,
    responses=documented(),
    tags=["health"],
    operation_id="isLive",
    summary="Is the process alive?",
    sync_to_thread=False,
)
def live() -> Health:
    """Answer as long as the process runs."""
    return Health("live")


@get(
    "/health/ready",
    security=PUBLIC,
    responses=documented(503),
    tags=["health"],
    operation_id="isReady",
    summary="Can it serve?",
)
async def ready(engine: NamedDependency[AsyncEngine], encryption: NamedDependency[Encryption]) -> Readiness:
    """Answer 200 where the database can be read and has this release's schema, else 503."""
    await require_current(engine)
    return Readiness("ready", "on" if encryption.on else "off")
