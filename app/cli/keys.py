"""`decorum keys`: make, list, rotate and revoke keys in the configured database, whether a service runs or not."""

import argparse
import asyncio
import datetime as dt
import sys
from collections.abc import Sequence

from app.cli.paint import clean
from app.domain.caller import LOCAL
from app.domain.key import ApiKey, NewKey
from app.parts import running, wire
from app.settings import Settings
from app.tenants.keys import Keys

ONCE = "Keep it now: it is shown this once.\n"


def run(options: argparse.Namespace) -> int:
    """Do what was asked, with an operator's power: whoever may write to the database may do so."""
    return asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> int:
    parts = wire(Settings.from_environment())
    async with running(parts):
        await ACTIONS[options.action](parts.keys, options)
    return 0


async def _create(keys: Keys, options: argparse.Namespace) -> None:
    now = dt.datetime.now(dt.UTC)
    expires_at = now + dt.timedelta(days=options.days) if options.days else None
    _show_new(await keys.make(LOCAL, options.name, options.scope, tenant=options.tenant, expires_at=expires_at))


async def _rotate(keys: Keys, options: argparse.Namespace) -> None:
    _show_new(await keys.rotate(LOCAL, options.id, dt.timedelta(hours=options.overlap)))


async def _revoke(keys: Keys, options: argparse.Namespace) -> None:
    await keys.revoke(LOCAL, options.id)
    sys.stderr.write("Revoked. A running service follows within seconds.\n")


async def _list(keys: Keys, options: argparse.Namespace) -> None:
    now = dt.datetime.now(dt.UTC)
    rows: list[tuple[str, ...]] = [("ID", "NAME", "SCOPES", "STATE", "LAST USED")]
    rows += [_row(key, now) for key in await keys.list_keys(LOCAL, options.tenant)]
    sys.stdout.writelines(_table(rows))


def _show_new(key: NewKey) -> None:
    """Print the key alone on stdout, so that it can be piped."""
    sys.stderr.write(f"{key.id} for the tenant {key.tenant}: {', '.join(key.scopes)}. {ONCE}")
    sys.stdout.write(f"{key.key}\n")


def _row(key: ApiKey, now: dt.datetime) -> tuple[str, ...]:
    return key.id, clean(key.name), " ".join(key.scopes), _state(key, now), _day(key.last_used_at) or "never"


def _state(key: ApiKey, now: dt.datetime) -> str:
    if key.revoked_at:
        return f"revoked {_day(key.revoked_at)}"
    if key.expires_at is None:
        return "valid"
    return f"{'expired' if key.expires_at <= now else 'valid until'} {_day(key.expires_at)}"


def _day(at: dt.datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z" if at else ""


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    ]


ACTIONS = {"create": _create, "list": _list, "rotate": _rotate, "revoke": _revoke}
