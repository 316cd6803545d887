"""The schema's state: bring it to the head of the chain, or refuse to run on an older one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.db.engine import for_writing, open_engine, reachable
from app.domain.errors import RecordUnavailable, SchemaOutdated
from app.resources import folder

LOCK = 0x0DEC_0DEC  # any number, as long as every process of every release agrees on it


def chain(migrations: Path | None = None) -> Config:
    """Return alembic's configuration of a chain; it depends on no file and no working directory."""
    config = Config()
    config.set_main_option("script_location", str(migrations or folder("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def upgrade(url: str, migrations: Path | None = None) -> None:
    """Bring the database at `url` to this release's schema; several processes may ask at once.

    All migrations run in one transaction: one that fails leaves nothing behind.

    Args:
        url: where the database is.
        migrations: the folder of the chain; this release's own unless another is given.

    Raises:
        RecordUnavailable: the database can't be reached or refuses; the driver's reason stands in the sentence.

    """
    engine = open_engine(url)
    try:
        async with for_writing(engine).begin() as connection:
            await connection.run_sync(migrate, chain(migrations))
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise RecordUnavailable(f"The database couldn't be upgraded: {reason}") from error
    finally:
        await engine.dispose()


def migrate(connection: Connection, config: Config) -> None:
    """Run what is missing of the chain inside the caller's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def require_current(engine: AsyncEngine) -> None:
    """Check that the database has this release's schema.

    Raises:
        SchemaOutdated: it hasn't; the sentence says what to do.
        RecordUnavailable: the database can't be reached.

    """
    scripts = ScriptDirectory.from_config(chain())
    with reachable():
        async with engine.connect() as connection:
            found = await connection.run_sync(revision)
    if found == scripts.get_current_head():
        return
    if found is None or found in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaOutdated(
            "The database schema is older than this release: run `decorum db upgrade`, then start again."
        )
    raise SchemaOutdated(f"The database schema ({found}) is of a newer release of Decorum: run that release.")


def revision(connection: Connection) -> str | None:
    """Return the revision that a database is at; None for a blank one."""
    return MigrationContext.configure(connection).get_current_revision()
