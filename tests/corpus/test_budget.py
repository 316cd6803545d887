"""The false-alarm budget: what the rules may say of messages that nothing is wrong with, and what they must find."""

import pytest

from tests.corpus.snapshot import FOLDER
from tools.evaluate import Outcome, measure, read

WORDS = {"tone", "content", "proofreading"}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return measure(read(FOLDER))


def test_no_clean_message_has_an_error(outcome):
    assert [flagged for flagged in outcome.flagged_clean if flagged[2] == "error"] == []


def test_few_clean_messages_have_a_warning_about_their_words(outcome, rule_groups):
    warned = {text for text, rule, _ in outcome.flagged_clean if rule_groups[rule] in WORDS}
    clean = sum(text.kind == "clean" for text in read(FOLDER))
    assert len(warned) <= 0.02 * clean


def test_what_is_found_is_there(outcome):
    assert outcome.overall.figures()["precision"] >= 0.92
