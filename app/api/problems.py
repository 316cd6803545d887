"""Every error answer: application/problem+json (RFC 9457), with a stable code and no internals."""

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import ExceptionHandlersMap
from msgspec import Struct
from structlog.typing import FilteringBoundLogger

from app.api.faults import Fault, pointer
from app.api.requests import Unusable
from app.domain.caller import Caller
from app.domain.errors import (
    Busy,
    DecorumError,
    Erased,
    InFlight,
    InvalidCursor,
    InvalidPolicy,
    KeyEnded,
    KeyRefused,
    KeyReused,
    LegalHoldStands,
    NoKey,
    NotFound,
    NotKept,
    NotMade,
    RateExceeded,
    RecordUnavailable,
    SchemaOutdated,
    ScopeMissing,
    ShippedPolicy,
    TooManyWaivers,
    UnknownModel,
    UnknownPolicy,
    UnknownPrompt,
)
from app.traces import trace

MEDIA_TYPE = "application/problem+json"
MAX_BODY_BYTES = 256 * 1024
STATUSES: Mapping[type[DecorumError], int] = {
    InvalidCursor: 400,
    NoKey: 401,
    KeyRefused: 401,
    ScopeMissing: 403,
    NotFound: 404,
    NotMade: 410,
    InFlight: 409,
    KeyEnded: 409,
    Erased: 409,
    NotKept: 409,
    LegalHoldStands: 409,
    ShippedPolicy: 409,
    TooManyWaivers: 409,
    InvalidPolicy: 422,
    KeyReused: 422,
    UnknownModel: 422,
    UnknownPolicy: 422,
    UnknownPrompt: 422,
    RateExceeded: 429,
    Busy: 503,
    RecordUnavailable: 503,
    SchemaOutdated: 503,
}
WORDS = {
    404: ("not_found", "Nothing is at this address."),
    405: ("method_not_allowed", "This address doesn't take this method; the Allow header lists those it takes."),
    413: ("too_large", "The request body is larger than this address takes."),
    415: ("unsupported_media_type", "The body must be sent as application/json."),
    500: ("internal", "Something went wrong here. The log holds the details under this request id."),
}
CALLER_GONE = 499
CHALLENGES: Mapping[type[DecorumError], Mapping[str, str]] = {
    NoKey: {"WWW-Authenticate": 'Bearer realm="decorum"'},
    KeyRefused: {"WWW-Authenticate": 'Bearer realm="decorum", error="invalid_token"'},
}
INVALID = ("invalid_request", "A parameter can't be used.")
NAMED: Mapping[type[DecorumError], str] = {UnknownModel: "/model", UnknownPrompt: "/prompt_version"}
"""The fields that such errors are about."""
DESCRIPTIONS = {
    400: "Malformed, or a field or parameter that can't be used",
    401: "No key, or one that is none",
    403: "A key without the scope; where there are no keys, a request from elsewhere",
    404: "No such record",
    409: "A policy of ours, an ended key, a legal hold, an erased record, a text that wasn't kept, too many waivers, "
    "or work in flight",
    410: "A rewrite that was put off, and never came to be",
    413: "Larger than 256 KiB, or 32 MiB for a batch",
    415: "Not application/json",
    422: "No policy, model or prompt version of that name, choices that make no policy, or an Idempotency-Key used for "
    "another request",
    429: "More requests than the key may send",
    500: "A fault of the service",
    503: "The record can't be written or read, or too much is going on at once",
}
AnyRequest = Request[Caller, Any, Any]
log: FilteringBoundLogger = structlog.get_logger()


class CallerGone(Exception):
    """Whoever asked has gone away."""


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong. `code` is stable, `detail` is for people, `errors` name the fields."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: tuple[Fault, ...] = ()


def problem(status: int, code: str, detail: str, request_id: str, *faults: Fault) -> Problem:
    """Make a problem; its title is the status in words."""
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        request_id=request_id,
        errors=faults,
    )


def documented(*statuses: int) -> dict[int, ResponseSpec]:
    """Document the problems of a route; every route may also answer 403 and 500."""
    return {
        status: ResponseSpec(
            data_container=Problem,
            media_type=MEDIA_TYPE,
            description=DESCRIPTIONS[status],
            generate_examples=False,
        )
        for status in sorted({*statuses, 403, 500})
    }


def answer(
    request: AnyRequest,
    status: int,
    words: tuple[str, str],
    *faults: Fault,
    headers: Mapping[str, str] | None = None,
) -> Response[Problem]:
    """Answer with a problem."""
    content = problem(status, *words, request.state.request_id, *faults)
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def from_body(request: AnyRequest, error: Unusable) -> Response[Problem]:
    """Answer a body that can't be read."""
    return answer(request, 400, (error.code, str(error)), *error.faults)


def from_domain(request: AnyRequest, error: DecorumError) -> Response[Problem]:
    """Answer an expected error; one that nobody gave a status is a fault of the service."""
    status = STATUSES.get(type(error))
    if status is None:
        return unexpected(request, error)
    if isinstance(error, InvalidCursor):
        return answer(request, status, INVALID, Fault("/cursor", error.code, str(error)))
    if field := NAMED.get(type(error)):
        return answer(request, status, (error.code, str(error)), Fault(field, error.code, str(error)))
    if isinstance(error, InvalidPolicy):
        faults = [Fault(pointer([*one.steps]), one.code, one.detail) for one in error.refusals]
        return answer(request, status, (error.code, str(error)), *faults)
    if isinstance(error, RecordUnavailable | SchemaOutdated):
        log.error(error.code, request_id=request.state.request_id, trace=trace(error))
    headers = dict(CHALLENGES.get(type(error), {}))
    if error.retry_after:
        headers["Retry-After"] = str(math.ceil(error.retry_after))
    return answer(request, status, (error.code, str(error)), headers=headers)


def failed(request: AnyRequest, error: BaseException) -> Response[Problem]:
    """Answer what went wrong after the request was read."""
    return from_domain(request, error) if isinstance(error, DecorumError) else unexpected(request, error)


def for_nobody(_request: AnyRequest, _error: CallerGone) -> Response[None]:
    """Give the access line a status where nobody is there to read an answer; it is the one that proxies use."""
    return Response(None, status_code=CALLER_GONE)


def from_framework(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    """Answer what Litestar refuses: address, method, size, type; and a body that breaks off."""
    if error.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("broken_off", request_id=request.state.request_id, detail=error.detail)
    default = ("bad_request", error.detail)
    return answer(request, error.status_code, WORDS.get(error.status_code, default), headers=error.headers)


def without_body(request: AnyRequest, _error: ValidationException) -> Response[Problem]:
    """Answer a request that lacks its body, the one thing that Litestar itself validates here."""
    return answer(request, 400, ("malformed_json", "The request has no body: send a JSON object."))


def unexpected(request: AnyRequest, error: BaseException) -> Response[Problem]:
    """Answer a fault of ours: the frames go to the log, nothing of them to the caller."""
    log.error("unexpected", request_id=request.state.request_id, trace=trace(error))
    return answer(request, 500, WORDS[500])


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    CallerGone: for_nobody,
    Unusable: from_body,
    DecorumError: from_domain,
    ValidationException: without_body,
    HTTPException: from_framework,
    Exception: unexpected,
}
