"""docs/articles.md: every piece of advice has its rule, and every rule that rests on an article has its advice."""

import re
from pathlib import Path

import pytest

from app.rules import rulebook

PAGE = (Path(__file__).parents[2] / "docs" / "articles.md").read_text("utf-8")
ARTICLES = {section[1:4]: section for section in PAGE.split("\n## ")[1:]}


@pytest.mark.parametrize("article", ["000", "001", "002", "003", "004"])
def test_the_rules_of_an_article_are_those_that_rest_on_it(article: str):
    named = set(re.findall(r"\[([a-z-]+)\]\(rules/\1\.md\)", ARTICLES[article]))
    assert named == {rule.id for rule in rulebook().rules.values() if article in rule.sources}


def test_every_piece_of_advice_has_a_rule():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| advice")]
    assert [row for row in rows if "](rules/" not in row] == []
