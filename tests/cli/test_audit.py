"""`decorum audit`: an operator exports, an auditor verifies."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main

DRAFT = "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database of its own that holds a rewrite."""
    for name in ("DECORUM_MODEL", "DECORUM_SIGNING_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DECORUM_DATABASE_URL", f"sqlite:///{tmp_path}/decorum.db")
    (tmp_path / "draft.txt").write_text(DRAFT)
    assert main(["rewrite", str(tmp_path / "draft.txt")]) == 0
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["audit", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_two_commands_show_that_an_export_is_whole(folder: Path, run: Run, form: str) -> None:
    (folder / "key").write_text(run("key")[1])
    (folder / "checkpoint").write_text(run("checkpoint")[1])
    assert main(["rewrite", str(folder / "draft.txt")]) == 0
    code, _, told = run("export", "--format", form, "-o", folder / "export")
    assert (code, told) == (0, "4 entries exported\n")
    kept = ("--checkpoint", folder / "checkpoint", "--public-key", folder / "key")
    code, said, _ = run("verify", folder / "export", *kept)
    assert code == 0
    assert said.startswith("OK: entries 1 to 4, 3 rows and 4 texts are what was written.\n")
    assert "The checkpoint that you kept fits." in said
    assert "--public-key" not in said


def test_a_key_from_the_export_itself_is_named_as_such(folder: Path, run: Run) -> None:
    run("export", "-o", folder / "export")
    code, said, _ = run("verify", folder / "export")
    assert code == 0
    assert "give --public-key" in said


def test_a_changed_export_is_refused_with_the_entry(folder: Path, run: Run) -> None:
    run("export", "-o", folder / "export")
    content = (folder / "export").read_text()
    (folder / "export").write_text(content.replace("Leeds", "Paris"))
    code, said, _ = run("verify", folder / "export")
    assert code == 1
    assert re.fullmatch(r"NOT OK: The (request|answer) of entry 3 isn't what was written\.\n", said)


@pytest.mark.parametrize("option", ["file", "--checkpoint", "--public-key"])
def test_a_file_that_is_not_there_is_named(folder: Path, run: Run, option: str) -> None:
    run("export", "-o", folder / "export")
    missing = folder / "missing"
    arguments = [missing] if option == "file" else [folder / "export", option, missing]
    code, _, told = run("verify", *arguments)
    assert code == 2
    assert str(missing) in told


def test_a_file_that_holds_no_key_is_refused(folder: Path, run: Run) -> None:
    run("export", "-o", folder / "export")
    code, _, told = run("verify", folder / "export", "--public-key", folder / "draft.txt")
    assert (code, told) == (2, "decorum: This is no public key of the form name+id+key.\n")


def test_an_export_can_go_to_standard_output(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["audit", "export"]) == 0
    (folder / "export").write_bytes(capfdbinary.readouterr().out)
    assert main(["audit", "verify", str(folder / "export")]) == 0


def test_times_without_an_offset_are_refused(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("export", "--created-after", "2026-11-23")
    assert "must be a time such as" in capsys.readouterr().err


def test_an_export_that_cannot_be_written_says_so(folder: Path, run: Run) -> None:
    code, _, told = run("export", "-o", folder / "no folder" / "export")
    assert code == 2
    assert "No such file" in told


def test_the_head_of_an_export_says_which_entries(folder: Path, run: Run) -> None:
    run("export", "-o", folder / "export")
    head = json.loads((folder / "export").read_text().partition("\n")[0])
    assert (head["record"], head["tenant"], head["first"], head["last"]) == ("header", "local", 1, 3)
