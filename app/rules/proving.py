"""Whether the examples of a rule hold: a house rule whose examples don't is never let in."""

import msgspec

from app.domain.draft import Draft
from app.domain.report import Finding
from app.rules.fixes import apply, choose
from app.rules.rule import Example, Rule
from app.rules.ruleset import Ruleset

_ROUNDS = 3


def disproof(rule: Rule, example: Example, ruleset: Ruleset, *, breaks: bool) -> str | None:
    """Say why an example doesn't hold; None where it does.

    Args:
        rule: whose example it is.
        example: the example.
        ruleset: rules in force, this one among them.
        breaks: whether it stands for messages that break the rule.

    """
    try:
        given = {"channel": example.channel, "subject": example.subject, "body": example.text}
        draft = msgspec.convert(given, Draft)
    except msgspec.ValidationError as error:
        return f"an example is no draft: {error}."
    excerpts = [finding.excerpt for finding in _found(rule, draft, example, ruleset)]
    if not breaks:
        return f"it finds {excerpts[0]!r} in an example that keeps it." if excerpts else None
    if example.excerpt not in excerpts:
        shown = ", ".join(map(repr, excerpts)) or "nothing"
        return f"in an example that breaks it, it finds {shown} and not {example.excerpt!r}."
    return _wrongly_fixed(rule, draft, example, ruleset)


def _wrongly_fixed(rule: Rule, draft: Draft, example: Example, ruleset: Ruleset) -> str | None:
    if example.fixed is None:
        return None
    for _ in range(_ROUNDS):
        safe = [fix for found in _found(rule, draft, example, ruleset) for fix in found.fixes if fix.safe]
        draft = draft.reworded(apply(draft, choose(safe)))
    return None if draft.body == example.fixed else f"its fixes make {draft.body!r} of an example, not `fixed`."


def _found(rule: Rule, draft: Draft, example: Example, ruleset: Ruleset) -> list[Finding]:
    report = ruleset.check(draft, example.context, example.history)
    return [finding for finding in report.findings if finding.rule == rule.id]
