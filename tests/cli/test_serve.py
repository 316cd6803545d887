"""`decorum serve`: when it refuses to start."""

import socket
from pathlib import Path

import pytest

from app.cli import main
from tests.conftest import PostgresServer


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECORUM_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/decorum.db")


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.0.2.1", "example.com", "localhost.example.com", ""],  # noqa: S104
)
def test_an_address_that_others_can_reach_is_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", host]) == 2
    assert "no key yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "value"),
    [("DECORUM_DEADLINE", "soon"), ("DECORUM_DATABASE_URL", "sqlite+aiosqlite:////nowhere/decorum.db")],
)
def test_settings_that_cannot_be_used_are_refused(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, value)
    assert main(["serve"]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith("decorum: ")
    assert printed.count("\n") == 1


def test_an_outdated_postgresql_schema_is_refused(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres.create(blank=True)
    monkeypatch.setenv("DECORUM_DATABASE_URL", url)
    assert main(["serve"]) == 2
    assert "decorum db upgrade" in capsys.readouterr().err
    postgres.drop(url)


def test_a_database_that_is_not_there_is_named_to_who_starts_the_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("DECORUM_DATABASE_URL", f"postgresql://someone:SECRET@127.0.0.1:{port}/decorum")
    assert main(["serve"]) == 2
    printed = capsys.readouterr().err
    assert str(port) in printed
    assert "refused" in printed
    assert "SECRET" not in printed
    assert printed.count("\n") == 1
