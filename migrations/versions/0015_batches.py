"""Batches: checks and rewrites that were asked for together.

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_batches")),
    )
    op.create_index(op.f("ix_batches_expires_at"), "batches", ["expires_at"])
    op.add_column("items", sa.Column("batch_id", sa.Text(), nullable=True))
    op.add_column("items", sa.Column("position", sa.Integer(), nullable=True))
    op.add_column("items", sa.Column("reference", sa.Text(), nullable=True))
    op.add_column("items", sa.Column("report", sa.LargeBinary(), nullable=True))
    op.add_column("items", sa.Column("finished_at", sa.BigInteger(), nullable=True))
    op.create_index(
        op.f("ix_items_tenant_batch_id_position"), "items", ["tenant", "batch_id", "position"]
    )
