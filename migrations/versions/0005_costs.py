"""What a model call cost, and at which price.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("cached_tokens", sa.BigInteger(), nullable=True))
    op.add_column("attempts", sa.Column("price", sa.Text(), nullable=True))
    op.add_column("attempts", sa.Column("cost_usd", sa.Text(), nullable=True))
