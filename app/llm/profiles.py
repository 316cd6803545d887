"""What is known of a model by its name: how to ask it, how large it is, what it costs.

Ours stand in `profiles.toml`. An operator's file of the same form goes before them: a profile of the same id is
changed key by key, a new one is asked first, and `[default]` is the ground that all profiles start from.
"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from app.domain.errors import InvalidProfile
from app.domain.price import Price

OURS = Path(__file__).with_name("profiles.toml")
DEFAULT = "default"

OURS_TO_SEND = frozenset(
    {"model", "messages", "response_format", "stream", "stream_options", "tools", "functions", "n"}
)

Tables = dict[str, dict[str, Any]]
Glob = Annotated[str, Meta(min_length=1, max_length=200)]
Tokens = Annotated[int, Meta(ge=1, le=100_000_000)]


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to ask one kind of model.

    Attributes:
        id: the profile's own name.
        models: globs for the names of models it is for, in lower case.
        context_tokens: what prompt and answer may come to together.
        max_output_tokens: the most that an answer may have, hidden reasoning included.
        output_limit: the parameter that says so.
        answer: how an answer in JSON is had: by a schema that the server enforces, by any JSON that it enforces, or by
            the prompt alone; what stands around the JSON is passed over then.
        prompt: which variant of the prompt; small models need fewer words.
        temperature: `none` sends none, as reasoning models want it.
        reasoning_effort: sent where it is given.
        stream: whether the answer comes in pieces; some gateways give up on silent connections.
        parameters: what else is sent with every call; nothing that changes what is asked, or what comes back.
        concurrency: how many calls one process has under way at once; as many more wait.
        base_url: where this model is served, if not where the settings say.
        key_variable: the environment variable with that server's key.
        price: what it costs; goes before every other source.
        priced_as: the provider whose list price holds for this model wherever it is served, by its id in genai-prices.

    """

    id: Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9.-]{0,99}\Z")]
    models: Annotated[tuple[Glob, ...], Meta(min_length=1)]
    context_tokens: Tokens = 128_000
    max_output_tokens: Tokens = 4096
    output_limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    answer: Literal["json_schema", "json_object", "text"] = "json_schema"
    prompt: Literal["full", "compact"] = "full"
    temperature: Annotated[float, Meta(ge=0, le=2)] | Literal["none"] = 0.2
    reasoning_effort: Annotated[str, Meta(min_length=1, max_length=20)] | None = None
    stream: bool = False
    parameters: dict[str, Any] = {}
    concurrency: Annotated[int, Meta(ge=1, le=10_000)] = 16
    base_url: Annotated[str, Meta(pattern=r"\Ahttps?://")] | None = None
    key_variable: Annotated[str, Meta(pattern=r"\A[A-Z][A-Z0-9_]*\Z")] | None = None
    price: Price | None = None
    priced_as: str | None = None

    def __post_init__(self) -> None:
        """Refuse parameters that aren't an operator's to choose."""
        if taken := sorted(OURS_TO_SEND & set(self.parameters)):
            raise ValueError(f"`parameters` can't hold {', '.join(taken)}")

    def sent(self) -> dict[str, Any]:
        """Return what goes with every call besides model, messages and the answer's schema."""
        sent: dict[str, Any] = {}
        if self.temperature != "none":
            sent["temperature"] = self.temperature
        if self.reasoning_effort is not None:
            sent["reasoning_effort"] = self.reasoning_effort
        sent[self.output_limit] = self.max_output_tokens
        if self.answer == "json_object":
            sent["response_format"] = {"type": "json_object"}
        if self.stream:
            sent |= {"stream": True, "stream_options": {"include_usage": True}}
        return sent | self.parameters


PLAIN = Profile(id=DEFAULT, models=("*",))


class Profiles:
    """All profiles, in the order in which they are asked whether a model is theirs."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = profiles

    def __iter__(self) -> Iterator[Profile]:
        return iter(self._profiles)

    def of(self, model: str) -> Profile:
        """Return the profile for a model; its name may carry its maker's, as in `openai/gpt-5.4-mini`."""
        name = model.lower()
        names = {name, name.rpartition("/")[2]}
        return next(
            profile
            for profile in self._profiles
            if any(fnmatchcase(one, glob) for one in names for glob in profile.models)
        )

    def named(self, id_: str) -> Profile:
        """Return the profile of an id.

        Raises:
            InvalidProfile: there is none.

        """
        for profile in self._profiles:
            if profile.id == id_:
                return profile
        raise InvalidProfile(f"There is no model profile {id_!r}.")


def load(operators: Path | None = None) -> Profiles:
    """Read our profiles, and an operator's before them.

    Raises:
        InvalidProfile: a file can't be read, or a profile isn't made as it should be.

    """
    ours, theirs = _tables(OURS), _tables(operators) if operators else {}
    ground = theirs.pop(DEFAULT, {})
    merged = {id_: ours.pop(id_, {}) | table for id_, table in theirs.items()} | ours
    profiles = [_profile(id_, ground | table) for id_, table in merged.items()]
    return Profiles([*profiles, _profile(DEFAULT, ground | {"models": ["*"]})])


def _tables(path: Path) -> Tables:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Tables)
    except OSError:
        raise InvalidProfile(f"The profiles in {path} can't be read.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidProfile(f"{path} holds no profiles: {error}") from None


def _profile(id_: str, table: Mapping[str, Any]) -> Profile:
    try:
        # TOML has dates, and JSON has not.
        return msgspec.convert(msgspec.to_builtins({**table, "id": id_}), Profile)
    except msgspec.ValidationError as error:
        raise InvalidProfile(f"The model profile {id_!r} is refused: {error}") from None
