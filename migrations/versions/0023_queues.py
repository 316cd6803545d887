"""Items that wait are queued in order, so that the next ones are found however many there are.

Revision: 0023
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_items_state_created_at"), "items")
    op.create_index(op.f("ix_items_state_position_created_at"), "items", ["state", "position", "created_at"])
