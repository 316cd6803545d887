"""The composition root: settings become parts, parts become the HTTP service."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from litestar import Litestar
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from structlog.typing import FilteringBoundLogger

from app import __version__
from app.api.access import Access
from app.api.audit import export_ledger, list_entries, prove_consistency, prove_rewrite, take_checkpoint, verify_record
from app.api.batches import cancel_batch, create_batch, read_batch, read_results
from app.api.checks import check_draft
from app.api.decisions import decide_rewrite
from app.api.description import description
from app.api.erasure import erase_recipient, erase_rewrite
from app.api.gate import Gate
from app.api.health import live, ready
from app.api.insights import read_insights
from app.api.keys import list_keys, make_key, revoke_key, rotate_key
from app.api.limits import Limits
from app.api.metrics import Metrics, read_metrics
from app.api.outreach import list_outreach, record_outreach
from app.api.policies import delete_policy, list_policies, list_versions, put_policy, read_policy
from app.api.privacy import put_privacy, read_privacy
from app.api.problems import EXCEPTION_HANDLERS, MAX_BODY_BYTES
from app.api.provenance import verify_provenance
from app.api.replays import replay_rewrite
from app.api.rewrites import list_attempts, list_rewrites, read_rewrite, rewrite_draft
from app.api.rules import list_rules, read_rule
from app.api.turns import Turns
from app.api.waivers import add_waiver, list_waivers, withdraw_waiver
from app.domain.context import Context
from app.domain.draft import Draft
from app.jobs.worker import Worker
from app.llm.client import Client
from app.parts import running, wire
from app.rules import ruleset
from app.rules.rehearsal import rehearse
from app.settings import Settings
from app.upkeep import keeping_checkpoints, purging

DEFAULT = "default"
ROUTES = [
    check_draft,
    rewrite_draft,
    list_rewrites,
    read_rewrite,
    list_attempts,
    read_insights,
    decide_rewrite,
    replay_rewrite,
    erase_rewrite,
    erase_recipient,
    create_batch,
    read_batch,
    read_results,
    cancel_batch,
    record_outreach,
    list_outreach,
    verify_record,
    verify_provenance,
    take_checkpoint,
    prove_consistency,
    prove_rewrite,
    list_entries,
    export_ledger,
    list_rules,
    read_rule,
    list_policies,
    read_policy,
    put_policy,
    delete_policy,
    list_versions,
    make_key,
    list_keys,
    rotate_key,
    revoke_key,
    list_waivers,
    add_waiver,
    withdraw_waiver,
    read_privacy,
    put_privacy,
    live,
    ready,
    read_metrics,
]
UNENCRYPTED = "Texts are stored as they are: set DECORUM_MASTER_KEY to have them encrypted."
WARM_UP = Draft(channel="email", subject="Your talk", body="Hi Sam, I saw your talk. Could we meet? Thank you. Ida")
log: FilteringBoundLogger = structlog.get_logger()


@asynccontextmanager
async def rehearsing() -> AsyncIterator[None]:
    """Rehearse the rules in a thread while the service is already there, until it stops."""
    stopped = threading.Event()
    rehearsal = asyncio.create_task(asyncio.to_thread(rehearse, ruleset(DEFAULT), lambda: not stopped.is_set()))
    try:
        yield
    finally:
        stopped.set()
        await rehearsal


def create_app(settings: Settings, *, llm: Client | None = None) -> Litestar:
    """Wire the service; nothing is opened before it starts. `llm` stands in for the model of the settings."""
    parts = wire(settings, llm)
    metrics = Metrics()
    turns = Turns(settings.concurrency)
    worker = Worker(parts.items, parts.batches, parts.desk, parts.record, parts.claims, places=settings.workers)

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        # So that no request waits for the rules and their tables to be read, or meets one that can't be.
        ruleset(DEFAULT).check(WARM_UP, Context())
        purges = purging(parts.retention, settings.purge_interval)
        checkpoints = keeping_checkpoints(parts.notary, settings.checkpoint_interval)
        async with running(parts), purges, checkpoints, rehearsing(), worker:
            log.info("started", version=__version__, model=settings.model if parts.models else None)
            if not parts.encryption.on:
                log.warning("not_encrypted", detail=UNENCRYPTED)
            yield
        log.info("stopped")

    app = Litestar(
        ROUTES,
        dependencies={
            "batches": Provide(lambda: parts.batches, sync_to_thread=False),
            "claims": Provide(lambda: parts.claims, sync_to_thread=False),
            "correspondence": Provide(lambda: parts.correspondence, sync_to_thread=False),
            "decisions": Provide(lambda: parts.decisions, sync_to_thread=False),
            "desk": Provide(lambda: parts.desk, sync_to_thread=False),
            "erasure": Provide(lambda: parts.erasure, sync_to_thread=False),
            "encryption": Provide(lambda: parts.encryption, sync_to_thread=False),
            "engine": Provide(lambda: parts.engine, sync_to_thread=False),
            "keys": Provide(lambda: parts.keys, sync_to_thread=False),
            "metrics": Provide(lambda: metrics, sync_to_thread=False),
            "privacy": Provide(lambda: parts.privacy, sync_to_thread=False),
            "provenance": Provide(lambda: parts.provenance, sync_to_thread=False),
            "items": Provide(lambda: parts.items, sync_to_thread=False),
            "exports": Provide(lambda: parts.exports, sync_to_thread=False),
            "notary": Provide(lambda: parts.notary, sync_to_thread=False),
            "policies": Provide(lambda: parts.policies, sync_to_thread=False),
            "turns": Provide(lambda: turns, sync_to_thread=False),
            "waivers": Provide(lambda: parts.waivers, sync_to_thread=False),
            "reads": Provide(lambda: parts.reads, sync_to_thread=False),
            "replays": Provide(lambda: parts.replays, sync_to_thread=False),
            "record": Provide(lambda: parts.record, sync_to_thread=False),
            "worker": Provide(lambda: worker, sync_to_thread=False),
        },
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=[lifespan],
        logging_config=None,
        middleware=[DefineMiddleware(Access, keyring=parts.keyring, limits=Limits(settings.rate_limit))],
        openapi_config=description(),
        request_max_body_size=MAX_BODY_BYTES,
    )
    app.asgi_handler = Gate(app.asgi_handler, parts.keyring, metrics)
    return app
