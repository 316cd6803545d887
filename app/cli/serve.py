"""`decorum serve`: the HTTP API; beyond loopback only with a key."""

import argparse
import asyncio
import ipaddress

import structlog
import uvicorn
from structlog.typing import FilteringBoundLogger

from app.api import logs
from app.asgi import create_app
from app.domain.errors import DecorumError
from app.parts import has_keys, prepare_database
from app.settings import Settings, unknown

GRACE = 5
log: FilteringBoundLogger = structlog.get_logger()


class NotLoopback(DecorumError):
    """An address that other machines can reach, and no key to tell callers apart."""

    code = "not_loopback"


def run(options: argparse.Namespace) -> int:
    """Serve until a signal ends the process.

    Raises:
        NotLoopback: other machines could reach the address, and there is no key.
        InvalidSetting: a variable can't be used.
        RecordUnavailable: the database can't be had.
        SchemaOutdated: the database is older than this release.

    """
    settings = Settings.from_environment()
    asyncio.run(prepare_database(settings))
    if not is_loopback(options.host) and not asyncio.run(has_keys(settings)):
        raise NotLoopback(
            f"{options.host} can be reached from other machines, and there is no key yet to tell callers apart: "
            "make one with `decorum keys create`, or serve on 127.0.0.1, ::1 or localhost."
        )
    logs.configure()
    for variable in unknown():
        log.warning("unknown_setting", variable=variable)
    uvicorn.run(
        create_app(settings),
        host=options.host,
        port=options.port,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        ws="none",
        lifespan="on",
        # Rewrites under way end well before the process does.
        timeout_graceful_shutdown=int(settings.deadline) + GRACE,
    )
    return 0


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a host."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
