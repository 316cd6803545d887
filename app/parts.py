"""The parts that rewriting needs, wired from settings. The HTTP service and the command line share them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.records import Record
from app.db.engine import open_engine
from app.db.schema import require_current, upgrade
from app.llm.client import Client
from app.outreach.correspondence import Correspondence
from app.prompting.released import load
from app.rewriting.asking import Model
from app.rewriting.desk import Desk
from app.rewriting.rewriter import Rewriter
from app.settings import Settings
from app.tenants.policies import Policies

PROMPT = ("rewrite", "001")


class Parts(Struct, frozen=True, kw_only=True):
    """What is wired. Nothing of it is connected before it is used."""

    settings: Settings
    engine: AsyncEngine
    ledger: Ledger
    record: Record
    correspondence: Correspondence
    policies: Policies
    model: Model | None
    desk: Desk


def wire(settings: Settings, llm: Client | None = None) -> Parts:
    """Make the parts; `llm` stands in for the client of the settings' model."""
    engine = open_engine(settings.database_url)
    ledger = Ledger(engine)
    record = Record(engine, ledger)
    model = configured_model(settings, llm)
    correspondence = Correspondence(engine, ledger)
    policies = Policies(engine, ledger)
    desk = Desk(policies, correspondence, Rewriter(record, model, deadline=settings.deadline))
    return Parts(
        settings=settings,
        engine=engine,
        ledger=ledger,
        record=record,
        correspondence=correspondence,
        policies=policies,
        model=model,
        desk=desk,
    )


def configured_model(settings: Settings, llm: Client | None) -> Model | None:
    """Return the model to ask, if there is one."""
    client = llm or (openai_client(settings) if settings.has_model else None)
    if client is None:
        return None
    name = settings.model or "unnamed"
    return Model(client=client, name=name, template=load(*PROMPT), timeout=settings.model_timeout)


def openai_client(settings: Settings) -> Client:
    """Open the way to the configured server."""
    # Imported here: the SDK costs a second, and most processes on a desk do without.
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
    else:
        await check_database(settings)


async def check_database(settings: Settings) -> None:
    """Check that the database has this release's schema.

    Raises:
        RecordUnavailable: the database can't be had.
        SchemaOutdated: its schema is of another release.

    """
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
        if parts.model:
            stack.push_async_callback(parts.model.client.close)
        await stack.enter_async_context(parts.ledger)
        yield
