"""A check report as text: each finding with its line, the excerpt underlined, why, and what mends it."""

from collections.abc import Iterator
from typing import TextIO

from app.cli.paint import Paint, clean, width
from app.domain.draft import Draft
from app.domain.report import Finding, Fix, Report
from app.rules import rulebook

BEFORE = 40
AFTER = 60
LONGEST = 80


def write_report(stream: TextIO, paint: Paint, name: str, draft: Draft, report: Report) -> None:
    """Write the report on one draft."""
    stream.writelines("\n".join(_finding(paint, name, draft, finding)) + "\n\n" for finding in report.findings)
    stream.write("\n".join(_summary(paint, name, report)) + "\n")


def _finding(paint: Paint, name: str, draft: Draft, finding: Finding) -> Iterator[str]:
    place, shown = _place(paint, draft, finding)
    yield f"{paint('bold', clean(name) + place)}: {paint(finding.severity, finding.severity)} {finding.rule}"
    yield from shown
    yield f"  {clean(finding.message)}"
    yield from (f"  {paint('fix', 'fix')}: {_in_words(fix)}" for fix in finding.fixes)
    sources = rulebook().sources
    yield from (paint("dim", f"  source: {clean(sources.get(key, key))}") for key in finding.source)


def _in_words(fix: Fix) -> str:
    words = f"“{clean(fix.replacement).strip()}”"
    if fix.start == fix.end:
        return f"add {words}"
    return f"write {words}" if fix.replacement else "leave it out"


def _place(paint: Paint, draft: Draft, finding: Finding) -> tuple[str, list[str]]:
    """Return line and column, and the line itself with the excerpt underlined; nothing for a whole message."""
    if finding.field is None or finding.start is None or finding.end is None:
        return "", []
    text = draft.field(finding.field) or ""
    number = text.count("\n", 0, finding.start) + 1
    first = text.rfind("\n", 0, finding.start) + 1
    last = text.find("\n", finding.start)
    last = len(text) if last < 0 else last
    end = min(finding.end, last, finding.start + LONGEST)
    place = f":{number}:{finding.start - first + 1}" if finding.field == "body" else ":subject"
    left, right = max(first, finding.start - BEFORE), min(last, end + AFTER)
    lead = ("…" if left > first else "") + clean(text[left : finding.start])
    excerpt = clean(text[finding.start : end])
    tail = clean(text[end:right]) + ("…" if right < last else "")
    underline = paint(finding.severity, "^" * max(width(excerpt), 1))
    return place, [f"  | {lead}{excerpt}{tail}", f"  | {' ' * width(lead)}{underline}"]


def _summary(paint: Paint, name: str, report: Report) -> Iterator[str]:
    for question in report.questions:
        yield f"{paint('bold', 'question')}: {clean(question.question)}"
    if report.approach and report.approach.better:
        yield f"{paint('bold', 'better')}: {clean(report.approach.better)}"
    if report.send_after:
        yield f"{paint('bold', 'send after')}: {report.send_after.isoformat()}"
    yield f"{clean(name)}: {paint('bold', report.verdict)}, score {report.score} of 100"
