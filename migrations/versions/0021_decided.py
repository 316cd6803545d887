"""Rewrites by what was decided about them, newest first.

Revision: 0021
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COLUMNS = ["tenant", "decision", "created_at", "rewrite_id"]


def upgrade() -> None:
    op.create_index(op.f("ix_decisions_tenant_decision_created_at_rewrite_id"), "decisions", COLUMNS)
