"""Every finding on the corpus, as text: a change of a rule shows in its diff."""

from collections.abc import Iterator
from pathlib import Path

from app.rules import check
from tools.evaluate import read

FOLDER = Path(__file__).parent
SNAPSHOT = FOLDER / "findings.txt"


def snapshot() -> str:
    """Return one line a finding, in the order of the corpus."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for text in read(FOLDER):
        for finding in check(text.draft, text.context).findings:
            place = "whole" if finding.field is None else f"{finding.field} {finding.start}-{finding.end}"
            excerpt = " ".join((finding.excerpt or "").split())[:80]
            yield f"{text.id} {finding.rule} {finding.severity} {place} {excerpt}".rstrip()
