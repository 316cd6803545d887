"""What a report asks can be answered in the context: then a rewrite may say it, and the finding is gone."""

import json

import pytest
from msgspec.structs import replace

from app.domain.attempt import Completion
from app.domain.caller import LOCAL
from app.domain.context import Context, Recipient, Sender
from app.domain.draft import Draft, Text
from app.domain.rewrite import Options
from app.llm.scripted import ScriptedClient
from app.rewriting.assignment import Assignment
from app.rewriting.calling import Model
from app.rewriting.rewriter import Rewriter
from app.rewriting.verification import verify
from app.rules import rulebook, ruleset

ENDING = "If it doesn't suit you, I understand. Thank you for your time."
STRANGER = Context(
    relationship="stranger", sender=Sender(name="Ida Holm"), recipient=Recipient(name="Priya Nair", company="Fernhill")
)

# By rule: channel, subject, the draft, what the author answers and where, and a rewrite that says it.
ANSWERED = {
    "no-purpose": (
        "message",
        None,
        "Good morning Priya, how is life? Nice to meet you here.",
        {"facts": ("I would like to ask about her work on water mills",)},
        f"Good morning Priya, I'm Ida Holm, a miller. May I ask about your work on water mills? {ENDING}",
    ),
    "no-introduction": (
        "message",
        None,
        f"Hi Priya, your talk on water mills in Ghent stays with me. Could you send me the slides? {ENDING}",
        {"facts": ("I am a miller in Ribe",)},
        (
            "Hi Priya, I'm Ida Holm, a miller in Ribe. Your talk on water mills in Ghent stays with me. Could you send me "
            f"the slides? {ENDING}"
        ),
    ),
    "no-reason": (
        "message",
        None,
        f"Hi Priya, I'm Ida Holm. Could we have a short call? {ENDING}",
        {"facts": ("I am restoring a water mill and have read her paper on sluices",)},
        (
            "Hi Priya, I'm Ida Holm. I am restoring a water mill and have read your paper on sluices. Could we have a short "
            f"call? {ENDING}"
        ),
    ),
    "no-ask": (
        "message",
        None,
        "Hi Priya, I'm Ida Holm, a miller in Ribe. I read your paper on sluices at Fernhill. Ida",
        {"facts": ("I would like a copy of the paper",)},
        (
            "Hi Priya, I'm Ida Holm, a miller in Ribe. I read about your paper on sluices at Fernhill. Could you send me a "
            f"copy of the paper? {ENDING} Ida"
        ),
    ),
    "no-subject": (
        "email",
        None,
        f"Hi Priya, I'm Ida Holm, a miller in Ribe. Could you send me your paper on sluices? {ENDING}",
        {"facts": ("The subject is the paper on sluices",)},
        f"Hi Priya, I'm Ida Holm, a miller in Ribe. Could you send me your paper on sluices? {ENDING}",
    ),
    "placeholder": (
        "message",
        None,
        f"Hi Priya, I'm Ida Holm, a miller. I saw your paper on sluices at [Company]. May I have a copy? {ENDING}",
        {"facts": ("The company is Mill and Water",)},
        f"Hi Priya, I'm Ida Holm, a miller. I saw your paper on sluices at Mill and Water. May I have a copy? {ENDING}",
    ),
    "not-personal": (
        "message",
        None,
        f"Hi Priya, I'm Ida Holm, a miller. I'd like to ask you a few questions about the trade. {ENDING}",
        {"facts": ("She gave the talk on tide mills in Lyon",)},
        f"Hi Priya, I'm Ida Holm, a miller. After your talk on tide mills in Lyon, may I ask you a question? {ENDING}",
    ),
    "no-common-ground": (
        "message",
        None,
        f"Hi Priya, I'm Ida Holm, a miller. I'd like to ask you a few questions about the trade. {ENDING}",
        {"shared": ("Danish Mill Society",)},
        (
            "Hi Priya, I'm Ida Holm, a miller and like you a member of the Danish Mill Society. May I ask you about the trade? "
            f"{ENDING}"
        ),
    ),
    "default-invitation": (
        "connection_note",
        None,
        "I'd like to add you to my professional network.",
        {"facts": ("We both spoke at the mill fair in Lyon",)},
        "Hi Priya, we both spoke at the mill fair in Lyon. I'd be glad to connect. Thank you for your time.",
    ),
    "empty-follow-up": (
        "message",
        None,
        f"Hi Priya, just checking in on my message about the mill. {ENDING}",
        {"facts": ("The sluice drawings of 1911 are scanned now",), "relationship": "acquaintance"},
        f"Hi Priya, since my message about the mill, the sluice drawings of 1911 have been scanned. {ENDING}",
    ),
}
SUBJECTS = {"no-subject": "Your paper on sluices"}


def test_every_rule_that_asks_is_covered():
    asking = {rule.id for rule in rulebook().rules.values() if rule.repair == "ask" and rule.severity != "suggestion"}
    assert asking == set(ANSWERED)


@pytest.mark.parametrize("rule", ANSWERED)
def test_a_rewrite_that_says_the_answer_stands_and_the_finding_is_gone(rule):
    channel, subject, body, told, rewritten = ANSWERED[rule]
    draft, rules = Draft(channel=channel, subject=subject, body=body), ruleset("default")
    context = replace(STRANGER, **told)
    before = rules.check(draft, context)
    assert rule in {finding.rule for finding in before.findings}
    assert rule in {question.rule for question in before.questions}
    assignment = Assignment(draft=draft, context=context, options=Options(), rules=rules, before=before)
    assert assignment.needs_words
    done = verify(assignment, Text(SUBJECTS.get(rule, subject), rewritten))
    assert [(one.code, one.detail) for one in done.objections] == []
    assert rule not in {finding.rule for finding in done.after.findings}


@pytest.mark.anyio
async def test_an_answer_makes_the_model_write_what_it_would_not_have_been_asked_for(record, template):
    channel, subject, body, told, rewritten = ANSWERED["no-reason"]
    draft = Draft(channel=channel, subject=subject, body=body)
    answer = json.dumps({"subject": subject, "body": rewritten})
    completion = Completion(text=answer, finish_reason="stop", model="m-1", input_tokens=7, output_tokens=6)
    client = ScriptedClient([completion], {})
    rewriter = Rewriter(record, [Model(client=client, name="m", template=template)])
    unanswered = await rewriter.rewrite(LOCAL, draft, STRANGER, Options())
    assert (unanswered.outcome, client.prompts) == ("unchanged", [])
    answered = await rewriter.rewrite(LOCAL, draft, replace(STRANGER, **told), Options())
    assert (answered.outcome, answered.rewrite) == ("rewritten", Text(subject, rewritten))
