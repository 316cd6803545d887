"""When rewrites changed, by their ids; and statistics that tell a rare word from a common one.

Revision: 0022
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without it SQLite, which takes the tenant for a narrow condition, reads all times of the tenant for some ids.
    columns = ["tenant", "rewrite_id", "at"]
    op.create_index(op.f("ix_rewrite_updates_tenant_rewrite_id_at"), "rewrite_updates", columns)
    if op.get_bind().dialect.name == "postgresql":
        # What isn't among the most common words is taken for half as common as the last of these: with the usual
        # thousand of them, PostgreSQL looks for a rare word row by row.
        op.execute("ALTER TABLE searchable ALTER COLUMN words SET STATISTICS 1000")
