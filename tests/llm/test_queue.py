"""A model is asked only so many things at once."""

import asyncio

import pytest

from app.domain.attempt import Completion
from app.domain.errors import ModelUnavailable
from app.llm.queue import Queue
from app.llm.scripted import ScriptedClient
from tests.llm.asking import PROMPT

pytestmark = pytest.mark.anyio


class Held(ScriptedClient):
    """A client whose calls end when the test says so."""

    def __init__(self) -> None:
        super().__init__(["Hi"] * 9)
        self.under_way = 0
        self.most = 0
        self.begun = asyncio.Semaphore(0)
        self.end = asyncio.Semaphore(0)

    async def complete(self, prompt, *, model, timeout):  # noqa: ASYNC109
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.begun.release()
        await self.end.acquire()
        self.under_way -= 1
        return await super().complete(prompt, model=model, timeout=timeout)


def ask(queue: Queue, seconds: float = 30) -> asyncio.Task[Completion]:
    return asyncio.create_task(queue.complete(PROMPT, model="m", timeout=seconds))


async def test_calls_beyond_the_limit_wait_their_turn():
    client = Held()
    queue = Queue(client, 2)
    calls = [ask(queue) for _ in range(4)]
    for _ in calls:
        await client.begun.acquire()
        client.end.release()
    assert [(await call).text for call in calls] == ["Hi"] * 4
    assert client.most <= 2


async def test_a_full_queue_refuses_and_says_so():
    client = Held()
    queue = Queue(client, 1)
    first, second = ask(queue), ask(queue)
    await client.begun.acquire()
    with pytest.raises(ModelUnavailable, match="busy: calls under way: 1, waiting: 1") as caught:
        await ask(queue)
    assert caught.value.retryable
    client.end.release()
    client.end.release()
    assert [(await first).text, (await second).text] == ["Hi", "Hi"]
    client.end.release()
    assert (await ask(queue)).text == "Hi"


async def test_waiting_is_part_of_the_time_for_a_call():
    client = Held()
    queue = Queue(client, 1)
    first = ask(queue)
    await client.begun.acquire()
    with pytest.raises(ModelUnavailable, match="busy"):
        await ask(queue, seconds=0.01)
    client.end.release()
    assert (await first).text == "Hi"


async def test_a_call_that_fails_or_is_given_up_makes_room():
    client = Held()
    queue = Queue(client, 1)
    first, second = ask(queue), ask(queue)
    await client.begun.acquire()
    first.cancel()
    await client.begun.acquire()
    second.cancel()
    await asyncio.wait([first, second])
    client.end.release()
    assert (await ask(queue)).text == "Hi"
