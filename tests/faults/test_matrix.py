"""Everything a model's server can do wrong, seen from outside: the answer, the record, the logs, and life after it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.llm.breaker import FAILURES
from tests.api.serving import Serving
from tests.llm import server
from tests.llm.server import Reply, ScriptedServer
from tests.llm.test_faults import unused_port

CLUMSY = "Hi Zoé, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."
BETTER = CLUMSY.replace("gonna", "going to")
DRAFT = {"channel": "message", "body": CLUMSY}
KEY = "sk-SECRET"
PATIENCE = 30  # of the test; the service's own comes with each request
SECRETS = (KEY, "gonna", "Zoé", "Zo\\u00e9", "echo of the prompt", "SECRET")

GOOD = json.dumps({"subject": None, "body": BETTER})
NEXT_CENTURY = "Sat, 01 Jan 2101 00:00:00 GMT"
EXTRA_KEY = json.dumps({"subject": None, "body": BETTER, "note": "x"})
WHOLE = server.ok(GOOD, unheard_of={"x": [1]})
LATIN = Reply(
    headers={"Content-Type": "application/json; charset=iso-8859-1"},
    body=json.dumps(json.loads(server.ok(GOOD).body), ensure_ascii=False).replace("\\u00e9", "é").encode("latin-1"),
)
STREAM = server.streamed(GOOD[:20], GOOD[20:])
PIECE = STREAM.body.split(b"\n\n")[1] + b"\n\n"
TWICE = replace(STREAM, body=STREAM.body.replace(PIECE, PIECE * 2))

# A name, what the server answers each time, a word of `degraded.detail`, and how many calls that takes.
Case = tuple[str, Reply, str, int | None]
UNAVAILABLE: list[Case] = [
    ("302", server.status(302, {"Location": "http://127.0.0.1:1/"}), "HTTP 302", 1),
    ("400", server.status(400), "HTTP 400", 1),
    ("401", server.status(401), "refused the key", 1),
    ("402", server.status(402), "can't pay", 1),
    ("403", server.status(403), "refused access", 1),
    ("404", server.status(404), "no such model", 1),
    ("408", server.status(408), "HTTP 408", 3),
    ("409", server.status(409), "HTTP 409", 3),
    ("413", server.status(413), "too large", 1),
    ("422", server.status(422), "HTTP 422", 1),
    ("429", server.status(429), "limits the rate", 3),
    ("429, in a second", server.status(429, {"Retry-After": "1"}), "limits the rate", 3),
    ("429, at a date", server.status(429, {"Retry-After": NEXT_CENTURY}), "limits the rate", 1),
    ("429, in ages", server.status(429, {"Retry-After": "999999999999"}), "limits the rate", 1),
    ("429, some time", server.status(429, {"Retry-After": "later, perhaps"}), "limits the rate", 3),
    ("429, no credit", server.insufficient_quota(), "can't pay", 1),
    ("500", server.status(500), "HTTP 500", 3),
    ("502, HTML", server.status(502, {"Content-Type": "text/html"}, "<h1>echo of the prompt</h1>"), "HTTP 502", 3),
    ("503", server.status(503), "HTTP 503", 3),
    ("529", server.status(529), "HTTP 529", 3),
    ("200, an error", Reply(body=b'{"error": {"code": 503, "message": "echo of the prompt"}}'), "HTTP 503", 3),
    ("reset", server.reset(), "connection", 3),
    ("cut", server.cut(server.ok(GOOD)), "connection", 3),
    ("stream cut", server.cut(STREAM), "connection", 3),
]
REFUSED: list[Case] = [
    ("400, filtered", server.status(400, body='{"error": {"code": "content_filter"}}'), "filtered", None),
    ("no choices", server.empty_choices(), "empty", None),
    ("null", server.null_content(), "empty", None),
    ("tool call", server.tool_call(), "empty", None),
    ("refusal", server.refusal("SECRET"), "refusal", None),
    ("filtered", server.content_filter(), "filtered", None),
    ("too long", server.cut_off(), "cut_off", None),
    ("no JSON", server.ok("Hi Zoé,"), "not_json", None),
    ("broken JSON", server.ok(GOOD[:-9]), "not_json", None),
    ("broken envelope", server.broken_json(), "empty", None),
    ("wrong types", server.ok('{"subject": 7, "body": ["Hi"]}'), "wrong_schema", None),
    ("wrong types around", server.ok(None, choices="none"), "empty", None),
    ("an extra key", server.ok(EXTRA_KEY), "wrong_schema", None),
    ("10 MB", server.ok("x" * 10_000_000), "empty", None),
    ("10 MB, streamed", server.streamed("x" * 10_000_000), "empty", None),
    ("HTML", server.html(), "empty", None),
    ("another charset", LATIN, "empty", None),
    ("a chunk twice", TWICE, "not_json", None),
    ("a stream without its end", server.streamed(GOOD[:-20], finish_reason=None, done=False), "not_json", None),
    ("an empty stream", Reply(headers={"Content-Type": "text/event-stream"}, body=b"data: [DONE]\n\n"), "empty", None),
]
LATE: list[Case] = [
    ("hang", server.hang(), "time", None),
    ("slow drip", server.drip(server.ok(GOOD)), "time", None),
]
TOLERATED = [
    ("extra keys around", [WHOLE]),
    ("as text", [Reply(headers={"Content-Type": "text/plain"}, body=WHOLE.body)]),
    ("charset that isn't", [Reply(headers={"Content-Type": "application/json; charset=utf-16"}, body=WHOLE.body)]),
    ("streamed unasked", [STREAM]),
    ("503, then well", [server.status(503), WHOLE]),
    ("429 with its time, then well", [server.status(429, {"Retry-After": "1"}), WHOLE]),
    ("no JSON, then well", [server.ok("Hi Zoé,"), WHOLE]),
]


class Faulty:
    """A service over a scripted model's server."""

    def __init__(self, model: ScriptedServer, serving: Serving) -> None:
        self.model = model
        self.serving = serving

    def rewrite(self, *replies: Reply, deadline: int | None = None) -> dict[str, Any]:
        """Have the server answer in this way, and return the rewrite once its record has been seen to agree."""
        self.model.script(replies)
        request = {"draft": DRAFT, "options": {"deadline": deadline, "fresh": True}}
        with httpx.Client(base_url=self.serving.address, timeout=PATIENCE) as client:
            response = client.post("/v1/rewrites", json=request)
            assert response.status_code == 201, response.text
            answer: dict[str, Any] = response.json()
            recorded = client.get(f"/v1/rewrites/{answer['id']}").json()
            attempts = client.get(f"/v1/rewrites/{answer['id']}/attempts").json()["data"]
        assert recorded == answer
        assert attempts
        assert [attempt["number"] for attempt in attempts] == list(range(1, answer["attempts"] + 1))
        assert all((attempt["error"] is None) is not (attempt["completion"] is None) for attempt in attempts)
        return answer

    def degraded(self, case: Case, reason: str, deadline: int | None = None) -> None:
        """See one fault through, and that the service then works as ever and has given nothing away."""
        _, reply, word, calls = case
        answer = self.rewrite(reply, deadline=deadline)
        assert (answer["outcome"], "gonna" in answer["rewrite"]["body"]) == ("fixed", False)
        degraded = answer["degraded"]
        assert (degraded["reason"], word in degraded["detail"]) == (reason, True), degraded
        assert calls in (None, answer["attempts"])
        assert self.rewrite(WHOLE)["outcome"] == "rewritten"
        said = json.dumps(degraded) + json.dumps(self.serving.lines)
        assert not [secret for secret in (*SECRETS, self.model.base_url) if secret in said]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    folder = tmp_path_factory.mktemp("faults")
    with (
        ScriptedServer() as model,
        Serving(folder, DECORUM_MODEL="scripted-1", OPENAI_BASE_URL=model.base_url, OPENAI_API_KEY=KEY) as serving,
    ):
        yield Faulty(model, serving)
        assert not [line for line in serving.lines if line["level"] == "error"]
        verified = httpx.get(f"{serving.address}/v1/audit/verification", timeout=PATIENCE).json()
        assert verified["ok"] is True


def named(cases: list[Case]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[case[0] for case in cases])


@named(UNAVAILABLE)
def test_a_model_that_cannot_be_had(faulty: Faulty, case: Case) -> None:
    faulty.degraded(case, "model_unavailable")


@named(REFUSED)
def test_an_answer_that_cannot_be_used(faulty: Faulty, case: Case) -> None:
    faulty.degraded(case, "candidates_refused")


@named(LATE)
def test_an_answer_that_never_ends(faulty: Faulty, case: Case) -> None:
    faulty.degraded(case, "deadline", deadline=1)


@pytest.mark.parametrize("replies", [case[1] for case in TOLERATED], ids=[case[0] for case in TOLERATED])
def test_what_does_no_harm(faulty: Faulty, replies: list[Reply]) -> None:
    answer = faulty.rewrite(*replies)
    assert (answer["outcome"], answer["rewrite"]["body"]) == ("rewritten", BETTER)
    assert answer["attempts"] == len(replies)


def test_a_server_that_keeps_failing_is_left_alone(faulty: Faulty) -> None:
    busy = server.status(429, {"Retry-After": "999999999999"})
    details = [faulty.rewrite(busy)["degraded"]["detail"] for _ in range(FAILURES)]
    assert not [detail for detail in details if "circuit open" in detail]
    asked = len(faulty.model.requests)
    spared = faulty.rewrite(WHOLE)
    assert (spared["outcome"], spared["degraded"]["reason"]) == ("fixed", "model_unavailable")
    assert "circuit open" in spared["degraded"]["detail"]
    assert len(faulty.model.requests) == asked


def test_a_server_that_is_not_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    address = f"http://127.0.0.1:{unused_port()}/v1"
    folder = tmp_path_factory.mktemp("nobody")
    with Serving(folder, DECORUM_MODEL="scripted-1", OPENAI_BASE_URL=address, OPENAI_API_KEY=KEY) as serving:
        request = {"draft": DRAFT, "options": {"deadline": 20}}
        answer = httpx.post(f"{serving.address}/v1/rewrites", json=request, timeout=PATIENCE).json()
        assert (answer["outcome"], answer["degraded"]["reason"]) == ("fixed", "model_unavailable")
        assert "connection" in answer["degraded"]["detail"]
        assert httpx.get(f"{serving.address}/health/ready", timeout=PATIENCE).status_code == 200
        said = json.dumps(answer["degraded"]) + json.dumps(serving.lines)
        assert not [secret for secret in (*SECRETS, address) if secret in said]
