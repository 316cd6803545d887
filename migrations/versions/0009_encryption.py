"""Encryption at rest: a text's own key, and each tenant's.

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contents", sa.Column("key", sa.LargeBinary(), nullable=True))
    op.create_table(
        "tenant_keys",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_tenant_keys")),
    )
