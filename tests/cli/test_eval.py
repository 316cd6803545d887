"""`decorum eval`, against a scripted server over real HTTP."""

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.llm.server import ScriptedServer, ok

BODY = "Hi Priya,\n\nI'm gonna be in Leeds next week. Could we meet for twenty minutes?\n\nThank you for your time."
MENDED = json.dumps({"subject": None, "body": BODY.replace("gonna", "going to")})


@pytest.fixture
def drafts(tmp_path: Path) -> str:
    path = tmp_path / "drafts.jsonl"
    path.write_text(json.dumps({"id": "one", "draft": {"channel": "message", "body": BODY}, "says": ["Leeds"]}) + "\n")
    return str(path)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DECORUM_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_run_is_printed_kept_and_compared(
    drafts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, shown = tmp_path / "results.ndjson", tmp_path / "page.html"
    with ScriptedServer(ok(MENDED)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        arguments = ["--model", "some-model", "--prompt", "rewrite/001", "--results", str(kept)]
        assert main(["eval", drafts, *arguments]) == 0
    assert server.requests[0].body["model"] == "some-model"
    printed = capsys.readouterr()
    assert "some-model, rewrite/001" in printed.out
    assert "1 of 1 (100%)" in printed.out
    assert "1/1 one: first" in printed.err
    assert main(["eval", "--compare", str(kept), str(kept), "--html", str(shown)]) == 0
    assert capsys.readouterr().out.count("some-model, rewrite/001") == 2
    assert "<svg" in shown.read_text(encoding="utf-8")


def test_what_can_not_be_run_is_exit_code_2(drafts: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval"]) == 2
    assert main(["eval", drafts]) == 2
    assert main(["eval", drafts + ".absent", "--model", "m"]) == 2
    assert main(["eval", drafts, "--model", "m", "--results", drafts + "/absent"]) == 2
    assert "OPENAI_BASE_URL" in capsys.readouterr().err
