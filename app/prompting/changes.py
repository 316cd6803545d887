"""What to change in a draft, one line a finding: for models that follow a plain list better than rules."""

from collections.abc import Iterable, Iterator

from app.domain.draft import Draft
from app.domain.report import Finding, Fix
from app.prompting.material import one_line, quoted

LONGEST = 200


def listed_changes(draft: Draft, findings: Iterable[Finding]) -> str:
    """List what mends each finding, else what is wrong with its passage; what lies within another change isn't."""
    kept: list[tuple[Finding, Fix | None]] = []
    for finding in findings:
        fix = finding.fixes[0] if finding.fixes and _says_something(draft, finding.fixes[0]) else None
        kept = [pair for pair in kept if not _covers(fix, pair[1])]
        if not any(_covers(other, fix) for _, other in kept):
            kept.append((finding, fix))
    return "\n".join(dict.fromkeys(_lines(draft, kept)))


def _lines(draft: Draft, kept: Iterable[tuple[Finding, Fix | None]]) -> Iterator[str]:
    for finding, fix in kept:
        where = "in the subject: " if finding.field == "subject" else ""
        yield f"- {where}{_change(draft, finding, fix)}"


def _change(draft: Draft, finding: Finding, fix: Fix | None) -> str:
    if fix is None:
        blamed = (
            f"reword or leave out {quoted(finding.excerpt)}: " if finding.excerpt and _short(finding.excerpt) else ""
        )
        return f"{blamed}{one_line(finding.message)}"
    old, new = _whole_words(draft, fix)
    if not old:
        return f"add {quoted(new)}"
    return f"{quoted(old)} -> {quoted(new)}" if new else f"leave out {quoted(old)}"


def _whole_words(draft: Draft, fix: Fix) -> tuple[str, str]:
    """Return what a fix replaces and by what, up to the next spaces: `"hey" -> "Hey"` says more than `"h" -> "H"`."""
    text, start, end = draft.field(fix.field) or "", fix.start, fix.end
    if start == end or not fix.replacement.strip():
        return text[start:end].strip(), fix.replacement.strip()
    while start and not text[start - 1].isspace() and not text[fix.start].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
        end += 1
    new = f"{text[start : fix.start]}{fix.replacement}{text[fix.end : end]}"
    return text[start:end].strip(), new.strip()


def _says_something(draft: Draft, fix: Fix) -> bool:
    """Whether a fix can be said in words: not where it only moves spaces, or is too long to be copied."""
    old = (draft.field(fix.field) or "")[fix.start : fix.end].strip()
    return bool(old or fix.replacement.strip()) and _short(old) and _short(fix.replacement)


def _short(text: str) -> bool:
    return len(text) <= LONGEST


def _covers(outer: Fix | None, inner: Fix | None) -> bool:
    """Whether one change is part of another, so that only the outer one can be made."""
    if outer is None or inner is None or outer.field != inner.field or outer.start == outer.end:
        return False
    return outer.start <= inner.start and inner.end <= outer.end and outer != inner
