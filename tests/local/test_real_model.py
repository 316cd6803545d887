"""Rewrites by a real model, end to end: a small one, served on this machine. Its wording is nobody's business here.

It answers badly more often than not, which is what makes it useful: real JSON, real refusals by verification.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from app.asgi import create_app
from app.settings import Settings
from tools.local_model import SHIPPED, answering, shipped_weights

WEIGHTS = shipped_weights()
pytestmark = pytest.mark.skipif(WEIGHTS is None, reason="the group `local` isn't installed: `make local` does it")

# Cut early: a small model may run on, and a cut answer is one more thing that must do no harm.
PROFILE = """
[tiny]
models = ["smollm2*"]
max_output_tokens = 64
prompt = "compact"
temperature = 0.0
"""
DRAFTS = (
    {"channel": "message", "body": "Hi Ana, I'm gonna be in Oslo on 4 June. Could we meet? Thank you."},
    {"channel": "connection_note", "body": "hey Bo!! loved ur post on kelp, wanna connect??"},
    {"channel": "email", "subject": "Kiln", "body": "Hi Cem,\n\nSend me the price of kiln 7 ASAP. Thanks.\n\nIda Berg"},
    {
        "channel": "inmail",
        "subject": "Visit",
        "body": "Hi Dov, I wanna see the mill, 2 to 3 May. No worries if not, thx.",
    },
    {"channel": "message", "body": "Hi Eva, the talk was lit!!! Which book was it, the one from 1998? Thanks, Jan"},
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("local")
    profiles = folder / "profiles.toml"
    profiles.write_text(PROFILE)
    assert isinstance(WEIGHTS, Path)
    with answering(WEIGHTS) as address:
        settings = Settings(
            database_url=f"sqlite+aiosqlite:///{folder}/decorum.db",
            model=SHIPPED,
            model_timeout=240,
            deadline=480,
            openai_base_url=address,
            profiles=profiles,
        )
        with TestClient(create_app(settings), base_url="http://127.0.0.1") as opened:
            yield opened


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft["channel"])
def test_a_rewrite_is_verified_or_degraded_and_on_record(client: TestClient, draft: dict[str, str]) -> None:
    answer = client.post("/v1/rewrites", json={"draft": draft})
    assert answer.status_code == 201
    rewrite = answer.json()
    assert rewrite["model"] == SHIPPED
    assert rewrite["after"]["score"] >= rewrite["before"]["score"]
    assert rewrite["faithfulness"]["accepted"]
    if rewrite["outcome"] == "rewritten":
        assert rewrite["degraded"] is None
        assert rewrite["after"]["verdict"] != "revise"
    else:
        assert rewrite["outcome"] == "fixed"
        assert rewrite["degraded"]["reason"] == "candidates_refused"

    attempts = client.get(f"/v1/rewrites/{rewrite['id']}/attempts").json()["data"]
    assert len(attempts) == rewrite["attempts"] >= 1
    assert all(attempt["completion"]["input_tokens"] > 0 for attempt in attempts)
    assert sum(attempt["completion"]["output_tokens"] for attempt in attempts) == rewrite["usage"]["output_tokens"]
    assert all(attempt["objections"] for attempt in attempts if attempt["decision"] == "refused")


def test_what_was_recorded_verifies(client: TestClient) -> None:
    assert client.get("/v1/audit/verification").json()["ok"]


def test_a_command_runs_with_the_model(capfd: pytest.CaptureFixture[str]) -> None:
    script = "import os; print(os.environ['DECORUM_MODEL'], os.environ['OPENAI_BASE_URL'])"
    done = subprocess.run([sys.executable, "-m", "tools.local_model", sys.executable, "-c", script], check=False)
    assert done.returncode == 0
    name, address = capfd.readouterr().out.split()
    assert name == SHIPPED
    assert address.startswith("http://127.0.0.1:")
