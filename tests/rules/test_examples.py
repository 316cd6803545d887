"""Every example of every rule is a test: what breaks it is found where it says, what keeps it is left alone."""

import pytest

from app.domain.draft import Draft
from app.rules import fixes, ruleset
from app.rules.rule import Example, Rule

RULESET = ruleset("default")
CASES = [(rule, example) for rule in RULESET.rulebook.rules.values() for example in rule.bad]
CLEAN = [(rule, example) for rule in RULESET.rulebook.rules.values() for example in rule.good]


def _ids(cases):
    return [f"{rule.id}-{number}" for number, (rule, _) in enumerate(cases)]


def _draft(example: Example) -> Draft:
    return Draft(channel=example.channel, subject=example.subject, body=example.text)


def _findings(rule: Rule, draft: Draft, example: Example):
    report = RULESET.check(draft, example.context, example.history)
    return [finding for finding in report.findings if finding.rule == rule.id]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=_ids(CASES))
def test_bad_example_is_found_where_it_says(rule: Rule, example: Example):
    found = _findings(rule, _draft(example), example)
    assert found, f"{rule.id} finds nothing in {example.text!r}"
    assert example.excerpt in [finding.excerpt for finding in found]


@pytest.mark.parametrize(("rule", "example"), CLEAN, ids=_ids(CLEAN))
def test_good_example_is_left_alone(rule: Rule, example: Example):
    found = _findings(rule, _draft(example), example)
    assert not [finding for finding in found if finding.weighs or rule.severity == "suggestion"]


FIXED = [(rule, example) for rule, example in CASES if example.fixed is not None]


@pytest.mark.parametrize(("rule", "example"), FIXED, ids=_ids(FIXED))
def test_safe_fixes_give_the_fixed_text_and_satisfy_the_rule(rule: Rule, example: Example):
    draft = _draft(example)
    for _ in range(3):
        found = [
            finding for finding in _findings(rule, draft, example) if finding.weighs or rule.severity == "suggestion"
        ]
        safe = [fix for finding in found for fix in finding.fixes if fix.safe]
        draft = draft.reworded(fixes.apply(draft, fixes.choose(safe)))
    assert draft.body == example.fixed
    assert not [
        finding for finding in _findings(rule, draft, example) if finding.weighs and rule.severity != "suggestion"
    ]
