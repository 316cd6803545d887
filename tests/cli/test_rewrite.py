"""`decorum rewrite` and `decorum db`, in the same database as the service."""

import json
from pathlib import Path

import pytest

from app.cli import main

CLUMSY = "Hi Priya,\n\nI'm gonna be in Leeds next week. Could we meet for twenty minutes?\n\nThank you for your time."


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "decorum.db"
    for name in ("DECORUM_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DECORUM_DATABASE_URL", f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "draft.txt"
    path.write_text(CLUMSY, encoding="utf-8")
    return str(path)


def test_the_rewrite_and_its_changes_are_printed(draft: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rewrite", draft]) == 0
    printed = capsys.readouterr().out
    assert "I'm going to be in Leeds next week." in printed
    assert "“gonna” → “going to” (slang)" in printed
    assert "fixed, score " in printed
    assert "No model" in printed


def test_a_request_in_json_brings_its_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "request.json"
    request = {"draft": {"channel": "message", "body": CLUMSY}, "options": {"engine": "rules", "metadata": {"a": "b"}}}
    path.write_text(json.dumps(request))
    assert main(["rewrite", "--format", "json", str(path)]) == 0
    rewrite = json.loads(capsys.readouterr().out)
    assert (rewrite["outcome"], rewrite["degraded"], rewrite["metadata"]) == ("fixed", None, {"a": "b"})
    assert rewrite["audit"]["sequence"] == 3  # after what answers and who signs


def test_an_unreadable_file_is_exit_code_2_and_makes_no_database(
    own_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rewrite", str(own_database.parent / "absent.txt")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert not own_database.exists()


def test_the_schema_is_checked_and_upgraded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "check"]) == 1
    assert "decorum db upgrade" in capsys.readouterr().err
    assert main(["db", "upgrade"]) == 0
    assert main(["db", "check"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_settings_that_cannot_be_used_are_exit_code_2(
    draft: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DECORUM_DEADLINE", "soon")
    assert main(["rewrite", draft]) == 2
    assert "DECORUM_DEADLINE" in capsys.readouterr().err
