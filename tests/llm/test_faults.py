"""Everything a model server can do wrong, over real HTTP."""

import datetime as dt
import gzip
import json
import logging
import socket
from email.utils import format_datetime

import pytest

from app.domain.attempt import Completion
from app.domain.errors import ModelError, ModelTimeout, ModelUnavailable
from app.llm.openai_client import OpenAIClient
from app.llm.profiles import Profile
from tests.llm import server
from tests.llm.asking import DRAFT, KEY, PROMPT, openai_client
from tests.llm.server import Reply, ScriptedServer

pytestmark = pytest.mark.anyio


async def ask(base_url: str, seconds: float = 10) -> Completion:
    async with openai_client(base_url) as client:
        return await client.complete(PROMPT, model="m", timeout=seconds)


async def answer_to(reply: Reply) -> Completion:
    with ScriptedServer(reply) as scripted:
        return await ask(scripted.base_url)


async def error_for(reply: Reply) -> ModelError:
    with ScriptedServer(reply) as scripted, pytest.raises(ModelError) as caught:
        await ask(scripted.base_url)
    return caught.value


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("code", "retryable"),
    [
        (302, False),
        (400, False),
        (401, False),
        (403, False),
        (404, False),
        (408, True),
        (409, True),
        (413, False),
        (422, False),
        (429, True),
        (500, True),
        (502, True),
        (503, True),
        (529, True),
    ],
)
async def test_an_http_error_says_its_status_and_whether_to_try_again(code, retryable):
    error = await error_for(server.status(code))
    assert isinstance(error, ModelUnavailable)
    assert (error.status, error.retryable, error.retry_after) == (code, retryable, None)
    assert f"HTTP {code}" in str(error)


@pytest.mark.parametrize("body", ["<html>echo of the prompt</html>", "", "[]", "null", '"x"', "[" * 100_000])
async def test_an_http_error_may_have_any_body(body):
    error = await error_for(server.status(502, {"Content-Type": "text/html"}, body))
    assert (error.status, error.retryable) == (502, True)


@pytest.mark.parametrize(
    "reply",
    [
        server.insufficient_quota(),
        server.status(429, body='{"error": {"type": "insufficient_quota", "code": null}}'),
    ],
)
async def test_an_account_without_credit_is_not_asked_again(reply):
    assert not (await error_for(reply)).retryable


@pytest.mark.parametrize(
    ("headers", "low", "high"),
    [
        ({"Retry-After": "3"}, 3, 3),
        ({"Retry-After": "0"}, 0, 0),
        ({"retry-after-ms": "1500", "Retry-After": "9"}, 1.5, 1.5),
        ({"Retry-After": "999999999999"}, 3600, 3600),
    ],
)
async def test_the_provider_may_ask_for_patience(headers, low, high):
    error = await error_for(server.status(429, headers))
    assert error.retry_after is not None
    assert low <= error.retry_after <= high


async def test_patience_may_be_asked_for_as_a_date():
    in_two_minutes = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2), usegmt=True)
    error = await error_for(server.status(429, {"Retry-After": in_two_minutes}))
    assert error.retry_after is not None
    assert 30 <= error.retry_after <= 121


@pytest.mark.parametrize("value", ["-5", "nan", "inf", "soon", "", "Tue, 01 Jan 2008 00:00:00 GMT", "Tue, 99 Foo 2008"])
async def test_nonsense_about_patience_counts_as_not_said(value):
    assert (await error_for(server.status(429, {"Retry-After": value}))).retry_after is None


async def test_a_server_that_is_not_there():
    with pytest.raises(ModelUnavailable) as caught:
        await ask(f"http://127.0.0.1:{unused_port()}/v1")
    assert (caught.value.status, caught.value.retryable) == (None, True)


async def test_a_connection_broken_in_the_middle_of_an_answer():
    error = await error_for(server.reset())
    assert isinstance(error, ModelUnavailable)
    assert (error.status, error.retryable) == (None, True)


async def test_a_server_that_hangs():
    with ScriptedServer(server.hang()) as scripted, pytest.raises(ModelTimeout) as caught:
        await ask(scripted.base_url, seconds=0.05)
    assert caught.value.retryable


@pytest.mark.parametrize(
    "reply",
    [
        server.broken_json(),
        server.html(),
        Reply(body=b""),
        Reply(body=b"null"),
        Reply(body=b"[]"),
        Reply(body=b'"Hi"'),
        Reply(body=b'{"choices": "none"}'),
        Reply(body=b'{"choices": [null]}'),
        Reply(body=b'{"choices": [{}]}'),
        Reply(body=b'{"choices": [{"message": {"content": 5}}]}'),
        Reply(body=b'{"choices": [{"message": {"content": "\xff\xfe"}}]}'),
        Reply(body=b'{"x": ' + b"[" * 100_000),
        Reply(body='{"choices": [{"message": {"content": "Hi"}}]}'.encode("utf-16")),
        Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(server.ok("Hi").body)),
        Reply(status=204),
    ],
)
async def test_what_is_no_chat_completion_is_an_answer_without_text(reply):
    completion = await answer_to(reply)
    assert (completion.text, completion.finish_reason, completion.model) == (None, "malformed", "m")


@pytest.mark.parametrize("code", [200, 500])
async def test_a_huge_answer_is_refused(code):
    reply = Reply(status=code, body=server.ok("x" * 10_000_000).body)
    if code == 200:
        assert (await answer_to(reply)).finish_reason == "oversized"
    else:
        assert (await error_for(reply)).status == 500


@pytest.mark.parametrize("reply", [server.empty_choices(), server.null_content(), server.refusal()])
async def test_an_answer_without_text_keeps_its_account(reply):
    completion = await answer_to(reply)
    assert completion.text is None
    assert (completion.response_id, completion.input_tokens) == ("chatcmpl-1", 11)


async def test_a_tool_call_is_no_text():
    completion = await answer_to(server.tool_call())
    assert (completion.text, completion.finish_reason) == (None, "tool_calls")


@pytest.mark.parametrize("usage", [None, [], "many", {"prompt_tokens": -1}, {"prompt_tokens": "11"}, {}])
async def test_odd_accounts_do_not_cost_the_text(usage):
    completion = await answer_to(server.ok("Hi", usage=usage, id=None, model=7))
    assert (completion.text, completion.model) == ("Hi", "m")
    assert (completion.response_id, completion.input_tokens, completion.output_tokens) == (None, None, None)


async def test_a_prompt_stopped_by_a_filter_was_answered():
    body = '{"error": {"code": "content_filter", "message": "echo of the prompt", "status": 400}}'
    completion = await answer_to(server.status(400, body=body))
    assert (completion.text, completion.finish_reason) == (None, "content_filter")


@pytest.mark.parametrize("key", ["schlüssel", "two\nlines"])
async def test_a_key_that_fits_in_no_header(key):
    client = OpenAIClient(api_key=key, base_url=f"http://127.0.0.1:{unused_port()}/v1")
    with pytest.raises(ModelUnavailable) as caught:
        await client.complete(PROMPT, model="m", timeout=5)
    await client.close()
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "reply", [server.status(400), server.status(401), server.status(429), server.status(500), server.reset()]
)
async def test_error_sentences_and_logs_give_nothing_away(reply, caplog):
    caplog.set_level(logging.DEBUG)
    with ScriptedServer(reply) as scripted, pytest.raises(ModelError) as caught:
        await ask(scripted.base_url.replace("http://", "http://user:password@"))
    assert "127.0.0.1" not in str(caught.value)
    shown = str(caught.value) + caplog.text
    for secret in (KEY, DRAFT, "echo of the prompt", "password"):
        assert secret not in shown


async def test_what_is_sent():
    with ScriptedServer(server.ok("Hi")) as scripted:
        async with openai_client(scripted.base_url) as client:
            await client.complete(PROMPT, model="some/model", timeout=5)
            parameters = client.parameters
    [request] = scripted.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body == {
        "model": "some/model",
        "messages": [{"role": m.role, "content": m.content} for m in PROMPT.messages],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "rewrite", "strict": True, "schema": PROMPT.schema},
        },
        **parameters,
    }
    assert json.dumps(parameters) == '{"temperature": 0.2, "max_tokens": 4096}'


async def test_one_call_is_one_request():
    with ScriptedServer(server.status(500), server.ok("Hi")) as scripted:
        with pytest.raises(ModelUnavailable):
            await ask(scripted.base_url)
        assert len(scripted.requests) == 1
        assert (await ask(scripted.base_url)).text == "Hi"


@pytest.mark.parametrize(
    ("body", "status", "retryable"),
    [
        (b'{"error": {"code": 429, "message": "echo of the prompt"}}', 429, True),
        (b'{"error": {"code": "overloaded", "message": "echo of the prompt"}}', 502, True),
        (server.streamed("Hi", finish_reason=None, done=False).body + b'data: {"error": {"code": 503}}\n\n', 503, True),
        (b'{"error": {"code": 403, "message": "echo of the prompt"}}', 403, False),
    ],
)
async def test_an_error_may_come_with_status_200(body, status, retryable):
    error = await error_for(Reply(body=body))
    assert isinstance(error, ModelUnavailable)
    assert (error.status, error.retryable) == (status, retryable)
    assert "echo" not in str(error)


async def test_a_prompt_that_cannot_fit_is_not_sent():
    small = Profile(id="small", models=("*",), context_tokens=1000, max_output_tokens=995)
    with ScriptedServer(server.ok("Hi")) as scripted:
        client = OpenAIClient(api_key=KEY, base_url=scripted.base_url, profile=small)
        with pytest.raises(ModelUnavailable, match="too large") as caught:
            await client.complete(PROMPT, model="m", timeout=5)
        await client.close()
    assert (scripted.requests, caught.value.retryable) == ([], False)
