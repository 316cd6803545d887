"""Runs migrations on the connection, and in the transaction, that the caller gives."""

from alembic import context

import app.audit.tables
import app.jobs.tables  # noqa: F401 -- each stage's tables join the metadata when imported
from app.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
