"""Erasure: what points to a person has a commitment of its own, so that it can go.

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_tenant_object_id_at"), "erasures", ["tenant", "object_id", "at"])
    op.add_column("rewrites", sa.Column("refs", sa.Text(), nullable=True))
    op.add_column("rewrites", sa.Column("refs_salt", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("outreach") as outreach:
        outreach.add_column(sa.Column("refs", sa.Text(), nullable=True))
        outreach.add_column(sa.Column("refs_salt", sa.LargeBinary(), nullable=True))
        outreach.alter_column("recipient", existing_type=sa.Text(), nullable=True)
