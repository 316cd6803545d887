"""A prompt file: front matter between `+++` lines, a `# system` part and a `# user` part.

Outside text enters at the placeholders of the user part only. The system part has none: it is the same for all
requests, as providers' prefix caches like it, and nobody else's words can stand in it.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from app.domain.attempt import Message, Prompt
from app.domain.errors import InvalidPrompt
from app.domain.rewrite import PromptRef

_PARTS = re.compile(
    r"\A\+\+\+\n(?P<head>.*?)\n\+\+\+\n\s*^# system\n(?P<system>.*?)\n# user\n(?P<user>.*)\Z", re.DOTALL | re.MULTILINE
)
_PLACEHOLDER = re.compile(r"\{\{([a-z_]+)\}\}")


class Template(Struct, frozen=True, kw_only=True):
    """A checked prompt file.

    Attributes:
        ref: its id, its version, and the sha256 of its bytes.
        variables: what must be given to render it.
        schema: JSON Schema of the answer.
        words: sentences that rendering chooses from, by topic and name.
        system: the part that is the same for all requests.
        user: the part with placeholders.

    """

    ref: PromptRef
    variables: frozenset[str]
    schema: dict[str, Any]
    words: dict[str, dict[str, str]]
    system: str
    user: str

    def render(self, values: Mapping[str, str]) -> Prompt:
        """Fill in the placeholders; what looks like one inside a value stays as it is.

        Raises:
            InvalidPrompt: a variable is missing, or one is given that the template doesn't have.

        """
        _agree(self.ref.id, "given", set(values), self.variables)
        user = _PLACEHOLDER.sub(lambda match: values[match[1]], self.user)
        return Prompt(
            ref=self.ref,
            messages=(Message("system", self.system), Message("user", user)),
            schema=self.schema,
        )

    def word(self, topic: str, name: str) -> str:
        """Return a sentence of the file.

        Raises:
            InvalidPrompt: the file has none of that name.

        """
        try:
            return self.words[topic][name]
        except KeyError:
            raise InvalidPrompt(f"{self.ref.id}/{self.ref.version} lacks the words {topic}.{name}.") from None


class _Head(Struct, forbid_unknown_fields=True):
    id: str
    version: str
    variables: list[str]
    schema: dict[str, Any]
    words: dict[str, dict[str, str]] = {}


def parse(source: bytes) -> Template:
    """Check a prompt file.

    Raises:
        InvalidPrompt: it isn't made as it should be; the sentence says where.

    """
    head, system, user = _split(source)
    if "{{" in system or "}}" in system:
        raise InvalidPrompt(f"{head.id}: the system part takes no placeholders.")
    if re.search(r"\{\{|\}\}", _PLACEHOLDER.sub("", user)):
        raise InvalidPrompt(f"{head.id}: braces that are no placeholder.")
    _agree(head.id, "used", set(_PLACEHOLDER.findall(user)), frozenset(head.variables))
    return Template(
        ref=PromptRef(id=head.id, version=head.version, hash=hashlib.sha256(source).hexdigest()),
        variables=frozenset(head.variables),
        schema=head.schema,
        words=head.words,
        system=system.strip(),
        user=user.strip(),
    )


def _split(source: bytes) -> tuple[_Head, str, str]:
    try:
        parts = _PARTS.match(source.decode())
        if parts is None:
            raise InvalidPrompt("A prompt file has front matter between +++ lines, then # system, then # user.")
        return msgspec.toml.decode(parts["head"], type=_Head), parts["system"], parts["user"]
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise InvalidPrompt(f"A prompt file can't be read: {error}") from error


def _agree(name: str, verb: str, found: set[str], declared: frozenset[str]) -> None:
    if missing := declared - found:
        raise InvalidPrompt(f"{name}: variables declared but not {verb}: {', '.join(sorted(missing))}.")
    if unknown := found - declared:
        raise InvalidPrompt(f"{name}: variables {verb} but not declared: {', '.join(sorted(unknown))}.")
