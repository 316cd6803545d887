"""Asking again where that may help. The only module that imports tenacity."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    wait_exponential_jitter,
)

from app.domain.attempt import Completion, Prompt
from app.domain.errors import ModelCancelled, ModelError, ModelTimeout
from app.llm.client import Client

Record = Callable[[Completion | ModelError, int], Awaitable[None]]

_backoff = wait_exponential_jitter(multiplier=0.5, max=8, jitter=0.5)


async def complete(
    client: Client,
    prompt: Prompt,
    *,
    model: str,
    timeout: float,  # noqa: ASYNC109
    seconds_left: Callable[[], float],
    record: Record,
    starting: Callable[[], None] = lambda: None,
    tries: int = 3,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Completion:
    """Ask until there is a completion, and put every call on record.

    Only errors that say they are retryable are retried: after a growing, jittered pause, or after the provider's
    own `retry_after` if that is longer. A pause that would use up the time left isn't begun.

    Args:
        client: whom to ask.
        prompt: what to ask.
        model: the provider's name of the model.
        timeout: seconds for one call; never more than are left.
        seconds_left: how many seconds remain for everything.
        record: awaited after each call with its outcome and its latency in milliseconds; one that is cancelled is
            recorded, too.
        starting: told before each call.
        tries: how many calls at most.
        sleep: how to pause for some seconds.

    Raises:
        ModelError: the last call's error; ModelTimeout where no time was left for a first one.

    """

    async def call() -> Completion:
        limit = min(timeout, seconds_left())
        if limit <= 0:
            raise ModelTimeout("No time is left to ask the model.")
        starting()
        started = time.perf_counter()
        try:
            outcome = await _outcome(client, prompt, model, limit)
        except asyncio.CancelledError:
            await record(ModelCancelled("The call was given up: nobody waits for its answer."), since(started))
            raise
        await record(outcome, since(started))
        if isinstance(outcome, ModelError):
            raise outcome
        return outcome

    def give_up(state: RetryCallState) -> bool:
        return state.attempt_number >= tries or state.upcoming_sleep >= seconds_left()

    retrying = AsyncRetrying(
        sleep=sleep,
        stop=give_up,
        wait=_pause,
        retry=retry_if_exception(lambda error: isinstance(error, ModelError) and error.retryable),
        reraise=True,
    )
    return await retrying(call)


def since(started: float) -> int:
    """Return the milliseconds since a reading of the performance counter."""
    return round((time.perf_counter() - started) * 1000)


async def _outcome(client: Client, prompt: Prompt, model: str, limit: float) -> Completion | ModelError:
    try:
        return await client.complete(prompt, model=model, timeout=limit)
    except ModelError as error:
        return error


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, ModelError) else None
    return max(_backoff(state), asked or 0.0)
