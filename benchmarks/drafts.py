"""Drafts to measure on: messages put together from the rules' own examples, no two alike."""

import random

from app.domain.draft import Draft
from app.rules import rulebook

TYPICAL = 650


def drafts(number: int, seed: int, size: int = TYPICAL) -> list[Draft]:
    """Return messages of about `size` code points, half of their parts flawed; the same for the same seed."""
    choose = random.Random(seed)  # noqa: S311 - not for secrets
    rules = list(rulebook().rules.values())
    flawed = [example.text for rule in rules for example in rule.bad if len(example.text) < size / 2]
    clean = [example.text for rule in rules for example in rule.good if len(example.text) < size / 2]
    return [Draft(channel="message", body=_body(choose, flawed, clean, size)) for _ in range(number)]


def _body(choose: random.Random, flawed: list[str], clean: list[str], size: int) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < size * 0.9:
        parts.append(choose.choice(clean if len(parts) % 2 else flawed))
    return "\n\n".join(parts)
