import sys
from pathlib import Path

import msgspec
import pytest

from app.rules import loader
from app.rules.kept import digest, kept

MADE = {"a": [1, 2]}


def make() -> dict[str, list[int]]:
    return MADE


def never() -> dict[str, list[int]]:
    raise AssertionError("it was made before")


@pytest.fixture(autouse=True)
def python_writes_byte_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_what_was_made_is_made_once(tmp_path: Path):
    assert kept("table", "11" * 32, dict[str, list[int]], make, tmp_path) == MADE
    assert kept("table", "11" * 32, dict[str, list[int]], never, tmp_path) == MADE


def test_other_sources_make_it_anew_and_only_the_newest_stays(tmp_path: Path):
    kept("table", "11" * 32, dict[str, list[int]], dict, tmp_path)
    assert kept("table", "22" * 32, dict[str, list[int]], make, tmp_path) == MADE
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": "b"}', b"\xff"])
def test_what_cannot_be_read_is_made_anew(tmp_path: Path, content: bytes):
    kept("table", "11" * 32, dict[str, list[int]], dict, tmp_path)
    next(tmp_path.iterdir()).write_bytes(content)
    assert kept("table", "11" * 32, dict[str, list[int]], make, tmp_path) == MADE
    assert kept("table", "11" * 32, dict[str, list[int]], never, tmp_path) == MADE


def test_where_nothing_can_be_written_it_works_all_the_same(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert kept("table", "11" * 32, dict[str, list[int]], make, tmp_path / "file" / "folder") == MADE


def test_python_that_writes_no_byte_code_writes_none_of_this(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept("table", "11" * 32, dict[str, list[int]], make, tmp_path) == MADE
    assert not list(tmp_path.iterdir())


def test_the_hash_covers_names_and_contents(tmp_path: Path):
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_text("x")
    other.write_text("x")
    hashes = {digest(tmp_path, files) for files in ((one,), (other,), (one, other))}
    one.write_text("y")
    assert digest(tmp_path, (one,)) not in hashes
    assert len(hashes) == 3


def test_the_rulebook_is_the_same_kept_or_made_anew():
    imported = [path for path in loader._files() if path.suffix == ".py"]
    made = loader._tables([loader._import_rule(path)[0] for path in imported])
    read = msgspec.json.decode(msgspec.json.encode(made), type=loader._Tables)
    assert (read.rules, read.cues, read.sources) == (made.rules, made.cues, made.sources)
    for template, anchors in made.anchors.items():
        again = read.anchors[template]
        assert [(one.literals, one.further) for one in again] == [(one.literals, one.further) for one in anchors]
