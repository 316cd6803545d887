"""Retention: what goes when, that verification holds, and that a hold goes before it."""

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.outreach import Hashes, outreach_unit
from app.audit.privacy import privacy_unit, settled
from app.audit.records import Record
from app.audit.retention import BATCH, Purged, Retention
from app.audit.tables import AttemptRow, Content, Entry, Fingerprint, OutreachRow, PurgeRow, RewriteRow, RewriteRule
from app.audit.verification import verify
from app.db.base import Base
from app.db.engine import for_writing
from app.domain.caller import LOCAL, Caller
from app.domain.errors import NotFound
from app.domain.privacy import LegalHold, PrivacyChoices
from tests.audit.examples import CONTEXT, TENANT, attempt, options, outreach, rewrite

pytestmark = pytest.mark.anyio

OTHERS = Caller(tenant="another", actor="local", scopes=LOCAL.scopes)


async def choose(ledger: Ledger, choices: PrivacyChoices, version: int = 1) -> None:
    await ledger.append(privacy_unit(LOCAL, settled(choices, version, dt.datetime.now(dt.UTC))))


async def fill(ledger: Ledger, record: Record, caller: Caller = LOCAL) -> str:
    """One rewrite with an attempt, and one event."""
    given = rewrite()
    await record.record_attempt(caller, attempt(given.id), context=CONTEXT, store="full")
    await record.record_rewrite(caller, given, context=CONTEXT, options=options(), judgements={})
    hashes = Hashes(recipient="ab" * 16, company=None, sentences=(1, 2))
    await ledger.append(outreach_unit(caller.tenant, "local", outreach(f"ou_{given.id}"), hashes))
    return given.id


async def count(engine: AsyncEngine, table: type[Base], tenant: str = TENANT) -> int:
    async with engine.connect() as connection:
        query = select(func.count()).select_from(table).where(table.__table__.c.tenant == tenant)
        return await connection.scalar(query)


def after(engine: AsyncEngine, ledger: Ledger, days: int) -> Retention:
    """Retention as it runs so many days from now."""
    return Retention(engine, ledger, now=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=days))


async def test_texts_go_first_then_rows_and_the_chain_stays(engine: AsyncEngine, ledger: Ledger, record: Record):
    await choose(ledger, PrivacyChoices(retention="privacy_first"))
    id_ = await fill(ledger, record)
    entries = await count(engine, Entry)
    assert await after(engine, ledger, 29).run() == Purged()
    assert await after(engine, ledger, 31).run() == Purged(content=3)
    found = await record.find_rewrite(TENANT, id_)
    assert (found.draft, found.rewrite, found.external_ref.id) == (None, None, "42")
    assert [await count(engine, table) for table in (Content, Fingerprint)] == [0, 0]
    assert (await verify(engine, TENANT)).ok
    assert await after(engine, ledger, 31).run() == Purged()
    assert await after(engine, ledger, 181).run() == Purged(metadata=3)
    with pytest.raises(NotFound):
        await record.find_rewrite(TENANT, id_)
    tables = (RewriteRow, RewriteRule, AttemptRow, OutreachRow)
    assert [await count(engine, table) for table in tables] == [0] * 4
    assert await count(engine, Entry) == entries + 2
    assert (await verify(engine, TENANT)).ok


async def test_what_comes_later_stays(engine: AsyncEngine, ledger: Ledger, record: Record):
    await choose(ledger, PrivacyChoices(retention="180_days"))
    await fill(ledger, record)
    await after(engine, ledger, 181).run()
    id_ = await fill(ledger, record)
    assert (await record.find_rewrite(TENANT, id_)).draft
    assert (await verify(engine, TENANT)).ok
    assert await after(engine, ledger, 179).run() == Purged()


async def test_a_legal_hold_and_another_tenant_are_left_alone(engine: AsyncEngine, ledger: Ledger, record: Record):
    await choose(ledger, PrivacyChoices(retention="180_days", legal_hold=LegalHold("Case 7")))
    await fill(ledger, record)
    await fill(ledger, record, OTHERS)
    assert await after(engine, ledger, 4000).run() == Purged()
    await choose(ledger, PrivacyChoices(retention="180_days"), version=2)
    assert await after(engine, ledger, 4000).run() == Purged(3, 3)
    assert await count(engine, RewriteRow, "another") == 1


async def test_many_go_in_batches(engine: AsyncEngine, ledger: Ledger, record: Record):
    await choose(ledger, PrivacyChoices(retention="4_years"))
    for _ in range(BATCH // 3 + 5):
        await fill(ledger, record)
    objects = 3 * (BATCH // 3 + 5)
    assert await after(engine, ledger, 1400).run() == Purged()
    assert await after(engine, ledger, 1500).run() == Purged(objects, objects)
    assert await count(engine, PurgeRow) == 4
    assert (await verify(engine, TENANT)).ok


async def test_what_goes_without_a_run_is_missed(engine: AsyncEngine, ledger: Ledger, record: Record):
    await choose(ledger, PrivacyChoices(retention="180_days"))
    await fill(ledger, record)
    await after(engine, ledger, 181).run()
    await fill(ledger, record)
    async with for_writing(engine).begin() as connection:
        await connection.execute(AttemptRow.__table__.delete())
    assert not (await verify(engine, TENANT)).ok
