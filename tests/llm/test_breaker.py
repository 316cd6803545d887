"""A server that keeps failing is left alone for a while."""

import asyncio

import pytest

from app.domain.attempt import Prompt
from app.domain.errors import ModelTimeout, ModelUnavailable
from app.llm.breaker import FIRST_PAUSE, LONGEST_PAUSE, Breaker
from app.llm.scripted import Scripted, ScriptedClient
from tests.llm.asking import PROMPT

pytestmark = pytest.mark.anyio

DOWN = ModelUnavailable("Down.", status=503, retryable=True)
LOCKED_OUT = ModelUnavailable("Refused.", status=401)


class Asked:
    """A breaker that opens at the third failure, on a clock that the test moves."""

    def __init__(self, *answers: Scripted, kind: type[ScriptedClient] = ScriptedClient) -> None:
        self.now = 100.0
        self.client = kind(answers)
        self.breaker = Breaker(self.client, failures=3, patience=4, clock=lambda: self.now)

    async def once(self, seconds: float = 5) -> str:
        """Ask and say how it went: the text, or the error's sentence."""
        try:
            return (await self.breaker.complete(PROMPT, model="m", timeout=seconds)).text or ""
        except ModelUnavailable as error:
            return str(error)
        except ModelTimeout:
            return "Silent."

    async def times(self, number: int) -> list[str]:
        return [await self.once() for _ in range(number)]


async def test_after_failures_in_a_row_nobody_is_asked():
    asked = Asked(DOWN, ModelTimeout("Silent.", retryable=True), DOWN, "Hi")
    *failed, refused = await asked.times(4)
    assert failed == ["Down.", "Silent.", "Down."]
    assert "circuit open" in refused
    assert len(asked.client.prompts) == 3


async def test_one_answer_between_failures_keeps_it_closed():
    asked = Asked(DOWN, DOWN, "Hi", DOWN, DOWN, "Ho")
    assert await asked.times(6) == ["Down.", "Down.", "Hi", "Down.", "Down.", "Ho"]


async def test_a_refused_key_is_no_reason_to_spare_the_server():
    assert await Asked(LOCKED_OUT, LOCKED_OUT, LOCKED_OUT, LOCKED_OUT, "Hi").times(5) == ["Refused."] * 4 + ["Hi"]


async def test_callers_in_a_hurry_do_not_close_the_way_for_others():
    silent = ModelTimeout("Silent.", retryable=True)
    asked = Asked(silent, silent, silent, silent, DOWN, silent, silent, "Hi")
    assert [await asked.once(seconds=1) for _ in range(4)] == ["Silent."] * 4
    assert await asked.times(3) == ["Down.", "Silent.", "Silent."]
    assert "circuit open" in await asked.once()


async def test_after_the_pause_one_call_is_a_trial_and_its_success_closes():
    asked = Asked(DOWN, DOWN, DOWN, "Hi", DOWN, "Ho")
    await asked.times(3)
    asked.now += FIRST_PAUSE
    assert await asked.times(3) == ["Hi", "Down.", "Ho"]


async def test_a_failed_trial_makes_the_next_pause_longer_up_to_a_limit():
    asked = Asked(*[DOWN] * 20)
    await asked.times(3)
    pauses = []
    for _ in range(8):
        begun = asked.now
        while "circuit open" in await asked.once():
            asked.now += FIRST_PAUSE
        pauses.append(asked.now - begun)
    assert pauses == [2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


async def test_during_a_trial_all_others_are_refused():
    others: list[str] = []

    class Meanwhile(ScriptedClient):
        async def complete(self, prompt, *, model, timeout):  # noqa: ASYNC109
            if len(self.prompts) == 3 and not others:
                others.append(await asked.once())
            return await super().complete(prompt, model=model, timeout=timeout)

    asked = Asked(DOWN, DOWN, DOWN, "Hi", kind=Meanwhile)
    await asked.times(3)
    asked.now += FIRST_PAUSE
    assert await asked.once() == "Hi"
    assert "circuit open" in others[0]


async def test_a_cancelled_trial_makes_room_for_the_next():
    def cancelled(_prompt: Prompt) -> str:
        raise asyncio.CancelledError

    asked = Asked(DOWN, DOWN, DOWN, cancelled, "Hi")
    await asked.times(3)
    asked.now += FIRST_PAUSE
    with pytest.raises(asyncio.CancelledError):
        await asked.once()
    assert await asked.once() == "Hi"
