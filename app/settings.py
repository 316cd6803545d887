"""Settings: read from the environment once, at the entry, and handed on from there."""

import base64
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.domain.errors import DecorumError

SHORTEST_KEY = 16  # characters of a master key
SEED_BYTES = 32
DATABASES = ("sqlite", "sqlite+aiosqlite", "postgresql", "postgresql+psycopg")


class InvalidSetting(DecorumError):
    """A variable holds what can't be used; the sentence names it, and shows no secret."""

    code = "invalid_setting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this process runs. What may hold a password or key stays out of the repr.

    Attributes:
        database_url: where the record is kept.
        model: name of the model that rewrites; None for none.
        model_timeout: seconds for one model call.
        deadline: seconds for a whole rewrite.
        budget: US dollars that the model calls of one rewrite may cost; None for no limit.
        checkpoint_interval: seconds from one signed checkpoint of the ledger to the next.
        signing_key: signs the checkpoints; None for a key made once and kept with the record.
        concurrency: how many rewrites a process works on at once; as many more may wait.
        rate_limit: how many requests a minute one key may send; None for any number.
        workers: how many rewrites that were put off a process makes at once.
        openai_api_key: key for the model's server.
        openai_base_url: address of an OpenAI-compatible server; None for OpenAI's own.
        fallback_models: names of models to ask in order where the one before brings nothing.
        model_profile: id of the profile of `model`, where its name doesn't tell.
        profiles: a file of model profiles that go before ours.
        azure_api_version: the API version of an Azure resource; `openai_base_url` is its address then.
        purge_interval: seconds between two runs of retention.
        master_key: the secret that stored texts are encrypted under; None to store them as they are.
        master_key_file: a file that holds it instead.
        master_key_former: the master key before it, for the time of a change.

    """

    database_url: str = field(default="sqlite+aiosqlite:///decorum.db", repr=False)
    model: str | None = None
    model_timeout: float = 30.0
    deadline: float = 60.0
    budget: Decimal | None = None
    checkpoint_interval: float = 3600.0
    signing_key: bytes | None = field(default=None, repr=False)
    concurrency: int = 32
    rate_limit: int | None = None
    workers: int = 4
    openai_api_key: str | None = field(default=None, repr=False)
    openai_base_url: str | None = field(default=None, repr=False)
    fallback_models: tuple[str, ...] = ()
    model_profile: str | None = None
    profiles: Path | None = None
    azure_api_version: str | None = None
    purge_interval: float = 3600.0
    master_key: str | None = field(default=None, repr=False)
    master_key_file: Path | None = None
    master_key_former: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read every variable; an empty one counts as absent.

        Raises:
            InvalidSetting: a variable holds what can't be used.

        """
        source = os.environ if environment is None else environment
        given = {name: source.get(variable, "").strip() for name, variable in VARIABLES.items()}
        values: dict[str, Any] = {
            name: PARSERS.get(name, plain)(VARIABLES[name], text) for name, text in given.items() if text
        }
        return cls(**values)

    def master(self) -> str | None:
        """Return the master key, from its file where one is named; None where there is none.

        Raises:
            InvalidSetting: the file can't be read, holds no key, or both are given.

        """
        if self.master_key_file is None:
            return self.master_key
        name = VARIABLES["master_key_file"]
        if self.master_key is not None:
            raise InvalidSetting(f"Give either {VARIABLES['master_key']} or {name}.")
        try:
            return key(name, self.master_key_file.read_text("utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidSetting(f"{name}: the file can't be read.") from error

    @property
    def has_server(self) -> bool:
        """Whether there is a server to ask: a key for OpenAI's, or the address of one that may need none."""
        return bool(self.openai_api_key or self.openai_base_url)


def plain(_variable: str, text: str) -> str:
    """Take any text as it is."""
    return text


def seconds(variable: str, text: str) -> float:
    """Read a positive number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise InvalidSetting(f"{variable} must be a positive number of seconds, not {text!r}.")
    return value


def amount(variable: str, text: str) -> Decimal:
    """Read a positive number of dollars."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or value <= 0:
        raise InvalidSetting(f"{variable} must be a positive number of US dollars, not {text!r}.")
    return value


def count(variable: str, text: str) -> int:
    """Read a positive whole number."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise InvalidSetting(f"{variable} must be a positive whole number, not {text!r}.")
    return int(text)


def key(variable: str, text: str) -> str:
    """Read a secret; the sentence about one that is too short doesn't show it."""
    if len(text) < SHORTEST_KEY:
        raise InvalidSetting(f"{variable} must have at least {SHORTEST_KEY} characters: `openssl rand -base64 32`.")
    return text


def names(_variable: str, text: str) -> tuple[str, ...]:
    """Read names with commas between them."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def path(_variable: str, text: str) -> Path:
    """Read the path of a file."""
    return Path(text)


def seed(variable: str, text: str) -> bytes:
    """Read the 32 bytes that a signing key is made from, in base64."""
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError:
        content = b""
    if len(content) != SEED_BYTES:
        raise InvalidSetting(f"{variable} must be 32 random bytes in base64, as `openssl rand -base64 32` makes them.")
    return content


def database(variable: str, text: str) -> str:
    """Read the address of a database that Decorum can drive."""
    if text.partition(":")[0] not in DATABASES:
        raise InvalidSetting(
            f"{variable} must begin with sqlite+aiosqlite:/// (and a file) or "
            "postgresql+psycopg:// (and user, host and database)."
        )
    return text


def address(variable: str, text: str) -> str:
    """Read the address of an HTTP server."""
    try:
        parts = urlsplit(text)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid:
        raise InvalidSetting(f"{variable} must be an address such as https://models.example.com/v1.")
    return text


def variable(name: str) -> str:
    """Return the environment variable of a setting; OpenAI's own keep their usual names."""
    return name.upper() if name.startswith("openai_") else f"DECORUM_{name.upper()}"


VARIABLES = {setting.name: variable(setting.name) for setting in fields(Settings)}
PARSERS = {
    "database_url": database,
    "model_timeout": seconds,
    "deadline": seconds,
    "budget": amount,
    "checkpoint_interval": seconds,
    "signing_key": seed,
    "concurrency": count,
    "rate_limit": count,
    "purge_interval": seconds,
    "workers": count,
    "openai_base_url": address,
    "fallback_models": names,
    "profiles": path,
    "master_key": key,
    "master_key_file": path,
    "master_key_former": key,
}


def unknown(environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the variables that look like ours and are none: a misspelt one would be missed in silence."""
    source = os.environ if environment is None else environment
    return sorted(name for name in source if name.startswith("DECORUM_") and name not in VARIABLES.values())


def secret(variable: str) -> str | None:
    """Return what stands in a variable that an operator's file names; None where it is empty."""
    return os.environ.get(variable, "").strip() or None


def wants_colour() -> bool:
    """Say whether the environment leaves colours to us (no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
