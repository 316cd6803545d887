"""Measure the rules on labelled messages: `python -m tools.evaluate FOLDER [--json]`.

FOLDER holds `messages.jsonl`, `clean.jsonl` and `pairs.jsonl`. Each text has a draft, a context, `expect` (rules that
must be found; `{"any": [...]}` is met by one of them) and `arguable` (rules that may or may not be found). A finding of
any other rule is a false alarm where the rule needs the text alone and the finding is an error or a warning.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from app.rules import check, rulebook

Counts = Counter[str]


class Labelled(Struct, frozen=True):
    """One text with its labels; an expectation is a set of rules of which one suffices."""

    id: str
    kind: str
    writer: str
    draft: dict[str, Any]
    context: dict[str, Any]
    expect: tuple[frozenset[str], ...]
    arguable: frozenset[str]


class Tally(Struct):
    """What was found, missed, and found without cause, by rule."""

    found: Counts = field(default_factory=Counter)
    missed: Counts = field(default_factory=Counter)
    false: Counts = field(default_factory=Counter)

    def figures(self) -> dict[str, float | int | None]:
        """Return recall and precision with the counts behind them; None where nothing was to be found."""
        found, missed, false = self.found.total(), self.missed.total(), self.false.total()
        recall = found / (found + missed) if found + missed else None
        precision = found / (found + false) if found + false else None
        return {"found": found, "missed": missed, "false_alarms": false, "recall": recall, "precision": precision}


class Disagreement(Struct, frozen=True):
    """Where labels and rules differ."""

    text: Labelled
    kind: str
    rule: str
    excerpts: tuple[str, ...] = ()


class Outcome(Struct):
    """The whole measurement."""

    overall: Tally = field(default_factory=Tally)
    channels: dict[str, Tally] = field(default_factory=dict)
    writers: dict[str, Tally] = field(default_factory=dict)
    flagged_clean: list[tuple[str, str, str]] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    texts: int = 0


def read(folder: Path) -> Iterator[Labelled]:
    """Yield every labelled text of a folder; a pair's half that is a message already is left out."""
    for kind in ("messages", "clean"):
        for record in _records(folder / f"{kind}.jsonl"):
            yield _labelled(record["id"], kind, record)
    for record in _records(folder / "pairs.jsonl"):
        for half in ("before", "after"):
            if not record.get(f"{half}_id"):
                yield _labelled(f"{record['id']}/{half}", "pairs", record[half])


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def _labelled(name: str, kind: str, record: dict[str, Any]) -> Labelled:
    expect = tuple(
        frozenset(entry["any"] if isinstance(entry, dict) else [entry]) for entry in record.get("expect", [])
    )
    writer, arguable = record.get("audience") or record.get("writer", kind), frozenset(record.get("arguable", []))
    return Labelled(name, kind, writer, record["draft"], record.get("context") or {}, expect, arguable)


def measure(texts: Iterator[Labelled]) -> Outcome:
    """Run the rules over the texts and count."""
    counted = {rule.id for rule in rulebook().rules.values() if rule.needs == "text" and rule.severity != "suggestion"}
    outcome = Outcome()
    for text in texts:
        outcome.texts += 1
        findings = check(text.draft, text.context).findings
        all_found = {finding.rule for finding in findings}
        weighing = {finding.rule for finding in findings if finding.weighs}
        channel, writer = text.draft["channel"], text.writer
        tallies = (
            outcome.overall,
            outcome.channels.setdefault(channel, Tally()),
            outcome.writers.setdefault(writer, Tally()),
        )
        for expected in text.expect:
            _count(tallies, "found" if all_found & expected else "missed", "|".join(sorted(expected)))
            if not all_found & expected:
                outcome.disagreements.append(Disagreement(text, "missed", "|".join(sorted(expected))))
        for rule in sorted(weighing & counted - text.arguable - frozenset().union(*text.expect)):
            _count(tallies, "false", rule)
            excerpts = tuple(finding.excerpt or "" for finding in findings if finding.rule == rule)
            outcome.disagreements.append(Disagreement(text, "false alarm", rule, excerpts))
        if text.kind == "clean":
            outcome.flagged_clean += [
                (text.id, finding.rule, finding.severity) for finding in findings if finding.weighs
            ]
    return outcome


def _count(tallies: tuple[Tally, ...], what: str, rule: str) -> None:
    for tally in tallies:
        getattr(tally, what)[rule] += 1


def print_text(outcome: Outcome) -> None:
    """Print the measurement for people: tables, then each disagreement with its message."""
    write = sys.stdout.write
    for difference in outcome.disagreements:
        text = difference.text
        write(f"\n--- {difference.kind}: {difference.rule}   {text.id} {text.draft['channel']} {text.context}\n")
        write("".join(f"    on “{excerpt}”\n" for excerpt in difference.excerpts))
        write(f"    subject: {text.draft.get('subject')}\n" + _indented(text.draft["body"]))
    write("\nrule: found, missed, false alarms\n")
    tally = outcome.overall
    for rule in sorted({*tally.found, *tally.missed, *tally.false}):
        write(f"  {rule:58} {tally.found[rule]:4} {tally.missed[rule]:4} {tally.false[rule]:4}\n")
    for title, tallies in (("channel", outcome.channels), ("writer", outcome.writers), ("all", {"": outcome.overall})):
        for name, part in sorted(tallies.items()):
            write(f"{title} {name}: {_shown(part.figures())}\n")
    write(f"clean texts with an error or warning: {outcome.flagged_clean or 'none'}\n")


def _indented(text: str) -> str:
    return "".join(f"    | {line}\n" for line in text.splitlines())


def _shown(figures: dict[str, float | int | None]) -> str:
    return ", ".join(
        f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}" for name, value in figures.items()
    )


def as_data(outcome: Outcome) -> dict[str, Any]:
    """Return the measurement for programs; no message text in it."""
    tally = outcome.overall
    rules = sorted({*tally.found, *tally.missed, *tally.false})
    return {
        "texts": outcome.texts,
        "overall": tally.figures(),
        "rules": {rule: [tally.found[rule], tally.missed[rule], tally.false[rule]] for rule in rules},
        "channels": {name: part.figures() for name, part in sorted(outcome.channels.items())},
        "writers": {name: part.figures() for name, part in sorted(outcome.writers.items())},
        "flagged_clean": outcome.flagged_clean,
    }


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print figures as JSON, without the messages")
    arguments = parser.parse_args()
    outcome = measure(read(arguments.folder))
    if arguments.json:
        sys.stdout.write(json.dumps(as_data(outcome), indent=1) + "\n")
    else:
        print_text(outcome)


if __name__ == "__main__":
    main()
