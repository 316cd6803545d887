"""`decorum audit`: export the ledger, take a checkpoint, show the public key; over the database itself."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from app.audit.export import Export, Exports, Stretch
from app.audit.notary import Notary
from app.db.engine import open_engine
from app.domain.caller import LOCAL
from app.domain.errors import DecorumError
from app.parts import encryption_of, prepare_database
from app.settings import Settings

PROGRESS = 10_000


class NotWritten(DecorumError):
    """A file that can't be written."""

    code = "not_written"


def run(options: argparse.Namespace) -> int:
    """Do what is asked."""
    asyncio.run(ACTIONS[options.action](options))
    return 0


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Notary, Exports]]:
    """Open the record; nothing of the service starts."""
    await prepare_database(settings)
    engine = open_engine(settings.database_url)
    try:
        notary = Notary(engine, settings.signing_key)
        yield notary, Exports(engine, notary, encryption_of(settings))
    finally:
        await engine.dispose()


async def show_key(options: argparse.Namespace) -> None:
    """Print the public key of a tenant's ledger."""
    async with opened(Settings.from_environment()) as (notary, _):
        sys.stdout.write(f"{await notary.public_key(options.tenant)}\n")


async def take_checkpoint(options: argparse.Namespace) -> None:
    """Print a checkpoint of a tenant's ledger."""
    async with opened(Settings.from_environment()) as (notary, _):
        sys.stdout.write((await notary.checkpoint(options.tenant)).note)


async def export(options: argparse.Namespace) -> None:
    """Write an export, saying now and then how far it is."""
    stretch = Stretch(created_after=options.created_after, created_before=options.created_before)
    caller = msgspec.structs.replace(LOCAL, tenant=options.tenant)
    async with opened(Settings.from_environment()) as (_, exports):
        begun = await exports.begin(caller, stretch, options.format)
        pages = exports.written(begun, options.format)
        if options.output is None:
            await write(sys.stdout.buffer, begun, pages)
            return
        try:
            with Path(options.output).open("wb") as file:  # noqa: ASYNC230 -- nothing else runs here
                await write(file, begun, pages)
        except OSError as error:
            raise NotWritten(f"{options.output}: {error.strerror or 'unwritable'}") from error


async def write(file: BinaryIO, begun: Export, pages: AsyncIterator[bytes]) -> None:
    """Write pages as they come."""
    lines = told = 0
    async for page in pages:
        file.write(page)
        lines += page.count(b"\n")
        if lines - told >= PROGRESS:
            told = lines
            sys.stderr.write(f"{min(lines, begun.entries):,} of {begun.entries:,} entries\n")
    sys.stderr.write(f"{begun.entries:,} entries exported\n")


ACTIONS: dict[str, Callable[[argparse.Namespace], Coroutine[None, None, None]]] = {
    "export": export,
    "checkpoint": take_checkpoint,
    "key": show_key,
}
