import datetime as dt
import json
from decimal import Decimal

import pytest

from app.domain.attempt import Completion
from app.domain.caller import LOCAL
from app.domain.context import Context, Recipient, Sender, Thread
from app.domain.draft import Draft
from app.domain.errors import ModelTimeout, ModelUnavailable, RecordUnavailable
from app.domain.price import Price
from app.domain.rewrite import Options
from app.llm.scripted import ScriptedClient
from app.rewriting.calling import Model
from app.rewriting.changes import apply
from app.rewriting.rewriter import Rewriter
from app.rules.policy import Policy
from app.rules.ruleset import in_force
from tests.rewriting.conftest import STEADY

pytestmark = pytest.mark.anyio

CLUMSY = Draft(channel="message", body="hey sam, gonna be in Leeds on 30 Nov, wanna grab a coffee?")
GOOD = (
    "Hi Sam, I will be in Leeds on 30 Nov. Would you like to meet for a coffee? "
    "If it does not suit you, I understand. Thank you for your time."
)
INVENTED = GOOD.replace("Leeds", "Leeds and York")
CLEAN = Draft(channel="message", body=GOOD)
SAM = Context(recipient=Recipient(name="Sam Moss"), sender=Sender(name="Kim Park"))
TENANT = "local"


def answer(body, subject=None):
    text = json.dumps({"subject": subject, "body": body})
    return Completion(text=text, finish_reason="stop", model="m-1", input_tokens=700, output_tokens=60)


async def no_pause(_seconds):
    """Stand in for the pause before a call is repeated."""


class Clock:
    """Seconds that pass only when the script says so."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds

    def after(self, seconds, outcome):
        def take(_prompt):
            self.seconds += seconds
            return outcome

        return take


@pytest.fixture
def make(record, template):
    def _make(*answers, **settings):
        client = ScriptedClient(answers, {"temperature": 0.3})
        model = Model(client=client, name="m", template=template, profile=STEADY, sleep=no_pause)
        return Rewriter(record, [model], **settings), client

    return _make


async def test_a_clean_draft_comes_back_byte_for_byte_and_nobody_is_asked(make, record):
    rewriter, client = make()
    rewrite = await rewriter.rewrite(LOCAL, CLEAN, SAM, Options())
    assert rewrite.outcome == "unchanged"
    assert rewrite.rewrite == CLEAN.text()
    assert (rewrite.changes, rewrite.degraded, rewrite.attempts, client.prompts) == ((), None, 0, [])
    assert rewrite.after == rewrite.before
    assert (await record.find_rewrite(TENANT, rewrite.id)) == rewrite


async def test_a_good_candidate_becomes_the_rewrite(make, record):
    rewriter, _ = make(answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(metadata={"campaign": "7"}))
    assert (rewrite.outcome, rewrite.engine, rewrite.model, rewrite.degraded) == ("rewritten", "llm", "m", None)
    assert rewrite.rewrite.body == GOOD
    assert not rewrite.after.mendable
    assert rewrite.faithfulness.accepted
    assert apply(CLUMSY.text(), rewrite.changes) == rewrite.rewrite
    assert any("slang" in change.rules for change in rewrite.changes)
    assert (rewrite.attempts, rewrite.usage.input_tokens, rewrite.usage.output_tokens) == (1, 700, 60)
    assert rewrite.usage.cost_usd is None
    assert rewrite.prompt.id == "rewrite"
    assert rewrite.metadata == {"campaign": "7"}
    assert rewrite.audit.sequence == 2
    (attempt,) = await record.attempts_of(TENANT, rewrite.id)
    assert attempt.completion.text == answer(GOOD).text
    assert attempt.parameters == {"temperature": 0.3}
    assert attempt.objections == ()


async def test_an_invented_fact_is_named_in_the_second_prompt(make, record):
    rewriter, client = make(answer(INVENTED), answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.attempts, rewrite.usage.input_tokens) == ("rewritten", 2, 1400)
    first, second = client.prompts
    assert "York" not in first.messages[1].content
    assert "York" in second.messages[1].content
    attempts = await record.attempts_of(TENANT, rewrite.id)
    assert [[one.code for one in attempt.objections] for attempt in attempts] == [["facts_added"], []]


async def test_two_bad_candidates_leave_the_safe_fixes(make):
    rewriter, _ = make(answer(INVENTED), "no JSON at all")
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.engine, rewrite.attempts) == ("fixed", "rules", 2)
    assert rewrite.degraded.reason == "candidates_refused"
    assert "facts_added" in rewrite.degraded.detail
    assert "not_json" in rewrite.degraded.detail
    assert "going to be in Leeds on 30 Nov" in rewrite.rewrite.body
    assert "York" not in rewrite.rewrite.body
    assert apply(CLUMSY.text(), rewrite.changes) == rewrite.rewrite
    assert rewrite.after.score > rewrite.before.score


@pytest.mark.parametrize(
    "refusal",
    [
        Completion(text=None, refusal="I can't help with that.", finish_reason="stop", model="m"),
        Completion(text='{"subject": null, "bo', finish_reason="length", model="m"),
        Completion(text=None, finish_reason="content_filter", model="m"),
        answer("   "),
        '{"body": 3}',
    ],
)
async def test_an_answer_without_a_message_is_refused(make, refusal):
    rewriter, _ = make(refusal, answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.attempts) == ("rewritten", 2)


async def test_a_refused_key_is_one_attempt_on_record(make, record):
    rewriter, _ = make(ModelUnavailable("The server refuses the key (401).", status=401))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.degraded.reason) == ("fixed", "model_unavailable")
    assert "401" in rewrite.degraded.detail
    (attempt,) = await record.attempts_of(TENANT, rewrite.id)
    assert (attempt.error.status, attempt.completion) == (401, None)


async def test_a_busy_model_is_asked_again(make, record):
    rewriter, _ = make(ModelUnavailable("Too many requests.", status=429, retryable=True), answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.attempts) == ("rewritten", 2)
    assert [attempt.number for attempt in await record.attempts_of(TENANT, rewrite.id)] == [1, 2]


async def test_the_deadline_ends_the_asking(make):
    clock = Clock()
    slow = clock.after(30, ModelTimeout("No answer in 30 s.", retryable=True))
    rewriter, client = make(slow, answer(GOOD), deadline=30, clock=clock)
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.degraded.reason, rewrite.attempts) == ("fixed", "deadline", 1)
    assert len(client.prompts) == 1


async def test_no_second_candidate_after_the_deadline(make):
    clock = Clock()
    rewriter, _ = make(clock.after(31, answer(INVENTED)), answer(GOOD), deadline=30, clock=clock)
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.degraded.reason, rewrite.attempts) == ("deadline", 1)


@pytest.mark.parametrize("wanted", ["auto", "llm"])
async def test_without_a_model_the_safe_fixes_are_made(record, wanted):
    rewrite = await Rewriter(record).rewrite(LOCAL, CLUMSY, SAM, Options(engine=wanted))
    assert (rewrite.outcome, rewrite.degraded.reason, rewrite.model) == ("fixed", "no_model", None)
    assert "gonna" not in rewrite.rewrite.body


async def test_the_rules_engine_asks_nobody_and_misses_nothing(make):
    rewriter, client = make(answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(engine="rules"))
    assert (rewrite.outcome, rewrite.degraded, client.prompts) == ("fixed", None, [])


async def test_what_is_to_be_kept_is_kept_by_model_and_fixes(make):
    rewriter, _ = make(answer(GOOD), answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(keep=("wanna grab",)))
    assert rewrite.outcome == "fixed"
    assert "not_kept" in rewrite.degraded.detail
    assert "wanna grab" in rewrite.rewrite.body
    assert "gonna" not in rewrite.rewrite.body


async def test_a_candidate_over_the_asked_length_is_refused(make):
    rewriter, client = make(answer(GOOD + " I look forward to it."), answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(max_characters=len(GOOD)))
    assert rewrite.rewrite.body == GOOD
    assert "too_long" in client.prompts[1].messages[1].content


async def test_a_clean_draft_longer_than_asked_is_shortened(make):
    short = "Hi Sam, I will be in Leeds on 30 Nov. Would you like to meet? If not, I understand. Thank you."
    rewriter, _ = make(answer(short))
    rewrite = await rewriter.rewrite(LOCAL, CLEAN, SAM, Options(max_characters=len(short)))
    assert (rewrite.outcome, rewrite.rewrite.body) == ("rewritten", short)


async def test_what_only_patience_mends_is_held(make):
    context = Context(thread=Thread(declined=True))
    rewriter, client = make()
    rewrite = await rewriter.rewrite(LOCAL, CLEAN, context, Options())
    assert rewrite.before.verdict == "hold"
    assert (rewrite.outcome, rewrite.rewrite, rewrite.after, client.prompts) == ("held", None, None, [])


async def test_words_that_must_not_be_sent_are_not_polished(make):
    rewriter, client = make()
    draft = Draft(channel="message", body="Hey gorgeous, u have a lovely smile. Wanna grab a drink tonight?")
    rewrite = await rewriter.rewrite(LOCAL, draft, Context(), Options())
    assert (rewrite.outcome, rewrite.rewrite, client.prompts) == ("held", None, [])


async def test_a_held_draft_with_clumsy_words_is_reworded_and_stays_held(make):
    context = Context(recipient=Recipient(name="Sam Moss"), thread=Thread(declined=True))
    rewriter, _ = make(answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, context, Options())
    assert (rewrite.outcome, rewrite.after.verdict) == ("rewritten", "hold")


async def test_nothing_leaves_that_cannot_be_recorded(make, ledger):
    rewriter, client = make(answer(GOOD))
    await ledger.__aexit__(None, None, None)
    with pytest.raises(RecordUnavailable):
        await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    with pytest.raises(RecordUnavailable):
        await rewriter.rewrite(LOCAL, CLEAN, SAM, Options())
    assert len(client.prompts) == 1


async def test_times_and_ids_come_from_outside(record):
    at = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    rewriter = Rewriter(record, now=lambda: at, ids=lambda prefix: f"{prefix}_1")
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.id, rewrite.created_at) == ("rw_1", at)


async def test_candidates_for_a_channel_without_subject_have_none(make, record):
    rewriter, _ = make(answer(GOOD, "Coffee?"))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.rewrite.subject, rewrite.rewrite.body) == (None, GOOD)
    (attempt,) = await record.attempts_of(TENANT, rewrite.id)
    assert [one.code for one in attempt.objections] == ["subject_unwanted"]
    assert [(mend.step, mend.change.field) for mend in attempt.mends] == [("dropped", "subject")]


async def test_a_candidate_is_judged_on_without_the_subject_that_it_may_not_have(make, record):
    rewriter, client = make(answer(GOOD.replace("I will be", "I'm gonna be"), "The draft, a direct message"))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.rewrite.subject, len(client.prompts)) == ("rewritten", None, 1)
    (attempt,) = await record.attempts_of(TENANT, rewrite.id)
    assert [(mend.step, mend.change.field) for mend in attempt.mends] == [("dropped", "subject"), ("fixed", "body")]


async def test_a_leftover_slang_word_is_mended_and_said_so(make, record):
    rewriter, client = make(answer(GOOD.replace("I will be", "I'm gonna be")))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, len(client.prompts)) == ("rewritten", 1)
    assert "I'm going to be in Leeds" in rewrite.rewrite.body
    (attempt,) = await record.attempts_of(TENANT, rewrite.id)
    assert attempt.decision == "chosen"
    assert "rule_still_broken" in [one.code for one in attempt.objections]
    assert [(mend.step, mend.change.before, mend.change.after) for mend in attempt.mends] == [
        ("fixed", "gonna", "going to")
    ]


async def test_the_one_passage_at_fault_is_left_out_and_the_rest_kept(make, record):
    draft = Draft(
        channel="message", body="hey sam, gonna be in Leeds on 30 Nov. I read your book on bogs. wanna grab a coffee?"
    )
    body = GOOD.replace("Would you", "I read your book on bogs and peat at Oxford. Would you")
    rewriter, _ = make(answer(body))
    rewrite = await rewriter.rewrite(LOCAL, draft, SAM, Options())
    assert rewrite.outcome == "rewritten"
    assert "Oxford" not in rewrite.rewrite.body
    assert "I read your book on bogs." in rewrite.rewrite.body
    assert "Would you like to meet for a coffee?" in rewrite.rewrite.body
    (attempt,) = await record.attempts_of(TENANT, rewrite.id)
    assert [mend.step for mend in attempt.mends] == ["dropped"]
    assert "Oxford" in attempt.mends[0].change.after


async def test_the_drafts_own_words_do_not_come_back_beside_what_says_the_same(make):
    draft = Draft(channel="message", body="gonna be in Leeds nxt week sam, wanna grab a coffee? i repair clocks.")
    body = (
        "Hi Sam, I repair clocks. I will be in Leeds next week with Bettina. Would you like to grab a coffee? "
        "If it does not suit you, I understand. Thank you."
    )
    rewriter, _ = make(answer(body), answer(body))
    rewrite = await rewriter.rewrite(LOCAL, draft, SAM, Options())
    assert rewrite.rewrite.body.count("Leeds") == 1


async def test_the_best_of_several_answers_stands(make, record):
    longer = GOOD + " I would bring my own maps of the old town, of course."
    rewriter, client = make(answer(INVENTED), answer(longer), answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(candidates=3))
    assert (rewrite.rewrite.body, rewrite.attempts, len(client.prompts)) == (GOOD, 3, 3)
    decisions = [attempt.decision for attempt in await record.attempts_of(TENANT, rewrite.id)]
    assert decisions == ["refused", "passed_over", "chosen"]


@pytest.fixture
def varied(record, template):
    """Make a rewriter with a model whose answers differ from call to call."""

    def make_varied(*answers, **settings):
        client = ScriptedClient(answers)
        model = Model(client=client, name="m", template=template, sleep=no_pause, **settings)
        return Rewriter(record, [model]), client

    return make_varied


def two_after_refusal():
    return in_force(Policy(name="two", version=1, title="", parameters={"rewriting": {"after_refusal": 2}}))


async def test_after_a_refusal_two_answers_are_asked_for_and_the_better_one_stands(varied, record):
    longer = GOOD + " I would bring my own maps of the old town, of course."
    rewriter, client = varied(answer(INVENTED), answer(longer), answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(), two_after_refusal())
    assert (rewrite.rewrite.body, rewrite.attempts) == (GOOD, 3)
    attempts = await record.attempts_of(TENANT, rewrite.id)
    assert [attempt.decision for attempt in attempts] == ["refused", "passed_over", "chosen"]
    assert [attempt.prompt.messages for attempt in attempts[1:]] == [client.prompts[1].messages] * 2
    assert "York" in client.prompts[1].messages[1].content


async def test_of_two_answers_one_is_enough(varied):
    rewriter, _ = varied(answer(INVENTED), answer(GOOD), ModelUnavailable("The server failed (HTTP 500).", status=500))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(), two_after_refusal())
    assert (rewrite.outcome, rewrite.rewrite.body, rewrite.attempts) == ("rewritten", GOOD, 3)


async def test_the_budget_says_how_many_answers_are_asked_for(varied):
    price = Price(input=Decimal(0), output=Decimal(100), source="contract")  # at most 0.4096 an answer
    rewriter, _ = varied(answer(INVENTED), answer(GOOD), answer(GOOD), price=price)
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(max_cost_usd="0.5", candidates=3))
    assert (rewrite.outcome, rewrite.attempts) == ("rewritten", 2)


async def test_the_policy_says_how_many_answers_are_asked_for(make):
    three = in_force(Policy(name="three", version=1, title="", parameters={"rewriting": {"candidates": 3}}))
    rewriter, _ = make(answer(INVENTED), answer(INVENTED), answer(GOOD))
    assert (await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(), three)).attempts == 3
    rewriter, _ = make(answer(INVENTED), answer(GOOD))
    assert (await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options(candidates=2), three)).attempts == 2


async def test_asking_ends_where_an_answer_brings_no_gain(make):
    rewriter, client = make(answer(INVENTED), answer(INVENTED), answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.degraded.reason, len(client.prompts)) == ("fixed", "candidates_refused", 2)


async def test_asking_goes_on_while_answers_get_better(make):
    worse = INVENTED.replace("30 Nov", "1 Dec")
    rewriter, client = make(answer(worse), answer(INVENTED), answer(GOOD))
    rewrite = await rewriter.rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.rewrite.body, len(client.prompts)) == ("rewritten", GOOD, 3)


async def test_the_next_model_is_asked_where_one_fails(record, template):
    gone = ScriptedClient([ModelUnavailable("The server refuses the key (401).", status=401)])
    weak, strong = ScriptedClient([answer(INVENTED), answer(INVENTED)]), ScriptedClient([answer(GOOD)])
    models = [
        Model(client=client, name=name, template=template, profile=STEADY, sleep=no_pause)
        for name, client in (("gone", gone), ("weak", weak), ("strong", strong))
    ]
    rewrite = await Rewriter(record, models).rewrite(LOCAL, CLUMSY, SAM, Options())
    assert (rewrite.outcome, rewrite.model, rewrite.attempts, rewrite.degraded) == ("rewritten", "strong", 4, None)
    attempts = await record.attempts_of(TENANT, rewrite.id)
    assert [attempt.model for attempt in attempts] == ["gone", "weak", "weak", "strong"]
    assert [attempt.decision for attempt in attempts] == [None, "refused", "refused", "chosen"]


async def test_what_each_model_missed_is_said(record, template):
    weak = ScriptedClient([answer(INVENTED), answer(INVENTED)])
    gone = ScriptedClient([ModelUnavailable("The server refuses the key (401).", status=401)])
    models = [Model(client=client, name="m", template=template, sleep=no_pause) for client in (gone, weak)]
    rewrite = await Rewriter(record, models).rewrite(LOCAL, CLUMSY, SAM, Options())
    assert rewrite.degraded.reason == "candidates_refused"
    assert "401" in rewrite.degraded.detail
    assert "facts_added" in rewrite.degraded.detail


PLAIN = Draft(
    channel="message", body="Hi Sam, I'm gonna be in Leeds on 30 Nov. Thank you for the slides, they were neat."
)
LEEDS = PLAIN.body.replace("gonna", "going to")


async def test_at_level_minimal_only_what_is_flagged_changes(make, record):
    rewriter, _ = make(answer(LEEDS.replace("they were neat", "they were very helpful")))
    rewrite = await rewriter.rewrite(LOCAL, PLAIN, SAM, Options(level="minimal"))
    assert (rewrite.outcome, rewrite.rewrite.body) == ("rewritten", LEEDS)
    (attempt,) = await record.attempts_of(TENANT, rewrite.id)
    assert "beyond_level" in [one.code for one in attempt.objections]
    assert [mend.step for mend in attempt.mends] == ["dropped"]
