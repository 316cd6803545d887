"""Errors: always a problem, always in words, never a 500 for what a caller sends."""

import json
from typing import Any

import pytest
from httpx import Response
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Client

MESSAGE = {"channel": "message", "body": "Hi Priya"}
JSON = {"Content-Type": "application/json"}


def problem(response: Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    content: dict[str, Any] = response.json()
    assert set(content) == {"type", "title", "status", "detail", "code", "request_id", "errors"}
    assert (content["status"], content["code"]) == (status, code)
    assert content["request_id"] == response.headers["X-Request-ID"]
    return content


def fault(response: Response) -> tuple[str, str, str]:
    (found,) = problem(response, 400, "invalid_request")["errors"]
    return found["pointer"], found["code"], found["detail"]


def post(service: Client, **request: Any) -> Response:
    return service.post("/v1/checks", json={"draft": MESSAGE, **request})


def draft(service: Client, **fields: Any) -> Response:
    return post(service, draft={**MESSAGE, **fields})


def test_fields_that_cannot_be_used_are_named_in_words(service: Client) -> None:
    assert fault(draft(service, channel="sms")) == (
        "/draft/channel", "invalid_value", "Must be one of connection_note, email, inmail, message.",
    )  # fmt: skip
    assert fault(draft(service, body="")) == ("/draft/body", "too_short", "Must hold at least 1 character.")
    assert fault(draft(service, body="a" * 20_001)) == (
        "/draft/body", "too_long", "Must hold at most 20,000 characters.",
    )  # fmt: skip
    assert fault(draft(service, body=" \n\t ")) == (
        "/draft/body", "blank", "Must hold at least one visible character.",
    )  # fmt: skip
    assert fault(draft(service, body=7)) == ("/draft/body", "wrong_type", "Must be text, not a whole number.")
    assert fault(draft(service, text="Hi")) == ("/draft/text", "unknown_field", "There is no field 'text' here.")


@pytest.mark.parametrize(
    ("request_", "pointer", "code"),
    [
        ({"draft": None}, "/draft", "wrong_type"),
        ({"draft": {"channel": "message"}}, "/draft/body", "missing_field"),
        ({"extra/ordinary~": 1}, "/extra~1ordinary~0", "unknown_field"),
        ({"draft": {**MESSAGE, "subject": "Hello"}}, "/draft/subject", "subject_not_allowed"),
        ({"draft": {**MESSAGE, "channel": "connection_note", "subject": "Hello"}}, "/draft/subject", "subject_not_allowed"),
        ({"context": {"now": "2026-11-23T09:00:00"}}, "/context/now", "naive_time"),
        ({"context": {"now": "yesterday"}}, "/context/now", "invalid_time"),
        ({"context": {"degree": 4}}, "/context/degree", "invalid_value"),
        ({"context": {"degree": True}}, "/context/degree", "wrong_type"),
        ({"context": {"thread": {"sent": -1}}}, "/context/thread/sent", "too_small"),
        ({"context": {"thread": {"sent": 10**400}}}, "/context/thread/sent", "too_large"),
        ({"context": {"shared": ["", "b"]}}, "/context/shared/0", "too_short"),
        ({"context": {"facts": ["x"] * 101}}, "/context/facts", "too_long"),
        ({"context": {"sender": {"name": "a\nb"}}}, "/context/sender/name", "control_character"),
        ({"context": {"application": {}}}, "/context/application/status", "missing_field"),
    ],
)  # fmt: skip
def test_the_pointer_leads_to_the_field(service: Client, request_: dict[str, Any], pointer: str, code: str) -> None:
    found, its_code, detail = fault(post(service, **request_))
    assert (found, its_code) == (pointer, code)
    assert detail.endswith(".")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xef\xbb\xbf{}", b'{"draft": {"channel": "message", "body": "\xff"}}',
        b'{"draft": {"channel": "message", "body": "\\ud800"}}', b'{"draft": NaN}', b"'draft'",
    ],
)  # fmt: skip
def test_what_is_not_json_is_malformed(service: Client, content: bytes) -> None:
    assert problem(service.post("/v1/checks", content=content, headers=JSON), 400, "malformed_json")["errors"] == []


@pytest.mark.parametrize(
    "content", [b"[]", b"null", b"7", b"1e999", b"[" * 100_000, b'{"a":' * 40_000, b'{"draft":' * 9_000]
)
def test_json_of_another_form_is_refused(service: Client, content: bytes) -> None:
    assert service.post("/v1/checks", content=content, headers=JSON).status_code == 400


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json5", ""])
def test_other_content_types_are_415(service: Client, content_type: str) -> None:
    content = json.dumps({"draft": MESSAGE}).encode()
    problem(
        service.post("/v1/checks", content=content, headers={"Content-Type": content_type}),
        415,
        "unsupported_media_type",
    )


def test_more_than_256_kib_are_413_announced_or_not(service: Client) -> None:
    problem(service.post("/v1/checks", content=b" " * 262_145, headers=JSON), 413, "too_large")
    chunks = (b" " * 1024 for _ in range(257))
    problem(service.post("/v1/checks", content=chunks, headers=JSON), 413, "too_large")
    padded = json.dumps({"draft": MESSAGE}).encode().ljust(262_144)
    assert service.post("/v1/checks", content=padded, headers=JSON).status_code == 200


def test_an_unknown_policy_is_422(service: Client) -> None:
    problem(post(service, policy="nobody's"), 422, "unknown_policy")


def test_unknown_addresses_and_methods_are_problems(service: Client) -> None:
    for path in ("/", "/v1", "/v1/nothing", "/schema", "/docs", "/openapi.json/nothing", "/v1/xx%ff%00"):
        problem(service.get(path), 404, "not_found")
    response = service.delete("/v1/checks")
    problem(response, 405, "method_not_allowed")
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("id_", ["nothing", "%00", "%ff", "x" * 5_000, "..", "a'b"])
def test_rules_and_rewrites_that_are_not_there_are_404(service: Client, id_: str) -> None:
    for path in ("/v1/rules/{}", "/v1/rewrites/{}", "/v1/rewrites/{}/attempts"):
        problem(service.get(path.format(id_)), 404, "not_found")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
TIMES = st.datetimes().map(lambda time: time.isoformat() + "+12:00") | st.just("9999-12-31T23:59:59-12:00")
CONTEXTS = st.fixed_dictionaries(
    {},
    optional={
        "now": TIMES,
        "thread": st.fixed_dictionaries(
            {}, optional={"sent": st.integers(), "last_sent_at": TIMES, "replied": st.booleans()}
        ),
        "recipient": st.fixed_dictionaries({}, optional={"name": st.text(), "company": st.text()}),
        "relationship": st.sampled_from(["stranger", "close"]),
        "application": st.just({"status": "applied"}),
        "facts": JUNK,
    },
)
REQUESTS = st.fixed_dictionaries(
    {"draft": st.fixed_dictionaries({"channel": st.sampled_from(["message", "email", "inmail"]), "body": st.text()})},
    optional={"context": CONTEXTS | JUNK, "policy": st.sampled_from(["default", "strict", "email"]) | st.text()},
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(request_={"draft": MESSAGE, "context": {"now": "0001-01-01T00:00:00+12:00", "thread": {"sent": 1}}})
@given(request_=REQUESTS | JUNK)
def test_whatever_json_comes_the_service_keeps_its_countenance(service: Client, request_: Any) -> None:
    response = service.post("/v1/checks", content=json.dumps(request_).encode(), headers=JSON)
    assert response.status_code in {200, 400, 422}, response.text
