"""What a rewrite changed, hunk by hunk, and which rules each hunk answers.

A subject that is null is to changes what an empty one is: text put into a message without a subject is an
insertion at 0, and a subject deleted as a whole is gone. `settled` brings a rewrite into that form, so that
applying the changes gives it back exactly.
"""

from collections.abc import Iterable

from app.domain.draft import FIELDS, Draft, Text
from app.domain.report import Report
from app.domain.rewrite import Change
from app.rewriting.blame import blamed
from app.rewriting.diffing import edits


def settled(draft: Draft, text: Text) -> Text:
    """Return `text` with an empty subject written as the draft writes none: its own "" or null."""
    if text.subject:
        return text
    return Text(None if draft.subject else draft.subject, text.body)


def apply(text: Text, changes: Iterable[Change]) -> Text:
    """Return `text` with `changes` made; a subject that this empties becomes null."""
    made = {name: text.field(name) or "" for name in FIELDS}
    for change in sorted(changes, key=lambda one: one.start, reverse=True):
        old = made[change.field]
        made[change.field] = old[: change.start] + change.after + old[change.end :]
    return Text(made["subject"] or (None if text.subject else text.subject), made["body"])


def changes(draft: Draft, text: Text, before: Report, after: Report | None) -> tuple[Change, ...]:
    """Return the hunks that turn the draft into `text`, subject first, each with the rules it answers.

    `before` and `after` are the reports on draft and rewrite; without `after` every finding about the whole
    message counts as mended.
    """
    hunks = []
    for name in FIELDS:
        old = draft.field(name) or ""
        for start, end, new in edits(old, text.field(name) or ""):
            hunks.append(Change(name, start, end, old[start:end], new, ()))
    return blamed(hunks, draft, before, after)
