"""What the service says when its database is gone or of another release."""

import sqlite3
from pathlib import Path

from app.asgi import create_app
from app.settings import Settings
from tests.api.conftest import local
from tests.api.test_problems import problem

DRAFT = {"channel": "message", "body": "Hi Priya, I'm gonna be in Leeds. Could we meet? Thank you."}


def test_without_its_record_a_rewrite_is_503_and_checks_go_on(tmp_path: Path) -> None:
    path = tmp_path / "decorum.db"
    with local(create_app(Settings(database_url=f"sqlite+aiosqlite:///{path}"))) as client:
        assert client.get("/health/ready").json() == {"status": "ready", "encryption": "off"}
        with sqlite3.connect(path) as database:
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                database.execute(f'DROP TABLE IF EXISTS "{table}"')
        database.close()
        response = client.post("/v1/rewrites", json={"draft": DRAFT})
        problem(response, 503, "record_unavailable")
        assert int(response.headers["Retry-After"]) > 0
        assert "gonna" not in response.text
        problem(client.get("/v1/rewrites"), 503, "record_unavailable")
        problem(client.get("/health/ready"), 503, "schema_outdated")
        assert client.get("/health/live").status_code == 200
        assert client.post("/v1/checks", json={"draft": DRAFT}).status_code == 200
