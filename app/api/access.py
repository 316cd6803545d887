"""Who may call a route. Each says so in its `security`; what stands in openapi.json is what is enforced."""

from collections.abc import Iterable

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import SecurityRequirement, SecurityScheme
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as Connection

from app.api.limits import Limits
from app.domain.caller import LOCAL, Caller, Scope
from app.domain.errors import NoKey, ScopeMissing
from app.tenants.keyring import Keyring

SCHEME = "key"
KEY = SecurityScheme(
    type="http", scheme="bearer", description="An API key. Beside each route stands the scope it needs"
)
UNNAMED = "Send a key as `Authorization: Bearer dk_…`."
Security = list[SecurityRequirement]
Headers = Iterable[tuple[bytes, bytes]]
PUBLIC: Security = [{}]
"""Open to everybody, with a key or without."""


def needs(*scopes: Scope) -> Security:
    """Ask for a key with all of some scopes; for any key where none is named."""
    return [{SCHEME: [*scopes]}]


class Access:
    """Litestar middleware: finds out who calls, and lets through who may.

    Handlers find the caller as `request.user`. Where no key was ever made, that is everybody whom the gate let in.
    """

    def __init__(self, app: ASGIApp, keyring: Keyring, limits: Limits) -> None:
        self.app = app
        self._keyring = keyring
        self._limits = limits

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            NoKey: there are keys, and none was shown.
            KeyRefused: the key shown is none, or has ended.
            RateExceeded: the caller sends too many requests.
            ScopeMissing: the caller may not do this.
            RecordUnavailable: the key can't be looked up.

        """
        route = scope["route_handler"]
        security = route.resolve_security() if isinstance(route, HTTPRouteHandler) else needs()
        if security != PUBLIC:
            scope["user"] = caller = await self._caller(scope["headers"])
            self._limits.count(caller.actor)
            admit(caller, security)
        await self.app(scope, receive, send)

    async def _caller(self, headers: Headers) -> Caller:
        token = bearer(headers)
        if token is not None:
            return await self._keyring.caller(token)
        if await self._keyring.is_open():
            return LOCAL
        raise NoKey(UNNAMED)


def bearer(headers: Headers) -> bytes | None:
    """Return the key that a request shows; None where it shows none.

    Raises:
        NoKey: it says who calls in another way.

    """
    for name, value in headers:
        if name == b"authorization":
            scheme, _, token = value.partition(b" ")
            if scheme.lower() != b"bearer":
                raise NoKey(UNNAMED)
            return token.strip()
    return None


def admit(caller: Caller, security: Security) -> None:
    """Let a caller through who has the scope that a route needs.

    Raises:
        ScopeMissing: the caller hasn't.

    """
    for requirement in security:
        for scope in requirement.get(SCHEME, ()):
            if not caller.may(scope):
                raise ScopeMissing(f"This needs a key with the scope {scope!r}.")
