"""Finding prompt files. A released one is pinned by its hash in `released.toml` and never edited again."""

import re
from pathlib import Path

import msgspec

from app.domain.errors import InvalidPrompt
from app.prompting.template import Template, parse
from app.resources import folder

PINS = "released.toml"

_NAME = re.compile(r"[a-z][a-z-]*/[0-9]{3}")


def load(name: str, prompts: Path | None = None) -> Template:
    """Read `prompts/<name>.md` and check it against its pin, if it is released.

    Args:
        name: family and version, such as `rewrite/001`.
        prompts: the folder to look in; None for the one that comes with Decorum.

    Raises:
        InvalidPrompt: there is no such file, it isn't made as it should be, or it isn't what was released.

    """
    if not _NAME.fullmatch(name):
        raise InvalidPrompt(f"{name!r} is no name of a prompt.")
    place = folder("prompts") if prompts is None else prompts
    try:
        template = parse((place / f"{name}.md").read_bytes())
    except FileNotFoundError:
        raise InvalidPrompt(f"There is no prompt {name}.") from None
    if template.ref.name != name:
        raise InvalidPrompt(f"The file {name}.md calls itself {template.ref.name}.")
    if pins(place).get(name, template.ref.hash) != template.ref.hash:
        raise InvalidPrompt(f"{name} was changed after its release: write the next version instead.")
    return template


def pins(prompts: Path) -> dict[str, str]:
    """Return the sha256 of each released prompt by its name, such as `rewrite/001`."""
    path = prompts / PINS
    return msgspec.toml.decode(path.read_bytes(), type=dict[str, str]) if path.exists() else {}
