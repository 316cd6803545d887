"""The models' part in one rewrite: ask, put on record, verify, mend, and ask again with the objections."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.domain.attempt import Completion, Decision, Judgement, Objection, Opinion, Prompt
from app.domain.draft import Text
from app.domain.errors import ModelError, ModelTimeout
from app.domain.progress import CandidateVerified, Progress
from app.domain.rewrite import Degraded
from app.prompting.answer import parse_candidate
from app.prompting.rewrite import render_rewrite
from app.prompting.vocabulary import Vocabulary
from app.rewriting.assignment import Assignment
from app.rewriting.calling import Calls, Model
from app.rewriting.changes import settled
from app.rewriting.faithfulness import must_stay
from app.rewriting.judging import second_opinion
from app.rewriting.leaks import spoken
from app.rewriting.masking import Masking
from app.rewriting.mending import Mended, mended, preference
from app.rewriting.verification import Verification, verify

_MOMENT = 0.05  # seconds in which nothing more can be asked


class _Judged(NamedTuple):
    """One answer: the number of its call, what speaks against it, how it stands, mended where need be, who agrees."""

    number: int
    objections: tuple[Objection, ...]
    standing: Mended | None
    opinion: Opinion | None = None


class Asking:
    """One rewrite's dealings with models.

    Attributes:
        model: the one asked last.
        judgements: what became of each answer, by the number of its call.

    """

    def __init__(
        self, models: Sequence[Model], assignment: Assignment, calls: Calls, *, seed: str, progress: Progress
    ) -> None:
        self.model = models[0]
        self.judgements: dict[int, Judgement] = {}
        self._models = models
        self._assignment = assignment
        self._calls = calls
        self._seed = seed
        self._progress = progress
        self._masking = Masking(assignment) if assignment.options.mask else None

    async def candidate(self) -> Verification | Degraded:
        """Return the best candidate of the first model that has one that stands, else why there is none.

        Raises:
            RecordUnavailable: a call can't be put on record.

        """
        missed: list[Degraded] = []
        for model in self._models:
            self.model = model
            found = await self._asked(model)
            if isinstance(found, Verification):
                return found
            missed.append(found)
            if found.reason == "deadline":
                return found
        return _summed_up(missed)

    async def _asked(self, model: Model) -> Verification | Degraded:
        """Ask one model, again with the objections for as long as that brings gain."""
        objections: tuple[Objection, ...] = ()
        refused: list[_Judged] = []
        for _ in range(model.rounds):
            prompt = self._prompt(model, objections)
            number = self._calls.affordable(model, prompt, self._wanted(model, again=bool(refused)))
            if isinstance(number, Degraded):
                return number
            answers = await self._answers(model, prompt, number)
            if isinstance(answers, Degraded):
                return answers
            answers = await self._second_opinions(model, answers)
            if best := self._best(answers):
                return best
            refused += answers
            least = min(answers, key=lambda answer: len(answer.objections)).objections
            if objections and len(least) >= len(objections):
                break
            objections = least
        return _refused(refused)

    def _wanted(self, model: Model, *, again: bool) -> int:
        """Return how many answers to ask for at once: after a refusal perhaps more, where they may differ."""
        wanted = self._assignment.candidates
        varies = model.profile.temperature != 0 and model.profile.concurrency > 1
        return max(wanted, self._assignment.rules.making.after_refusal) if again and varies else wanted

    async def _answers(self, model: Model, prompt: Prompt, number: int) -> list[_Judged] | Degraded:
        """Ask for some answers, all at once; a failed call counts only if no other succeeds."""
        calls = [self._answer(model, prompt) for _ in range(number)]
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, ModelError):
                raise outcome
        answers = [outcome for outcome in outcomes if isinstance(outcome, _Judged)]
        failed = next((outcome for outcome in outcomes if isinstance(outcome, ModelError)), None)
        return answers if answers or failed is None else self._missed(failed)

    async def _answer(self, model: Model, prompt: Prompt) -> _Judged:
        judged = self._judged(model, *await self._calls.complete(model, prompt))
        self._told(judged)
        return judged

    def _told(self, judged: _Judged) -> None:
        codes = tuple(dict.fromkeys(objection.code for objection in judged.objections))
        self._progress(CandidateVerified(judged.number, judged.standing is not None, codes))

    async def _second_opinions(self, model: Model, answers: list[_Judged]) -> list[_Judged]:
        """Hear, where the policy wants it, what the model says of its answers: from the best on, until one stands."""
        if not self._assignment.rules.making.judge or model.judge is None:
            return answers
        heard = {answer.number: answer for answer in answers}
        for answer in self._standing(answers):
            if answer.standing is None:
                continue
            text = answer.standing.verified.text
            opinion, found = await second_opinion(
                model, model.judge, self._assignment, text, self._calls, seed=self._seed
            )
            heard[answer.number] = answer._replace(opinion=opinion)
            if not found:
                break
            objected = answer._replace(opinion=opinion, objections=(*answer.objections, *found), standing=None)
            heard[answer.number] = objected
            self._told(objected)
        return list(heard.values())

    def _best(self, answers: list[_Judged]) -> Verification | None:
        """Put on record what becomes of the answers, and return the best that stands."""
        best = next(iter(self._standing(answers)), None)
        for answer in answers:
            decision: Decision = "chosen" if answer is best else "passed_over" if answer.standing else "refused"
            mends = answer.standing.mends if answer.standing else ()
            self.judgements[answer.number] = Judgement(
                decision=decision, objections=answer.objections, mends=mends, opinion=answer.opinion
            )
        return best.standing.verified if best and best.standing else None

    def _standing(self, answers: Iterable[_Judged]) -> list[_Judged]:
        """Return the answers that stand, the best first."""
        return sorted((answer for answer in answers if answer.standing), key=self._preference)

    def _preference(self, answer: _Judged) -> tuple[int, ...]:
        return preference(self._assignment, answer.standing.verified) if answer.standing else ()

    def _prompt(self, model: Model, objections: tuple[Objection, ...]) -> Prompt:
        assignment = self._assignment
        keep: Iterable[str] = must_stay(assignment.draft, assignment.before.findings)
        limits = assignment.rules.limits(assignment.draft, assignment.context)
        if self._masking:
            keep = self._masking.hidden_texts(keep)
            objections = self._masking.hidden_objections(objections)
            assignment = self._masking.hidden(assignment)
        return render_rewrite(
            model.template,
            draft=assignment.draft,
            context=assignment.context,
            options=assignment.options,
            report=assignment.before,
            statements=assignment.rules.statements,
            limits=limits,
            seed=self._seed,
            keep=keep,
            vocabulary=Vocabulary(assignment.rules.policy.preferred, assignment.rules.policy.banned),
            objections=objections,
        )

    def _judged(self, model: Model, number: int, completion: Completion) -> _Judged:
        candidate = parse_candidate(completion, lenient=model.profile.answer == "text")
        if self._masking and isinstance(candidate, Text):
            candidate = self._masking.revealed(candidate)
        if isinstance(candidate, Objection):
            return _Judged(number, (candidate,), None)
        assignment = self._assignment
        prompt = spoken(model.template.system, model.template.user, *assignment.rules.statements.values())
        verified = verify(assignment, settled(assignment.draft, candidate), prompt)
        return _Judged(number, verified.objections, mended(assignment, verified, prompt))

    def _missed(self, error: ModelError) -> Degraded:
        if isinstance(error, ModelTimeout) and self._calls.seconds_left() < _MOMENT:
            return Degraded("deadline", "The time for the whole rewrite ran out before an answer could be used.")
        return Degraded("model_unavailable", str(error))


def _refused(answers: Sequence[_Judged]) -> Degraded:
    codes = dict.fromkeys(one.code for answer in answers for one in answer.objections)
    number = "1 answer" if len(answers) == 1 else f"{len(answers)} answers"
    return Degraded("candidates_refused", f"The model gave {number}, none of them usable: {', '.join(codes)}.")


def _summed_up(missed: Sequence[Degraded]) -> Degraded:
    """Return one reason for several models: that of the first that answered, else the first's."""
    reason = next((one.reason for one in missed if one.reason == "candidates_refused"), missed[0].reason)
    return Degraded(reason, " Then: ".join(one.detail for one in missed))
