"""How often verification errs: on faithful rewrites in all their freedom, and on the same with one fault each."""

import json
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.context import Context
from app.domain.draft import Draft, Text
from app.domain.rewrite import Options
from app.prompting.released import load
from app.rewriting.assignment import Assignment
from app.rewriting.fixing import fixed
from app.rewriting.leaks import spoken
from app.rewriting.verification import verify
from app.rules import ruleset
from tests.rewriting.faults import ADDED, faulty

RULES = ruleset("default")
FALSELY_REFUSED = 0.05  # of faithful rewrites at most
REFUSED = 0.95  # of corrupted ones at least
# What the checks find is the rulebook's business: here it is about what is said.
CHECKS = {"rule_broken", "rule_still_broken", "rule_more_broken", "score_dropped", "too_long"}
FILES = ("faithful.jsonl", "free.jsonl")
NEVER = {"number", "number in words", "date", "time", "link", "address", "amount", "phone", "code", "name", "company"}


def assignment(record):
    context = msgspec.convert(record.get("context", {}), Context)
    draft = Draft(channel=record.get("channel", "message"), subject=record.get("subject"), body=record["draft"])
    before = RULES.check(draft, context)
    return Assignment(draft=draft, context=context, options=Options(), rules=RULES, before=before)


def load_pairs():
    folder = Path(__file__).with_name("pairs")
    lines = [line for name in FILES for line in folder.joinpath(name).read_text("utf-8").splitlines()]
    records = [json.loads(line) for line in lines]
    return [(assignment(record), rewrite) for record in records for rewrite in rewrites(record)]


def rewrites(record):
    subject = record.get("rewrite_subject", record.get("subject"))
    return [Text(subject, body) for body in record["faithful"]]


PAIRS = load_pairs()


@pytest.fixture(scope="module")
def prompted():
    template = load("rewrite/002")
    return spoken(template.system, template.user, *RULES.statements.values())


def objections(given, text, prompted=frozenset()):
    found = verify(given, text, prompted).objections
    return [one for one in found if one.code not in CHECKS]


def test_faithful_rewrites_are_seldom_refused(prompted):
    refused = [(text, found) for given, text in PAIRS if (found := objections(given, text, prompted))]
    assert len(PAIRS) >= 200
    assert len(refused) <= FALSELY_REFUSED * len(PAIRS), refused


def test_one_fault_is_nearly_always_seen(prompted):
    made, missed, worst = 0, Counter(), []
    for terms, text in PAIRS:
        if objections(terms, text, prompted):
            continue
        for fault, corrupted in faulty(text.body):
            made += 1
            if not objections(terms, Text(text.subject, corrupted), prompted):
                missed[fault] += 1
                if fault in NEVER:
                    worst.append((fault, corrupted))
    assert made > 300
    assert not worst
    assert missed.total() <= (1 - REFUSED) * made, missed


def test_every_fault_gives_texts_that_differ_and_repeat():
    text = "Hi Ana, could you tell me whether you are hiring? I have not heard from you since 3 May, see my.example."
    made = list(faulty(text))
    assert made == list(faulty(text))
    assert all(corrupted != text for _, corrupted in made)
    assert {fault for fault, _ in made} >= {*ADDED, "negation dropped", "question turned", "link dropped"}


drafts = st.sampled_from(PAIRS)
numbers = st.integers(101, 9999).map(str)
links = st.from_regex(r"\A[a-z]{3,9}\.(?:com|org|net|io|example)/[a-z0-9]{1,8}\Z")
names = st.from_regex(r"\A(?:Xa|Qu|Zo|Vy)[b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z]{1,2}[aeiou]\Z")
added = st.one_of(
    numbers.map("There are {} of them.".format),
    links.map("See {} for more.".format),
    names.map("Do ask {} too.".format),
)


@settings(max_examples=150, deadline=None)
@given(pair=drafts, sentence=added)
def test_whatever_is_added_is_refused(pair, sentence):
    given_, text = pair
    known = given_.draft.body + str(given_.context)
    if sentence.split()[2] in known or sentence.split()[1] in known:
        return
    assert objections(given_, Text(text.subject, f"{text.body} {sentence}"))


@settings(max_examples=60, deadline=None)
@given(pair=drafts)
def test_the_safe_fixes_of_a_draft_are_faithful(pair):
    found = fixed(pair[0])
    assert found.faithfulness.accepted
    assert found.faithfulness.added == ()


@settings(max_examples=200, deadline=None)
@given(
    body=st.text(min_size=1, max_size=120),
    subject=st.one_of(st.none(), st.text(max_size=40)),
    new=st.text(max_size=160),
)
def test_verification_copes_with_any_text(body, subject, new):
    draft = Draft(channel="email", subject=subject, body=body)
    given_ = Assignment(
        draft=draft,
        context=Context(),
        options=Options(keep=(body[:4],)),
        rules=RULES,
        before=RULES.check(draft, Context()),
    )
    assert verify(given_, Text(subject, new)).text.body == new
    same = verify(given_, draft.text())
    assert same.faithfulness.accepted
