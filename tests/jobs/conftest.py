import datetime as dt
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.records import Record
from app.outreach.correspondence import Correspondence
from app.rewriting.desk import Desk
from app.rewriting.rewriter import Rewriter
from app.tenants.policies import Policies
from app.tenants.privacy import Privacy
from app.tenants.waivers import StandingWaivers


class Calendar:
    """A time of day that passes only when a test says so."""

    def __init__(self):
        self.now = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)

    def __call__(self):
        return self.now

    def forward(self, seconds):
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def calendar():
    return Calendar()


@pytest.fixture
async def ledger(engine: AsyncEngine) -> AsyncIterator[Ledger]:
    async with Ledger(engine) as opened:
        yield opened


@pytest.fixture
def record(engine: AsyncEngine, ledger: Ledger) -> Record:
    return Record(engine, ledger)


@pytest.fixture
def desk(engine: AsyncEngine, ledger: Ledger, record: Record) -> Desk:
    return Desk(
        Policies(engine, ledger),
        Privacy(engine, ledger),
        Correspondence(engine, ledger),
        Rewriter(record),
        StandingWaivers(engine, ledger),
    )
