import pytest

from app.domain.attempt import Completion
from app.domain.errors import ModelError, ModelTimeout, ModelUnavailable, RecordUnavailable
from app.llm import retrying
from app.llm.scripted import Scripted, ScriptedClient
from tests.llm.asking import PROMPT

pytestmark = pytest.mark.anyio

BUSY = ModelUnavailable("Busy.", status=429, retryable=True)
LOCKED_OUT = ModelUnavailable("Refused.", status=401)


class Run:
    """One retried call on a clock that only sleeping moves."""

    def __init__(self, *answers: Scripted, seconds: float = 60) -> None:
        self.client = ScriptedClient(answers)
        self.left = seconds
        self.slept: list[float] = []
        self.recorded: list[Completion | ModelError] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.left -= seconds

    async def record(self, outcome: Completion | ModelError, latency_ms: int) -> None:
        assert latency_ms >= 0
        self.recorded.append(outcome)

    async def complete(self, tries: int = 3) -> Completion:
        return await retrying.complete(
            self.client,
            PROMPT,
            model="m",
            timeout=30,
            seconds_left=lambda: self.left,
            record=self.record,
            tries=tries,
            sleep=self.sleep,
        )


async def test_a_first_answer_is_taken_and_recorded():
    run = Run("Hi")
    assert (await run.complete()).text == "Hi"
    assert [outcome.text for outcome in run.recorded] == ["Hi"]
    assert run.slept == []


async def test_every_call_is_recorded_failed_ones_too():
    run = Run(BUSY, ModelTimeout("Silent.", retryable=True), "Hi")
    assert (await run.complete()).text == "Hi"
    assert [getattr(outcome, "code", "answer") for outcome in run.recorded] == [
        "model_unavailable",
        "model_timeout",
        "answer",
    ]
    assert len(run.slept) == 2


async def test_the_last_error_is_raised_when_the_tries_are_used_up():
    run = Run(BUSY, BUSY, LOCKED_OUT)
    with pytest.raises(ModelUnavailable) as caught:
        await run.complete(tries=2)
    assert caught.value is BUSY
    assert len(run.recorded) == 2


async def test_what_waiting_cannot_mend_is_not_tried_again():
    run = Run(LOCKED_OUT, "Hi")
    with pytest.raises(ModelUnavailable):
        await run.complete()
    assert (run.recorded, run.slept) == ([LOCKED_OUT], [])


async def test_pauses_grow():
    run = Run(BUSY, BUSY, BUSY, "Hi")
    await run.complete(tries=4)
    first, second, third = run.slept
    assert 0.5 <= first <= 1
    assert 1 <= second <= 1.5
    assert 2 <= third <= 2.5


async def test_the_providers_own_wish_is_waited_for():
    run = Run(ModelUnavailable("Busy.", status=429, retryable=True, retry_after=20), "Hi")
    await run.complete()
    assert run.slept == [20]


async def test_a_pause_past_the_deadline_is_not_begun():
    late = ModelUnavailable("Busy.", status=429, retryable=True, retry_after=20)
    run = Run(late, "Hi", seconds=20)
    with pytest.raises(ModelUnavailable) as caught:
        await run.complete()
    assert caught.value is late
    assert run.slept == []


async def test_without_time_nothing_is_asked():
    run = Run("Hi", seconds=0)
    with pytest.raises(ModelTimeout):
        await run.complete()
    assert (run.client.prompts, run.recorded) == ([], [])


async def test_a_call_never_gets_more_time_than_is_left():
    given: list[float] = []

    class Clocked(ScriptedClient):
        async def complete(self, prompt, *, model, timeout):  # noqa: ASYNC109
            given.append(timeout)
            return await super().complete(prompt, model=model, timeout=timeout)

    run = Run(seconds=5)
    run.client = Clocked(["Hi"])
    await run.complete()
    assert given == [5]


async def test_a_call_that_cannot_be_recorded_gives_nothing():
    run = Run("Hi", "Hi")

    async def full(*_: object) -> None:
        raise RecordUnavailable("The record is full.")

    run.record = full
    with pytest.raises(RecordUnavailable):
        await run.complete()
    assert len(run.client.prompts) == 1


async def test_a_script_can_look_at_the_prompt():
    run = Run(lambda prompt: prompt.messages[-1].content.upper())
    assert (await run.complete()).text == PROMPT.messages[-1].content.upper()
