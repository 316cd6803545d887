"""Logging: JSON lines on stderr, without bodies, references or headers."""

import logging
import sys
from typing import Any

import msgspec
import structlog
from structlog.typing import EventDict

from app.traces import trace

QUIET = ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "aiosqlite", "alembic", "asyncio", "uvicorn.access")
encoder = msgspec.json.Encoder(enc_hook=repr)


def configure() -> None:
    """Send our own lines and the libraries' to stderr, one JSON object a line. Call once, at the entry."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=to_json)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                plain_trace,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def to_json(event: object, **_options: object) -> bytes:
    """Encode one line."""
    return encoder.encode(event)


def plain_trace(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace a library's exception by frames and types."""
    exception = event.pop("exc_info", None)
    error = exception[1] if isinstance(exception, tuple) else exception
    if isinstance(error, BaseException):
        event["trace"] = trace(error)
    return event
