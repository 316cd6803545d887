"""Provenance: a keyed hash of each output, and the tenant's secret that it is made with.

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provenance_keys",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_provenance_keys")),
    )
    op.add_column("rewrites", sa.Column("output_key", sa.Text(), nullable=True))
    op.create_index(op.f("ix_rewrites_tenant_output_key"), "rewrites", ["tenant", "output_key"])
