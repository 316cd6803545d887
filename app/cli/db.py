"""`decorum db`: bring the database's schema up to date, or say whether it is."""

import argparse
import asyncio
import sys

from app.db.engine import open_engine
from app.db.schema import require_current, upgrade
from app.domain.errors import SchemaOutdated
from app.settings import Settings

OUTDATED = 1


def run(options: argparse.Namespace) -> int:
    """Upgrade or check; 1 where the schema doesn't fit this release."""
    url = Settings.from_environment().database_url
    if options.action == "upgrade":
        asyncio.run(upgrade(url))
    try:
        asyncio.run(check(url))
    except SchemaOutdated as error:
        sys.stderr.write(f"decorum: {error}\n")
        return OUTDATED
    sys.stdout.write("The database schema is up to date.\n")
    return 0


async def check(url: str) -> None:
    """Check the schema.

    Raises:
        SchemaOutdated: it doesn't fit this release.
        RecordUnavailable: the database can't be reached.

    """
    engine = open_engine(url)
    try:
        await require_current(engine)
    finally:
        await engine.dispose()
