"""The model's part in one rewrite: ask, put on record, verify, and ask again with the objections."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from app.domain.attempt import Completion, Objection, Prompt
from app.domain.errors import ModelError, ModelTimeout
from app.domain.price import Price
from app.domain.progress import AttemptStarted, CandidateVerified, Progress
from app.domain.rewrite import Degraded
from app.llm.client import Client
from app.llm.profiles import PLAIN, Profile
from app.llm.retrying import complete
from app.prompting.answer import parse_candidate
from app.prompting.rewrite import render_rewrite
from app.prompting.template import Template
from app.prompting.vocabulary import Vocabulary
from app.rewriting.assignment import Assignment
from app.rewriting.changes import settled
from app.rewriting.faithfulness import must_stay
from app.rewriting.leaks import spoken
from app.rewriting.spending import Spending
from app.rewriting.verification import Verification, verify

_MOMENT = 0.05  # seconds in which nothing more can be asked


class Model(Struct, frozen=True, kw_only=True):
    """A model that can be asked.

    Attributes:
        client: the way to its server.
        name: what the server calls it.
        template: the prompt it is asked with.
        profile: what is known of it by its name.
        price: what it costs; None where nobody knows.
        timeout: seconds for one call.
        candidates: how many answers are verified at most before the safe fixes have to do.
        sleep: how to pause for some seconds before a call is repeated.

    """

    client: Client
    name: str
    template: Template
    profile: Profile = PLAIN
    price: Price | None = None
    timeout: float = 30.0
    candidates: int = 2
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Call(NamedTuple):
    """One call within a rewrite; `number` counts from 1, `cost_usd` is in dollars, None where it isn't known."""

    number: int
    prompt: Prompt
    outcome: Completion | ModelError
    latency_ms: int
    cost_usd: str | None


RecordCall = Callable[[Call], Awaitable[None]]


class Asking:
    """One rewrite's dealings with a model.

    Attributes:
        calls: how many calls are on record, failed ones too, and those of an asking that was broken off.
        spending: what all of them cost.
        objections: what spoke against the candidates, by the number of the call.

    """

    def __init__(
        self,
        model: Model,
        assignment: Assignment,
        *,
        seed: str,
        spending: Spending,
        seconds_left: Callable[[], float],
        record: RecordCall,
        progress: Progress,
        calls: int = 0,
    ) -> None:
        self.calls = calls
        self.spending = spending
        self.objections: dict[int, tuple[Objection, ...]] = {}
        self._model = model
        self._assignment = assignment
        self._seed = seed
        self._seconds_left = seconds_left
        self._record = record
        self._progress = progress
        self._prompted = spoken(model.template.system, model.template.user, *assignment.rules.statements.values())

    async def candidate(self) -> Verification | Degraded:
        """Return the first candidate that nothing speaks against, else why there is none.

        Raises:
            RecordUnavailable: a call can't be put on record.

        """
        model = self._model
        objections: tuple[Objection, ...] = ()
        for _ in range(model.candidates):
            prompt = self._prompt(objections)
            if short := self.spending.refusal(prompt, model.price, model.profile.max_output_tokens):
                return short
            try:
                completion = await complete(
                    model.client,
                    prompt,
                    model=model.name,
                    timeout=model.timeout,
                    seconds_left=self._seconds_left,
                    record=partial(self._called, prompt),
                    starting=self._starting,
                    sleep=model.sleep,
                )
            except ModelError as error:
                return self._missed(error)
            verified, objections = self._judged(completion)
            codes = tuple(dict.fromkeys(objection.code for objection in objections))
            self._progress(CandidateVerified(self.calls, not codes, codes))
            if verified and not objections:
                return verified
            self.objections[self.calls] = objections
        return self._refused()

    def _prompt(self, objections: tuple[Objection, ...]) -> Prompt:
        assignment = self._assignment
        return render_rewrite(
            self._model.template,
            draft=assignment.draft,
            context=assignment.context,
            options=assignment.options,
            report=assignment.before,
            statements=assignment.rules.statements,
            limits=assignment.rules.limits(assignment.draft, assignment.context),
            seed=self._seed,
            keep=must_stay(assignment.draft, assignment.before.findings),
            vocabulary=Vocabulary(assignment.rules.policy.preferred, assignment.rules.policy.banned),
            objections=objections,
        )

    def _starting(self) -> None:
        self._progress(AttemptStarted(self.calls + 1, self._model.name))

    async def _called(self, prompt: Prompt, outcome: Completion | ModelError, latency_ms: int) -> None:
        """Put one call on record, whatever came of it."""
        self.calls += 1
        cost = self.spending.add(outcome, self._model.price) if isinstance(outcome, Completion) else None
        await self._record(Call(self.calls, prompt, outcome, latency_ms, cost))

    def _judged(self, completion: Completion) -> tuple[Verification | None, tuple[Objection, ...]]:
        candidate = parse_candidate(completion, lenient=self._model.profile.answer == "text")
        if isinstance(candidate, Objection):
            return None, (candidate,)
        verified = verify(self._assignment, settled(self._assignment.draft, candidate), self._prompted)
        return verified, verified.objections

    def _missed(self, error: ModelError) -> Degraded:
        if isinstance(error, ModelTimeout) and self._seconds_left() < _MOMENT:
            return Degraded("deadline", "The time for the whole rewrite ran out before an answer could be used.")
        return Degraded("model_unavailable", str(error))

    def _refused(self) -> Degraded:
        codes = dict.fromkeys(one.code for objections in self.objections.values() for one in objections)
        answers = "1 answer" if len(self.objections) == 1 else f"{len(self.objections)} answers"
        return Degraded("candidates_refused", f"The model gave {answers}, none of them usable: {', '.join(codes)}.")
