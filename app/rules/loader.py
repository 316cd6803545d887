"""Read the rulebook from its files: one rule a file, TOML where words decide, Python where logic does."""

import importlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import Struct

from app.domain.errors import InvalidRule
from app.domain.report import Group
from app.rules.kept import digest, kept
from app.rules.phrases import Phrase, PhraseData
from app.rules.rule import Finder, Rule
from app.rules.templates import Anchor, anchors

VERSION = "1.0.0"
_HERE = Path(__file__).parent
_JUDGING = frozenset({".py", ".toml", ".txt"})


class Rulebook(Struct, frozen=True):
    """All that we ship.

    Attributes:
        rules: by id, in the order of group and id.
        finders: the functions of the rules of kind `code`, by id.
        phrases: what the rules look for, compiled.
        cues: what structure is recognised by, compiled.
        sources: title of each source, by key.
        version: of the rulebook.
        hash: of every file that has a say in what is found.

    """

    rules: Mapping[str, Rule]
    finders: Mapping[str, Finder]
    phrases: tuple[Phrase, ...]
    cues: tuple[Phrase, ...]
    sources: Mapping[str, str]
    version: str
    hash: str


def read_rule(path: Path, content: bytes) -> Rule:
    """Read one rule of kind `phrases`; `prove` goes on to its phrases.

    Raises:
        InvalidRule: unknown keys, wrong types, no phrases, an id that isn't the file's name.

    """
    return _named(parse_rule(content, path.name, group=path.parent.name), path)


def parse_rule(content: bytes, name: str, **defaults: object) -> Rule:
    """Read a rule of kind `phrases` from TOML; `name` is what errors call it, `defaults` what it needn't say.

    Raises:
        InvalidRule: no TOML, unknown keys, wrong types, no phrases.

    """
    try:
        rule = msgspec.convert({"kind": "phrases", **defaults, **tomllib.loads(content.decode())}, Rule)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise InvalidRule(f"{name}: {error}") from error
    if not rule.phrases:
        raise InvalidRule(f"{name}: a rule of words needs phrases")
    return rule


def prove(rule: Rule) -> Rule:
    """Compile every phrase and regex of a rule, so that a fault shows before a draft meets it.

    Raises:
        InvalidRule: a template or a regex is malformed.

    """
    for data in (*rule.phrases, *(data for table in rule.cues.values() for data in table)):
        Phrase(rule.id, data).prove()
    return rule


def _import_rule(path: Path) -> tuple[Rule, Finder]:
    module: Any = importlib.import_module(f"app.rules.catalog.{path.parent.name}.{path.stem}")
    return _named(module.RULE, path), module.find


def _named(rule: Rule, path: Path) -> Rule:
    if (rule.id, rule.group) != (path.stem.replace("_", "-"), path.parent.name):
        raise InvalidRule(
            f"{path.name}: the id is {rule.id!r} and the group {rule.group!r}; they equal file and folder"
        )
    if any(data.pattern or not data.match for data in rule.phrases):
        raise InvalidRule(f"{rule.id}: rules of ours are written as templates, not as patterns")
    return rule


def _files() -> Iterator[Path]:
    for group in get_args(Group):
        folder = _HERE / "catalog" / group
        names = (path for path in folder.glob("*") if path.suffix in (".toml", ".py") and path.stem != "__init__")
        yield from sorted(names, key=lambda path: path.stem.replace("_", "-"))


class _Tables(Struct):
    """What is made from the rule files, and costs too much to make for a single draft.

    Attributes:
        rules: those written in TOML, by id.
        cues: of `cues.toml`, each with its name.
        anchors: every template, compiled.
        sources: title of each source, by key.

    """

    rules: dict[str, Rule]
    cues: list[tuple[str, PhraseData]]
    anchors: dict[str, list[Anchor]]
    sources: dict[str, str]


def load() -> Rulebook:
    """Read the whole rulebook.

    Raises:
        InvalidRule: a file is refused, or two rules have one id.

    """
    source = digest(_HERE, (path for path in _HERE.rglob("*") if path.suffix in _JUDGING))
    imported = {path: _import_rule(path) for path in _files() if path.suffix == ".py"}
    tables = kept("rulebook", source, _Tables, lambda: _tables([rule for rule, _ in imported.values()]))
    rules: dict[str, Rule] = {}
    for path in _files():
        rule = imported[path][0] if path in imported else tables.rules[path.stem]
        if rule.id in rules:
            raise InvalidRule(f"{path.name}: the id {rule.id!r} is taken")
        rules[rule.id] = rule
    return Rulebook(
        rules=rules,
        finders={rule.id: finder for rule, finder in imported.values()},
        phrases=tuple(
            Phrase(rule.id, data, rank, tables.anchors)
            for rule in rules.values()
            for rank, data in enumerate(rule.phrases)
        ),
        cues=tuple(Phrase(name, data, 0, tables.anchors) for name, data in (*tables.cues, *_own_cues(rules.values()))),
        sources=tables.sources,
        version=VERSION,
        hash=source,
    )


def _tables(imported: Sequence[Rule]) -> _Tables:
    rules = {path.stem: read_rule(path, path.read_bytes()) for path in _files() if path.suffix == ".toml"}
    sources = tomllib.loads((_HERE / "sources.toml").read_text("utf-8"))
    cues = list(_shared_cues())
    every = (*rules.values(), *imported)
    _check_sources(every, sources)
    said = (*(data for rule in every for data in rule.phrases), *(data for _, data in (*cues, *_own_cues(every))))
    compiled = {template: anchors(template) for data in said for template in data.match}
    return _Tables(rules, cues, compiled, sources)


def _shared_cues() -> Iterator[tuple[str, PhraseData]]:
    tables: dict[str, list[dict[str, Any]]] = tomllib.loads((_HERE / "cues.toml").read_text("utf-8"))
    for name, entries in tables.items():
        for entry in entries:
            yield name, msgspec.convert(entry, PhraseData)


def _own_cues(rules: Iterable[Rule]) -> Iterator[tuple[str, PhraseData]]:
    return ((name, data) for rule in rules for name, table in rule.cues.items() for data in table)


def _check_sources(rules: Iterable[Rule], known: Mapping[str, str]) -> None:
    for rule in rules:
        if unknown := [key for key in rule.sources if key not in known] or (not rule.sources and ["none"]):
            raise InvalidRule(f"{rule.id}: unknown source {unknown}")
