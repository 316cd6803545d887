"""What the corpus tests share."""

import pytest

from app.rules import rulebook


@pytest.fixture(scope="module")
def rule_groups() -> dict[str, str]:
    return {rule.id: rule.group for rule in rulebook().rules.values()}
