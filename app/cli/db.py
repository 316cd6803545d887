"""`decorum db`: bring the database's schema up to date, or say whether it is."""

import argparse
import asyncio
import sys

from app.db.schema import upgrade
from app.domain.errors import SchemaOutdated
from app.parts import check_database
from app.settings import Settings

OUTDATED = 1


def run(options: argparse.Namespace) -> int:
    """Upgrade or check; 1 where the schema doesn't fit this release."""
    settings = Settings.from_environment()
    if options.action == "upgrade":
        asyncio.run(upgrade(settings.database_url))
    try:
        asyncio.run(check_database(settings))
    except SchemaOutdated as error:
        sys.stderr.write(f"decorum: {error}\n")
        return OUTDATED
    sys.stdout.write("The database schema is up to date.\n")
    return 0
