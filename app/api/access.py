"""Who may call a route. Each says so in its `security`; what stands in openapi.json is what is enforced."""

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import SecurityRequirement
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as Connection

from app.domain.caller import LOCAL, Caller, Scope
from app.domain.errors import ScopeMissing

SCHEME = "key"
Security = list[SecurityRequirement]
PUBLIC: Security = [{}]
"""Open to everybody, with a key or without."""


def needs(scope: Scope | None = None) -> Security:
    """Ask for a key with a scope; for any key where none is named."""
    return [{SCHEME: [scope] if scope else []}]


class Access:
    """Litestar middleware: finds out who calls, and lets through who may."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            ScopeMissing: the caller may not do this.

        """
        route = scope["route_handler"]
        security = route.resolve_security() if isinstance(route, HTTPRouteHandler) else needs()
        if security != PUBLIC:
            scope["user"] = LOCAL
            admit(LOCAL, security)
        await self.app(scope, receive, send)


def admit(caller: Caller, security: Security) -> None:
    """Let a caller through who has the scope that a route needs.

    Raises:
        ScopeMissing: the caller hasn't.

    """
    for requirement in security:
        for scope in requirement.get(SCHEME, ()):
            if scope not in caller.scopes:
                raise ScopeMissing(f"This needs a key with the scope {scope!r}.")
