"""Provenance over HTTP: outputs are known, others aren't, and not to another; an erasure takes the mark."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.asgi import create_app
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import fault

BODY = (
    "Hi Priya,\n\nI'm gonna be in Kirkwall next week. Could we meet for twenty minutes?\n\nThank you for your time. Bea"
)


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url))) as client:
        yield client


def rewrite(client: Client, **options: Any) -> dict[str, Any]:
    request = {"draft": {"channel": "message", "body": BODY}, "options": {"engine": "rules", **options}}
    made: dict[str, Any] = client.post("/v1/rewrites", json=request).json()
    return made


def verified(client: Client, text: str) -> dict[str, Any]:
    response = client.post("/v1/provenance/verification", json={"text": text})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_an_output_is_known_however_it_is_spaced(client: Client) -> None:
    made = rewrite(client)
    output = made["rewrite"]["body"]
    found = verified(client, output)
    assert found["recorded"] is True
    (named,) = found["rewrites"]
    assert (named["id"], named["outcome"], named["audit"]) == (made["id"], "fixed", made["audit"])
    assert verified(client, " ".join(output.split()) + "\r\n")["recorded"] is True
    assert verified(client, output + " Bye")["recorded"] is False
    assert verified(client, BODY) == {"recorded": False, "rewrites": []}
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_a_text_that_was_not_kept_is_known_until_it_is_erased(client: Client) -> None:
    made = rewrite(client, store="hash_only")
    output = made["rewrite"]["body"]
    assert verified(client, output)["recorded"] is True
    assert client.delete(f"/v1/rewrites/{made['id']}").status_code == 204
    assert verified(client, output)["recorded"] is False
    assert client.get("/v1/audit/verification").json()["ok"] is True


def test_where_nothing_is_on_record_nothing_is_known(client: Client) -> None:
    assert verified(client, "Hello there")["recorded"] is False
    assert fault(client.post("/v1/provenance/verification", json={"text": " "}))[:2] == ("/text", "blank")
