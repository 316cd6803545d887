"""Measure the rewrites that rules make alone: `python -m tools.mending FOLDER [--all]`.

FOLDER is as for `tools.evaluate`. Counted are the messages with an error or warning that wording can mend. One comes
back clean if no such finding of tone, structure or content is left; what the author must answer may stand.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from app.domain.context import Context
from app.domain.draft import Draft, Text
from app.domain.report import Finding
from app.domain.rewrite import Options
from app.rewriting.assignment import Assignment
from app.rewriting.fixing import fixed
from app.rules import ruleset
from tools.evaluate import read

GROUPS = ("tone", "structure", "content")


class Mended(Struct, frozen=True):
    """A flagged message and what the rules make of it.

    Attributes:
        id: the message's id.
        draft: the message.
        text: its rewrite.
        left: the faults of tone, structure and content that wording could still mend.
        alone: whether wording was all that the message needed.

    """

    id: str
    draft: Draft
    text: Text
    left: tuple[Finding, ...]
    alone: bool


def mended(folder: Path) -> Iterator[Mended]:
    """Yield every message of the folder that wording can mend, with its rewrite."""
    rules = ruleset("default")
    for labelled in read(folder):
        draft, context = msgspec.convert(labelled.draft, Draft), msgspec.convert(labelled.context, Context)
        before = rules.check(draft, context)
        assignment = Assignment(draft=draft, context=context, options=Options(), rules=rules, before=before)
        if not assignment.needs_words:
            continue
        done = fixed(assignment)
        left = (one for one in done.after.findings if one.weighs and one.rewordable and one.group in GROUPS)
        alone = all(one.rewordable for one in before.findings if one.weighs)
        yield Mended(labelled.id, draft, done.text, tuple(left), alone)


def main() -> None:
    """Print what is left, the rules behind it, and the share that came back clean."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="print the rewrites with nothing left, too")
    arguments = parser.parse_args()
    found = list(mended(arguments.folder))
    for one in found:
        if one.left or arguments.all:
            sys.stdout.write(_shown(one))
    left = Counter(finding.rule for one in found for finding in one.left)
    sys.stdout.write("\nleft: " + ", ".join(f"{rule} {count}" for rule, count in left.most_common()) + "\n")
    sys.stdout.write(
        f"clean: {_share(found)}; of those that need wording alone {_share([m for m in found if m.alone])}\n"
    )


def _shown(one: Mended) -> str:
    faults = "".join(f"    {finding.rule}: {finding.excerpt or 'the whole'}\n" for finding in one.left)
    head = f"\n--- {one.id} {one.draft.channel}: {'left' if one.left else 'clean'}\n{faults}"
    return f"{head}{_quoted(one.draft.text())}  =>\n{_quoted(one.text)}"


def _quoted(text: Text) -> str:
    return "".join(f"    | {line}\n" for line in f"[{text.subject or ''}] {text.body}".splitlines())


def _share(found: list[Mended]) -> str:
    clean = sum(not one.left for one in found)
    return f"{clean} of {len(found)} = {clean / max(1, len(found)):.2f}"


if __name__ == "__main__":
    main()
