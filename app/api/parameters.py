"""Query parameters: read as one struct, so that a misspelt filter is no silent lack of one."""

from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from app.api.faults import MAX_NAME, Fault, fault_of, pointer
from app.api.problems import AnyRequest
from app.api.requests import Unusable
from app.domain.rewrite import ExternalRef

PARTS = 3
IN_ADDRESSES = " In an address, + is written %2B."

Query = TypeVar("Query", bound=Struct)


def read_query(request: AnyRequest, shape: type[Query]) -> Query:
    """Read all query parameters of a request.

    Raises:
        Unusable: one is unknown, or can't be used.

    """
    given = dict(request.query_params)
    unknown = [name[:MAX_NAME] for name in given if name not in shape.__struct_encode_fields__]
    if unknown:
        faults = [Fault(pointer([name]), "unknown_parameter", "There is no such parameter here.") for name in unknown]
        raise unusable(*faults)
    try:
        return msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as error:
        fault = fault_of(str(error), shape)
        hint = IN_ADDRESSES if fault.code == "invalid_time" else ""
        raise unusable(msgspec.structs.replace(fault, detail=fault.detail + hint)) from None


def unusable(*faults: Fault) -> Unusable:
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
        raise unusable(Fault("/external_ref", "invalid_value", "Must be written as system:type:id."))
    return ExternalRef(system=parts[0], type=parts[1], id=parts[2])


def next_link(request: AnyRequest, cursor: str | None, parameter: str = "cursor") -> dict[str, str]:
    """Return the header that leads to the next page with the same filters; none after the last page."""
    if cursor is None:
        return {}
    parameters = {**dict(request.query_params), parameter: cursor}
    return {"Link": f'<{request.url.path}?{urlencode(parameters)}>; rel="next"'}


def described(shape: type[Struct]) -> list[dict[str, Any]]:
    """Describe the parameters of a struct for OpenAPI."""
    found = msgspec.json.schema_components([shape])[1][shape.__name__]
    needed = found["required"]
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": schema}
        for name, schema in found["properties"].items()
    ]
