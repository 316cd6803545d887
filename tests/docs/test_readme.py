"""The README's example is what the service answers."""

import json
import re
from pathlib import Path

from litestar.testing import TestClient

from app.asgi import create_app
from app.settings import Settings

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_example_gives_the_answer_that_is_printed(tmp_path):
    sent = re.search(r"-d @- <<'JSON'\n(.*?)\nJSON\n", README, re.DOTALL)
    printed = re.search(r"```json\n(.*?)\n```", README, re.DOTALL)
    assert sent
    assert printed
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/decorum.db")
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        answer = client.post("/v1/rewrites", json=json.loads(sent[1])).json()
    assert shortened(answer, json.loads(printed[1])) == json.loads(printed[1])


def shortened(answer, like):
    """Return of the answer what the printed one shows: the README leaves fields out."""
    if isinstance(like, dict) and isinstance(answer, dict):
        return {key: shortened(answer.get(key, "missing"), value) for key, value in like.items()}
    if isinstance(like, list) and isinstance(answer, list) and len(answer) == len(like):
        return [shortened(one, other) for one, other in zip(answer, like, strict=True)]
    return answer
