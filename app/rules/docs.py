"""The rulebook as pages: one a rule, and an index by group and by source."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from app.domain.report import Repair, Severity
from app.rules.loader import Rulebook
from app.rules.rule import Example, Rule

_REPAIRS: Mapping[Repair, str] = {
    "fix": "A deterministic edit mends most hits. Safe edits are applied without a model; each is checked again.",
    "rewrite": "The passage needs other words: a model's rewrite, or a safe edit where one reads well.",
    "ask": "Only the author knows what is missing. The report asks; no rewrite invents the answer.",
    "hold": "No wording helps: wait, choose another way, or don't send.",
}
_SEVERITIES: Mapping[Severity, str] = {
    "error": "must not go out",
    "warning": "should be changed",
    "suggestion": "worth knowing; never changes the verdict",
}


def pages(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield the path of each page, below the folder of the pages, and its Markdown."""
    yield "README.md", index(rulebook)
    for rule in rulebook.rules.values():
        yield f"{rule.id}.md", page(rule, rulebook.sources)


def page(rule: Rule, sources: Mapping[str, str]) -> str:
    """Return one rule's page."""
    parts = [
        f"# {rule.id}",
        rule.statement,
        f"**{rule.group}** · {rule.severity} ({_SEVERITIES[rule.severity]}) · needs {rule.needs}",
        f"## Why\n\n{rule.why}",
        f"## How it is mended\n\n{_REPAIRS[rule.repair]}",
    ]
    if rule.question:
        parts.append(f"The author is asked: *{rule.question}*")
    if rule.parameters:
        parts.append(_parameters(rule))
    parts.append("## Breaks the rule\n\n" + "\n\n".join(map(_bad, rule.bad)))
    parts.append("## Keeps the rule\n\n" + "\n\n".join(_quoted(example.text) for example in rule.good))
    parts.append("## Sources\n\n" + "\n".join(f"- `{key}`: {sources[key]}" for key in rule.sources))
    return "\n\n".join(parts) + "\n"


def _parameters(rule: Rule) -> str:
    rows = [
        f"| `{name}` | {parameter.value} | {parameter.unit} | {parameter.evidence}"
        f"{', disputed' if parameter.disputed else ''} | {parameter.source} | {parameter.as_of} |"
        for name, parameter in rule.parameters.items()
    ]
    head = "| parameter | default | counts | evidence | source | as of |\n|---|---|---|---|---|---|\n"
    return "## Parameters\n\n" + head + "\n".join(rows)


def _bad(example: Example) -> str:
    shown = _quoted(example.text)
    if example.excerpt:
        shown += f"\n\nFound: “{_one_line(example.excerpt)}”"
    if example.fixed:
        shown += f"\n\nAfter the safe fixes:\n\n{_quoted(example.fixed)}"
    return shown


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else line[:89] + "…"


def index(rulebook: Rulebook) -> str:
    """Return the index: every rule by its group, and by each source it rests on."""
    rules = rulebook.rules.values()
    parts = ["# The rulebook", f"Version {rulebook.version}: {len(rules)} rules.", "## By group"]
    for group, members in groupby(rules, key=lambda rule: rule.group):
        parts.append(f"### {group}\n\n" + "\n".join(map(_line, members)))
    parts.append("## By source")
    for key, title in rulebook.sources.items():
        if resting := [rule for rule in rules if key in rule.sources]:
            parts.append(f"### `{key}`\n\n{title}\n\n" + "\n".join(map(_line, resting)))
    return "\n\n".join(parts) + "\n"


def _line(rule: Rule) -> str:
    return f"- [{rule.id}]({rule.id}.md) ({rule.severity}): {rule.statement}"
