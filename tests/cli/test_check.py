"""`decorum check`: what it prints, and how it exits."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main

SLANG = "Hi Priya,\n\nI'm gonna be in Leeds next week. Could we meet?\n\nThank you!\n"
TOO_LONG = "Hi Priya, " + "thank you for reading. " * 20
DECORUM = [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())"]


@pytest.fixture
def slang(tmp_path: Path) -> str:
    return written(tmp_path / "slang.txt", SLANG)


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_finding_shows_line_excerpt_reason_fix_and_source(slang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", slang]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index(f"{slang}:3:5: warning slang")
    assert lines[at + 1] == "  | I'm gonna be in Leeds next week. Could we meet?"
    assert lines[at + 2] == "  |     ^^^^^"
    assert "gonna" in lines[at + 3]
    assert lines[at + 4] == "  fix: write “going to”"
    assert lines[at + 5].startswith("  source: ")
    assert lines[-1].startswith(f"{slang}: revise, score ")


def test_an_error_gives_exit_code_1(tmp_path: Path, slang: str) -> None:
    note = written(tmp_path / "note.txt", TOO_LONG)
    assert main(["check", "--channel", "connection_note", note]) == 1
    assert main(["check", "--channel", "connection_note", note, slang]) == 1
    assert main(["check", note]) == 0


def test_the_underline_stands_below_wide_and_clustered_characters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", written(tmp_path / "wide.txt", "佐藤さん、é I am gonna come. Thanks!")])
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.endswith("warning slang"))
    assert lines[at + 2] == "  | " + " " * (10 + len("e I am ")) + "^^^^^"


def test_a_long_line_is_cut_around_the_excerpt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "We met at the fair in spring and talked. " * 10 + "I'm gonna call. " + "It was a fine day for all. " * 10
    main(["check", written(tmp_path / "long.txt", text)])
    shown = [line for line in capsys.readouterr().out.splitlines() if "I'm gonna" in line]
    assert shown
    assert all(len(line) < 200 for line in shown)
    assert any(line.startswith("  | …") and line.endswith("…") for line in shown)


def test_text_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", written(tmp_path / "steer.txt", "Hi \x1b[31m\u202egonna\x9b2J call you")])
    printed = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\x9b"} & set(printed)


def test_json_output_is_the_api_report_with_the_file(slang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "json", slang, slang]) == 0
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["file"] for report in reports] == [slang, slang]
    assert {"verdict", "score", "findings", "rulebook"} < set(reports[0])


def test_json_input_brings_its_own_context_and_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    request = {"draft": {"channel": "email", "subject": "Leeds", "body": SLANG}, "policy": "strict"}
    path = written(tmp_path / "request.json", json.dumps(request))
    assert main(["check", "--format", "json", path]) in {0, 1}
    assert json.loads(capsys.readouterr().out)["rulebook"]["policy"] == "strict"
    main(["check", "--format", "json", "--policy", "default", path])
    assert json.loads(capsys.readouterr().out)["rulebook"]["policy"] == "default"


def test_a_text_may_begin_with_a_brace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", written(tmp_path / "brace.txt", "{First name}, I'm gonna call you.")]) in {0, 1}
    assert "slang" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("absent.txt", None, "No such file"),
        ("latin.txt", b"Caf\xe9", "UTF-8"),
        ("empty.txt", b"", "at least"),
        ("blank.txt", b" \n ", "visible"),
        ("bad.json", b"{", "JSON"),
        ("odd.json", b'{"draft": {"channel": "sms", "body": "Hi"}}', "/draft/channel"),
    ],
)
def test_unusable_input_is_exit_code_2_with_a_sentence(
    tmp_path: Path, slang: str, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(["check", str(path), slang]) == 2
    printed = capsys.readouterr()
    assert str(path) in printed.err
    assert words in printed.err
    assert "gonna" in printed.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--policy", "nobody's"],
        ["check", "--subject", "Leeds"],
    ],
)
def test_wrong_options_are_exit_code_2(slang: str, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main([*arguments, slang]) == 2
    assert capsys.readouterr().err.startswith("decorum: ")


@pytest.mark.parametrize("arguments", [[], ["check"], ["check", "--channel", "sms", "-"], ["serve", "--port", "70000"]])
def test_bad_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: decorum" in capsys.readouterr().err


def test_standard_input_is_read_and_no_heavy_package_imported() -> None:
    program = (
        "import sys; from app.cli import main; code = main(['check', '-']); "
        "print(sorted(name for name in sys.modules if '.' not in name)); sys.exit(code)"
    )
    ended = subprocess.run([sys.executable, "-c", program], input=SLANG, capture_output=True, text=True, check=True)
    *_, summary, modules = ended.stdout.splitlines()
    assert summary.startswith("-: revise")
    heavy = {
        "litestar",
        "sqlalchemy",
        "openai",
        "structlog",
        "httpx",
        "httpx2",
        "uvicorn",
        "alembic",
        "asyncio",
        "tenacity",
    }
    assert not heavy & set(eval(modules))  # noqa: S307 -- the list that the child printed


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_colours_are_for_terminals_that_want_them(slang: str, no_colour: str, *, coloured: bool) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_colour, "TERM": "xterm"}
    subprocess.run([*DECORUM, "check", slang], stdout=theirs, env=environment, check=True)
    os.close(theirs)
    printed = os.read(ours, 100_000)
    os.close(ours)
    assert (b"\x1b[" in printed) is coloured


def test_a_reader_that_goes_away_is_no_error(slang: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([*DECORUM, "check", slang], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("decorum 0.")


def test_the_drafts_of_a_file_of_lines_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = (
        "Hi {}, we dye wool with walnut husks. A skein keeps its brown for ninety years. Could I send one? Thank you!"
    )
    lines = [
        json.dumps({"id": f"crm-{name}", "draft": {"channel": "message", "body": body.format(name)}})
        for name in ("Ann", "Ben", "Cleo")
    ]
    path = written(tmp_path / "drafts.jsonl", "\n\n".join(lines))
    assert main(["check", "--format", "json", path]) == 0
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["file"], one["id"]) for one in reports] == [
        (f"{path}:1", "crm-Ann"), (f"{path}:3", "crm-Ben"), (f"{path}:5", "crm-Cleo"),
    ]  # fmt: skip
    for one in reports:
        (finding,) = (finding for finding in one["findings"] if finding["rule"] == "mass-message")
        assert "in the drafts for 2 other people in this batch" in finding["message"]


def test_a_line_that_is_no_request_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "drafts.jsonl", '{"draft": {"channel": "message", "body": "Hi"}}\n{"draft": 1}\n')
    assert main(["check", path]) == 2
    assert f"decorum: {path}:2: " in capsys.readouterr().err
    assert main(["check", written(tmp_path / "empty.jsonl", "\n")]) == 2
    assert "no draft" in capsys.readouterr().err
