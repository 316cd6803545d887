import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import app.audit.tables  # noqa: F401 -- the models to compare with
from app import resources
from app.db import schema
from app.db.base import Base
from app.db.engine import for_writing, open_engine
from app.domain.errors import RecordUnavailable, SchemaOutdated
from app.resources import folder

FAILING = """
import sqlalchemy as sa
from alembic import op

revision = "failing"
down_revision = "HEAD"


def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Text()))
    op.execute("INSERT INTO no_such_table VALUES (1)")
"""


def not_of_one_database(_item: object, name: str | None, *_: object) -> bool:
    """The index of words is FTS5's own tables on SQLite, and a GIN index on PostgreSQL."""
    return not (name or "").startswith("searchable_words")


async def tables_of(url: str) -> set[str]:
    engine = open_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    await engine.dispose()
    return found


@pytest.mark.anyio
async def test_a_blank_database_reaches_the_schema_of_the_models(blank_database_url: str):
    await schema.upgrade(blank_database_url)
    engine = open_engine(blank_database_url)
    async with engine.connect() as connection:

        def differences(sync: Connection) -> list[object]:
            options = {"include_object": not_of_one_database}
            return compare_metadata(MigrationContext.configure(sync, opts=options), Base.metadata)

        assert await connection.run_sync(differences) == []
    await schema.require_current(engine)
    await engine.dispose()


@pytest.mark.anyio
async def test_upgrading_again_and_at_once_changes_nothing(blank_database_url: str):
    await asyncio.gather(*(schema.upgrade(blank_database_url) for _ in range(3)))
    before = await tables_of(blank_database_url)
    await schema.upgrade(blank_database_url)
    assert await tables_of(blank_database_url) == before


@pytest.mark.anyio
async def test_upgrading_works_from_any_folder(
    blank_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    elsewhere = tmp_path / "100% elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    await schema.upgrade(blank_database_url)
    assert "entries" in await tables_of(blank_database_url)


@pytest.mark.anyio
async def test_an_older_schema_is_refused_with_the_command_to_run(blank_database_url: str):
    engine = open_engine(blank_database_url)
    with pytest.raises(SchemaOutdated, match="run `decorum db upgrade`"):
        await schema.require_current(engine)
    await engine.dispose()


@pytest.mark.anyio
async def test_a_newer_schema_is_refused_as_such(database_url: str):
    engine = open_engine(database_url)
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaOutdated, match=r"9999.*newer release"):
        await schema.require_current(engine)
    await engine.dispose()


@pytest.mark.anyio
async def test_a_failing_migration_leaves_nothing_half_done(database_url: str, tmp_path: Path):
    migrations = tmp_path / "migrations"
    shutil.copytree(folder("migrations"), migrations)
    head = ScriptDirectory.from_config(schema.chain()).get_current_head()
    (migrations / "versions" / "failing.py").write_text(FAILING.replace("HEAD", head))
    with pytest.raises(RecordUnavailable, match=r"couldn't be upgraded: .*no_such_table"):
        await schema.upgrade(database_url, migrations)
    assert "half_done" not in await tables_of(database_url)
    engine = open_engine(database_url)
    await schema.require_current(engine)
    await engine.dispose()


@pytest.mark.anyio
async def test_an_unreachable_database_is_told_in_a_sentence(tmp_path: Path):
    with pytest.raises(RecordUnavailable, match="couldn't be upgraded"):
        await schema.upgrade(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")


def test_a_folder_is_found_wherever_the_package_lies_and_a_lack_is_named():
    assert (folder("migrations") / "env.py").is_file()
    with pytest.raises(FileNotFoundError, match="no-such-folder"):
        resources.folder("no-such-folder")


def test_a_wheel_migrates_without_the_checkout(tmp_path: Path):
    site = tmp_path / "site"
    shutil.copytree(Path(resources.__file__).parent, site / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(folder("migrations"), site / "app" / "migrations")  # as the wheel's build puts it
    ask = (
        "import asyncio, app.db.schema as s; asyncio.run(s.upgrade('sqlite:///new.db')); print(s.folder('migrations'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env={"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(site / "app" / "migrations")
    assert (tmp_path / "new.db").stat().st_size > 0
