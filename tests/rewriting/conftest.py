from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from app.audit.ledger import Ledger
from app.audit.records import Record
from app.db.engine import open_engine
from app.llm.profiles import PLAIN
from app.prompting.released import load


@pytest.fixture
def database_url(tmp_path, migrated_file):
    """The loop is the same on every database; one kind is enough."""
    path = tmp_path / "decorum.db"
    path.write_bytes(migrated_file.read_bytes())
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def ledger(database_url: str) -> AsyncIterator[Ledger]:
    engine = open_engine(database_url)
    async with Ledger(engine) as opened:
        yield opened
    await engine.dispose()


@pytest.fixture
def record(engine, ledger: Ledger) -> Record:
    return Record(engine, ledger)


# A model that says the same whenever it is asked the same, so that nobody asks it twice at once.
STEADY = replace(PLAIN, temperature=0.0)


@pytest.fixture(scope="session")
def template():
    return load("rewrite/002")
