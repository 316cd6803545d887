"""The loop: check, ask a model, verify, fall back to safe fixes, put on record, answer."""

import datetime as dt
import secrets
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from app.audit.records import Record
from app.audit.rewrites import Judgements
from app.domain.attempt import Attempt, CallError, Completion, purpose_of
from app.domain.caller import Caller
from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.errors import ModelError
from app.domain.history import NOTHING_BEFORE, History
from app.domain.progress import Checked, Progress, Run
from app.domain.rewrite import Degraded, Options, Rewrite
from app.domain.waiver import Waiver
from app.rewriting.asking import Asking
from app.rewriting.assignment import Assignment
from app.rewriting.calling import Call, Calls, Model
from app.rewriting.changes import changes
from app.rewriting.fixing import fixed
from app.rewriting.repeats import Repeats
from app.rewriting.spending import Spending
from app.rewriting.verification import Verification
from app.rules import Ruleset, ruleset
from app.rules.waivers import Waivers

NO_MODEL = Degraded("no_model", "No model is configured, so only safe fixes were made.")


def new_id(prefix: str) -> str:
    """Return an id that nobody can guess."""
    return f"{prefix}_{secrets.token_hex(12)}"


class Made(NamedTuple):
    """A rewrite, what was made of the candidates on the way, and what finds it again for the same question."""

    rewrite: Rewrite
    judgements: Judgements = MappingProxyType({})
    digest: str | None = None


class Rewriter:
    """Rewrites drafts, each within a deadline, and puts everything on record before it answers.

    Args:
        record: where rewrites and model calls are kept.
        models: whom to ask, one after the other until an answer stands; none for nobody.
        deadline: seconds for a whole rewrite; a request may ask for fewer.
        budget: US dollars that a rewrite's model calls may cost; a request may allow fewer.
        now: the time of day, for the record.
        clock: seconds that never run backwards, for the deadline.
        ids: makes an id from its prefix.

    """

    def __init__(
        self,
        record: Record,
        models: Sequence[Model] = (),
        *,
        deadline: float = 60.0,
        budget: Decimal | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        clock: Callable[[], float] = time.monotonic,
        ids: Callable[[str], str] = new_id,
    ) -> None:
        self._record = record
        self._models = tuple(models)
        self._deadline = deadline
        self._budget = budget
        self._now = now
        self._clock = clock
        self._ids = ids

    def asking(self, models: Sequence[Model]) -> "Rewriter":
        """Return the same rewriter, asking other models."""
        return Rewriter(
            self._record,
            models,
            deadline=self._deadline,
            budget=self._budget,
            now=self._now,
            clock=self._clock,
            ids=self._ids,
        )

    async def rewrite(
        self,
        caller: Caller,
        draft: Draft,
        context: Context,
        options: Options,
        rules: Ruleset | None = None,
        history: History = NOTHING_BEFORE,
        waivers: Sequence[Waiver] = (),
        run: Run | None = None,
    ) -> Rewrite:
        """Rewrite a draft and return the result as it is on record.

        Where wording can mend nothing, the draft comes back unchanged, or is held if it shouldn't be sent now. Else a
        model's verified candidate stands in for it, else the draft with its safe fixes: there may be none, but
        nobody is left without a text, and the report says what still stands.

        Args:
            caller: whose record, and who asked for it.
            draft: what to rewrite.
            context: what is known around it.
            options: how to go about it.
            rules: what it is judged by; the default policy's where none are given.
            history: what earlier outreach says about it.
            waivers: findings to let pass; they stand in the report, and so on record.
            run: what the rewrite shall be called, and who is told of each step; a new one where none is given.

        Raises:
            RecordUnavailable: rewrite or attempt can't be put on record: nothing may leave.

        """
        run = run or Run(self._ids("rw"))
        end = self._clock() + min(self._deadline, options.deadline or self._deadline)
        rules = rules or ruleset("default")
        given = Waivers(waivers)
        before = rules.check(draft, context, history, given)
        run.progress(Checked(before.verdict, before.score, len(before.findings)))
        assignment = Assignment(
            draft=draft,
            context=context,
            options=options,
            rules=rules,
            before=before,
            history=history,
            waivers=given.carrying(before.waived),
        )
        earlier = await self._record.count_calls(caller.tenant, run.id) if run.resumed else 0
        made = Made(self._untouched(run, assignment, earlier))
        if assignment.needs_words:
            made = await self._reworded(caller, assignment, made.rewrite, end, run.progress)
        elif before.verdict == "hold":
            made = Made(replace(made.rewrite, outcome="held", rewrite=None, after=None))
        return await self._record.record_rewrite(
            caller, made.rewrite, context=context, options=options, judgements=made.judgements, digest=made.digest
        )

    def _untouched(self, run: Run, assignment: Assignment, earlier: int) -> Rewrite:
        return Rewrite(
            id=run.id,
            created_at=self._now(),
            outcome="unchanged",
            draft=assignment.draft,
            rewrite=assignment.draft.text(),
            before=assignment.before,
            after=assignment.before,
            engine="rules",
            attempts=earlier,
            replays=run.replays,
            metadata=assignment.options.metadata,
            external_ref=assignment.options.external_ref,
        )

    async def _reworded(
        self, caller: Caller, assignment: Assignment, rewrite: Rewrite, end: float, progress: Progress
    ) -> Made:
        if assignment.options.engine == "rules":
            return Made(_fixed(rewrite, assignment, None))
        if not self._models:
            return Made(_fixed(rewrite, assignment, NO_MODEL))
        repeats = Repeats(self._record, caller.tenant, assignment)
        if repeat := await repeats.found(self._models[0]):
            return Made(_standing(repeat.of(rewrite), assignment, repeat.verified))
        calls = Calls(
            spending=Spending(assignment.options.within(self._budget)),
            seconds_left=lambda: end - self._clock(),
            record=partial(self._record_call, caller, assignment, rewrite.id),
            progress=progress,
            made=rewrite.attempts,
        )
        asking = Asking(self._models, assignment, calls, seed=rewrite.id, progress=progress)
        found = await asking.candidate()
        rewrite = replace(
            rewrite,
            model=asking.model.name,
            prompt=asking.model.template.ref,
            attempts=calls.made,
            usage=calls.spending.usage,
        )
        if isinstance(found, Degraded):
            return Made(_fixed(rewrite, assignment, found), asking.judgements)
        rewrite = replace(rewrite, outcome="rewritten", engine="llm")
        return Made(_standing(rewrite, assignment, found), asking.judgements, await repeats.digest(asking.model))

    async def _record_call(self, caller: Caller, assignment: Assignment, rewrite_id: str, call: Call) -> None:
        outcome, model = call.outcome, call.model
        failure = outcome if isinstance(outcome, ModelError) else None
        attempt = Attempt(
            id=self._ids("at"),
            rewrite_id=rewrite_id,
            number=call.number,
            purpose=purpose_of(call.prompt.ref.id),
            created_at=self._now(),
            model=model.name,
            prompt=call.prompt,
            parameters=model.client.parameters,
            completion=outcome if isinstance(outcome, Completion) else None,
            error=CallError(failure.code, str(failure), failure.status) if failure else None,
            latency_ms=call.latency_ms,
            price=model.price if call.cost_usd else None,
            cost_usd=call.cost_usd,
        )
        await self._record.record_attempt(caller, attempt, context=assignment.context, store=assignment.options.kept)


def _fixed(rewrite: Rewrite, assignment: Assignment, degraded: Degraded | None) -> Rewrite:
    return _standing(replace(rewrite, outcome="fixed", degraded=degraded), assignment, fixed(assignment))


def _standing(rewrite: Rewrite, assignment: Assignment, verified: Verification) -> Rewrite:
    """Return the rewrite with the text that stands in for the draft, and the proof of it."""
    text, after = verified.text, verified.after
    return replace(
        rewrite,
        rewrite=text,
        after=after,
        changes=changes(assignment.draft, text, assignment.before, after),
        faithfulness=verified.faithfulness,
    )
