"""The rules' safe fixes, as far as they do no harm: what is left where no model's candidate stands."""

from app.domain.report import Fix, Report
from app.rewriting.assignment import Assignment
from app.rewriting.verification import Verification, verify
from app.rules.fixes import apply, choose

_TRIALS = 40  # each is a whole verification
_ROUNDS = 3
_TOLD = frozenset({"personalisation", "structure"})  # what only the author can tell of the reader and of themselves


def fixed(assignment: Assignment) -> Verification:
    """Return the draft with its safe fixes made, or with as many of them as lose no fact and break no rule.

    It may be the draft itself. Objections of the draft's own, such as a rule still broken, stay.
    """
    draft = assignment.draft
    best = verify(assignment, draft.text())
    known = {objection.code for objection in best.objections}
    mended = assignment.rules.mend(draft, assignment.context, assignment.history, assignment.waivers)
    whole = verify(assignment, mended.text())
    if _harmless(whole, assignment.before, known):
        return whole
    trials = _TRIALS
    for _ in range(_ROUNDS):
        done, trials = _one_by_one(assignment, best, known, trials)
        if done is best or not trials:
            return done
        best = done
    return best


def _one_by_one(assignment: Assignment, best: Verification, known: set[str], trials: int) -> tuple[Verification, int]:
    """Return the text with those of its safe fixes that do no harm, and how many trials are left."""
    draft = assignment.draft.reworded(best.text)
    made: list[Fix] = []
    safe = [fix for finding in best.after.findings for fix in finding.fixes if fix.safe]
    for fix in choose(safe)[:trials]:
        trials -= 1
        trial = verify(assignment, apply(draft, [*made, fix]))
        if _harmless(trial, assignment.before, known):
            made.append(fix)
            best = trial
    return best, trials


def _harmless(tried: Verification, before: Report, known: set[str]) -> bool:
    if not tried.text.body.strip():
        return False
    codes = {objection.code for objection in tried.objections} - known
    return not codes or (codes == {"rule_broken"} and _only_asks(tried.after, before))


def _only_asks(after: Report, before: Report) -> bool:
    """Say whether all that came to light is what the author alone can tell: plainer words show that it lacks."""
    weighed = {finding.rule for finding in before.findings if finding.weighs}
    new = [finding for finding in after.findings if finding.weighs and finding.rule not in weighed]
    return all(finding.repair == "ask" and finding.group in _TOLD for finding in new)
