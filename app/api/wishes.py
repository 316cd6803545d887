"""How a caller wants its rewrite: once only, later, or told step by step. Said in headers."""

import re

from msgspec import Struct

from app.api.faults import Fault
from app.api.problems import AnyRequest
from app.api.requests import Unusable

KEY = "Idempotency-Key"
KEY_FORM = re.compile(r"[\x21-\x7e]{1,255}")
JSON = "application/json"
EVENTS = "text/event-stream"


class Wishes(Struct, frozen=True, kw_only=True):
    """What the headers say.

    Attributes:
        key: the Idempotency-Key.
        later: whether to answer before the rewrite is made.
        events: whether to tell each step.

    """

    key: str | None
    later: bool
    events: bool


def read_wishes(request: AnyRequest) -> Wishes:
    """Read the headers of a request.

    Raises:
        Unusable: the Idempotency-Key can't be used.

    """
    preferences = ",".join(request.headers.getall("prefer", [])).split(",")
    return Wishes(
        key=_key(request),
        later="respond-async" in {one.partition(";")[0].strip().lower() for one in preferences},
        events=request.accept.best_match([JSON, EVENTS]) == EVENTS,
    )


def _key(request: AnyRequest) -> str | None:
    given = request.headers.getall(KEY, [])
    if not given:
        return None
    if len(given) > 1 or not KEY_FORM.fullmatch(given[0]):
        fault = Fault(f"/{KEY}", "invalid_key", "Must be given once, as 1 to 255 visible ASCII characters.")
        raise Unusable("invalid_request", "A header can't be used.", fault)
    return given[0]
