from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from app.asgi import create_app
from app.settings import Settings

Client = TestClient[Litestar]


def local(app: Litestar) -> Client:
    """A client that comes by the address of this machine, and shows a 500 as its caller would see it."""
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A running service without a model, shared by tests that don't mind each other's traces."""
    folder = tmp_path_factory.mktemp("service")
    with local(create_app(Settings(database_url=f"sqlite+aiosqlite:///{folder}/decorum.db"))) as client:
        yield client


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/decorum.db"


@pytest.fixture
def boom(database: str) -> Iterator[Client]:
    """A service with one more route, which fails with words that nobody should read."""

    @get("/boom")
    async def fail() -> None:
        words = "SECRET"
        try:
            _ = 1 / 0
        except ZeroDivisionError as error:
            raise RuntimeError(words) from error

    app = create_app(Settings(database_url=database))
    app.register(fail)
    with local(app) as client:
        yield client
