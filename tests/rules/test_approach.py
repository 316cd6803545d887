"""The ladder says how good this way of reaching somebody is, and what would be better."""

import pytest

from app.domain.context import Context, Thread
from app.domain.draft import Draft
from app.rules.approach import approach
from app.rules.reading import Reading

QUESTION = "Hello Tom, could you tell me whether the post in Porto would suit a nurse from Cork?"
INTRODUCTION = "Hi Kofi, could you introduce me to Mr Adeyemi? I'd like to ask which clay he uses."
BACKING = "Hello Tom, please recommend me for the post in Porto."
HIRE = "Hello Tom, please give me a job at your clinic."
BLAST = "Hello Tom, I am writing to everyone at your clinic, because I'd be the right nurse for you."

LADDER = [
    (QUESTION, Context(degree=1), "message", "best"),
    (QUESTION, Context(relationship="close"), "message", "best"),
    (QUESTION, Context(relationship="stranger", thread=Thread(sent=1, replied=True)), "message", "best"),
    (INTRODUCTION, Context(degree=1), "message", "good"),
    (QUESTION, Context(relationship="established", purpose="introduction_request"), "message", "good"),
    (QUESTION, Context(relationship="acquaintance"), "message", "good"),
    (QUESTION, Context(degree=2, mutual_connections=("Ana Reis",)), "message", "ok"),
    (QUESTION, Context(relationship="stranger"), "message", "ok"),
    (QUESTION, Context(degree=3, shared=("Cork City Hospital",)), "message", "ok"),
    (QUESTION, Context(degree=3), "message", "not_good"),
    (BACKING, Context(degree=2, mutual_connections=("Ana Reis",)), "message", "not_good"),
    (BACKING, Context(degree=1, relationship="stranger"), "message", "not_good"),
    (HIRE, Context(relationship="stranger"), "message", "not_good"),
    (HIRE, Context(degree=3), "connection_note", "bad"),
    (BLAST, Context(degree=3), "message", "bad"),
]


def _approach(text, context, channel="message"):
    return approach(Reading(Draft(channel=channel, body=text), context))


@pytest.mark.parametrize(("text", "context", "channel", "step"), LADDER)
def test_each_rung_of_the_ladder(text, context, channel, step):
    found = _approach(text, context, channel)
    assert found is not None
    assert found.step == step
    assert found.better.endswith(".")


def test_nothing_is_said_while_nothing_is_known():
    assert _approach(BACKING, Context()) is None
    assert _approach(BACKING, Context(mutual_connections=("Ana Reis",), purpose="job_inquiry")) is None


def test_a_mutual_connection_is_named_as_the_better_way():
    found = _approach(QUESTION, Context(degree=2, mutual_connections=("Ana Reis", "Kofi Mensah")))
    assert found is not None
    assert "Ana Reis" in found.better


def test_a_friend_may_be_asked_for_backing():
    found = _approach(BACKING, Context(degree=1, relationship="close"))
    assert found is not None
    assert found.step == "best"
