"""The parts that rewriting needs, wired from settings. The HTTP service and the command line share them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.db.engine import open_engine
from app.db.schema import require_current, upgrade
from app.llm.client import Client
from app.settings import Settings


class Parts(Struct, frozen=True, kw_only=True):
    """What is wired: nothing of it is connected before it is used."""

    settings: Settings
    engine: AsyncEngine
    ledger: Ledger
    client: Client | None


def wire(settings: Settings, llm: Client | None = None) -> Parts:
    """Make the parts; `llm` stands in for the model of the settings."""
    engine = open_engine(settings.database_url)
    ledger = Ledger(engine)
    return Parts(settings=settings, engine=engine, ledger=ledger, client=llm or model_client(settings))


def model_client(settings: Settings) -> Client | None:
    """Return a client for the configured model, if there is one."""
    if not settings.has_model:
        return None
    # Here, because the SDK takes a second to import and many a command does without.
    from app.llm.openai_client import OpenAIClient

    return OpenAIClient(api_key=settings.openai_api_key, base_url=settings.openai_base_url)


async def prepare_database(settings: Settings) -> None:
    """Bring a SQLite schema up to date; of PostgreSQL, only see whether it is.

    Raises:
        RecordUnavailable: the database can't be had.
        SchemaOutdated: PostgreSQL waits for `decorum db upgrade`.

    """
    if settings.database_url.startswith("sqlite"):
        await upgrade(settings.database_url)
        return
    engine = open_engine(settings.database_url)
    try:
        await require_current(engine)
    finally:
        await engine.dispose()


@asynccontextmanager
async def running(parts: Parts) -> AsyncIterator[None]:
    """Prepare the database and run the ledger; at the end write what is waiting and close everything.

    Raises:
        RecordUnavailable: the database can't be had.
        SchemaOutdated: PostgreSQL waits for `decorum db upgrade`.

    """
    await prepare_database(parts.settings)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(parts.engine.dispose)
        if parts.client:
            stack.push_async_callback(parts.client.close)
        await stack.enter_async_context(parts.ledger)
        yield
