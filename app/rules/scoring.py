"""The score and the verdict, as documented sums.

A finding costs 25 (error), 10 (warning) or 3 (suggestion). Repeats of one rule cost half as much each time, but never
less than 1: the tenth `gonna` tells the author nothing new. The score is 100 minus all costs, never below 0.
"""

from collections.abc import Iterable, Sequence

from app.domain.report import Finding, Severity, Verdict

COSTS: dict[Severity, int] = {"error": 25, "warning": 10, "suggestion": 3}


def cost(severity: Severity, repeats: int) -> int:
    """Return what a finding takes off the score after so many of the same rule."""
    return max(1, COSTS[severity] >> repeats)


def score(findings: Iterable[Finding]) -> int:
    """Return 100 minus the costs, never below 0."""
    return max(0, 100 - sum(finding.cost for finding in findings))


def verdict(findings: Sequence[Finding]) -> Verdict:
    """Say what the author should do: the gravest need of any error or warning decides."""
    needs = {finding.repair for finding in findings if finding.weighs}
    if "hold" in needs:
        return "hold"
    if "ask" in needs:
        return "needs_input"
    return "revise" if needs else "ready"
