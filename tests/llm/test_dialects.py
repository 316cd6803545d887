"""Every way of asking, against a scripted server: what is sent, and that what comes back is understood."""

import json

import pytest

from app.domain.attempt import Completion
from app.domain.draft import Text
from app.llm.openai_client import OpenAIClient
from app.llm.profiles import PLAIN, Profile, load
from app.prompting.answer import parse_candidate
from tests.llm import server
from tests.llm.asking import KEY, PROMPT, SCHEMA
from tests.llm.server import Reply, Request, ScriptedServer

pytestmark = pytest.mark.anyio

ANSWER = '{"subject": null, "body": "Hi {Maria}"}'
SCHEMA_FORMAT = {"type": "json_schema", "json_schema": {"name": "rewrite", "strict": True, "schema": SCHEMA}}
STREAMING = {"stream": True, "stream_options": {"include_usage": True}}


def profile(**keys) -> Profile:
    return Profile(id="p", models=("*",), **keys)


async def asked(reply: Reply, asking: Profile = PLAIN, azure: str | None = None) -> tuple[Completion, Request]:
    with ScriptedServer(reply) as scripted:
        base_url = scripted.base_url.removesuffix("/v1") if azure else scripted.base_url
        client = OpenAIClient(api_key=KEY, base_url=base_url, profile=asking, azure_version=azure)
        try:
            completion = await client.complete(PROMPT, model="m", timeout=10)
        finally:
            await client.close()
    [request] = scripted.requests
    return completion, request


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize(
    ("answer", "text", "response_format"),
    [
        ("json_schema", ANSWER, SCHEMA_FORMAT),
        ("json_object", f"```json\n{ANSWER}\n```", {"type": "json_object"}),
        (
            "text",
            f"<think>{{}} {ANSWER.replace('Hi', 'Ho')}</think>Sure, here it is {{as wished}}:\n{ANSWER}\nDone.",
            None,
        ),
    ],
)
async def test_each_dialect_asks_in_its_way_and_is_understood(answer, text, response_format, *, streams):
    asking = profile(answer=answer, stream=streams)
    reply = server.streamed(text[:9], text[9:30], text[30:]) if streams else server.ok(text)
    completion, request = await asked(reply, asking)
    assert parse_candidate(completion, lenient=answer == "text") == Text(None, "Hi {Maria}")
    assert (completion.text, completion.finish_reason, completion.model) == (text, "stop", "scripted-1")
    assert (completion.input_tokens, completion.output_tokens, completion.cached_tokens) == (11, 7, 4)
    assert request.body.get("response_format") == response_format
    assert {key: request.body[key] for key in STREAMING if key in request.body} == (STREAMING if streams else {})
    assert request.body | asking.sent() == request.body


async def test_a_model_that_reasons_is_asked_without_temperature():
    _, request = await asked(server.ok(ANSWER), load().of("gpt-5.4-mini"))
    assert set(request.body) == {
        "model", "messages", "response_format", "reasoning_effort", "max_completion_tokens",
    }  # fmt: skip


async def test_an_operators_parameters_go_along():
    _, request = await asked(server.ok(ANSWER), profile(parameters={"seed": 7, "provider": {"sort": "price"}}))
    assert (request.body["seed"], request.body["provider"]) == (7, {"sort": "price"})


async def test_azure_is_asked_for_a_deployment():
    completion, request = await asked(server.ok(ANSWER), azure="2024-10-21")
    assert completion.text == ANSWER
    assert request.path == "/openai/deployments/m/chat/completions?api-version=2024-10-21"
    assert request.headers["api-key"] == KEY
    assert "authorization" not in request.headers


async def test_a_stream_may_come_unasked_and_a_whole_answer_where_a_stream_was_asked_for():
    unasked, _ = await asked(server.streamed(ANSWER))
    whole, _ = await asked(server.ok(ANSWER), profile(stream=True))
    assert unasked == whole


async def test_a_stream_may_hold_comments_names_and_carriage_returns():
    body = server.streamed(ANSWER).body.replace(b"\n", b"\r\n").replace(b"data: {", b"event: chunk\r\ndata:{")
    completion, _ = await asked(Reply(body=b": ping\r\n\r\n" + body), profile(stream=True))
    assert completion.text == ANSWER


@pytest.mark.parametrize(
    ("reply", "text", "finish_reason"),
    [
        (server.streamed(ANSWER[:12], finish_reason=None, done=False), ANSWER[:12], None),
        (server.streamed(ANSWER, finish_reason="length"), ANSWER, "length"),
        (server.streamed(finish_reason="content_filter"), "", "content_filter"),
        (Reply(body=b"data: [DONE]\n\n"), None, None),
        (Reply(body=b"data: {\n\n"), None, "malformed"),
        (Reply(body=b'data: {"choices": [{"delta": {"content": 5}}]}\n\n'), None, "malformed"),
        (Reply(body=b'data: {"choices": [{"delta": {"content": "\xe9"}}]}\n\n'), None, "malformed"),
        (Reply(body=b"data: 1\n\n"), None, "malformed"),
    ],
)
async def test_a_stream_that_ends_badly_is_an_answer_that_cannot_be_used(reply, text, finish_reason):
    completion, _ = await asked(reply, profile(stream=True))
    assert (completion.text, completion.finish_reason) == (text, finish_reason)
    assert not isinstance(parse_candidate(completion), Text)


async def test_a_refusal_may_come_in_pieces():
    chunks = [{"choices": [{"index": 0, "delta": {"refusal": piece}}]} for piece in ("I can't ", "do that.")]
    body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks).encode()
    completion, _ = await asked(Reply(body=body), profile(stream=True))
    assert (completion.text, completion.refusal) == (None, "I can't do that.")


async def test_of_several_choices_only_the_first_counts():
    chunks = [{"choices": [{"index": index, "delta": {"content": piece}}]} for index, piece in ((0, "Hi"), (1, "Ho"))]
    body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks).encode()
    completion, _ = await asked(Reply(body=body), profile(stream=True))
    assert completion.text == "Hi"
