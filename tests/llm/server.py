"""A scripted OpenAI-compatible server: real HTTP on a free loopback port, in a thread of its own.

with ScriptedServer(ok('{"subject": null, "body": "Hi"}')) as server:
    ...  # point a client at server.base_url
assert server.requests[0].body["model"] == "m"
"""

import json
import socket
import struct
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

JSON = {"Content-Type": "application/json"}
USAGE = {
    "prompt_tokens": 11,
    "completion_tokens": 7,
    "total_tokens": 18,
    "prompt_tokens_details": {"cached_tokens": 4},
}


@dataclass(frozen=True)
class Reply:
    """What to answer, and how to misbehave while doing so."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    body: bytes = b""
    fault: Literal["hang", "drip", "reset", "cut"] | None = None


@dataclass(frozen=True)
class Request:
    """What a client sent; header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


def ok(text: str | None, *, finish_reason: str = "stop", refusal: str | None = None, **other: Any) -> Reply:
    """A chat completion; `other` replaces or adds keys of the whole answer."""
    message = {"role": "assistant", "content": text, "refusal": refusal}
    answer = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted-1",
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": USAGE,
    }
    return Reply(body=json.dumps(answer | other).encode())


def streamed(*pieces: str, finish_reason: str | None = "stop", done: bool = True, **other: Any) -> Reply:
    """The same as a stream of events, one for each piece of text; the last chunk brings the usage."""
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": "scripted-1"} | other
    deltas = [{"role": "assistant", "content": ""}, *({"content": piece} for piece in pieces)]
    chunks = [head | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    if finish_reason:
        chunks.append(head | {"choices": [{"index": 0, "delta": {}, "finish_reason": finish_reason}]})
        chunks.append(head | {"choices": [], "usage": USAGE})
    events = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + (["data: [DONE]\n\n"] if done else [])
    return Reply(headers={"Content-Type": "text/event-stream"}, body="".join(events).encode())


def status(code: int, headers: Mapping[str, str] | None = None, body: str | None = None) -> Reply:
    """An HTTP error; without a body, one of OpenAI's shape that echoes words of the prompt."""
    error = {"error": {"message": "echo of the prompt", "type": "scripted", "code": None}}
    return Reply(code, {**JSON, **(headers or {})}, (json.dumps(error) if body is None else body).encode())


def insufficient_quota() -> Reply:
    """The 429 that no waiting mends."""
    return status(429, body='{"error": {"message": "quota", "type": "q", "code": "insufficient_quota"}}')


def refusal(sentence: str = "I can't help with that.") -> Reply:
    return ok(None, refusal=sentence)


def content_filter() -> Reply:
    return ok(None, finish_reason="content_filter")


def cut_off(text: str = '{"subject": null, "body": "Hi Ma') -> Reply:
    return ok(text, finish_reason="length")


def null_content() -> Reply:
    return ok(None)


def empty_choices() -> Reply:
    return ok(None, choices=[])


def wrong_schema() -> Reply:
    return ok('{"text": "Hi"}')


def broken_json() -> Reply:
    return Reply(body=b'{"choices": [{"message": {"content": "Hi"')


def html() -> Reply:
    return Reply(headers={"Content-Type": "text/html"}, body=b"<!doctype html><title>Sign in</title>")


def hang() -> Reply:
    """Take the request and stay silent until the server is closed."""
    return Reply(fault="hang")


def reset() -> Reply:
    """Begin an answer and break the connection in the middle."""
    return Reply(body=ok("Hi").body, fault="reset")


def cut(reply: Reply) -> Reply:
    """End the connection in the middle of an answer, as if that were its end."""
    return replace(reply, fault="cut")


def drip(reply: Reply) -> Reply:
    """Send an answer byte by byte, so slowly that it never ends."""
    return replace(reply, fault="drip")


def tool_call() -> Reply:
    """A call of a tool that nobody offered, instead of a text."""
    call = {"id": "call_1", "type": "function", "function": {"name": "send", "arguments": "{}"}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return ok(None, choices=[{"index": 0, "message": message, "finish_reason": "tool_calls"}])


class ScriptedServer:
    """Gives one reply after the other; the last one is given for all requests after it.

    Attributes:
        requests: what clients sent, oldest first.

    """

    def __init__(self, *replies: Reply) -> None:
        self.requests: list[Request] = []
        self._lock = threading.Condition()
        self._closing = threading.Event()
        self.script(replies)

    def script(self, replies: Sequence[Reply]) -> None:
        """Replace what is still to be answered."""
        with self._lock:
            self._replies = list(replies) or [status(503)]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        self._http = _Http(self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def take(self, request: Request) -> Reply:
        """Note a request and say what it gets."""
        with self._lock:
            self.requests.append(request)
            self._lock.notify_all()
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def wait_for(self, requests: int, patience: float = 30) -> None:
        """Block until so many requests have come in all."""
        with self._lock:
            assert self._lock.wait_for(lambda: len(self.requests) >= requests, patience)

    def wait_for_end(self, seconds: float | None = None) -> bool:
        """Block until the server is being closed, or for some seconds; say whether it is."""
        return self._closing.wait(seconds)


class _Http(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for the last answer, so that none outlives its test

    def __init__(self, scripted: ScriptedServer) -> None:
        self.scripted = scripted
        super().__init__(("127.0.0.1", 0), _Exchange)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that has gone away: that is a part of many scripts."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Exchange(BaseHTTPRequestHandler):
    server: _Http
    timeout = 5

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.scripted.take(Request(self.path, headers, json.loads(body)))
        if reply.fault == "hang":
            self.server.scripted.wait_for_end()
            return None
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        half = reply.body[: len(reply.body) // 2]
        if reply.fault == "reset":
            return self._reset(half)
        if reply.fault == "drip":
            return self._drip(reply.body)
        self.wfile.write(half if reply.fault == "cut" else reply.body)
        self.close_connection = self.close_connection or reply.fault == "cut"
        return None

    def _drip(self, body: bytes) -> None:
        for index in range(len(body)):
            self.wfile.write(body[index : index + 1])
            if self.server.scripted.wait_for_end(0.02):
                return

    def _reset(self, part: bytes) -> None:
        self.wfile.write(part)
        # Closing with a linger time of zero sends RST instead of FIN.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Keep stderr quiet."""
