"""Evaluating: drafts through a scripted model, in figures, in a table and on a page."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain.draft import Draft, Text
from app.domain.errors import InvalidPrompt
from app.domain.request import RewriteRequest
from app.evaluation.cases import Case, UnusableCases, read_cases
from app.evaluation.figures import figures
from app.evaluation.page import page
from app.evaluation.results import Result, line, read_results
from app.evaluation.running import NoModel, evaluate
from app.evaluation.table import table
from app.llm.scripted import ScriptedClient
from app.rules import check
from app.settings import Settings

SHIPPED = Path(__file__).parents[2] / "benchmarks" / "evaluation" / "drafts.jsonl"
BODY = "Hi Priya,\n\nI'm gonna be in Leeds on 3 May. Could we meet for twenty minutes?\n\nThank you for your time."
MENDED = BODY.replace("gonna", "going to")
CASE = Case(id="a", draft=Draft(channel="message", body=BODY), says=("Leeds", "3 may"))
CLEAN = Case(id="b", draft=Draft(channel="message", body=MENDED))


def answer(body: str) -> str:
    return json.dumps({"subject": None, "body": body})


async def results(cases: list[Case], *answers: str, prompt: str | None = None) -> list[Result]:
    settings = Settings(model="scripted")
    return [result async for result in evaluate(settings, cases, prompt=prompt, llm=ScriptedClient(answers))]


@pytest.mark.anyio
async def test_a_first_answer_that_stands_is_told_from_later_ones_and_from_none():
    at_first = await results([CASE], answer(MENDED))
    later = await results([CASE], answer(BODY), answer(MENDED))
    never = await results([CASE], "Hi!", answer(BODY))
    nothing = await results([CLEAN])
    assert [run[0].ending for run in (at_first, later, never, nothing)] == ["first", "retry", "degraded", "not_asked"]
    assert never[0].reason == "candidates_refused"
    assert never[0].objections[0] == ("not_json",)
    assert "identical" in never[0].objections[1]


@pytest.mark.anyio
async def test_the_first_readable_answer_is_measured():
    (result,) = await results([CASE], "Hi!", answer(BODY.replace("in Leeds on 3 May", "in town")), answer(MENDED))
    assert (result.says, result.said) == (2, 0)
    assert (result.broken, result.mended) == (("slang",), ())
    assert result.change is not None
    assert 0 < result.change < 0.5
    (kept,) = await results([CASE], answer(MENDED))
    assert (kept.said, kept.mended, kept.rewrite) == (2, ("slang",), Text(None, MENDED))


@pytest.mark.anyio
async def test_an_answer_that_code_mended_is_told():
    (result,) = await results([CASE], answer(BODY.replace("in Leeds on", "in Leeds from")))
    assert result.ending == "first"
    assert result.mends > 0
    assert result.rewrite
    assert "I'm going to be in Leeds from 3 May." in result.rewrite.body
    assert "rule_still_broken" in result.objections[0]


@pytest.mark.anyio
async def test_the_prompt_can_be_chosen():
    (result,) = await results([CASE], answer(MENDED), prompt="rewrite/001")
    assert result.prompt == "rewrite/001"
    with pytest.raises(InvalidPrompt):
        await results([CASE], answer(MENDED), prompt="rewrite/999")


@pytest.mark.anyio
async def test_without_a_model_there_is_nothing_to_evaluate():
    with pytest.raises(NoModel):
        assert [result async for result in evaluate(Settings(), [CASE])]


RESULT = Result(
    id="a",
    model="m",
    prompt="rewrite/001",
    ending="first",
    reason=None,
    objections=((),),
    mends=0,
    broken=("slang", "urgency"),
    mended=("slang",),
    says=4,
    said=3,
    change=0.25,
    input_tokens=1000,
    output_tokens=100,
    cost_usd=Decimal("0.0021"),
    seconds=2.0,
    draft=Text("Lunch", "<b>Hi</b>"),
    answer=Text(None, "<script>alert(1)</script>"),
    rewrite=None,
)
REFUSED = replace(
    RESULT,
    id="b",
    ending="degraded",
    objections=(("facts_added", "facts_added", "too_long"), ("facts_added",)),
    answer=None,
    change=None,
    cost_usd=None,
    seconds=8.0,
)


def test_the_figures_of_two_runs_stand_side_by_side():
    found = {figure.label: figure.values for figure in figures([[RESULT], [RESULT, REFUSED]])}
    assert found["accepted at first"] == ("1 of 1 (100%)", "1 of 2 (50%)")
    assert found["degraded to safe fixes"] == ("0 of 1 (0%)", "1 of 2 (50%)")
    assert found["rules mended by it"] == ("1 of 2 (50%)", "2 of 4 (50%)")
    assert found["facts kept by it"] == ("3 of 4 (75%)", "3 of 4 (75%)")
    assert found["tokens"] == ("1,000 in, 100 out", "2,000 in, 200 out")
    assert found["cost"] == ("0.0021 USD", "unknown")
    assert found["time for a draft"] == ("2.0 s (median), 2.0 s (slowest)", "5.0 s (median), 8.0 s (slowest)")


def test_the_table_counts_answers_by_objection():
    lines = table([[RESULT], [RESULT, REFUSED]]).splitlines()
    assert [line.split() for line in lines if line.startswith("objection")] == [
        ["objection", "facts_added", "0", "2"],
        ["objection", "too_long", "0", "1"],
    ]


def test_an_empty_run_has_figures_too():
    assert "drafts" in table([[]])
    assert "<svg" in page([[]])


def test_the_page_needs_nothing_else_and_shows_texts_as_texts():
    shown = page([[RESULT], [RESULT, REFUSED]])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script" not in shown
    assert "http" not in shown
    assert shown.count("<svg") == shown.count("</svg>") == 3


def test_results_are_kept_and_read_again(tmp_path):
    path = tmp_path / "results.ndjson"
    path.write_bytes(line(RESULT) + line(REFUSED))
    assert read_results(path) == [RESULT, REFUSED]
    path.write_text('{"id": "a"}\n')
    with pytest.raises(UnusableCases):
        read_results(path)


@pytest.mark.parametrize(
    "lines",
    [
        '{"id": "a"}',
        '{"id": "a", "draft": {"channel": "message", "body": "Hi"}, "unknown": 1}',
        '{"id": "a", "draft": {"channel": "message", "body": "Hi"}}\n' * 2,
        "Hi",
    ],
)
def test_a_file_that_holds_no_cases_is_refused(lines, tmp_path):
    path = tmp_path / "drafts.jsonl"
    path.write_text(lines)
    with pytest.raises(UnusableCases, match=r"drafts\.jsonl"):
        read_cases(path)


def test_sixty_drafts_ship_and_each_needs_words_and_holds_what_it_should_say():
    cases = read_cases(SHIPPED)
    assert len(cases) >= 60
    assert {case.draft.channel for case in cases} == {"connection_note", "message", "inmail", "email"}
    for case in cases:
        assert isinstance(case, RewriteRequest)
        assert check(case.draft, case.context, case.policy).mendable, case.id
        whole = f"{case.draft.subject}\n{case.draft.body}".casefold()
        assert [fact for fact in case.says if fact.casefold() not in whole] == [], case.id
