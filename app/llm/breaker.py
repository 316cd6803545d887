"""Sparing a server that keeps failing: for a while nobody waits for it."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from structlog.typing import FilteringBoundLogger

from app.domain.attempt import Completion, Prompt
from app.domain.errors import ModelError, ModelTimeout, ModelUnavailable
from app.llm.client import Client

FAILURES = 10  # calls in a row: three or four rewrites with their retries
FIRST_PAUSE = 2.0  # seconds; twice as long after each trial that fails
LONGEST_PAUSE = 60.0

log: FilteringBoundLogger = structlog.get_logger()


class Breaker:
    """A client that isn't asked for a while once it has failed too often in a row.

    Only failures that another try may mend count: where a key is refused, the server is there. Silence counts only
    where the call had time: a caller in a hurry doesn't close the way for others. After the pause one call goes
    through as a trial; if it fails, the next pause is twice as long.

    Args:
        client: whom to spare.
        failures: how many in a row are too many.
        patience: seconds that a call must have had for its silence to count.
        clock: seconds that never run backwards.

    """

    def __init__(
        self,
        client: Client,
        *,
        failures: int = FAILURES,
        patience: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._most = failures
        self._patience = patience
        self._clock = clock
        self._failures = 0  # in a row
        self._pause = FIRST_PAUSE
        self._open_until = 0.0
        self._on_trial = False

    @property
    def parameters(self) -> dict[str, Any]:
        """What the client sends with every call."""
        return self._client.parameters

    async def complete(self, prompt: Prompt, *, model: str, timeout: float) -> Completion:  # noqa: ASYNC109
        """Ask the client, unless it is spared; see `Client.complete`.

        Raises:
            ModelError: the client's, or ModelUnavailable while it is spared.

        """
        trial = self._failures >= self._most
        if trial:
            self._begin_trial()
        try:
            completion = await self._client.complete(prompt, model=model, timeout=timeout)
        except ModelError as error:
            if not error.retryable:
                self._worked(model)
            elif not isinstance(error, ModelTimeout) or timeout >= self._patience:
                self._failed(model, trial=trial)
            raise
        finally:
            self._on_trial = self._on_trial and not trial
        self._worked(model)
        return completion

    async def close(self) -> None:
        """Close the client."""
        await self._client.close()

    def _begin_trial(self) -> None:
        if self._on_trial or self._clock() < self._open_until:
            raise ModelUnavailable("The model's server failed too often just now; it is left alone (circuit open).")
        self._on_trial = True

    def _worked(self, model: str) -> None:
        if self._failures >= self._most:
            log.info("circuit closed", model=model)
        self._failures, self._pause = 0, FIRST_PAUSE

    def _failed(self, model: str, *, trial: bool) -> None:
        self._failures += 1
        # Calls that were under way when it opened say nothing new.
        if trial or self._failures == self._most:
            log.warning("circuit open", model=model, seconds=self._pause)
            self._open_until = self._clock() + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
