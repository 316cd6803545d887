"""`decorum rules`."""

import pytest

from app.cli import main
from app.rules import rulebook


def test_every_rule_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(rulebook().rules)


def test_a_rule_is_shown_with_reason_examples_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "slang"]) == 0
    shown = capsys.readouterr().out
    rule = rulebook().rules["slang"]
    assert rule.statement in shown
    assert rule.bad[0].text.splitlines()[0] in shown
    assert rulebook().sources[rule.sources[0]] in shown


def test_an_unknown_rule_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "nothing"]) == 2
    assert "nothing" in capsys.readouterr().err
