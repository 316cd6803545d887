from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.draft import Draft, Text
from app.rewriting.changes import apply, changes, settled
from tests.rewriting.reports import finding, insertion, report

pieces = st.sampled_from(
    ["hi", "Sam", " ", "  ", "\n", "\n\n", ", ", ". ", "! ", "it's", "-", "é", "😀", "data", "\u2028"]
)
texts = st.one_of(st.text(max_size=80), st.lists(pieces, max_size=40).map("".join))
bodies = texts.filter(lambda text: bool(text.strip()))
subjects = st.one_of(st.none(), texts)


@given(subject=subjects, body=bodies, new_subject=subjects, new_body=texts)
def test_applying_the_changes_gives_the_rewrite(subject, body, new_subject, new_body):
    draft = Draft(channel="email", subject=subject, body=body)
    rewrite = settled(draft, Text(new_subject, new_body))
    found = changes(draft, rewrite, report(), None)
    assert apply(draft.text(), found) == rewrite
    assert (rewrite.subject or "", rewrite.body) == (new_subject or "", new_body)


@given(subject=subjects, body=bodies, new_subject=subjects, new_body=texts)
def test_hunks_stand_in_order_and_say_what_they_replace(subject, body, new_subject, new_body):
    draft = Draft(channel="email", subject=subject, body=body)
    found = changes(draft, Text(new_subject, new_body), report(), None)
    for change in found:
        assert (draft.field(change.field) or "")[change.start : change.end] == change.before != change.after
    for one, other in pairwise(found):
        same = one.field == other.field
        assert (one.end <= other.start and one.start < other.start) if same else one.field == "subject"


@given(body=bodies)
def test_an_unchanged_message_has_no_changes(body):
    draft = Draft(channel="message", body=body)
    assert changes(draft, draft.text(), report(), report()) == ()


def hunks(old, new, before, after=None):
    draft = Draft(channel="message", body=old)
    found = changes(draft, Text(None, new), before, report() if after is None else after)
    return [(change.before, change.after, change.rules) for change in found]


def test_a_word_is_shown_as_a_word_with_its_rule():
    old = "Hi Sam, I am gonna be in Leeds. Shall we meet?"
    new = "Hi Sam, I am going to be in Leeds. Shall we meet?"
    assert hunks(old, new, report(finding(old, "gonna"))) == [("gonna", "going to", ("slang",))]


def test_a_sentence_said_otherwise_is_shown_whole():
    old = "I saw the talk. Send me your slides right now or forget it. Best, Kim"
    new = "I saw the talk. Would you be willing to share your slides with me? Best, Kim"
    before = report(finding(old, "right now", rule="demanding"))
    assert hunks(old, new, before) == [
        (
            "Send me your slides right now or forget it.",
            "Would you be willing to share your slides with me?",
            ("demanding",),
        )
    ]


def test_new_text_answers_what_the_whole_message_lacked():
    old = "Hi Sam, gonna be in Leeds. Shall we meet?"
    new = "Hi Sam, going to be in Leeds. Shall we meet? Thank you for your time."
    before = report(finding(old, "gonna"), finding(old, rule="no-thanks"))
    assert [rules for _, _, rules in hunks(old, new, before)] == [("slang",), ("no-thanks",)]


def test_what_the_whole_message_still_lacks_is_no_reason():
    old = "Hi Sam, gonna be in Leeds. Shall we meet?"
    new = "Hi Sam, going to be in Leeds. Shall we meet?"
    lacking = finding(old, rule="no-thanks")
    assert [rules for _, _, rules in hunks(old, new, report(finding(old, "gonna"), lacking), report(lacking))] == [
        ("slang",)
    ]


def test_a_fix_tells_which_new_text_answers_which_rule():
    old = "Could you read my draft?"
    new = "Hello, could you read my draft? Thank you for your time."
    before = report(
        finding(old, rule="no-greeting", fixes=[insertion(0, "Hello,\n\n")]),
        finding(old, rule="no-thanks", fixes=[insertion(len(old), " Thank you for your time.")]),
    )
    assert [rules for _, _, rules in hunks(old, new, before)] == [("no-greeting",), ("no-thanks",)]


def test_a_word_beside_the_flagged_one_shares_its_reason():
    old = "Can you send me the slides asap? I like them."
    new = "Could you send me the slides when it suits you? I like them."
    assert [rules for _, _, rules in hunks(old, new, report(finding(old, "asap", rule="urgency")))] == [
        ("urgency",),
        ("urgency",),
    ]


@pytest.mark.parametrize(
    ("subject", "new"),
    [(None, "Coffee in Leeds"), ("hey!!!", "Coffee in Leeds"), ("hey!!!", None), ("", "Coffee"), ("", None)],
)
def test_a_subject_may_come_and_go(subject, new):
    draft = Draft(channel="email", subject=subject, body="Hi Sam")
    rewrite = settled(draft, Text(new, "Hi Sam"))
    assert apply(draft.text(), changes(draft, rewrite, report(), None)) == rewrite
    assert rewrite.subject == (new or (None if subject else subject))


def test_a_page_of_one_repeated_word_is_no_trap():
    draft = Draft(channel="email", body="so " * 6000)
    rewrite = Text(None, "so very " * 3000)
    assert apply(draft.text(), changes(draft, rewrite, report(), None)) == rewrite
