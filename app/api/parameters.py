"""Query parameters: only those that a route knows, so that a misspelt filter is no silent lack of one."""

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.api.faults import MAX_NAME, Fault, pointer
from app.api.requests import Unusable
from app.domain.rewrite import ExternalRef

PARTS = 3


def only_known(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Guard a route against parameters that it doesn't know.

    Raises:
        Unusable: there is one.

    """
    known = handler.parsed_fn_signature.parameters
    faults = [
        Fault(pointer([name[:MAX_NAME]]), "unknown_parameter", "There is no such parameter here.")
        for name in connection.query_params
        if name not in known
    ]
    if faults:
        raise refusal(*faults)


def refusal(*faults: Fault) -> Unusable:
    """Refuse a request for its parameters."""
    return Unusable("invalid_request", "A parameter can't be used.", *faults)


def reference(text: str | None) -> ExternalRef | None:
    """Read `system:type:id`; the id may hold more colons.

    Raises:
        Unusable: a part is missing.

    """
    if text is None:
        return None
    parts = text.split(":", PARTS - 1)
    if len(parts) < PARTS or not all(parts):
        raise refusal(Fault("/external_ref", "invalid_value", "Must be written as system:type:id."))
    return ExternalRef(system=parts[0], type=parts[1], id=parts[2])
