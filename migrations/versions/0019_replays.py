"""Replays: which rewrite was made once more.

Revision: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rewrites", sa.Column("replays", sa.Text(), nullable=True))
    op.create_index(op.f("ix_rewrites_tenant_replays"), "rewrites", ["tenant", "replays"])
