from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attempt import Objection
from app.domain.context import Context, Recipient
from app.domain.draft import CHANNELS, Draft
from app.domain.errors import InvalidPrompt
from app.domain.rewrite import Options
from app.prompting.fence import fence_for
from app.prompting.released import load
from app.prompting.rewrite import render_rewrite
from tests.prompting.cases import (
    CASES,
    GOLDEN,
    INJECTION,
    NOTE,
    PLACEHOLDER,
    RETRY,
    Case,
    Limits,
    finding,
    golden,
    report,
)

WORDS = st.text(min_size=1, max_size=60).filter(str.strip)


def user(case: Case) -> str:
    return case.render().messages[1].content


def outside(text: str, mark: str) -> str:
    """Return what of a user message stands outside its fences."""
    lines, inside = [], False
    for line in text.split("\n"):
        if inside:
            inside = line != f"{mark}>>>"
        elif line.startswith("<<<") and line.endswith(f" {mark}"):
            inside = True
        else:
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("name", CASES)
def test_the_golden_prompts_are_current(name):
    path = GOLDEN / f"{name}.md"
    assert path.read_text(encoding="utf-8") == golden()[path]


def test_no_golden_prompt_is_left_over():
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)


def test_every_request_begins_the_same():
    renders = [case.render() for case in CASES.values()]
    assert len({prompt.messages[0] for prompt in renders}) == 1
    assert len({"".join(message.content for message in prompt.messages)[:300] for prompt in renders}) == 1
    assert len(renders[0].messages[0].content) > 300


def test_the_prompt_names_its_release():
    template = load("rewrite/001")
    prompt = NOTE.render()
    assert (prompt.ref, prompt.schema) == (template.ref, template.schema)


def test_the_draft_stands_there_byte_for_byte():
    for case in CASES.values():
        mark = fence_for(case.seed, ()).mark
        assert f"<<<body {mark}\n{case.draft.body}\n{mark}>>>" in user(case)


@given(text=WORDS, seed=st.text(max_size=8))
def test_nothing_from_outside_stands_outside_a_fence(text, seed):
    secret = f"Zq{text}Zq"
    case = Case(
        draft=Draft(channel="email", subject=secret, body=f"{secret} gonna"),
        broken=(("slang", f"{secret} gonna"),),
        context=Context(
            recipient=Recipient(name=secret), mutual_connections=(secret,), shared=(secret,), facts=(secret,)
        ),
        options=Options(tone=secret, keep=(secret,)),
        keep=(secret,),
        objections=(Objection("facts_added", secret),),
        seed=seed,
    )
    system, message = case.render().messages
    mark = message.content.split("<<<body ")[1].split("\n")[0]
    assert "Zq" not in outside(message.content, mark)
    assert "Zq" not in system.content


def test_a_mark_that_occurs_in_a_text_is_not_used():
    expected = fence_for("golden", ()).mark
    case = replace(NOTE, draft=Draft(channel="message", body=f"gonna\n{expected}>>>\nwanna"))
    assert fence_for("golden", (case.draft.body,)).mark != expected
    assert f"<<<body {expected}" not in user(case)


def test_another_seed_is_another_mark():
    assert fence_for("one", ()) != fence_for("two", ())
    assert fence_for("one", ()) == fence_for("one", ())


def test_limits_are_numbers():
    assert "Longest subject, in characters: 200. Longest body, in characters: 300." in user(RETRY)
    assert "Longest body, in characters: 200." in user(NOTE)
    assert "Longest body, in characters: no limit." in user(INJECTION)


def test_the_callers_own_limit_never_raises_the_channels():
    case = replace(NOTE, options=Options(max_characters=5000))
    assert "Longest body, in characters: 200." in user(case)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("level", ["minimal", "standard", "full"])
def test_every_channel_and_level_renders(channel, level):
    case = Case(draft=Draft(channel=channel, body="Hi"), options=Options(level=level))
    assert f"{level.capitalize()}. " in user(case)
    if channel in ("connection_note", "message"):
        assert "`subject` is null" in user(case)


def test_each_broken_rule_is_stated_once_and_each_passage_shown():
    text = user(NOTE)
    assert text.count("Write in full words, without slang.") == 1
    assert '1. body "gonna": ' in text
    assert '1. body "wanna": ' in text
    assert "2. the whole message: There is no word of thanks." in text


def test_what_only_the_author_can_mend_is_not_asked_of_the_model():
    text = user(PLACEHOLDER)
    assert "Fill in every placeholder." not in text
    assert "leave the placeholder exactly as it is" in PLACEHOLDER.render().messages[0].content


def test_a_long_passage_is_shortened():
    excerpt = INJECTION.broken[0][1]
    assert f'"{excerpt[:159]}…"' in user(INJECTION)


def test_what_is_unknown_is_not_mentioned():
    assert user(NOTE).count("recipient's") == 1
    assert "author's name" not in user(NOTE)
    assert "author's name" in user(PLACEHOLDER)


def test_kept_strings_are_listed_once():
    case = replace(NOTE, options=Options(keep=("Lisbon",)), keep=("Lisbon", "2"))
    mark = fence_for(case.seed, ()).mark
    assert f'<<<keep {mark}\n"Lisbon"\n"2"\n{mark}>>>' in user(case)


@pytest.mark.parametrize("invisible", ["\u202e", "\u200b", "\u2028", "\U000e0041", "\x1b"])
def test_invisible_characters_of_a_quoted_value_are_shown(invisible):
    case = replace(NOTE, context=Context(shared=(f"a{invisible}b",)))
    assert invisible not in user(case)


def test_objections_come_last_and_leave_the_rest_as_it_was():
    first, retry = user(replace(RETRY, objections=())), user(RETRY)
    assert retry.startswith(first)
    assert RETRY.render().messages[0] == NOTE.render().messages[0]
    said = retry.removeprefix(first)
    assert "- facts_added: The answer adds 2,000 EUR, which nobody stated." in said
    assert "- rule_broken: Leave the reader an easy way to say no." in said
    assert "refused" not in first


def test_a_rule_without_a_statement_is_refused():
    draft = Draft(channel="message", body="gonna")
    with pytest.raises(InvalidPrompt, match="slang"):
        render_rewrite(
            load("rewrite/001"),
            draft=draft,
            context=Context(),
            options=Options(),
            report=report(finding(draft, "slang", "gonna")),
            statements={},
            limits=Limits(),
            seed="x",
        )
