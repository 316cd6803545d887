"""Outreach: events, the fingerprints of what was sent, and each tenant's secret salt.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sent_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "key", "sent_at", "event_id", name=op.f("pk_fingerprints")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_fingerprints_tenant_event_id"), "fingerprints", ["tenant", "event_id"])
    op.create_table(
        "outreach",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_ref", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("company_name", sa.Text(), nullable=True),
        sa.Column("sentences", sa.Integer(), nullable=False),
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_outreach")),
    )
    op.create_index(op.f("ix_outreach_tenant_at_id"), "outreach", ["tenant", "at", "id"])
    op.create_index(op.f("ix_outreach_tenant_channel_at"), "outreach", ["tenant", "channel", "at"])
    op.create_index(op.f("ix_outreach_tenant_company_at"), "outreach", ["tenant", "company", "at"])
    op.create_index(
        op.f("ix_outreach_tenant_recipient_at_id"), "outreach", ["tenant", "recipient", "at", "id"]
    )
    op.create_table(
        "outreach_salts",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_outreach_salts")),
    )
