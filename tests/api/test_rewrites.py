"""POST /v1/rewrites and the history, with a scripted model."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Response

from app.asgi import create_app
from app.domain.errors import ModelUnavailable
from app.llm.scripted import Scripted, ScriptedClient
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import fault, problem

CLUMSY = "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."
BETTER = "Hi Priya, I will be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."
DRAFT = {"channel": "message", "body": CLUMSY}
ANSWER = json.dumps({"subject": None, "body": BETTER})


class Service:
    """A service with its own database and a scripted model."""

    def __init__(self, database: str) -> None:
        self._settings = Settings(database_url=database, model="scripted-1")
        self.script: list[Scripted] = []
        self.model = ScriptedClient(iter(self._next, None))

    def _next(self) -> Scripted | None:
        return self.script.pop(0) if self.script else None

    def start(self) -> Client:
        return local(create_app(self._settings, llm=self.model))


@pytest.fixture
def modelled(database_url: str) -> Service:
    return Service(database_url)


@pytest.fixture
def client(modelled: Service) -> Iterator[Client]:
    with modelled.start() as client:
        yield client


def rewrite(client: Client, **request: Any) -> dict[str, Any]:
    response = client.post("/v1/rewrites", json={"draft": DRAFT, **request})
    assert response.status_code == 201, response.text
    content: dict[str, Any] = response.json()
    assert response.headers["Location"] == f"/v1/rewrites/{content['id']}"
    return content


def listed(client: Client, **parameters: str) -> list[str]:
    response = client.get("/v1/rewrites", params=parameters)
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.json()["data"]]


def test_a_model_rewrites_and_the_record_says_the_same(modelled: Service, client: Client) -> None:
    modelled.script = [ANSWER]
    answer = rewrite(client)
    assert (answer["outcome"], answer["engine"], answer["model"]) == ("rewritten", "llm", "scripted-1")
    assert answer["rewrite"]["body"] == BETTER
    assert answer["audit"]["sequence"] == 4  # after what answers, who signs, and the attempt
    assert client.get(f"/v1/rewrites/{answer['id']}").json() == answer


def test_an_answer_has_every_field_of_the_contract(client: Client) -> None:
    assert set(rewrite(client, options={"engine": "rules"})) >= {
        "id", "created_at", "outcome", "degraded", "draft", "rewrite", "before", "after", "changes", "faithfulness",
        "engine", "model", "prompt", "attempts", "usage", "audit",
    }  # fmt: skip


def test_the_changes_turn_the_draft_into_the_rewrite(modelled: Service, client: Client) -> None:
    modelled.script = [ANSWER]
    body = CLUMSY
    for change in reversed(rewrite(client)["changes"]):
        assert body[change["start"] : change["end"]] == change["before"]
        body = body[: change["start"]] + change["after"] + body[change["end"] :]
    assert body == BETTER


def test_each_call_is_on_record_with_prompt_answer_and_error(modelled: Service, client: Client) -> None:
    modelled.script = [ModelUnavailable("The key was refused (HTTP 401).", status=401)]
    answer = rewrite(client)
    assert (answer["outcome"], answer["degraded"]["reason"]) == ("fixed", "model_unavailable")
    (attempt,) = client.get(f"/v1/rewrites/{answer['id']}/attempts").json()["data"]
    assert attempt["error"]["status"] == 401
    assert "gonna" in attempt["prompt"]["messages"][-1]["content"]


def test_without_a_model_safe_fixes_are_made(service: Client) -> None:
    answer = rewrite(service)
    assert (answer["outcome"], answer["degraded"]["reason"]) == ("fixed", "no_model")
    assert "gonna" not in answer["rewrite"]["body"]
    assert service.get(f"/v1/rewrites/{answer['id']}/attempts").json() == {"data": []}


def test_the_list_is_newest_first_in_linked_pages(client: Client) -> None:
    made = [rewrite(client, options={"engine": "rules"})["id"] for _ in range(5)]
    found: list[str] = []
    response = client.get("/v1/rewrites", params={"limit": 2, "outcome": "fixed"})
    while True:
        page = response.json()
        assert page["has_more"] is (page["next_cursor"] is not None) is ("Link" in response.headers)
        found += [item["id"] for item in page["data"]]
        if not page["has_more"]:
            break
        (address,) = re.findall(r'<(.+)>; rel="next"', response.headers["Link"])
        assert "outcome=fixed" in address
        response = client.get(address)
    assert found == made[::-1]


def test_the_list_can_be_filtered(client: Client) -> None:
    reference = {"system": "crm", "type": "contact", "id": "a:1"}
    with_ref = rewrite(
        client, options={"engine": "rules", "external_ref": reference}, context={"recipient": {"ref": "priya&co"}}
    )
    other = rewrite(client, options={"engine": "rules"})
    both = [other["id"], with_ref["id"]]
    assert listed(client) == both
    assert listed(client, external_ref="crm:contact:a:1") == [with_ref["id"]]
    assert listed(client, recipient_ref="priya&co") == [with_ref["id"]]
    assert listed(client, rule="slang", outcome="fixed") == both
    assert listed(client, rule="nothing") == listed(client, outcome="held") == []
    assert listed(client, created_after=with_ref["created_at"]) == [other["id"]]
    assert listed(client, created_before=other["created_at"]) == [with_ref["id"]]
    shifted = dt.datetime.fromisoformat(other["created_at"]).astimezone(dt.timezone(dt.timedelta(hours=5)))
    assert listed(client, created_before=shifted.isoformat()) == [with_ref["id"]]


@pytest.mark.parametrize(
    ("parameters", "pointer", "code"),
    [
        ({"query": "Priya"}, "/query", "unknown_parameter"),
        ({"outcom": "held"}, "/outcom", "unknown_parameter"),
        ({"limit": "many"}, "/limit", "wrong_type"),
        ({"limit": "0"}, "/limit", "too_small"),
        ({"limit": "101"}, "/limit", "too_large"),
        ({"outcome": "good"}, "/outcome", "invalid_value"),
        ({"recipient_ref": "a\x00b"}, "/recipient_ref", "control_character"),
        ({"external_ref": "crm:contact"}, "/external_ref", "invalid_value"),
        ({"created_after": "yesterday"}, "/created_after", "invalid_time"),
        ({"created_after": "2026-11-23T09:00:00"}, "/created_after", "naive_time"),
        ({"cursor": "nothing"}, "/cursor", "invalid_cursor"),
    ],
)  # fmt: skip
def test_parameters_that_cannot_be_used_are_named(
    service: Client, parameters: dict[str, str], pointer: str, code: str
) -> None:
    found, its_code, detail = fault(service.get("/v1/rewrites", params=parameters))
    assert (found, its_code) == (pointer, code)
    assert "SECRET" not in detail


@pytest.mark.parametrize(
    "query",
    ["cursor=%00", "cursor=%ff", "cursor=" + "A" * 3000, "created_after=0001-01-01T00:00:00%2B12:00", "limit=1e99",
     "limit=" + "9" * 400, "rule=%ed%a0%80", "external_ref=%00:a:b", "outcome=", "outcome=held&outcome=fixed",
     "created_before=9999-12-31T23:59:59-12:00", "limit=%F0%9F%98%80", "&&&=", "cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OS54"],
)  # fmt: skip
def test_odd_queries_are_never_a_fault_of_ours(client: Client, query: str) -> None:
    assert client.get(f"/v1/rewrites?{query}").status_code in {200, 400}


@pytest.mark.parametrize(
    ("options", "pointer", "code"),
    [
        ({"engine": "magic"}, "/options/engine", "invalid_value"),
        ({"max_characters": 0}, "/options/max_characters", "too_small"),
        ({"keep": [""]}, "/options/keep/0", "too_short"),
        ({"metadata": {"a": 1}}, "/options/metadata", "wrong_type"),
        ({"external_ref": {"system": "crm", "type": "contact"}}, "/options/external_ref/id", "missing_field"),
    ],
)
def test_options_that_cannot_be_used_are_named(
    service: Client, options: dict[str, Any], pointer: str, code: str
) -> None:
    response: Response = service.post("/v1/rewrites", json={"draft": DRAFT, "options": options})
    assert fault(response)[:2] == (pointer, code)


def test_an_unknown_policy_leaves_nothing_on_record(service: Client) -> None:
    before = listed(service)
    problem(service.post("/v1/rewrites", json={"draft": DRAFT, "policy": "nobody's"}), 422, "unknown_policy")
    assert listed(service) == before


def test_odd_characters_come_back_from_the_record_as_they_were(client: Client) -> None:
    body = CLUMSY + " \x00\u202e\U0001f9d1\U0001f3fd\u200d\U0001f680 e\u0301"
    answer = rewrite(client, draft={"channel": "message", "body": body}, options={"engine": "rules"})
    assert client.get(f"/v1/rewrites/{answer['id']}").json()["draft"]["body"] == body


def test_waivers_are_respected_and_on_record(service: Client) -> None:
    body = "Hi Priya, I'm gonna wanna meet u in Leeds. Would Thursday suit you? Thank you."
    report = service.post("/v1/checks", json={"draft": {"channel": "message", "body": body}}).json()
    mark = next(one["fingerprint"] for one in report["findings"] if one["excerpt"] == "gonna")
    waivers = [{"fingerprint": mark, "by": "Kim Park", "reason": "She says it herself."}]
    request = {"draft": {"channel": "message", "body": body}, "options": {"engine": "rules"}, "waivers": waivers}
    made = service.post("/v1/rewrites", json=request).json()
    assert made["rewrite"]["body"].startswith("Hi Priya, I'm gonna want to meet you in Leeds.")
    kept = service.get(f"/v1/rewrites/{made['id']}").json()
    for report in (kept["before"], kept["after"]):
        assert [(one["rule"], one["by"], one["fingerprint"]) for one in report["waived"]] == [
            ("slang", "Kim Park", mark)
        ]
