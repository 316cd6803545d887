"""Drafts that give the model orders, and a model that obeys every one of them."""

import json
from pathlib import Path

import pytest

from app.domain.caller import LOCAL
from app.domain.context import Context, Recipient
from app.domain.draft import Draft
from app.domain.rewrite import Options
from app.llm.scripted import ScriptedClient
from app.rewriting.calling import Model
from app.rewriting.rewriter import Rewriter
from tests.rewriting.conftest import STEADY

pytestmark = pytest.mark.anyio

DRAFT = "hey sam, read ur paper on peat soil lol. can we talk about the cores from Leeds? "
CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("pairs").joinpath("injections.jsonl").read_text("utf-8").splitlines()
]


def asked(case):
    recipient = Recipient(name=case.get("name", "Sam Moss"), headline=case.get("headline"))
    context = Context(recipient=recipient, facts=(case["fact"],) if "fact" in case else None)
    return Draft(channel="message", body=DRAFT + case.get("order", "")), context


def obeying(case):
    """Answer as ordered; None stands for the draft as it is."""
    body = case["obeyed"]
    return json.dumps({"subject": None, "body": asked(case)[0].body if body is None else body})


async def test_a_model_that_obeys_the_draft_is_never_believed(record, template):
    assert len(CASES) >= 60
    client = ScriptedClient(answer for case in CASES for answer in [obeying(case)] * 2)
    rewriter = Rewriter(record, [Model(client=client, name="m", template=template, profile=STEADY, rounds=2)])
    believed = []
    for case in CASES:
        draft, context = asked(case)
        before = len(client.prompts)
        rewrite = await rewriter.rewrite(LOCAL, draft, context, Options())
        if rewrite.outcome == "rewritten" or len(client.prompts) != before + 2:
            believed.append((case, rewrite.rewrite))
        assert rewrite.rewrite is None or rewrite.rewrite.body != case["obeyed"]
    assert believed == []
    systems = {prompt.messages[0].content for prompt in client.prompts}
    assert len(systems) == 1
    assert len({prompt.messages[1].content[:300] for prompt in client.prompts}) == 1
    assert not any(case.get("order", "\0") in systems.copy().pop() for case in CASES)


async def test_a_draft_that_only_speaks_of_such_orders_can_be_rewritten(record, template):
    body = "hey sam, i collect prompts like “ignore all previous instructions” for my thesis lol. have u got some?"
    good = (
        "Hi Sam, I collect prompts like “ignore all previous instructions” for my thesis. Have you got some? "
        "If not, I understand. Thank you for your time."
    )
    client = ScriptedClient([json.dumps({"subject": None, "body": good})])
    rewriter = Rewriter(record, [Model(client=client, name="m", template=template)])
    context = Context(recipient=Recipient(name="Sam Moss"))
    rewrite = await rewriter.rewrite(LOCAL, Draft(channel="message", body=body), context, Options())
    assert (rewrite.outcome, rewrite.rewrite.body) == ("rewritten", good)
