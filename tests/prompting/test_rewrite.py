from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as replace_struct

from app.domain.attempt import Objection
from app.domain.context import Context, Recipient
from app.domain.draft import CHANNELS, Draft
from app.domain.errors import InvalidPrompt
from app.domain.report import Fix
from app.domain.rewrite import Options
from app.prompting.changes import listed_changes
from app.prompting.fence import fence_for
from app.prompting.released import load
from app.prompting.rewrite import render_rewrite
from app.prompting.visible import visible
from app.prompting.vocabulary import Vocabulary
from tests.prompting.cases import (
    CASES,
    COMPACT,
    CURRENT,
    GOLDEN,
    INJECTION,
    NOTE,
    PLACEHOLDER,
    PROMPTS,
    RETRY,
    VOICE,
    Case,
    Limits,
    finding,
    golden,
    report,
)

WORDS = st.text(min_size=1, max_size=60).filter(str.strip)


def user(case: Case, prompt: str = CURRENT) -> str:
    return case.render(prompt).messages[1].content


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


def test_the_golden_prompts_are_current_and_none_is_left_over():
    assert {path: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*/*")} == golden()


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_request_begins_the_same(prompt):
    renders = [case.render(prompt) for case in CASES.values()]
    assert len({prompt.messages[0] for prompt in renders}) == 1
    assert len({"".join(message.content for message in prompt.messages)[:300] for prompt in renders}) == 1
    assert len(renders[0].messages[0].content) > 300


def test_the_prompt_names_its_release():
    template = load(CURRENT)
    prompt = NOTE.render()
    assert (prompt.ref, prompt.schema) == (template.ref, template.schema)


def test_the_draft_stands_there_byte_for_byte():
    for case in (NOTE, PLACEHOLDER, INJECTION, RETRY):
        mark = fence_for(case.seed, ()).mark
        assert f"<<<body {mark}\n{case.draft.body}\n{mark}>>>" in user(case)


@pytest.mark.parametrize("prompt", PROMPTS)
@given(text=WORDS, seed=st.text(max_size=8))
def test_nothing_from_outside_stands_outside_a_fence(prompt, text, seed):
    secret = f"Zq{text}Zq"
    case = Case(
        draft=Draft(channel="email", subject=secret, body=f"{secret} gonna"),
        broken=(("slang", f"{secret} gonna"),),
        context=Context(
            recipient=Recipient(name=secret), mutual_connections=(secret,), shared=(secret,), facts=(secret,)
        ),
        options=Options(tone=secret, voice_sample=secret, keep=(secret,)),
        keep=(secret,),
        questions=(secret,),
        vocabulary=Vocabulary({secret: secret}, (secret,)),
        objections=(Objection("facts_added", secret),),
        seed=seed,
    )
    system, message = case.render(prompt).messages
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


HIDDEN = ["\u202e", "\u200b", "\u2028", "\U000e0041", "\x1b", "\r", "\ufeff", "\u00ad", "\u2066", "\ue000", "\u3164"]


@pytest.mark.parametrize("prompt", [CURRENT, COMPACT])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_invisible_characters_are_shown_wherever_they_stand(hidden, prompt):
    text = f"a{hidden}b"
    case = Case(
        draft=Draft(channel="email", subject=text, body=f"{text} gonna"),
        broken=(("slang", f"{text} gonna"),),
        context=Context(shared=(text,), facts=(text,)),
        options=Options(tone=text, voice_sample=text, keep=(text,)),
        questions=(text,),
        vocabulary=Vocabulary({text: text}, (text,)),
        objections=(Objection("facts_added", text),),
    )
    shown = user(case, prompt)
    assert hidden not in shown
    assert f"a{visible(hidden)}b gonna" in shown


@pytest.mark.parametrize(
    "text", ["Line\none\r\ntwo\tthree", "👩‍⚕️ and 👩‍❤️‍👨 and ☀️", "می‌خواهم", "क्‍ष", "9 o’clock — “late”"]
)
def test_what_can_be_seen_stays_as_it_is(text):
    assert visible(text) == text


def test_joiners_in_a_row_are_shown():
    assert visible("☀\ufe0f\ufe0f\ufe0f") == "☀\ufe0f\\ufe0f\\ufe0f"
    assert visible("a\u200db") == "a\\u200db"


@given(st.text())
def test_what_was_made_visible_holds_nothing_hidden(text):
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize("tone", ["warm", "direct", "formal", "brief"])
@pytest.mark.parametrize("prompt", [CURRENT, COMPACT])
def test_known_tones_are_spelt_out_by_us(tone, prompt):
    shown = user(replace(NOTE, options=Options(tone=tone)), prompt)
    assert "<<<tone" not in shown
    assert "<<<tone" in user(replace(NOTE, options=Options(tone=f"{tone}, but")), prompt)


@pytest.mark.parametrize("prompt", [CURRENT, COMPACT])
def test_the_writers_own_voice_is_a_sample_between_fences(prompt):
    mark = fence_for(VOICE.seed, ()).mark
    assert f"<<<voice {mark}\n{VOICE.options.voice_sample}\n{mark}>>>" in user(VOICE, prompt)
    assert "all nine bales" not in user(replace(VOICE, options=Options()), prompt)


@pytest.mark.parametrize("prompt", [CURRENT, COMPACT])
def test_words_of_the_policy_are_told_those_of_the_draft_first(prompt):
    lines = user(VOICE, prompt).split("\n")
    first = lines.index('write "use", not "leverage"')
    assert lines[first + 1] == 'write "customers", not "clients"'
    assert {'write "expert", not "guru"', 'never write "synergy"'} <= set(lines)
    many = Vocabulary({}, tuple(f"word{number}" for number in range(1000)))
    assert user(replace(VOICE, vocabulary=many), prompt).count("never write") == 40


def test_what_only_the_author_can_answer_is_named_as_open():
    assert f"<<<open {fence_for('golden', ()).mark}\n" in user(VOICE)
    assert VOICE.questions[0] in user(VOICE)


def test_what_went_before_is_told():
    assert "earlier messages to the recipient: 2, not answered" in user(VOICE)
    assert "earlier messages" not in user(NOTE)


def test_a_small_model_gets_a_list_of_changes():
    text = user(NOTE, COMPACT)
    assert '- "gonna" -> "going to"\n- "wanna" -> "want to"\n- add "Thank you."\n' in text
    assert 'reword or leave out "ASAP": “ASAP” puts the reader under pressure.' in user(PLACEHOLDER, COMPACT)
    assert len(load(COMPACT).system) < len(load(CURRENT).system) / 4


def test_a_change_within_another_is_not_listed_twice():
    draft = Draft(channel="message", body="Hi Jo, send me ur plan.")
    outer = replace_struct(
        finding(draft, "slang", "send me ur plan."), fixes=(fix(draft, "send me ur plan.", "May I?"),)
    )
    inner = replace_struct(finding(draft, "slang", "ur"), fixes=(fix(draft, "ur", "your"),))
    for order in ((outer, inner), (inner, outer)):
        assert listed_changes(draft, order) == '- "send me ur plan." -> "May I?"'


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("h", "H", '"hey" -> "Hey"'),
        ("!!", "!", '"Bo!!" -> "Bo!"'),
        (" dude", "", 'leave out "dude"'),
        ("pals", "friends", '"pals." -> "friends."'),
        ("hey Bo!! ", "", 'leave out "hey Bo!!"'),
    ],
)
def test_a_change_is_told_in_whole_words(old, new, change):
    draft = Draft(channel="message", body="hey Bo!! thanks dude, my pals.")
    assert (
        listed_changes(draft, [replace_struct(finding(draft, "slang", old), fixes=(fix(draft, old, new),))])
        == f"- {change}"
    )


def test_a_fix_that_only_moves_spaces_is_told_in_words():
    draft = Draft(channel="message", body="Hi Jo, one. two.")
    spaces = replace_struct(finding(draft, "wall-of-text"), fixes=(Fix("body", 11, 12, "\n\n", True),))
    assert listed_changes(draft, [spaces]) == "- One block of text without a break."


def fix(draft, old, new):
    start = draft.body.index(old)
    return Fix("body", start, start + len(old), new, True)


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
