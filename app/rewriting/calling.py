"""Calls to models within one rewrite: made, numbered, paid for and put on record."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from app.domain.attempt import Completion, Prompt, Purpose, purpose_of
from app.domain.errors import ModelError
from app.domain.price import Price
from app.domain.progress import AttemptStarted, Progress
from app.domain.rewrite import Degraded
from app.llm.client import Client
from app.llm.profiles import PLAIN, Profile
from app.llm.retrying import complete
from app.prompting.template import Template
from app.rewriting.spending import Spending

_TRIES = 3


class Model(Struct, frozen=True, kw_only=True):
    """A model that can be asked.

    Attributes:
        client: the way to its server.
        name: what the server calls it.
        template: the prompt it is asked with.
        judge: the prompt it is asked with for a second opinion; None where nobody wants one of it.
        profile: what is known of it by its name.
        price: what it costs; None where nobody knows.
        timeout: seconds for one call.
        rounds: how often it is asked at most, each time with the objections to its last answers.
        sleep: how to pause for some seconds before a call is repeated.

    """

    client: Client
    name: str
    template: Template
    judge: Template | None = None
    profile: Profile = PLAIN
    price: Price | None = None
    timeout: float = 30.0
    rounds: int = 3
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Call(NamedTuple):
    """One call within a rewrite; `number` counts from 1, `cost_usd` is in dollars, None where it isn't known."""

    model: Model
    number: int
    prompt: Prompt
    outcome: Completion | ModelError
    latency_ms: int
    cost_usd: str | None


RecordCall = Callable[[Call], Awaitable[None]]


class Calls:
    """All calls of one rewrite, to whichever model.

    Attributes:
        made: how many are on record, failed ones too, and those of an asking that was broken off.
        spending: what all of them cost.
        seconds_left: how many seconds the rewrite still has.

    """

    def __init__(
        self,
        *,
        spending: Spending,
        seconds_left: Callable[[], float],
        record: RecordCall,
        progress: Progress,
        made: int = 0,
    ) -> None:
        self.made = made
        self.spending = spending
        self.seconds_left = seconds_left
        self._begun = made
        self._record = record
        self._progress = progress
        self._recording = asyncio.Lock()

    def affordable(self, model: Model, prompt: Prompt, wanted: int) -> int | Degraded:
        """Return how many of the wanted calls may be made at once; why none, where the budget allows none."""
        refusal = self.spending.refusal(prompt, model.price, model.profile.max_output_tokens, wanted)
        if refusal is None or wanted == 1:
            return refusal or wanted
        return self.affordable(model, prompt, wanted - 1)

    async def complete(self, model: Model, prompt: Prompt, *, tries: int = _TRIES) -> tuple[int, Completion]:
        """Ask a model; return the number of the call that brought the answer, and the answer.

        Raises:
            ModelError: the last call's error.
            RecordUnavailable: a call can't be put on record.

        """
        numbers: list[int] = []
        completion = await complete(
            model.client,
            prompt,
            model=model.name,
            timeout=model.timeout,
            seconds_left=self.seconds_left,
            record=partial(self._called, model, prompt, numbers),
            starting=partial(self._starting, model, purpose_of(prompt.ref.id)),
            tries=tries,
            sleep=model.sleep,
        )
        return numbers[-1], completion

    def _starting(self, model: Model, purpose: Purpose) -> None:
        self._begun += 1
        self._progress(AttemptStarted(self._begun, model.name, purpose))

    async def _called(
        self, model: Model, prompt: Prompt, numbers: list[int], outcome: Completion | ModelError, latency_ms: int
    ) -> None:
        """Put one call on record, whatever came of it; calls made at once get their numbers as they end."""
        async with self._recording:
            self.made += 1
            numbers.append(self.made)
            cost = self.spending.add(outcome, model.price) if isinstance(outcome, Completion) else None
            await self._record(Call(model, self.made, prompt, outcome, latency_ms, cost))
