from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.ledger import Ledger
from app.audit.records import Record


@pytest.fixture
async def ledger(engine: AsyncEngine) -> AsyncIterator[Ledger]:
    async with Ledger(engine) as opened:
        yield opened


@pytest.fixture
def record(engine: AsyncEngine, ledger: Ledger) -> Record:
    return Record(engine, ledger)
