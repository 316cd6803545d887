import pytest

from app.domain.errors import InvalidPrompt
from app.prompting.released import load, pins
from app.prompting.template import parse
from app.resources import folder

HEAD = """+++
id = "greet"
version = "001"
variables = [{variables}]
[schema]
type = "object"
+++
"""


def source(user: str, variables: str = '"name"', system: str = "Be kind.") -> bytes:
    return f"{HEAD.format(variables=variables)}\n# system\n{system}\n\n# user\n{user}\n".encode()


def rendered(user: str, **values: str) -> str:
    return parse(source(user)).render(values).messages[1].content


def test_a_file_becomes_a_system_and_a_user_message():
    prompt = parse(source("Greet {{name}}.")).render({"name": "Ana"})
    assert [(message.role, message.content) for message in prompt.messages] == [
        ("system", "Be kind."),
        ("user", "Greet Ana."),
    ]
    assert prompt.schema == {"type": "object"}
    assert (prompt.ref.id, prompt.ref.version, len(prompt.ref.hash)) == ("greet", "001", 64)


@pytest.mark.parametrize("value", ["{{name}}", "{{other}}", "}}{{", r"\1", "{name}", "%s", ""])
def test_values_are_never_read_for_placeholders(value):
    assert rendered("Greet {{name}} and {{name}}.", name=value) == f"Greet {value} and {value}."


@pytest.mark.parametrize("values", [{}, {"name": "Ana", "other": "x"}, {"other": "x"}])
def test_the_variables_must_be_given_exactly(values):
    with pytest.raises(InvalidPrompt, match=r"not given|not declared"):
        parse(source("Greet {{name}}.")).render(values)


def test_any_other_byte_is_another_hash():
    assert parse(source("Greet {{name}}.")).ref.hash != parse(source("Greet {{name}}. ")).ref.hash


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (source("Greet."), "declared but not used: name"),
        (source("Greet {{name}} {{company}}."), "used but not declared: company"),
        (source("Greet {{ name }} and {{name}}."), "no placeholder"),
        (source("Greet {{name}} {{Name}}."), "no placeholder"),
        (source("Greet {{name}} {{."), "no placeholder"),
        (source("Greet {{name}}.", system="You are {{name}}."), "system part"),
        (b"# system\nBe kind.\n# user\nGreet.\n", "front matter"),
        (source("Greet {{name}}.").replace(b"# user", b"# User"), "front matter"),
        (source("Greet {{name}}.").replace(b'version = "001"', b"version = 1"), "version"),
        (source("Greet {{name}}.").replace(b"version", b"edition"), "edition"),
        (source("Greet {{name}}.").replace(b"id = ", b"id "), "can't be read"),
        (b"\xff\xfe", "can't be read"),
        (b"", "front matter"),
    ],
)
def test_a_file_that_is_not_made_as_it_should_be_is_refused(broken, reason):
    with pytest.raises(InvalidPrompt, match=reason):
        parse(broken)


@pytest.fixture
def prompts(tmp_path):
    (tmp_path / "greet").mkdir()
    (tmp_path / "greet/001.md").write_bytes(source("Greet {{name}}."))
    return tmp_path


def release(prompts, digest: str) -> None:
    (prompts / "released.toml").write_text(f'"greet/001" = "{digest}"\n')


def test_a_prompt_in_the_making_needs_no_pin(prompts):
    assert load("greet/001", prompts).system == "Be kind."


def test_a_released_prompt_loads_as_it_was_released(prompts):
    release(prompts, load("greet/001", prompts).ref.hash)
    assert load("greet/001", prompts).ref.id == "greet"


def test_a_released_prompt_that_was_edited_is_refused(prompts):
    release(prompts, load("greet/001", prompts).ref.hash)
    (prompts / "greet/001.md").write_bytes(source("Greet {{name}}, please."))
    with pytest.raises(InvalidPrompt, match="changed after its release"):
        load("greet/001", prompts)


def test_a_file_goes_by_its_own_name_only(prompts):
    (prompts / "greet/002.md").write_bytes(source("Greet {{name}}."))
    with pytest.raises(InvalidPrompt, match="calls itself greet/001"):
        load("greet/002", prompts)


@pytest.mark.parametrize("name", ["greet/009", "../greet/001", "greet/../001", "greet/1", "/001", "greet"])
def test_what_is_not_there_is_refused(prompts, name):
    with pytest.raises(InvalidPrompt):
        load(name, prompts)


def test_all_prompts_that_ship_are_released_and_load():
    shipped = {f"{path.parent.name}/{path.stem}" for path in folder("prompts").glob("*/*.md")}
    assert shipped == set(pins(folder("prompts")))
    for name in shipped:
        assert load(name).ref.hash == pins(folder("prompts"))[name]
