"""The parts that rewriting needs, wired from settings. The HTTP service and the command line share them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine

from app import __version__
from app.audit.configuration import Configuration, ModelInUse
from app.audit.encryption import Encryption
from app.audit.erasure import Erasure
from app.audit.export import Exports
from app.audit.ledger import Ledger
from app.audit.notary import Notary
from app.audit.provenance import Provenance
from app.audit.records import Record
from app.audit.retention import Retention
from app.db.engine import open_engine
from app.db.schema import require_current, upgrade
from app.domain.caller import LOCAL
from app.jobs.batches import Batches
from app.jobs.claims import Claims
from app.jobs.items import Items
from app.llm.breaker import Breaker
from app.llm.client import Client
from app.llm.prices import price_of
from app.llm.profiles import Profile
from app.llm.profiles import load as load_profiles
from app.llm.queue import Queue
from app.outreach.correspondence import Correspondence
from app.prompting.released import load
from app.rewriting.calling import Model
from app.rewriting.deciding import Decisions
from app.rewriting.desk import Desk
from app.rewriting.replaying import Replays
from app.rewriting.rewriter import Rewriter
from app.rules import rulebook
from app.settings import Settings, secret
from app.tenants.keyring import Keyring
from app.tenants.keys import Keys
from app.tenants.policies import Policies
from app.tenants.privacy import Privacy
from app.tenants.reads import Reads
from app.tenants.uses import Uses
from app.tenants.waivers import StandingWaivers

PROMPTS = {"full": "rewrite/002", "compact": "rewrite-compact/001"}
JUDGE = "judge/001"
OPENAI = "https://api.openai.com"


class Parts(Struct, frozen=True, kw_only=True):
    """What is wired. Nothing of it is connected before it is used."""

    settings: Settings
    engine: AsyncEngine
    encryption: Encryption
    ledger: Ledger
    record: Record
    erasure: Erasure
    provenance: Provenance
    retention: Retention
    notary: Notary
    exports: Exports
    correspondence: Correspondence
    policies: Policies
    waivers: StandingWaivers
    privacy: Privacy
    reads: Reads
    models: tuple[Model, ...]
    uses: Uses
    keyring: Keyring
    keys: Keys
    desk: Desk
    decisions: Decisions
    replays: Replays
    claims: Claims
    items: Items
    batches: Batches


def wire(settings: Settings, llm: Client | None = None, prompt: str | None = None) -> Parts:
    """Make the parts.

    Args:
        settings: how this process runs.
        llm: stands in for the client of the settings' models.
        prompt: which prompt every model gets, such as `rewrite/001`; None for that of its profile.

    Raises:
        InvalidProfile: a profile is refused, or the one that the settings name isn't there.
        InvalidPrompt: there is no such prompt, or it isn't what was released.

    """
    engine = open_engine(settings.database_url)
    encryption = encryption_of(settings)
    ledger = Ledger(engine, encryption)
    record = Record(engine, ledger, encryption)
    models = configured_models(settings, llm, prompt)
    correspondence = Correspondence(engine, ledger)
    policies = Policies(engine, ledger)
    waivers = StandingWaivers(engine, ledger)
    privacy = Privacy(engine, ledger)
    rewriter = Rewriter(record, models, deadline=settings.deadline, budget=settings.budget)
    desk = Desk(policies, privacy, correspondence, rewriter, waivers)
    uses = Uses(engine)
    keyring = Keyring(engine, uses)
    notary = Notary(engine, settings.signing_key)
    return Parts(
        settings=settings,
        engine=engine,
        encryption=encryption,
        ledger=ledger,
        record=record,
        erasure=Erasure(engine, ledger),
        provenance=Provenance(engine),
        retention=Retention(engine, ledger),
        notary=notary,
        exports=Exports(engine, notary, encryption),
        correspondence=correspondence,
        policies=policies,
        waivers=waivers,
        privacy=privacy,
        reads=Reads(privacy, ledger),
        models=models,
        uses=uses,
        keyring=keyring,
        keys=Keys(engine, ledger, keyring),
        desk=desk,
        decisions=Decisions(record, policies),
        replays=Replays(record, policies, correspondence, rewriter, models),
        claims=Claims(engine, deadline=settings.deadline),
        items=Items(engine, deadline=settings.deadline, encryption=encryption),
        batches=Batches(engine, record, encryption),
    )


def configured_models(settings: Settings, llm: Client | None, prompt: str | None) -> tuple[Model, ...]:
    """Return the models to ask, in order; `llm` stands in for every one's client, `prompt` for their own.

    Raises:
        InvalidProfile: a profile is refused, or the one that the settings name isn't there.
        InvalidPrompt: there is no such prompt, or it isn't what was released.

    """
    if not (llm or settings.model):
        return ()
    return tuple(
        Model(
            client=guarded(llm or openai_client(settings, profile), settings, profile),
            name=name,
            template=load(prompt or PROMPTS[profile.prompt]),
            judge=load(JUDGE),
            profile=profile,
            price=price_of(name, profile, profile.base_url or settings.openai_base_url),
            timeout=settings.model_timeout,
        )
        for name, profile in chosen_profiles(settings).items()
        if llm or profile.base_url or settings.has_server
    )


def chosen_profiles(settings: Settings) -> dict[str, Profile]:
    """Return the profile of each model by its name, in the order in which they are asked.

    Raises:
        InvalidProfile: a profile is refused, or the one that the settings name isn't there.

    """
    profiles = load_profiles(settings.profiles)
    first = settings.model or "unnamed"
    chosen = {name: profiles.of(name) for name in (first, *settings.fallback_models)}
    if settings.model_profile:
        chosen[first] = profiles.named(settings.model_profile)
    return chosen


def guarded(client: Client, settings: Settings, profile: Profile) -> Client:
    """Put breaker and queue before a client."""
    usual = min(settings.model_timeout, settings.deadline)
    return Queue(Breaker(client, patience=usual / 2), profile.concurrency)


def openai_client(settings: Settings, profile: Profile) -> Client:
    """Open the way to the server of a profile, else to the settings'."""
    # Imported here: the SDK costs a second, and most processes on a desk do without.
    from app.llm.openai_client import OpenAIClient

    if profile.base_url:
        key = secret(profile.key_variable) if profile.key_variable else None
        return OpenAIClient(api_key=key, base_url=profile.base_url, profile=profile)
    return OpenAIClient(
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        profile=profile,
        azure_version=settings.azure_api_version,
    )


def encryption_of(settings: Settings) -> Encryption:
    """Return what encrypts stored texts, if there is a master key.

    Raises:
        InvalidSetting: its file can't be used.

    """
    return Encryption(settings.master(), settings.master_key_former)


async def prepare_database(settings: Settings) -> None:
    """Bring a SQLite schema up to date, of PostgreSQL only see whether it is; and see whether the master key opens it.

    Raises:
        RecordUnavailable: the database can't be had.
        SchemaOutdated: PostgreSQL waits for `decorum db upgrade`.
        MasterKeyWrong: the texts are encrypted under another key, or none is given.

    """
    if settings.database_url.startswith("sqlite"):
        await upgrade(settings.database_url)
    else:
        await check_database(settings)
    engine = open_engine(settings.database_url)
    try:
        await encryption_of(settings).check(engine)
    finally:
        await engine.dispose()


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


async def has_keys(settings: Settings) -> bool:
    """Say whether a key was ever made.

    Raises:
        RecordUnavailable: the database can't be had.

    """
    engine = open_engine(settings.database_url)
    try:
        keyring = Keyring(engine, Uses(engine))
        await keyring.look()
        return not await keyring.is_open()
    finally:
        await engine.dispose()


@asynccontextmanager
async def running(parts: Parts) -> AsyncIterator[None]:
    """Prepare the database and run the ledger; at the end write what is waiting and close everything.

    Raises:
        RecordUnavailable: the database can't be had.
        SchemaOutdated: PostgreSQL waits for `decorum db upgrade`.
        MasterKeyWrong: the texts are encrypted under another key, or none is given.

    """
    await prepare_database(parts.settings)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(parts.engine.dispose)
        for model in parts.models:
            stack.push_async_callback(model.client.close)
        await stack.enter_async_context(parts.ledger)
        await stack.enter_async_context(parts.uses)
        await parts.keyring.look()
        for tenant in await parts.notary.tenants() or [LOCAL.tenant]:
            await parts.notary.introduce(tenant, configuration(parts))
        yield


def configuration(parts: Parts) -> Configuration:
    """Return what answers, as the ledger says it."""
    return Configuration(
        release=__version__,
        rulebook_hash=rulebook().hash,
        models=tuple(
            ModelInUse(name=model.name, provider=host(parts.settings, model.profile), prompt=model.template.ref)
            for model in parts.models
        ),
    )


def host(settings: Settings, profile: Profile) -> str:
    """Return the host of a model's server; of an address, nothing else is for the record."""
    return urlsplit(profile.base_url or settings.openai_base_url or OPENAI).hostname or "unknown"
