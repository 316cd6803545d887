"""Whether a candidate may stand in for the draft. Nothing a model says is taken on trust."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from app.domain.attempt import Objection
from app.domain.draft import FIELDS, Text
from app.domain.report import Finding, Report
from app.domain.rewrite import Faithfulness
from app.rewriting.assignment import Assignment
from app.rewriting.faithfulness import Comparison, compare
from app.rewriting.form import form


class Verification(Struct, frozen=True, kw_only=True):
    """A candidate with the report on it and all that speaks against it."""

    text: Text
    after: Report
    faithfulness: Faithfulness
    objections: tuple[Objection, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.objections


def verify(assignment: Assignment, text: Text) -> Verification:
    """Check a candidate as its draft was checked, and compare the two.

    Findings that only the author or patience can mend may remain as long as they got no worse.
    """
    draft, context = assignment.draft, assignment.context
    after = assignment.rules.check(draft.reworded(text), context, assignment.history, assignment.waivers)
    compared = compare(draft, text, context, assignment.options, assignment.before.findings)
    objections = (
        *form(draft, text, context),
        *_findings(assignment.before, after, assignment.rules.statements),
        *_lengths(assignment, text),
        *_facts(compared),
    )
    return Verification(text=text, after=after, faithfulness=compared.verdict(), objections=objections)


def _findings(before: Report, after: Report, stated: Mapping[str, str]) -> Iterator[Objection]:
    weighed, weighs = _costs(before.findings), _costs(after.findings)
    rewordable = {finding.rule for finding in after.findings if finding.weighs and finding.rewordable}
    for rule, cost in weighs.items():
        if rule not in weighed:
            yield Objection("rule_broken", f"The draft kept this rule, the answer breaks it: {stated[rule]}")
        elif rule in rewordable:
            yield Objection("rule_still_broken", f"This rule is still broken: {stated[rule]}")
        elif cost > weighed[rule]:
            yield Objection("rule_more_broken", f"This rule is broken more often than in the draft: {stated[rule]}")
    if after.score < before.score:
        known = {finding.rule for finding in before.findings}
        new = dict.fromkeys(stated[one.rule] for one in after.findings if one.rule not in known)
        yield Objection("score_dropped", " ".join(("The answer is worse than the draft.", *new)))


def _costs(findings: Iterable[Finding]) -> Counter[str]:
    """Return what the errors and warnings of each rule cost."""
    costs: Counter[str] = Counter()
    for finding in findings:
        if finding.weighs:
            costs[finding.rule] += finding.cost
    return costs


def _lengths(assignment: Assignment, text: Text) -> Iterator[Objection]:
    limit = assignment.rules.limits(assignment.draft, assignment.context)
    allowed = {"subject": [limit.subject], "body": [limit.body, assignment.options.max_characters]}
    for name in FIELDS:
        length = len(text.field(name) or "")
        most = min((one for one in allowed[name] if one is not None), default=length)
        if length > most:
            yield Objection(
                "too_long", f"The {name} has {length} characters and may have {most}: cut at least {length - most}."
            )


def _facts(compared: Comparison) -> Iterator[Objection]:
    if compared.added:
        yield Objection(
            "facts_added", f"Neither draft nor material says this; leave it out: {_listed(compared.added)}."
        )
    if compared.lost:
        yield Objection("facts_lost", f"The draft says this and it must stay: {_listed(compared.lost)}.")
    if compared.unkept:
        yield Objection("not_kept", f"This must stay, character for character: {_listed(compared.unkept)}.")


def _listed(facts: Iterable[str]) -> str:
    return "; ".join(facts)
