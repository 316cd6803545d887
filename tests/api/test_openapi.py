"""The OpenAPI document, and what it promises of every route."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app import __version__
from app.api.batches import MAX_BATCH_BYTES
from app.domain.caller import SCOPES
from tests.api.conftest import Client
from tests.api.test_problems import JSON, problem

DOCUMENT: dict[str, Any] = json.loads((Path(__file__).parents[2] / "openapi.json").read_text(encoding="utf-8"))
OPERATIONS = [(path, method) for path, item in DOCUMENT["paths"].items() for method in item]
OPEN = re.compile(r"/v1/rules|/v2/languages$|/health/|/metrics$")
METHODS = {"get", "post", "put", "patch", "delete"}


def operation(path: str, method: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method]
    return found


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*(references(value) for value in node.values()))
    return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()


def test_the_service_serves_the_committed_document(service: Client) -> None:
    response = service.get("/openapi.json")
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == DOCUMENT
    assert DOCUMENT["info"]["title"] == "Decorum"
    assert DOCUMENT["info"]["version"] == __version__


def test_every_reference_leads_somewhere_and_nothing_to_other_sites() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert {reference.removeprefix("#/components/schemas/") for reference in references(DOCUMENT)} <= set(schemas)
    assert "://" not in json.dumps(DOCUMENT)


def test_requests_are_described_with_their_limits() -> None:
    draft = DOCUMENT["components"]["schemas"]["Draft"]
    assert draft["additionalProperties"] is False
    assert draft["properties"]["body"]["maxLength"] == 20_000


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_is_named_and_documents_its_problems(path: str, method: str) -> None:
    described = operation(path, method)
    assert described["operationId"]
    assert described["summary"]
    assert set(described["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
    problems = {status: answer for status, answer in described["responses"].items() if status >= "400"}
    assert {"403", "500"} <= set(problems)
    for answer in problems.values():
        assert answer["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_route_says_who_may_call_it(path: str, method: str) -> None:
    security = operation(path, method)["security"]
    if OPEN.match(path):
        assert security == [{}]
    else:
        ((scheme, scopes),) = security[0].items()
        assert scheme in DOCUMENT["components"]["securitySchemes"]
        assert set(scopes) <= set(SCOPES)
        assert scopes or path.startswith(("/v1/policies", "/v1/waivers"))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_route_answers_its_errors_as_documented(service: Client, path: str, method: str) -> None:
    address = re.sub(r"{\w+}", "nothing", path)
    documented = operation(path, method)["responses"]
    for other in METHODS - set(DOCUMENT["paths"][path]):
        problem(service.request(other, address), 405, "method_not_allowed")
    problem(service.request(method, address, headers={"Host": "example.com"}), 403, "foreign_host")
    if "{" in path and method not in {"put", "post"}:
        assert "404" in documented
        problem(service.request(method, address), 404, "not_found")
    if "requestBody" in operation(path, method):
        assert {"400", "413", "415"} <= set(documented)
        problem(service.request(method, address, content=b"{", headers=JSON), 400, "malformed_json")
        problem(service.request(method, address, json={"no such field": 1}), 400, "invalid_request")
        problem(service.request(method, address, content=b"{}"), 415, "unsupported_media_type")
        problem(service.request(method, address, content=b" " * too_large(path), headers=JSON), 413, "too_large")


def too_large(path: str) -> int:
    return MAX_BATCH_BYTES + 1 if path == "/v1/batches" else 300_000


def test_every_example_is_accepted(service: Client) -> None:
    for path, method in OPERATIONS:
        content = operation(path, method).get("requestBody", {}).get("content", {})
        for example in content.get("application/json", {}).get("examples", {}).values():
            response = service.request(method, path, json=example["value"])
            assert response.status_code in {200, 201, 202}, response.text
