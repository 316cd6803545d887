"""Drafts to measure on: messages of the corpus, joined to a typical length, no two alike."""

import json
import random
from pathlib import Path

from app.domain.draft import Draft

TYPICAL = 650
_CORPUS = Path(__file__).parent.parent / "tests" / "corpus"


def drafts(number: int, seed: int, size: int = TYPICAL) -> list[Draft]:
    """Return messages of about `size` code points, every other one flawed; the same for the same seed."""
    choose = random.Random(seed)  # noqa: S311 - not for secrets
    kinds = [_bodies("clean"), _bodies("messages")]
    return [Draft(channel="message", body=_joined(choose, kinds[turn % 2], size)) for turn in range(number)]


def _bodies(kind: str) -> list[str]:
    lines = (_CORPUS / f"{kind}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["draft"]["body"] for line in lines]


def _joined(choose: random.Random, bodies: list[str], size: int) -> str:
    text = choose.choice(bodies)
    while len(text) < 0.8 * size:
        text += "\n\n" + choose.choice(bodies)
    return text[: 2 * size]
