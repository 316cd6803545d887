"""The master key from the command line: texts under it, another one refused, a change of keys, files without texts."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.cli import main

KEY, NEXT = "the first key of the house", "the second key of the house"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "decorum.db"
    for name in ("DECORUM_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DECORUM_DATABASE_URL", f"sqlite+aiosqlite:///{path}")
    monkeypatch.setenv("DECORUM_MASTER_KEY", KEY)
    return path


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "draft.txt"
    path.write_text("Hi Priya, I'm gonna be in Kirkwall next week. Could we meet? Thank you.", encoding="utf-8")
    return str(path)


def readable(database: Path) -> bool:
    return any(b"Kirkwall" in path.read_bytes() for path in database.parent.glob("decorum.db*"))


def test_texts_are_encrypted_and_another_key_is_refused(
    draft: str, database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rewrite", draft]) == 0
    assert not readable(database)
    for key, words in ((NEXT, "isn't the key"), ("", "set DECORUM_MASTER_KEY")):
        monkeypatch.setenv("DECORUM_MASTER_KEY", key)
        assert main(["rewrite", draft]) == 2
        assert main(["serve", "--port", "0"]) == 2
        error = capsys.readouterr().err
        assert words in error
        assert KEY not in error
        assert NEXT not in error


def test_a_new_key_takes_over(draft: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rewrite", draft]) == 0
    monkeypatch.setenv("DECORUM_MASTER_KEY", NEXT)
    monkeypatch.setenv("DECORUM_MASTER_KEY_FORMER", KEY)
    assert main(["rewrite", draft]) == 0
    assert main(["db", "rotate-key"]) == 0
    assert "0 texts were encrypted" in capsys.readouterr().out
    monkeypatch.delenv("DECORUM_MASTER_KEY_FORMER")
    assert main(["rewrite", draft]) == 0
    monkeypatch.setenv("DECORUM_MASTER_KEY", KEY)
    assert main(["rewrite", draft]) == 2


def test_the_first_key_encrypts_what_is_there(draft: str, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECORUM_MASTER_KEY")
    assert main(["rewrite", draft]) == 0
    assert main(["db", "rotate-key"]) == 2
    assert readable(database)
    monkeypatch.setenv("DECORUM_MASTER_KEY", KEY)
    assert main(["db", "rotate-key"]) == 0
    assert not readable(database)


def test_the_key_may_stand_in_a_file(draft: str, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = database.with_name("master.key")
    file.write_text(KEY + "\n")
    monkeypatch.setenv("DECORUM_MASTER_KEY_FILE", str(file))
    assert main(["rewrite", draft]) == 2
    monkeypatch.delenv("DECORUM_MASTER_KEY")
    assert main(["rewrite", draft]) == 0
    monkeypatch.setenv("DECORUM_MASTER_KEY_FILE", str(database.with_name("missing.key")))
    assert main(["rewrite", draft]) == 2
    file.write_text("short")
    monkeypatch.setenv("DECORUM_MASTER_KEY_FILE", str(file))
    assert main(["rewrite", draft]) == 2


def test_files_written_anew_hold_nothing_deleted(draft: str, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECORUM_MASTER_KEY")
    assert main(["rewrite", draft]) == 0
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM contents")
    assert readable(database)
    assert main(["db", "vacuum"]) == 0
    assert not readable(database)
