"""Read the rulebook from its files: one rule a file, TOML where words decide, Python where logic does."""

import hashlib
import importlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import Struct

from app.domain.errors import InvalidRule
from app.domain.report import Group
from app.rules.phrases import Phrase, PhraseData
from app.rules.rule import Finder, Rule

VERSION = "1.0.0"
_HERE = Path(__file__).parent


class Rulebook(Struct, frozen=True):
    """All that we ship.

    Attributes:
        rules: by id, in the order of group and id.
        finders: the functions of the rules of kind `code`, by id.
        cues: what structure is recognised by.
        sources: title of each source, by key.
        version: of the rulebook.
        hash: of every file it was read from.

    """

    rules: Mapping[str, Rule]
    finders: Mapping[str, Finder]
    cues: tuple[Phrase, ...]
    sources: Mapping[str, str]
    version: str
    hash: str


def read_rule(path: Path, content: bytes) -> Rule:
    """Read one rule of kind `phrases`.

    Raises:
        InvalidRule: unknown keys, wrong types, an id that isn't the file's name, phrases that can't match.

    """
    try:
        data = tomllib.loads(content.decode())
        rule = msgspec.convert({"kind": "phrases", "group": path.parent.name, **data}, Rule)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InvalidRule(f"{path.name}: {error}") from error
    if not rule.phrases:
        raise InvalidRule(f"{path.name}: a rule of words needs phrases")
    for phrase in rule.phrases:
        Phrase(rule.id, phrase)
    return _named(rule, path)


def _import_rule(path: Path) -> tuple[Rule, Finder]:
    module: Any = importlib.import_module(f"app.rules.catalog.{path.parent.name}.{path.stem}")
    return _named(module.RULE, path), module.find


def _named(rule: Rule, path: Path) -> Rule:
    if (rule.id, rule.group) != (path.stem.replace("_", "-"), path.parent.name):
        raise InvalidRule(
            f"{path.name}: the id is {rule.id!r} and the group {rule.group!r}; they equal file and folder"
        )
    return rule


def _files() -> Iterator[Path]:
    for group in get_args(Group):
        folder = _HERE / "catalog" / group
        names = (path for path in folder.glob("*") if path.suffix in (".toml", ".py") and path.stem != "__init__")
        yield from sorted(names, key=lambda path: path.stem.replace("_", "-"))


def load() -> Rulebook:
    """Read the whole rulebook.

    Raises:
        InvalidRule: a file is refused, or two rules have one id.

    """
    rules: dict[str, Rule] = {}
    finders: dict[str, Finder] = {}
    digest = hashlib.sha256()
    for path in _files():
        content = path.read_bytes()
        digest.update(content)
        if path.suffix == ".toml":
            rule = read_rule(path, content)
        else:
            rule, finder = _import_rule(path)
            finders[rule.id] = finder
        if rule.id in rules:
            raise InvalidRule(f"{path.name}: the id {rule.id!r} is taken")
        rules[rule.id] = rule
    cues, sources = (_HERE / "cues.toml").read_bytes(), (_HERE / "sources.toml").read_bytes()
    for content in (cues, sources):
        digest.update(content)
    known = tomllib.loads(sources.decode())
    _check_sources(rules, known)
    return Rulebook(rules, finders, _read_cues(cues), known, VERSION, digest.hexdigest())


def _read_cues(content: bytes) -> tuple[Phrase, ...]:
    tables: dict[str, list[dict[str, Any]]] = tomllib.loads(content.decode())
    return tuple(
        Phrase(name, msgspec.convert(entry, PhraseData)) for name, entries in tables.items() for entry in entries
    )


def _check_sources(rules: Mapping[str, Rule], known: Mapping[str, str]) -> None:
    for rule in rules.values():
        if unknown := [key for key in rule.sources if key not in known] or (not rule.sources and ["none"]):
            raise InvalidRule(f"{rule.id}: unknown source {unknown}")
