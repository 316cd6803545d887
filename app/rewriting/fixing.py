"""The rules' safe fixes, as far as they do no harm: what is left where no model's candidate stands."""

from app.domain.report import Fix
from app.rewriting.assignment import Assignment
from app.rewriting.verification import Verification, verify
from app.rules.fixes import apply, choose

_TRIALS = 40  # each is a whole verification


def fixed(assignment: Assignment) -> Verification:
    """Return the draft with its safe fixes made, or with as many of them as lose no fact and break no rule.

    It may be the draft itself. Objections of the draft's own, such as a rule still broken, stay.
    """
    draft = assignment.draft
    best = verify(assignment, draft.text())
    known = {objection.code for objection in best.objections}
    mended = assignment.rules.mend(draft, assignment.context, assignment.history, assignment.waivers)
    whole = verify(assignment, mended.text())
    if _harmless(whole, known):
        return whole
    made: list[Fix] = []
    safe = [fix for finding in assignment.before.findings for fix in finding.fixes if fix.safe]
    for fix in choose(safe)[:_TRIALS]:
        trial = verify(assignment, apply(draft, [*made, fix]))
        if _harmless(trial, known):
            made.append(fix)
            best = trial
    return best


def _harmless(tried: Verification, known: set[str]) -> bool:
    return all(objection.code in known for objection in tried.objections) and bool(tried.text.body.strip())
