import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attempt import Completion, Objection
from app.domain.draft import Text
from app.prompting.answer import parse_candidate


def parsed(text: str | None, **other: str) -> Text | Objection:
    return parse_candidate(Completion(text=text, model="m", **other))


def code(text: str | None, **other: str) -> str:
    objection = parsed(text, **other)
    assert isinstance(objection, Objection)
    assert objection.detail.endswith(".")
    return objection.code


@pytest.mark.parametrize(
    ("text", "subject", "body"),
    [
        ('{"subject": null, "body": "Hi"}', None, "Hi"),
        ('{"body": "Hi\\n\\nAna", "subject": "Lunch"}', "Lunch", "Hi\n\nAna"),
        ('\n {"subject": "", "body": " Hi "}\n', "", " Hi "),
        ('```json\n{"subject": null, "body": "Hi"}\n```', None, "Hi"),
        ('```\n{"subject": null, "body": "```"}\n```\n', None, "```"),
    ],
)
def test_a_candidate_is_taken_as_it_was_written(text, subject, body):
    assert parsed(text) == Text(subject, body)


@pytest.mark.parametrize("text", [None, "", " \n", '{"subject": null, "body": ""}', '{"subject": "x", "body": null}'])
def test_an_answer_without_a_message_is_empty(text):
    assert code(text) == "empty"


@pytest.mark.parametrize(
    "text",
    ["Hi Maria,", "<html>", '{"subject": null, "body": "Hi', 'Sure! {"subject": null, "body": "Hi"}', "\ud800", "```"],
)
def test_an_answer_that_is_no_json(text):
    assert code(text) == "not_json"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "null",
        '"Hi"',
        "{}",
        '{"body": "Hi"}',
        '{"subject": null}',
        '{"subject": 1, "body": "Hi"}',
        '{"subject": null, "body": ["Hi"]}',
        '{"subject": null, "body": "Hi", "note": "x"}',
        '{"subject": null, "body": "' + "x" * 20_001 + '"}',
    ],
)
def test_json_of_another_shape(text):
    assert code(text) == "wrong_schema"


def test_a_refusal_a_filter_and_a_cut_are_told_apart():
    whole = '{"subject": null, "body": "Hi"}'
    assert code(None, refusal="No.") == "refusal"
    assert code(whole, refusal="No.") == "refusal"
    assert code(None, finish_reason="content_filter") == "filtered"
    assert code(whole, finish_reason="length") == "cut_off"
    assert parsed(whole, finish_reason="stop") == Text(None, "Hi")


def test_deeply_nested_junk_is_an_objection():
    assert code("[" * 100_000) in {"not_json", "wrong_schema"}
    assert code('{"x": ' * 100_000) in {"not_json", "wrong_schema"}


@given(st.text())
def test_any_text_gives_a_candidate_or_an_objection(text):
    assert isinstance(parsed(text), Text | Objection)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Sure! {"subject": null, "body": "Hi"} Anything else?', Text(None, "Hi")),
        ('<think>{"subject": null, "body": "No"}</think>\n{"subject": null, "body": "Hi"}', Text(None, "Hi")),
        ('{"note": 1} and {"subject": "S", "body": "Hi {x}"}', Text("S", "Hi {x}")),
        ('```json\n{"subject": null, "body": "Hi"}\n```\nI kept the facts.', Text(None, "Hi")),
    ],
)
def test_around_an_answer_in_plain_text_anything_may_stand(text, expected):
    assert parse_candidate(Completion(text=text, model="m"), lenient=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Maria,", "not_json"),
        ("{" * 100_000, "not_json"),
        ('Sure! {"text": "Hi"}', "wrong_schema"),
        ('{"subject": null, "body": "Hi", "note": "x"}', "wrong_schema"),
        ('Sure: {"subject": null, "body": ""}', "empty"),
        ('Sure: {"subject": null, "bo', "not_json"),
    ],
)
def test_without_a_whole_answer_in_it_plain_text_is_refused(text, expected):
    found = parse_candidate(Completion(text=text, model="m"), lenient=True)
    assert isinstance(found, Objection)
    assert found.code == expected
