import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.context import Context, Recipient, Sender
from app.domain.draft import Draft, Text
from app.domain.rewrite import Options
from app.rewriting.faithfulness import faithfulness, must_stay
from tests.rewriting.reports import finding

PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text("utf-8"))["pair"]


def compare(pair, rewrite):
    context = Context(
        sender=Sender(name=pair.get("sender")),
        recipient=Recipient(name=pair.get("recipient")),
        mutual_connections=tuple(pair.get("mutual", ())),
        facts=tuple(pair.get("known", ())),
    )
    draft = Draft(channel="message", body=pair["draft"])
    flagged = [
        finding(pair["draft"], excerpt, group=group, repair=repair)
        for group, repair, excerpt in pair.get("flagged", ())
    ]
    return faithfulness(draft, Text(None, rewrite), context, Options(), flagged)


def cases(kind):
    return [pytest.param(pair, id=pair["draft"][:30]) for pair in PAIRS if kind in pair]


@pytest.mark.parametrize("pair", cases("faithful"))
def test_a_faithful_rewrite_is_accepted(pair):
    result = compare(pair, pair["faithful"])
    assert result.accepted, result


@pytest.mark.parametrize("pair", cases("invented"))
def test_an_invention_is_refused_and_named(pair):
    result = compare(pair, pair["invented"])
    assert not result.accepted
    assert result.added


@pytest.mark.parametrize("pair", cases("lossy"))
def test_a_loss_is_refused_and_named(pair):
    result = compare(pair, pair["lossy"])
    assert not result.accepted
    assert result.lost


@given(subject=st.one_of(st.none(), st.text(max_size=60)), body=st.text(min_size=1, max_size=200))
def test_a_draft_is_faithful_to_itself(subject, body):
    draft = Draft(channel="email", subject=subject, body=body)
    result = faithfulness(draft, draft.text(), Context(), Options(keep=(body[:3],)))
    assert (result.accepted, result.added, result.lost) == (True, (), ())


SPELLINGS = {
    "amount": ("£5k", "£5,000", "5,000 pounds", "5 thousand pounds", "GBP 5000"),
    "number": ("3", "three", "3rd", "third"),
    "date": ("30 Nov", "November 30", "30th of November", "Nov. 30th", "2026-11-30"),
    "time": ("5pm", "5:00 PM", "17:00", "5 p.m."),
    "weekday": ("Fri", "friday", "Fridays"),
    "share": ("25%", "25 %", "twenty-five percent", "25 per cent"),
    "link": ("https://www.jo.dev/work/", "jo.dev/work", "HTTP://JO.DEV/work"),
    "code": ("AB-1234", "ab1234", "AB1234"),
    "period": ("30 minutes", "half an hour", "30min"),
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(one, other, id=f"{one}={other}")
        for spellings in SPELLINGS.values()
        for one in spellings
        for other in spellings
        if one != other and "2026" not in one + other
    ],
)
def test_one_fact_may_be_written_in_many_ways(one, other):
    draft = Draft(channel="message", body=f"it is about {one} then")
    assert faithfulness(draft, Text(None, f"It is about {other}, then."), Context(), Options()).accepted


def test_what_is_to_be_kept_must_survive_verbatim():
    draft = Draft(channel="message", body="Our motto is Move Fast, always.")
    options = Options(keep=("Move Fast, always", "not in the draft"))
    result = faithfulness(draft, Text(None, "Our motto is move fast, always."), Context(), options)
    assert (result.accepted, result.lost) == (False, ("Move Fast, always",))


PYDATA = Draft(channel="message", body="I gave a talk on soil at PyData and would like to give it again.")
NO_PYDATA = Text(None, "I gave a talk on soil and would like to give it again.")


def test_a_lost_name_is_refused():
    result = faithfulness(PYDATA, NO_PYDATA, Context(), Options())
    assert (result.accepted, result.lost) == (False, ("PyData",))


def test_a_lost_name_is_listed_but_may_go_where_the_message_must_get_shorter():
    result = faithfulness(PYDATA, NO_PYDATA, Context(), Options(max_characters=60))
    assert (result.accepted, result.lost) == (True, ("PyData",))


def test_the_recipient_may_not_get_lost():
    draft = Draft(channel="message", body="hi sarah, may I cite your paper?")
    context = Context(recipient=Recipient(name="Sarah Moss"))
    result = faithfulness(draft, Text(None, "Hello, may I cite your paper?"), context, Options())
    assert (result.accepted, result.lost) == (False, ("Sarah Moss",))


@pytest.mark.parametrize(
    "rewrite",
    [
        "Hi, may I cite your paper? I read it. Best, Kim",
        "Hello,\n\nMay I cite your paper? I read it.\n\nKind Regards,\nKim",
        "Hello – I read your paper. “May I cite it?” Kim",
        "However, I read your paper. Recently, I’ve wondered: May I cite it? Kim’s question.",
        "- I read your paper.\n- May I cite it?\nKim",
    ],
)
def test_capitals_that_name_nobody_are_no_inventions(rewrite):
    draft = Draft(channel="message", body="i read your paper, may i cite it? kim")
    assert faithfulness(draft, Text(None, rewrite), Context(), Options()).added == ()


@pytest.mark.parametrize(
    "rewrite",
    [
        "May I cite it in Nature?",
        "Maria's paper is good. May I cite it?",
        "Maria, may I cite it?",
        "May I cite it?\n\nBest,\nMaria Lopez",
        "May I cite it? MIT pays.",
        "May I cite it in the Q3 report?",
    ],
)
def test_capitals_that_name_somebody_new_are_inventions(rewrite):
    draft = Draft(channel="message", body="may i cite it? best")
    result = faithfulness(draft, Text(None, rewrite), Context(), Options())
    assert result.added
    assert not result.accepted


def test_title_case_in_a_subject_invents_nothing():
    draft = Draft(channel="email", subject="quick question", body="May I cite your paper?")
    assert faithfulness(draft, Text("Request To Cite Your Paper", draft.body), Context(), Options()).accepted


def test_the_prompt_is_told_what_must_stay():
    body = "Reply by Friday or forget it. The budget is $500, code AB-1234."
    flagged = [finding(body, "Reply by", repair="rewrite")]
    assert must_stay(Draft(channel="message", body=body), flagged) == ("$500", "AB-1234")
