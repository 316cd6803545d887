"""Profiles: which one is a model's, what it sends, and what the loader refuses."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import InvalidProfile
from app.llm.profiles import PLAIN, load


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "profiles.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("model", "profile"),
    [
        ("gpt-5.4-mini", "openai-reasoning"),
        ("GPT-5.4-mini", "openai-reasoning"),
        ("openai/gpt-5-nano", "openai-reasoning"),
        ("gpt-5-pro", "openai-fixed-effort"),
        ("gpt-5-chat-latest", "openai-fixed-effort"),
        ("o3-mini", "openai-fixed-effort"),
        ("gpt-4o-mini", "openai-chat"),
        ("gpt-4o-2024-05-13", "openai-json"),
        ("gpt-4-turbo", "openai-json"),
        ("gpt-oss-20b", "gpt-oss"),
        ("deepseek-reasoner", "deepseek-reasoner"),
        ("deepseek-chat", "deepseek"),
        ("anthropic/claude-sonnet-4.5", "claude"),
        ("qwen2.5:1.5b", "small"),
        ("Qwen/Qwen2.5-0.5B-Instruct", "small"),
        ("SmolLM2-135M-Instruct.Q4_1.gguf", "small"),
        ("llama3.2:3b", "small"),
        ("llama3.1:8b", "default"),
        ("qwen2.5:14b", "default"),
        ("gemma-3-31b", "default"),
        ("my-model", "default"),
    ],
)
def test_a_model_is_known_by_its_name(model, profile):
    assert load().of(model).id == profile


def test_a_model_that_reasons_gets_no_temperature():
    assert load().of("gpt-5.4-mini").sent() == {"reasoning_effort": "low", "max_completion_tokens": 16_384}


def test_an_unknown_model_gets_what_most_servers_take():
    assert load().of("my-model") == PLAIN
    assert PLAIN.sent() == {"temperature": 0.2, "max_tokens": 4096}


def test_each_shipped_profile_is_reached_by_a_name_of_its_own():
    profiles = load()
    for profile in profiles:
        name = profile.models[0].replace("*", "x").replace("[5-9]", "7").replace("[-_:]", "-").replace("[0-9]", "3")
        assert profiles.of(name) is profile


def test_an_operator_changes_a_shipped_profile_key_by_key(write):
    changed = load(write('[openai-reasoning]\nreasoning_effort = "medium"\nstream = true\n')).of("gpt-5-mini")
    assert changed.sent() == {
        "reasoning_effort": "medium",
        "max_completion_tokens": 16_384,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_an_operators_own_profile_goes_before_ours(write):
    profiles = load(
        write("""
[tuned]
models = ["gpt-5.4-mini-acme"]
answer = "json_object"
parameters = {seed = 7, chat_template_kwargs = {enable_thinking = false}}
price = {input = "0.40", output = "1.60", source = "our contract", date = 2026-03-01}
""")
    )
    tuned = profiles.of("gpt-5.4-mini-acme")
    assert tuned.id == profiles.named("tuned").id == "tuned"
    assert tuned.price
    assert tuned.price.input == Decimal("0.40")
    assert tuned.sent() == {
        "temperature": 0.2,
        "max_tokens": 4096,
        "response_format": {"type": "json_object"},
        "seed": 7,
        "chat_template_kwargs": {"enable_thinking": False},
    }
    assert profiles.of("gpt-5.4-mini").id == "openai-reasoning"


def test_a_date_among_the_parameters_is_sent_as_json_can(write):
    sent = load(write('[x]\nmodels = ["x"]\nparameters = {since = 2026-01-01}\n')).of("x").sent()
    assert sent["since"] == "2026-01-01"


def test_an_operators_default_is_the_ground_of_all(write):
    profiles = load(write("[default]\nmax_output_tokens = 300\n"))
    assert profiles.of("my-model").max_output_tokens == profiles.of("claude-3").max_output_tokens == 300
    assert profiles.of("deepseek-r1").max_output_tokens == 16_384


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[x]\n", "models"),
        ('[x]\nmodels = ["x"]\ncolour = "red"\n', "colour"),
        ('[x]\nmodels = "x"\n', "models"),
        ("[x]\nmodels = []\n", "models"),
        ('[x]\nmodels = ["x"]\ntemperature = "hot"\n', "temperature"),
        ('[x]\nmodels = ["x"]\ntemperature = 3\n', "temperature"),
        ('[x]\nmodels = ["x"]\nanswer = "xml"\n', "answer"),
        ('[x]\nmodels = ["x"]\nmax_output_tokens = 0\n', "max_output_tokens"),
        ('[x]\nmodels = ["x"]\nbase_url = "ftp://x"\n', "base_url"),
        ('[x]\nmodels = ["x"]\nprice = {input = "1", source = "s"}\n', "output"),
        ('[x]\nmodels = ["x"]\nprice = {input = "-1", output = "1", source = "s"}\n', "price"),
        ('[x]\nmodels = ["x"]\nprice = {input = "cheap", output = "1", source = "s"}\n', "input"),
        ('[x]\nmodels = ["x"]\nmax_output_tokens = "9"\n', "max_output_tokens"),
        ('[x]\nmodels = ["x"]\nparameters = {messages = [], seed = 1}\n', "messages"),
        ('["Not An Id"]\nmodels = ["x"]\n', "Not An Id"),
        ("models = 1\n", "profiles"),
        ("[x\n", "profiles"),
    ],
)
def test_what_makes_no_profile_is_refused_with_its_reason(write, text, word):
    with pytest.raises(InvalidProfile, match=word):
        load(write(text))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidProfile, match=r"missing\.toml"):
        load(tmp_path / "missing.toml")


def test_an_unknown_profile_is_named():
    with pytest.raises(InvalidProfile, match="gigantic"):
        load().named("gigantic")
