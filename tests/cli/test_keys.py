"""`decorum keys`, and what a service in another process makes of it."""

from pathlib import Path

import httpx
import pytest

from app.cli import main
from tests.api.serving import Serving

DRAFT = {"draft": {"channel": "message", "body": "Hi Priya"}}


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECORUM_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/decorum.db")


def made(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["keys", *arguments]) == 0
    return capsys.readouterr().out.strip()


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    return made(capsys, "list", *arguments).splitlines()[1:]


def check(address: str, key: str) -> int:
    return httpx.post(f"{address}/v1/checks", json=DRAFT, headers={"Authorization": f"Bearer {key}"}).status_code


def test_a_key_is_printed_alone_and_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "create", "My CRM", "--scope", "check", "rewrite", "--days", "90"]) == 0
    printed = capsys.readouterr()
    key = printed.out.strip()
    assert "shown this once" in printed.err
    (row,) = listed(capsys)
    assert key[:19] in row
    assert "My CRM" in row
    assert "check rewrite" in row
    assert "valid until" in row
    assert "never" in row
    assert key[20:] not in row


def test_keys_of_tenants_are_apart(capsys: pytest.CaptureFixture[str]) -> None:
    made(capsys, "create", "North", "--scope", "admin", "--tenant", "north")
    assert listed(capsys) == []
    assert len(listed(capsys, "--tenant", "north")) == 1


def test_rotated_and_revoked_keys_are_listed_as_that(capsys: pytest.CaptureFixture[str]) -> None:
    old = made(capsys, "create", "CRM", "--scope", "check")
    new = made(capsys, "rotate", old[:19], "--overlap", "0")
    assert new != old
    made(capsys, "revoke", new[:19])
    first, second = listed(capsys)
    assert "expired" in first
    assert "revoked" in second


@pytest.mark.parametrize(
    "arguments",
    [
        ["create", "CRM"], ["create", "CRM", "--scope", "everything"], ["create", "CRM", "--scope", "check", "--days", "0"],
        ["create", "CRM", "--scope", "check", "--tenant", "Mine!"], ["rotate", "dk_0", "--overlap", "1000"], [],
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_words(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["keys", *arguments])
    assert refused.value.code == 2
    assert "usage: decorum keys" in capsys.readouterr().err


def test_an_unknown_key_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "revoke", "dk_0123456789abcdef"]) == 2
    assert "no such key" in capsys.readouterr().err


def test_with_a_key_other_machines_may_be_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = made(capsys, "create", "CRM", "--scope", "check")
    with Serving(tmp_path, host="0.0.0.0") as serving:  # noqa: S104 -- whoever comes by needs the key
        assert check(serving.address, key) == 200
        assert httpx.post(f"{serving.address}/v1/checks", json=DRAFT).status_code == 401
        serving.stop()
        assert key[20:] not in repr(serving.lines)
    (row,) = listed(capsys)
    assert "never" not in row
