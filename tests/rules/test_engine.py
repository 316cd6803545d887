"""What the engine does for every rule, seen through a few of them."""

import pytest

from app.domain.context import Context, Recipient, Sender
from app.domain.draft import Draft
from app.domain.errors import InvalidRule, UnknownPolicy
from app.rules import check, mend, rulebook
from app.rules.loader import prove, read_rule
from app.rules.scoring import cost


def findings(body: str, rule: str, context: Context | None = None, policy: str = "default", **draft):
    report = check(Draft(channel=draft.pop("channel", "message"), body=body, **draft), context, policy)
    return [finding for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize(
    "body",
    [
        "The post called “Gonna build it” was good, Sam.",
        'You wrote "we are gonna ship on time", which made me smile.',
        "The talk is at https://example.org/gonna and worth an hour.",
        "Please write to gonna@example.org, that is my address.",
        "Thank you, that helps.\n\n> I'm gonna send it on Monday",
        "Thank you, that helps.\n\nOn Mon, 2 Nov 2026 at 09:12, Sam Lee wrote:\nI'm gonna send it on Monday",
    ],
)
def test_words_of_others_are_not_judged(body):
    assert findings(body, "slang") == []


def test_names_that_the_caller_gives_are_not_judged():
    body = "Hi Sam, thank you for the plans that gonna and wanna drew together."
    assert len(findings(body, "slang")) == 2
    context = Context(recipient=Recipient(company="gonna"), sender=Sender(company="wanna"))
    assert findings(body, "slang", context) == []


def test_the_subject_is_judged_like_the_body():
    (finding,) = findings("Hello Sam, are you free?", "slang", channel="email", subject="Gonna be in Leeds")
    assert (finding.field, finding.start, finding.end, finding.excerpt) == ("subject", 0, 5, "Gonna")


def test_utf16_offsets_count_surrogate_pairs():
    (finding,) = findings("🌱🌱 I'm gonna go", "slang")
    assert (finding.start, finding.start_utf16) == (7, 9)


def test_repeats_of_a_rule_cost_less_each_time():
    costs = [finding.cost for finding in findings("gonna gonna gonna gonna gonna gonna", "slang")]
    assert costs == [10, 5, 2, 1, 1, 1]
    assert cost("error", 0) == 25


def test_plain_data_goes_in():
    report = check({"channel": "message", "body": "I'm gonna be late"}, {"relationship": "stranger"})
    assert "slang" in {finding.rule for finding in report.findings}


def test_a_policy_changes_what_counts():
    body = "Hi Sam 👋 may I ask how you tested the pump?"
    (relaxed,) = findings(body, "emoji")
    (strict,) = findings(body, "emoji", policy="strict")
    assert (relaxed.severity, strict.severity) == ("suggestion", "warning")


@pytest.mark.parametrize("name", ["nobody", "../default", "", "de fault", "DEFAULT "])
def test_an_unknown_policy_is_refused(name):
    with pytest.raises(UnknownPolicy):
        check({"channel": "message", "body": "Hello"}, policy=name)


def test_reports_name_the_rules_in_force():
    default = check({"channel": "message", "body": "Hello"}).rulebook
    strict = check({"channel": "message", "body": "Hello"}, policy="strict").rulebook
    assert (default.policy, default.policy_version, default.version) == ("default", 1, rulebook().version)
    assert default.hash != strict.hash


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I'm gonna come. Gonna call too.", "I'm going to come. Going to call too."),
        ("Hi Sam 👋🙂 nice to meet you", "Hi Sam nice to meet you"),
        ("It worked 🎉🎉. We ship now.", "It worked. We ship now."),
        ("🎉🎉 we did it", "We did it"),
        ("Thanks 🙏🙏 Looking forward to it", "Thanks. Looking forward to it"),
        ("Line one\n🎉🎉\nLine two", "Line one\nLine two"),
    ],
)
def test_fixes_leave_good_spacing_and_capitals(before, after):
    mended = mend(Draft(channel="message", body=before + "\n\nThank you. If not, no worries."))
    assert mended.body == after + "\n\nThank you. If not, no worries."


RULE = b"""
id = "sample"
severity = "warning"
repair = "fix"
needs = "text"
statement = "Say it plainly."
why = "It is clearer."
message = "Not plain."
sources = ["001"]
[[phrases]]
match = ["blah"]
[[bad]]
text = "blah"
[[good]]
text = "plain"
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (b'why = "It is clearer."', b'why = "It is clearer."\ncolour = "red"', "colour"),
        (b'id = "sample"', b'id = "other"', "other"),
        (b'severity = "warning"', b'severity = "loud"', "severity"),
        (b'match = ["blah"]', b'match = ["(blah"]', "parentheses"),
        (b'match = ["blah"]', b'match = ["a, b"]', "no text can match"),
        (b'match = ["blah"]', b'match = ["blah"]\nthen = "("', "pattern"),
        (b'statement = "Say it plainly."', b"", "statement"),
        (b"[[phrases]]", b"[[phrases", "sample"),
    ],
)
def test_the_loader_refuses_what_is_wrong(tmp_path, old, new, complaint):
    path = tmp_path / "tone" / "sample.toml"
    assert prove(read_rule(path, RULE)).id == "sample"
    with pytest.raises(InvalidRule, match=complaint):
        prove(read_rule(path, RULE.replace(old, new)))


@pytest.mark.parametrize("phrase", [*rulebook().phrases, *rulebook().cues], ids=lambda phrase: phrase.owner)
def test_every_phrase_and_regex_of_ours_compiles(phrase):
    phrase.prove()
