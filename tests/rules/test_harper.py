import json
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.errors import InvalidPolicy
from app.domain.policy import Choices
from app.domain.report import Finding
from app.rules import Ruleset, harper, rulebook, ruleset
from app.rules.choices import settle

CHOICES = Choices(parameters={"grammar": {"checker": "harper"}})
needs_harper = pytest.mark.skipif(not harper.installed(), reason="the extra [grammar] isn't installed")


def rules_with_harper() -> Ruleset:
    return settle("ours", 1, CHOICES, ruleset("default").policy, rulebook())


def grammar(rules: Ruleset, body: str) -> list[Finding]:
    report = rules.check(Draft(channel="message", body=body), Context())
    return [finding for finding in report.findings if finding.rule == "grammar"]


@needs_harper
def test_harper_finds_what_our_tables_do_not_know():
    body = "Hi Maya, she visits us and he go home by tram. Could I ask you about it?"
    (found,) = [one for one in grammar(rules_with_harper(), body) if one.excerpt == "go"]
    assert body[found.start : found.end] == "go"
    assert [(fix.replacement, fix.safe) for fix in found.fixes] == [("goes", False)]
    assert not [one for one in grammar(ruleset("default"), body) if one.excerpt == "go"]


@needs_harper
def test_one_fault_is_told_once():
    found = grammar(rules_with_harper(), "Hi Maya, I look forward to hear from you about the the clay plots.")
    spans = [(one.start, one.end) for one in found]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@needs_harper
def test_names_and_long_texts_are_left_alone():
    rules = rules_with_harper()
    assert not grammar(
        rules, "Hi Siobhan, Brillant GmbH and Raspberri told me about your dbt models. May I ask two questions?"
    )
    assert not grammar(rules, "Hi Maya, " + "The new driver don't know the line. " * 200)


@needs_harper
def test_harper_raises_hardly_an_alarm_on_clean_messages():
    lines = (Path(__file__).parent.parent / "corpus" / "clean.jsonl").read_text("utf-8").splitlines()
    bodies = [json.loads(line)["draft"]["body"] for line in lines]
    rules = rules_with_harper()
    alarmed = sum(bool(grammar(rules, body)) for body in bodies)
    assert alarmed <= len(bodies) * 0.02, alarmed


def test_another_checker_is_refused():
    choices = Choices(parameters={"grammar": {"checker": "somebody"}})
    with pytest.raises(InvalidPolicy) as caught:
        settle("ours", 1, choices, ruleset("default").policy, rulebook())
    assert caught.value.refusals[0].steps == ("parameters", "grammar", "checker")
