"""`decorum rules`: the rulebook as text."""

import argparse
import sys
from collections.abc import Iterator
from textwrap import fill

from app.domain.errors import NotFound
from app.rules import rulebook
from app.rules.rule import Example, Rule


def run(options: argparse.Namespace) -> int:
    """List every rule, or show one."""
    lines = _list() if options.id is None else _show(options.id)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _list() -> Iterator[str]:
    rules = rulebook().rules.values()
    widest = max(len(rule.id) for rule in rules)
    for rule in rules:
        yield f"{rule.id:{widest}}  {rule.severity:10}  {rule.statement}"


def _show(rule_id: str) -> Iterator[str]:
    book = rulebook()
    rule = book.rules.get(rule_id)
    if rule is None:
        raise NotFound(f"There is no rule {rule_id!r}; `decorum rules` lists them.")
    yield f"{rule.id} ({rule.group}, {rule.severity}, repair: {rule.repair})"
    yield fill(rule.statement, 100)
    yield ""
    yield fill(rule.why, 100)
    yield from (f"\nparameter {name}: {each.value} ({each.unit})" for name, each in rule.parameters.items())
    yield from _examples(rule)
    yield ""
    yield from (f"source {key}: {book.sources[key]}" for key in rule.sources)


def _examples(rule: Rule) -> Iterator[str]:
    for title, examples in (("breaks it", rule.bad), ("keeps it", rule.good)):
        yield from (_example(title, each) for each in examples)


def _example(title: str, example: Example) -> str:
    return f"\n{title}:\n" + "\n".join(f"    {line}" for line in example.text.splitlines())
