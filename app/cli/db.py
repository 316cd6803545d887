"""`decorum db`: look after the database: its schema, its keys, its files."""

import argparse
import asyncio
import sys

from app.audit.reindexing import reindex
from app.db.engine import compact, open_engine, scrub
from app.db.schema import upgrade
from app.domain.errors import SchemaOutdated
from app.parts import check_database, encryption_of, prepare_database, running, wire
from app.settings import Settings

OUTDATED = 1


def run(options: argparse.Namespace) -> int:
    """Do one thing with the database; 1 where the schema doesn't fit this release."""
    settings = Settings.from_environment()
    if options.action == "rotate-key":
        return asyncio.run(rotate_key(settings))
    if options.action == "reindex":
        return asyncio.run(index_anew(settings))
    if options.action == "purge":
        return asyncio.run(purge(settings))
    if options.action == "vacuum":
        return asyncio.run(vacuum(settings))
    if options.action == "upgrade":
        asyncio.run(upgrade(settings.database_url))
    try:
        asyncio.run(check_database(settings))
    except SchemaOutdated as error:
        sys.stderr.write(f"decorum: {error}\n")
        return OUTDATED
    sys.stdout.write("The database schema is up to date.\n")
    return 0


async def rotate_key(settings: Settings) -> int:
    """Bring everything stored under the current master key."""
    await prepare_database(settings)
    engine = open_engine(settings.database_url)
    try:
        encryption = encryption_of(settings)
        if encrypted := await encryption.renew(engine):
            await reindex(engine, encryption)  # without a master key, anybody can hash words like those in the index
        await scrub(engine)
    finally:
        await engine.dispose()
    sys.stdout.write(f"Everything is under the current master key; {encrypted} texts were encrypted.\n")
    return 0


async def index_anew(settings: Settings) -> int:
    """Write the index of words anew."""
    await prepare_database(settings)
    engine = open_engine(settings.database_url)
    try:
        indexed = await reindex(engine, encryption_of(settings))
        await scrub(engine)
    finally:
        await engine.dispose()
    sys.stdout.write(f"The index of words is written anew, over {indexed} rewrites.\n")
    return 0


async def purge(settings: Settings) -> int:
    """Purge what is past its retention, of every tenant."""
    parts = wire(settings)
    async with running(parts):
        purged = await parts.retention.run()
    sys.stdout.write(f"Past their time: {purged.content} objects lost their texts, {purged.metadata} their rows.\n")
    return 0


async def vacuum(settings: Settings) -> int:
    """Write the files anew."""
    await check_database(settings)
    engine = open_engine(settings.database_url)
    try:
        await compact(engine)
    finally:
        await engine.dispose()
    sys.stdout.write("The database's files are written anew: nothing deleted is left in them.\n")
    return 0
