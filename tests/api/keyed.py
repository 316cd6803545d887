"""Services with keys, and clients that show one."""

from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

from tests.api.conftest import Client, local


def made(client: Client, *scopes: str, key: str | None = None, **fields: Any) -> dict[str, Any]:
    """Make a key and return it whole; without another one to ask with, it is the first."""
    response = client.post("/v1/keys", json={"name": "test", "scopes": scopes, **fields}, headers=shown(key))
    assert response.status_code == 201, response.text
    content: dict[str, Any] = response.json()
    return content


def shown(key: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def with_key(app: Litestar, key: str) -> TestClient[Litestar]:
    """A client of an app that is running already, which shows a key with each request."""
    client = local(app)
    client.headers.update(shown(key))
    return client
