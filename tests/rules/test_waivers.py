"""Waivers: what is let pass is gone from the report, and comes back with the next change to it."""

import pytest

from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.waiver import Waiver
from app.rules import check, ruleset
from app.rules.waivers import Waivers

BODY = "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."


def draft(body=BODY, channel="message"):
    return Draft(channel=channel, body=body)


def waiver(body, rule="slang", number=0):
    found = [finding for finding in check(draft(body)).findings if finding.rule == rule]
    return Waiver(fingerprint=found[number].fingerprint, by="Kim Park", reason="She says it herself.")


def rules(report):
    return [finding.rule for finding in report.findings]


def test_a_waived_finding_is_gone_from_findings_score_and_verdict():
    before, given = check(draft()), waiver(BODY)
    after = check(draft(), waivers=[given])
    assert rules(before) == ["slang", *rules(after)]
    assert after.score == before.score + before.findings[0].cost
    assert (before.verdict, after.verdict) == ("revise", "ready")
    (passed,) = after.waived
    assert (passed.rule, passed.excerpt, passed.by, passed.reason) == ("slang", "gonna", given.by, given.reason)
    assert after.unused_waivers == ()


def test_a_waived_finding_costs_its_repeats_nothing():
    body = "Hi Priya, I'm gonna be in Leeds in May. In that week I'm also gonna visit York. Could we meet? Thank you."
    first, second = [finding for finding in check(draft(body)).findings if finding.rule == "slang"]
    (left,) = [one for one in check(draft(body), waivers=[waiver(body)]).findings if one.rule == "slang"]
    assert left.start == second.start
    assert left.cost == first.cost > second.cost


@pytest.mark.parametrize(
    ("body", "holds"),
    [
        (BODY.replace("next week", "in May").replace("Thank", "Thanks, thank"), True),
        (BODY.replace("I'm gonna be in", "I'M   GONNA\nbe in"), True),
        (BODY.replace("be in Leeds", "be near Leeds"), False),
        (BODY.replace("gonna", "going to"), False),
    ],
)
def test_a_waiver_holds_until_the_words_around_change(body, holds):
    report = check(draft(body), waivers=[waiver(BODY)])
    assert bool(report.waived) == holds
    assert bool(report.unused_waivers) != holds


def test_a_waiver_is_for_one_rule():
    body = BODY.replace("gonna", "gonna!!")
    report = check(draft(body), waivers=[waiver(body)])
    assert "exclamation" in rules(report)
    assert [one.rule for one in report.waived] == ["slang"]


def test_what_is_missing_from_the_whole_message_can_be_waived():
    body = BODY.replace(" Thank you for your time.", "")
    given = waiver(body, "no-thanks")
    report = check(draft("Hello Sam. Could you tell me how the kiln was fired?"), waivers=[given])
    assert [(one.rule, one.excerpt) for one in report.waived] == [("no-thanks", None)]
    assert "no-thanks" not in rules(report)


def test_questions_and_waiting_go_with_their_findings():
    body = "Hi [Name], could we meet in Leeds? Thank you."
    asked = check(draft(body))
    assert [one.rule for one in asked.questions] == ["placeholder"]
    report = check(draft(body), waivers=[waiver(body, "placeholder")])
    assert report.questions == ()


def test_fixes_leave_alone_what_is_waived_though_all_around_it_is_mended():
    body = "Hi Priya, I'm gonna wanna meet u asap!!! I'm gonna be in York. Thank you for your time."
    mended = ruleset("default").mend(draft(body), Context(), waivers=Waivers([waiver(body)]))
    assert "I'm gonna want to meet you" in mended.body
    assert mended.body.count("gonna") == 1


def test_plain_data_will_do():
    report = check(
        {"channel": "message", "body": BODY}, waivers=[{"fingerprint": "0" * 16, "by": "Kim", "reason": "None."}]
    )
    assert report.unused_waivers == (Waiver(fingerprint="0" * 16, by="Kim", reason="None."),)
