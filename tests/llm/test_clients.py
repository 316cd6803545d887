"""The behaviours every client shares, against each implementation."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from app.domain.attempt import Completion
from app.domain.errors import ModelError, ModelTimeout, ModelUnavailable
from app.llm.client import Client
from app.llm.openai_client import OpenAIClient
from app.llm.scripted import Scripted, ScriptedClient
from tests.llm import server
from tests.llm.asking import KEY, PROMPT

pytestmark = pytest.mark.anyio

# One behaviour: what the HTTP server answers, and what the scripted client is told to do.
Behaviour = tuple[server.Reply, Scripted]
USUAL = Completion(
    text='{"subject": null, "body": "Hi"}',
    finish_reason="stop",
    model="scripted-1",
    response_id="chatcmpl-1",
    input_tokens=11,
    output_tokens=7,
    cached_tokens=4,
)
ANSWER: Behaviour = (server.ok('{"subject": null, "body": "Hi"}'), USUAL)
REFUSAL: Behaviour = (server.refusal("No."), Completion(text=None, refusal="No.", model="m"))
CUT_OFF: Behaviour = (server.cut_off('{"su'), Completion(text='{"su', finish_reason="length", model="m"))
FILTERED: Behaviour = (
    server.content_filter(),
    Completion(text=None, finish_reason="content_filter", model="m"),
)
EMPTY: Behaviour = (server.null_content(), Completion(text=None, finish_reason="stop", model="m"))
BUSY: Behaviour = (
    server.status(429, {"Retry-After": "7"}),
    ModelUnavailable("Busy.", status=429, retryable=True, retry_after=7),
)
LOCKED_OUT: Behaviour = (server.status(401), ModelUnavailable("Refused.", status=401))
SILENT: Behaviour = (server.hang(), ModelTimeout("Silent.", retryable=True))

Build = Callable[[list[Behaviour]], Client]


@contextmanager
def over_http() -> Iterator[Build]:
    with ExitStack() as stack:

        def build(behaviours: list[Behaviour]) -> Client:
            scripted = stack.enter_context(server.ScriptedServer(*(reply for reply, _ in behaviours)))
            return OpenAIClient(api_key=KEY, base_url=scripted.base_url)

        yield build


@contextmanager
def from_script() -> Iterator[Build]:
    yield lambda behaviours: ScriptedClient(item for _, item in behaviours)


@pytest.fixture(params=[over_http, from_script])
def build(request: pytest.FixtureRequest) -> Iterator[Build]:
    with request.param() as build:
        yield build


async def ask(client: Client, seconds: float = 5) -> Completion:
    try:
        return await client.complete(PROMPT, model="m", timeout=seconds)
    finally:
        await client.close()


async def test_an_answer_comes_back_whole(build):
    assert await ask(build([ANSWER])) == USUAL


async def test_answers_come_in_order(build):
    client = build([CUT_OFF, ANSWER])
    first = await client.complete(PROMPT, model="m", timeout=5)
    assert (first.text, (await ask(client)).text) == ('{"su', USUAL.text)


@pytest.mark.parametrize(
    ("behaviour", "text", "refusal", "finish_reason"),
    [
        (REFUSAL, None, "No.", None),
        (CUT_OFF, '{"su', None, "length"),
        (FILTERED, None, None, "content_filter"),
        (EMPTY, None, None, "stop"),
    ],
)
async def test_an_unusable_answer_is_still_a_completion(build, behaviour, text, refusal, finish_reason):
    completion = await ask(build([behaviour]))
    assert (completion.text, completion.refusal) == (text, refusal)
    assert finish_reason in (None, completion.finish_reason)


@pytest.mark.parametrize(
    ("behaviour", "status", "retryable", "retry_after"),
    [(BUSY, 429, True, 7), (LOCKED_OUT, 401, False, None)],
)
async def test_a_model_that_cannot_be_had_is_an_error(build, behaviour, status, retryable, retry_after):
    with pytest.raises(ModelUnavailable) as caught:
        await ask(build([behaviour]))
    error = caught.value
    assert (error.status, error.retryable, error.retry_after) == (status, retryable, retry_after)


async def test_silence_is_a_timeout_worth_another_try(build):
    with pytest.raises(ModelTimeout) as caught:
        await ask(build([SILENT]), seconds=0.05)
    assert caught.value.retryable


async def test_a_closed_client_answers_no_more(build):
    client = build([ANSWER])
    await client.close()
    await client.close()
    with pytest.raises(ModelError) as caught:
        await client.complete(PROMPT, model="m", timeout=5)
    assert not caught.value.retryable


async def test_parameters_can_go_on_record(build):
    client = build([ANSWER])
    await client.close()
    assert isinstance(client.parameters, dict)
