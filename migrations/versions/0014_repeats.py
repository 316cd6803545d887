"""Rewrites that repeat an earlier answer, and how such an answer is found.

Revision: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rewrites", sa.Column("repeated_from", sa.Text(), nullable=True))
    op.create_table(
        "repeatable",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rewrite_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "digest", "created_at", "rewrite_id", name=op.f("pk_repeatable")),
    )
    op.create_index(op.f("ix_repeatable_tenant_rewrite_id"), "repeatable", ["tenant", "rewrite_id"])
