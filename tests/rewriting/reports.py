"""Findings and reports made by hand, for what shouldn't depend on the rulebook of the day."""

from app.domain.report import Finding, Fix, Report, RulebookStamp


def finding(text, excerpt=None, *, rule="slang", group="tone", repair="fix", fixes=(), field="body"):
    """Return a warning about `excerpt`, or about the whole message."""
    start = None if excerpt is None else text.index(excerpt)
    end = None if start is None else start + len(excerpt)
    return Finding(
        rule=rule,
        group=group,
        severity="warning",
        field=None if excerpt is None else field,
        start=start,
        end=end,
        start_utf16=start,
        end_utf16=end,
        excerpt=excerpt,
        message="",
        fixes=tuple(fixes),
        repair=repair,
        cost=10,
        source=(),
    )


def insertion(at, text):
    return Fix("body", at, at, text, True)


def report(*findings):
    return Report(
        verdict="revise" if findings else "ready",
        score=max(0, 100 - 10 * len(findings)),
        findings=findings,
        questions=(),
        send_after=None,
        approach=None,
        rulebook=RulebookStamp("1", "0", "default", 1),
    )
