"""Items that wait are queued in order, so that the next ones are found however many there are.

Revision: 0022
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_items_state_created_at"), "items")
    op.create_index(op.f("ix_items_state_position_created_at"), "items", ["state", "position", "created_at"])
