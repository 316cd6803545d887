"""/v1/policies as a tenant uses it, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Response

from app.asgi import create_app
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.test_problems import JSON, problem

BODY = "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you! See you soon! 🎉🎉"
RULE = """
id = "house-synergy"
group = "tone"
severity = "warning"
repair = "fix"
statement = "Name the work that you would do together."
why = "Our readers smile at it."
message = "“{excerpt}” says too little."
phrases = [{match = ["synerg(y|ies)"], by = "overlap"}]
bad = [{text = "Hi Sam, I see synergies with your team.", excerpt = "synergies", fixed = "Hi Sam, I see overlap with your team."}]
good = [{text = "Hi Sam, I see three projects that we could share."}]
"""


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database_url))) as opened:
        yield opened


def put(client: Client, name: str, **choices: Any) -> Response:
    return client.put(f"/v1/policies/{name}", json=choices)


def made(client: Client, name: str, **choices: Any) -> dict[str, Any]:
    response = put(client, name, **choices)
    assert response.status_code in {200, 201}, response.text
    release: dict[str, Any] = response.json()
    return release


def check(client: Client, policy: str, body: str = BODY) -> dict[str, Any]:
    response = client.post("/v1/checks", json={"draft": {"channel": "message", "body": body}, "policy": policy})
    assert response.status_code == 200, response.text
    report: dict[str, Any] = response.json()
    return report


def found(client: Client, policy: str, body: str = BODY) -> dict[str, str]:
    return {finding["rule"]: finding["severity"] for finding in check(client, policy, body)["findings"]}


def refusals(response: Response) -> dict[str, str]:
    return {fault["pointer"]: fault["code"] for fault in problem(response, 422, "invalid_policy")["errors"]}


def names(client: Client) -> list[str]:
    return [policy["name"] for policy in client.get("/v1/policies").json()["data"]]


def test_our_policies_are_there_to_read(client: Client) -> None:
    assert names(client) == ["default", "email", "recruiting", "strict"]
    strict = client.get("/v1/policies/strict").json()
    assert (strict["shipped"], strict["version"]) == (True, 1)
    assert strict["parameters"] == {"emoji": {"max": 0}}
    assert client.get("/v1/policies/strict/versions").json() == {"data": [strict]}


def test_a_policy_of_ones_own_decides_what_is_found(client: Client) -> None:
    assert found(client, "default") == {"slang": "warning", "exclamation": "warning", "emoji": "warning"} | {
        rule: severity for rule, severity in found(client, "default").items() if severity == "suggestion"
    }
    response = put(
        client, "house", off=["emoji"], severities={"slang": "error"}, parameters={"exclamation": {"max": 2}}
    )
    assert response.status_code == 201
    assert response.headers["Location"] == "/v1/policies/house"
    judged = found(client, "house")
    assert judged["slang"] == "error"
    assert not {"emoji", "exclamation"} & set(judged)


def test_the_report_names_policy_and_version_and_its_hash_covers_the_choices(client: Client) -> None:
    stamps = []
    for choices in ({}, {"banned": ["synergy"]}, {"banned": ["synergies"]}):
        release = made(client, "house", **choices)
        stamps.append(check(client, "house")["rulebook"])
        assert (stamps[-1]["policy"], stamps[-1]["policy_version"]) == ("house", release["version"])
    assert [stamp["policy_version"] for stamp in stamps] == [1, 2, 3]
    assert len({stamp["hash"] for stamp in stamps}) == 3


def test_versions_are_never_changed_in_place(client: Client) -> None:
    first = made(client, "house", title="As it was", off=["emoji"])
    second = put(client, "house", title="As it is")
    assert second.status_code == 200
    assert client.get("/v1/policies/house").json() == second.json()
    assert client.get("/v1/policies/house/versions").json() == {"data": [second.json(), first]}
    assert "emoji" in found(client, "house")


def test_a_policy_inherits_another_as_it_is_now(client: Client) -> None:
    made(client, "base", inherits="strict", off=["slang", "exclamation"], parameters={"many-asks": {"asks": 9}})
    child = made(client, "child", inherits="base", on=["slang"], parameters={"many-asks": {"questions": 9}})
    assert (child["inherits"], child["inherits_version"]) == ("base", 1)
    judged = check(client, "child")
    rules = {finding["rule"] for finding in judged["findings"]}
    assert {"slang", "emoji"} <= rules
    assert "exclamation" not in rules
    made(client, "base", inherits="default")
    assert check(client, "child") == judged
    assert client.delete("/v1/policies/base").status_code == 204
    assert check(client, "child") == judged


def test_a_deleted_policy_judges_no_more_and_its_versions_stay(client: Client) -> None:
    made(client, "house", banned=["synergy"])
    for _ in range(2):
        assert client.delete("/v1/policies/house").status_code == 204
    problem(client.get("/v1/policies/house"), 404, "not_found")
    request = {"draft": {"channel": "message", "body": BODY}, "policy": "house"}
    problem(client.post("/v1/checks", json=request), 422, "unknown_policy")
    problem(client.post("/v1/rewrites", json=request), 422, "unknown_policy")
    (release,) = client.get("/v1/policies/house/versions").json()["data"]
    assert release["banned"] == ["synergy"]
    assert release["deleted_at"] is not None
    assert "house" not in names(client)
    assert refusals(put(client, "child", inherits="house")) == {"/inherits": "unknown_policy"}
    again = put(client, "house")
    assert (again.status_code, again.json()["version"]) == (201, 2)
    assert "house" in names(client)


def test_our_policies_can_be_neither_overwritten_nor_deleted(client: Client) -> None:
    problem(put(client, "strict", off=["slang"]), 409, "shipped_policy")
    problem(client.delete("/v1/policies/strict"), 409, "shipped_policy")


def test_nobody_else_is_found(client: Client) -> None:
    for path in ("nobodys", "nobodys/versions", "%00", "Upper"):
        problem(client.get(f"/v1/policies/{path}"), 404, "not_found")
    problem(client.delete("/v1/policies/nobodys"), 404, "not_found")


@pytest.mark.parametrize(
    ("choices", "pointer", "code"),
    [
        ({"off": ["slang", "slangg"]}, "/off/1", "unknown_rule"),
        ({"on": ["nothing"]}, "/on/0", "unknown_rule"),
        ({"on": ["slang"], "off": ["slang"]}, "/on/0", "contradiction"),
        ({"severities": {"no/rule": "error"}}, "/severities/no~1rule", "unknown_rule"),
        ({"parameters": {"nothing": {"max": 1}}}, "/parameters/nothing", "unknown_rule"),
        ({"parameters": {"emoji": {"most": 1}}}, "/parameters/emoji/most", "unknown_parameter"),
        ({"parameters": {"emoji": {"max": "two"}}}, "/parameters/emoji/max", "wrong_type"),
        ({"parameters": {"emoji": {"max": 1.5}}}, "/parameters/emoji/max", "wrong_type"),
        ({"parameters": {"emoji": {"max": -1}}}, "/parameters/emoji/max", "too_small"),
        ({"parameters": {"emoji": {"max": 10**9}}}, "/parameters/emoji/max", "too_large"),
        ({"parameters": {"rewriting": {"candidates": 0}}}, "/parameters/rewriting/candidates", "too_small"),
        ({"parameters": {"rewriting": {"candidates": 6}}}, "/parameters/rewriting/candidates", "too_large"),
        ({"parameters": {"rewriting": {"judge": "on"}}}, "/parameters/rewriting/judge", "unknown_parameter"),
        ({"parameters": {"verification": {"judge": "maybe"}}}, "/parameters/verification/judge", "invalid_value"),
        ({"off": ["rewriting"]}, "/off/0", "unknown_rule"),
        ({"inherits": "nobodys"}, "/inherits", "unknown_policy"),
        ({"preferred": {"use": "utilise"}, "banned": ["utilise"]}, "/preferred/use", "contradiction"),
        ({"preferred": {"client": "dear client"}}, "/preferred/client", "contradiction"),
        ({"rules": [RULE, RULE]}, "/rules/1/id", "taken"),
        ({"rules": [RULE.replace("house-synergy", "synergy")]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE.replace("house-synergy", "house-words")]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE.replace("by =", "then = 'x+', by =")]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE.replace("by =", "at = 'end', by =")]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE.replace("synerg(y|ies)", "synerg(y|ies")]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE.replace("synerg(y|ies)", "(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)")]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE.replace("synerg(y|ies)", "синергия")]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE + "cues = {ask = [{match = ['a b']}]}"]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE + "sources = ['999']"]}, "/rules/0", "invalid_rule"),
        ({"rules": ["id ="]}, "/rules/0", "invalid_rule"),
        ({"rules": ["a = " + "[" * 8_000]}, "/rules/0", "invalid_rule"),
        ({"rules": [RULE.replace("I see synergies", "I see a chance")]}, "/rules/0/bad/0", "example_fails"),
        ({"rules": [RULE.replace("see overlap", "see overlaps")]}, "/rules/0/bad/0", "example_fails"),
        ({"rules": [RULE.replace("three projects", "a synergy")]}, "/rules/0/good/0", "example_fails"),
        ({"rules": [RULE.replace("Hi Sam, I see three projects that we could share.", " ")]}, "/rules/0/good/0", "example_fails"),
        ({"rules": [RULE + "#" * 7_500] * 9}, "/rules", "too_long"),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_followed_is_named(
    service: Client, choices: dict[str, Any], pointer: str, code: str
) -> None:
    assert refusals(put(service, "refused", **choices)) == {pointer: code}
    problem(service.get("/v1/policies/refused"), 404, "not_found")


@pytest.mark.parametrize(
    ("choices", "pointer", "code"),
    [
        ({"out": ["slang"]}, "/out", "unknown_field"),
        ({"off": "slang"}, "/off", "wrong_type"),
        ({"severities": {"slang": "fatal"}}, "/severities", "invalid_value"),
        ({"parameters": {"emoji": {"max": True}}}, "/parameters", "wrong_type"),
        ({"banned": ["fine", "c++"]}, "/banned/1", "no_words"),
        ({"preferred": {"€": "euro"}}, "/preferred", "no_words"),
        ({"preferred": {"euro": "a\nb"}}, "/preferred", "invalid_value"),
        ({"rules": ["x" * 8_193]}, "/rules/0", "too_long"),
        ({"rules": ["x"] * 51}, "/rules", "too_long"),
    ],
)
def test_a_field_of_the_wrong_form_is_named(service: Client, choices: dict[str, Any], pointer: str, code: str) -> None:
    (fault,) = problem(put(service, "refused", **choices), 400, "invalid_request")["errors"]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert fault["detail"].endswith(".")


def test_an_unfit_name_is_refused(service: Client) -> None:
    (fault,) = problem(put(service, "House_1"), 400, "invalid_request")["errors"]
    assert fault["pointer"] == "/name"


def test_a_body_that_is_no_json_is_refused(service: Client) -> None:
    problem(service.put("/v1/policies/house", content=b"{", headers=JSON), 400, "malformed_json")


def test_policies_do_not_inherit_each_other_in_a_circle(client: Client) -> None:
    assert refusals(put(client, "one", inherits="one")) == {"/inherits": "unknown_policy"}
    made(client, "one")
    made(client, "two", inherits="one")
    made(client, "three", inherits="two")
    assert refusals(put(client, "one", inherits="one")) == {"/inherits": "circle"}
    assert refusals(put(client, "one", inherits="three")) == {"/inherits": "circle"}


def test_house_rules_find_and_fix_and_are_inherited(client: Client) -> None:
    made(client, "house", rules=[RULE])
    body = "Hi Priya, I see synergies with your team. Could we meet? Thank you!"
    made(client, "child", inherits="house")
    for policy in ("house", "child"):
        (finding,) = [one for one in check(client, policy, body)["findings"] if one["rule"] == "house-synergy"]
        assert (finding["excerpt"], finding["source"]) == ("synergies", ["house"])
    assert client.get("/v1/policies/house").json()["rules"] == [RULE]
    made(client, "child", inherits="house", off=["house-synergy"])
    assert "house-synergy" not in found(client, "child", body)
    assert refusals(put(client, "child", inherits="house", rules=[RULE])) == {"/rules/0/id": "taken"}


def test_words_are_found_in_any_case_and_preferred_ones_put_in(client: Client) -> None:
    made(client, "house", preferred={"Utilise": "use", "e-mail": "email", "github": "GitHub"}, banned=["circle back"])
    body = "Hi Priya, we utilise GitHub. E-mail me or github. Let's circle back."
    findings = [one for one in check(client, "house", body)["findings"] if one["rule"] == "house-words"]
    assert {one["severity"] for one in findings} == {"warning"}
    assert [(one["excerpt"], [fix["replacement"] for fix in one["fixes"]]) for one in findings] == [
        ("utilise", ["use"]), ("E-mail", ["Email"]), ("github", ["GitHub"]), ("circle back", []),
    ]  # fmt: skip
    assert all(fix["safe"] for one in findings for fix in one["fixes"])


def test_a_rewrite_follows_the_policy_and_names_it(client: Client) -> None:
    made(client, "house", inherits="strict")
    body = "Hi Priya, I see synergies. Could we meet at Leeds Dock for a chat? Please utilise the link."
    made(client, "house", rules=[RULE], preferred={"utilise": "use"}, off=["no-easy-out"])
    request = {"draft": {"channel": "message", "body": body}, "policy": "house", "options": {"engine": "rules"}}
    response = client.post("/v1/rewrites", json=request)
    assert response.status_code == 201, response.text
    rewrite = response.json()
    assert "I see overlap." in rewrite["rewrite"]["body"]
    assert "Please use the link." in rewrite["rewrite"]["body"]
    assert rewrite["before"]["rulebook"]["policy_version"] == 2
    changed = {rule for change in rewrite["changes"] for rule in change["rules"]}
    assert {"house-synergy", "house-words"} <= changed
    verification = client.get("/v1/audit/verification").json()
    assert (verification["ok"], verification["entries"]) == (True, 5)  # two say what answers and who signs


def test_platform_limits_hold_with_their_rule_switched_off(client: Client) -> None:
    made(client, "house", off=["over-limit"], preferred={"utilise": "use"})
    request = {"draft": {"channel": "connection_note", "body": "Hi Priya, we utilise sensors. " * 9}, "policy": "house"}
    assert client.post("/v1/rewrites", json=request).status_code == 201
