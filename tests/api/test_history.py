"""The history over HTTP: words, changes, filters together, and parameters that can't be used."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.asgi import create_app
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import fault, problem


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url))) as client:
        yield client


def rewrite(client: Client, body: str, **options: Any) -> str:
    draft = {"channel": "message", "body": body}
    request = {"draft": draft, "context": {"recipient": {"ref": "crm-7"}}, "options": options}
    response = client.post("/v1/rewrites", json=request)
    assert response.status_code == 201, response.text
    made: str = response.json()["id"]
    return made


def listed(client: Client, **parameters: str) -> list[str]:
    response = client.get("/v1/rewrites", params=parameters)
    assert response.status_code == 200, response.text
    return [one["id"] for one in response.json()["data"]]


def test_words_are_searched_for_beside_the_other_filters(client: Client) -> None:
    slang = rewrite(client, "Hi Priya, I'm gonna pass by Kirkwall pier. Could we meet? Thank you. Bea")
    kind = rewrite(client, "Hi Priya, I'll pass by Kirkwall on Tuesday. Could we meet? Thank you. Bea")
    assert listed(client, q="KIRKWALL priya") == [kind, slang]
    assert listed(client, q="kirkwall", rule="slang") == [slang]
    assert listed(client, q="kirkwall", recipient_ref="crm-7", outcome="fixed") == [slang]
    assert listed(client, q="going") == [slang]  # which only the rewrite says
    assert listed(client, q="kirkwall", recipient_ref="crm-8") == []
    client.delete(f"/v1/rewrites/{slang}")
    assert listed(client, q="kirkwall") == [kind]


def test_what_changed_is_asked_for_page_by_page(client: Client) -> None:
    made = [rewrite(client, f"Hi Priya, I'm gonna be at gate {number}. Thank you. Bea") for number in range(3)]
    page = client.get("/v1/rewrites", params={"updated_after": "2026-01-01T00:00:00Z", "limit": 2})
    assert [one["id"] for one in page.json()["data"]] == made[:2]
    client.post(f"/v1/rewrites/{made[0]}/decision", json={"decision": "accepted", "by": "bea"})
    rest = client.get(page.links["next"]["url"]).json()
    assert [one["id"] for one in rest["data"]] == [made[2], made[0]]
    assert (rest["has_more"], rest["next_cursor"]) == (False, None)
    last = rest["data"][-1]
    assert last["decision"]["decision"] == "accepted"
    assert last["updated_at"] > last["audit"]["at"]
    assert listed(client, updated_after=last["updated_at"]) == []
    assert listed(client, updated_after=last["audit"]["at"], decision="accepted") == [made[0]]


@pytest.mark.parametrize(
    ("parameter", "value", "code"),
    [
        ("q", "?!", "invalid_value"),
        ("q", "", "invalid_value"),
        ("q", "a" * 501, "too_long"),
        ("updated_after", "yesterday", "invalid_time"),
        ("created_before", "2026-11-22T12:00:00", "naive_time"),
        ("decision", "perhaps", "invalid_value"),
        ("outcome", "lost", "invalid_value"),
        ("external_ref", "ats:7", "invalid_value"),
        ("limit", "0", "too_small"),
        ("person", "bea", "unknown_parameter"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(service: Client, parameter: str, value: str, code: str) -> None:
    assert fault(service.get("/v1/rewrites", params={parameter: value}))[:2] == (f"/{parameter}", code)


def test_times_at_the_ends_of_the_calendar_are_just_times(service: Client) -> None:
    ends = {"created_after": "0001-01-01T00:00:00Z", "created_before": "9999-12-31T23:59:59Z"}
    found = listed(service, **ends)
    assert listed(service, q="zebra", **ends) == []
    assert listed(service, updated_after="0001-01-01T00:00:00Z", limit="1") == found[-1:]
    assert listed(service, updated_after="9999-12-31T23:59:59Z") == []


def test_the_cursor_of_another_list_is_refused(client: Client) -> None:
    for number in range(2):
        rewrite(client, f"Hi Priya, I'm gonna be at gate {number}. Thank you. Bea")
    cursor = client.get("/v1/rewrites", params={"limit": 1}).json()["next_cursor"]
    response = client.get("/v1/rewrites", params={"q": "gate", "cursor": cursor})
    assert problem(response, 400, "invalid_request")["errors"][0]["pointer"] == "/cursor"


def test_insights_count_what_is_on_record(client: Client) -> None:
    made = rewrite(client, "Hi Priya, I'm gonna pass by Kirkwall pier. Could we meet? Thank you. Bea")
    rewrite(client, "Hi Priya, I'm gonna stay at home. Could we talk? Thank you. Bea", engine="rules")
    client.post(f"/v1/rewrites/{made}/decision", json={"decision": "accepted", "by": "bea"})
    client.delete(f"/v1/rewrites/{made}")
    found = client.get("/v1/insights", params={"by": "rule"}).json()
    total = found["total"]
    assert (total["rewrites"], total["outcomes"]["fixed"]) == (2, 2)
    assert (total["rates"]["accepted"], total["degraded"]["reasons"]) == (1.0, {"no_model": 1})
    assert total["score"]["after"] > total["score"]["before"]
    slang = next(group for group in found["groups"] if group["key"] == "slang")
    assert (slang["rewrites"], slang["decisions"]["accepted"]) == (2, 1)
    assert {"rule": "slang", "rewrites": 2} in found["findings"]
    assert (found["by"], found["from"] < found["to"]) == ("rule", True)
    assert client.get("/v1/insights", params={"to": found["from"]}).json()["total"]["rewrites"] == 0


@pytest.mark.parametrize(
    ("parameters", "pointer", "code"),
    [
        ({"by": "recipient"}, "/by", "invalid_value"),
        ({"from": "yesterday"}, "/from", "invalid_time"),
        ({"from": "2026-11-22T00:00:00Z", "to": "2026-11-22T00:00:00Z"}, "/to", "invalid_value"),
        ({"to": "0001-01-01T00:00:00Z"}, "/to", "invalid_value"),
        ({"since": "2026-11-22T00:00:00Z"}, "/since", "unknown_parameter"),
    ],
)
def test_insights_of_no_time_or_by_a_person_are_refused(
    service: Client, parameters: dict[str, str], pointer: str, code: str
) -> None:
    assert fault(service.get("/v1/insights", params=parameters))[:2] == (pointer, code)
