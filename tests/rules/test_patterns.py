"""Patterns of house rules: found like phrases, fixed like them, and never a way to stop the service."""

import pytest

from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.errors import InvalidPolicy
from app.domain.policy import Choices
from app.rules import rulebook
from app.rules.choices import settle
from app.rules.policy import Policy
from app.rules.ruleset import Ruleset

BARE = Policy(name="", version=0, title="")
RULE = """
id = "house-order"
group = "content"
severity = "warning"
repair = "fix"
statement = "Leave order numbers out of first messages."
why = "They tell strangers about other customers."
message = "“{{excerpt}}” is an order number: leave it out."
phrases = [{{{phrase}}}]
bad = [{{text = "Hi Ana, like order SO-123456 yours is ready. Could you come by?", excerpt = "{excerpt}"}}]
good = [{{text = "Hi Ana, like the last one yours is ready. Could you come by?"}}]
"""


def house(phrase: str, excerpt: str = "SO-123456", rules: int = 1) -> Ruleset:
    text = RULE.format(phrase=phrase, excerpt=excerpt)
    texts = (text, *(text.replace("house-order", f"house-order-{number}") for number in range(1, rules)))
    return settle("house", 1, Choices(rules=texts), BARE, rulebook())


def refused(phrase: str, rules: int = 1) -> tuple[tuple[str, ...], str]:
    with pytest.raises(InvalidPolicy) as error:
        house(phrase, rules=rules)
    (refusal,) = error.value.refusals
    return refusal.steps, refusal.detail


def test_a_pattern_is_found_whatever_stands_before_it_and_fixed():
    ruleset = house(r"pattern = '\bSO-\d{6}\b', by = 'the last order'")
    draft = Draft(channel="message", body="Żaneta 😀, as with so-000111, could you come by? Thank you.")
    (finding,) = [one for one in ruleset.check(draft, Context()).findings if one.rule == "house-order"]
    assert finding.excerpt == draft.body[finding.start : finding.end] == "so-000111"
    assert "as with the last order, could" in ruleset.mend(draft, Context()).body


def test_a_pattern_that_makes_others_hang_takes_no_time():
    ruleset = house(r"pattern = '(?:a+)+b|\bSO-\d{6}\b'")
    draft = Draft(channel="message", body="Could you come by? " + "a" * 19_000)
    assert "house-order" not in {finding.rule for finding in ruleset.check(draft, Context()).findings}


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("pattern = '('", "missing )"),
        ("pattern = 'x*'", "no word at all"),
        ("pattern = '(?=SO)'", "invalid perl operator"),
        (f"pattern = '{'x' * 201}'", "longer than 200"),
        (r"pattern = '\pL{900}'", "too large"),
        ("pattern = 'SO', match = ['order']", "either"),
        ("by = 'x'", "either"),
        ("pattern = 'SO', then = 'x'", "`then` is a regex"),
    ],
)
def test_what_can_not_run_is_refused_by_its_rule(phrase, reason):
    steps, detail = refused(phrase)
    assert steps[0] == "rules"
    assert reason in detail


def test_a_policy_holds_only_so_many():
    steps, detail = refused(r"pattern = '\bSO-\d{6}\b'", rules=21)
    assert steps == ("rules",)
    assert "more than 20 patterns" in detail


def test_the_examples_must_hold():
    steps, _ = refused(r"pattern = '\bSO-\d{5}'")
    assert steps == ("rules", "0", "bad", "0")
