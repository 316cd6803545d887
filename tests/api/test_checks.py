"""POST /v1/checks as its callers see it."""

import datetime as dt
from typing import Any

import pytest

from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.request import CheckRequest
from tests.api.conftest import Client

SLANG = "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."


def check(service: Client, body: str = SLANG, channel: str = "message", **more: Any) -> dict[str, Any]:
    draft = {"channel": channel, "body": body}
    response = service.post("/v1/checks", json={"draft": draft, **more})
    assert response.status_code == 200, response.text
    report: dict[str, Any] = response.json()
    return report


def test_a_finding_says_what_where_why_and_how_to_mend(service: Client) -> None:
    (finding,) = [found for found in check(service)["findings"] if found["rule"] == "slang"]
    assert SLANG[finding["start"] : finding["end"]] == finding["excerpt"] == "gonna"
    assert (finding["field"], finding["group"], finding["repair"]) == ("body", "tone", "fix")
    assert finding["message"]
    assert finding["source"]
    assert [fix["replacement"] for fix in finding["fixes"]] == ["going to"]


def test_a_report_has_every_field_of_the_contract(service: Client) -> None:
    report = check(service)
    assert set(report) == {
        "verdict", "score", "findings", "questions", "send_after", "approach", "rulebook",
        "waived", "unused_waivers",
    }  # fmt: skip
    assert set(report["rulebook"]) == {"version", "hash", "policy", "policy_version"}


def test_utf16_offsets_count_an_emoji_twice(service: Client) -> None:
    report = check(service, "👋🏽 " + SLANG)
    (finding,) = [found for found in report["findings"] if found["rule"] == "slang"]
    assert finding["start_utf16"] - finding["start"] == 2


def test_context_may_be_null(service: Client) -> None:
    assert check(service, context=None) == check(service)


def test_the_policy_is_the_one_that_was_named(service: Client) -> None:
    assert check(service, policy="strict")["rulebook"]["policy"] == "strict"


@pytest.mark.parametrize("body", ["\x00", "a\x00b", "🧑🏽‍🚀" * 500, "\u202e", "a" * 20_000, "\uffff", "é" * 20_000])
def test_odd_characters_are_checked_like_any(service: Client, body: str) -> None:
    for finding in check(service, body)["findings"]:
        if finding["field"]:
            assert body[finding["start"] : finding["end"]] == finding["excerpt"]


@pytest.mark.parametrize("channel", ["inmail", "email"])
def test_channels_with_a_subject_take_one(service: Client, channel: str) -> None:
    draft = {"channel": channel, "subject": "Twenty minutes in Leeds?", "body": SLANG}
    assert service.post("/v1/checks", json={"draft": draft}).status_code == 200


@pytest.mark.parametrize("subject", [None, ""])
def test_an_absent_subject_is_fine_everywhere(service: Client, subject: str | None) -> None:
    draft = {"channel": "message", "subject": subject, "body": SLANG}
    assert service.post("/v1/checks", json={"draft": draft}).status_code == 200


def test_a_charset_in_the_content_type_is_fine(service: Client) -> None:
    content = '{"draft": {"channel": "message", "body": "Hi"}}'
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert service.post("/v1/checks", content=content, headers=headers).status_code == 200


def test_a_request_without_a_time_is_judged_by_the_servers_clock() -> None:
    now = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    given = Context(now=now - dt.timedelta(days=1))
    draft = Draft(channel="message", body="Hi")
    assert CheckRequest(draft=draft).dated(now).now == now
    assert CheckRequest(draft=draft, context=given).dated(now) == given


def test_a_waived_finding_is_named_with_who_and_why(service: Client) -> None:
    (finding,) = [found for found in check(service)["findings"] if found["rule"] == "slang"]
    waiver = {"fingerprint": finding["fingerprint"], "by": "Kim Park", "reason": "She says it herself."}
    unused = {"fingerprint": "0" * 16, "by": "Kim Park", "reason": "From the draft before."}
    report = check(service, waivers=[waiver, unused])
    assert "slang" not in [found["rule"] for found in report["findings"]]
    assert report["waived"] == [{"rule": "slang", "excerpt": "gonna", **waiver}]
    assert report["unused_waivers"] == [unused]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"fingerprint": "gonna"}, "/waivers/0/fingerprint", "no_fingerprint"),
        ({"by": " "}, "/waivers/0/by", "invalid_value"),
        ({"reason": ""}, "/waivers/0/reason", "too_short"),
        ({"until": "May"}, "/waivers/0/until", "unknown_field"),
    ],
)
def test_an_unfit_waiver_is_refused(service: Client, changes: dict[str, str], pointer: str, code: str) -> None:
    waiver = {"fingerprint": "0" * 16, "by": "Kim Park", "reason": "It is her word.", **changes}
    request = {"draft": {"channel": "message", "body": SLANG}, "waivers": [waiver]}
    (found,) = service.post("/v1/checks", json=request).json()["errors"]
    assert (found["pointer"], found["code"]) == (pointer, code)
