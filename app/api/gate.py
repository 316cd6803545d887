"""The outermost layer: request id in and out, strangers refused while there is no key, one access line a request."""

import ipaddress
import re
import secrets
from collections.abc import Iterable
from functools import lru_cache
from time import perf_counter

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import json
from structlog.typing import FilteringBoundLogger

from app.api.metrics import Metrics
from app.api.problems import MEDIA_TYPE, problem
from app.tenants.keyring import Keyring

LOOPBACK = rb"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?"
HOST = re.compile(LOOPBACK, re.IGNORECASE)
ORIGIN = re.compile(rb"https?://" + LOOPBACK, re.IGNORECASE)
FORWARDED = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})
REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{1,128}")
MAX_LOGGED_PATH = 200
Headers = Iterable[tuple[bytes, bytes]]
log: FilteringBoundLogger = structlog.get_logger()


class Gate:
    """An ASGI app around the API. While no key was ever made, only this machine comes in, and by a loopback `Host`.

    Without keys the address is the only guard: a page of another site could reach a local service through
    the author's browser by its own name (DNS rebinding) or by a cross-site request, and a proxy on this machine
    would let in the world. With keys none of this matters, and a proxy may use whichever name it has.
    """

    def __init__(self, app: ASGIApp, keyring: Keyring, metrics: Metrics) -> None:
        self.app = app
        self._keyring = keyring
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started = perf_counter()
        headers = scope["headers"]
        request_id = own_id(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        stamp = (b"x-request-id", request_id.encode())
        status = 0

        async def stamped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], stamp]
            await send(message)

        try:
            if await self._keyring.is_open() and (refusal := foreign(scope.get("client"), headers)):
                await refuse(stamped, refusal, request_id)
            else:
                await self.app(scope, receive, stamped)
        finally:
            seconds = perf_counter() - started
            self._metrics.count(scope, status, seconds)
            log.info(
                "request",
                method=scope.get("method"),
                path=scope.get("path_template") or scope["path"][:MAX_LOGGED_PATH],
                status=status,
                duration_ms=round(seconds * 1000, 2),
                request_id=request_id,
                actor=getattr(scope.get("user"), "actor", None),
            )


def own_id(headers: Headers) -> str:
    """Take over the caller's X-Request-ID where it is a plain short one, else make one."""
    for name, value in headers:
        if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
            return str(value, "ascii")
    return f"req_{secrets.token_hex(8)}"


def foreign(client: tuple[str, int] | None, headers: Headers) -> tuple[str, str] | None:
    """Say why a request is refused for where it comes from; None where it may come in."""
    if client and elsewhere(client[0]):
        return "foreign_client", "Without keys this service answers only to this machine: make a key first."
    if any(name in FORWARDED for name, _ in headers):
        return "forwarded", "Without keys this service takes nothing that a proxy passes on: make a key first."
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) != 1 or not HOST.fullmatch(hosts[0]):
        return "foreign_host", "Without keys this service answers only to localhost, 127.0.0.1 and [::1]."
    if any(name == b"origin" and not ORIGIN.fullmatch(value) for name, value in headers):
        return "foreign_origin", "Without keys this service takes no requests from pages of other sites."
    return None


@lru_cache(64)
def elsewhere(host: str) -> bool:
    """Say whether a peer is another machine. What is no address is a socket on this one."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def refuse(send: Send, words: tuple[str, str], request_id: str) -> None:
    """Answer 403 without a look at the body."""
    body = json.encode(problem(403, *words, request_id))
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
