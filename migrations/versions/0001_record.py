"""The record: rewrites, attempts, their texts, and the ledger.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rewrite_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("answered_model", sa.Text(), nullable=True),
        sa.Column("response_id", sa.Text(), nullable=True),
        sa.Column("finish_reason", sa.Text(), nullable=True),
        sa.Column("prompt_id", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("prompt_hash", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("answer_schema", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=True),
        sa.Column("output_tokens", sa.BigInteger(), nullable=True),
        sa.Column("latency_ms", sa.BigInteger(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_status", sa.Integer(), nullable=True),
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_attempts")),
    )
    op.create_index(
        op.f("ix_attempts_tenant_rewrite_id_number"), "attempts", ["tenant", "rewrite_id", "number"]
    )
    op.create_table(
        "contents",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "object_id", "kind", name=op.f("pk_contents")),
    )
    op.create_table(
        "entries",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "sequence", name=op.f("pk_entries")),
    )
    op.create_index(op.f("ix_entries_tenant_object_id"), "entries", ["tenant", "object_id"])
    op.create_table(
        "rewrite_rules",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("rewrite_id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "rewrite_id", "rule", name=op.f("pk_rewrite_rules")),
    )
    op.create_index(
        op.f("ix_rewrite_rules_tenant_rule_created_at_rewrite_id"),
        "rewrite_rules",
        ["tenant", "rule", "created_at", "rewrite_id"],
    )
    op.create_table(
        "rewrites",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("degraded_reason", sa.Text(), nullable=True),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("ruleset_hash", sa.Text(), nullable=False),
        sa.Column("rulebook_version", sa.Text(), nullable=False),
        sa.Column("score_before", sa.Integer(), nullable=False),
        sa.Column("score_after", sa.Integer(), nullable=True),
        sa.Column("verdict_before", sa.Text(), nullable=False),
        sa.Column("verdict_after", sa.Text(), nullable=True),
        sa.Column("faithful", sa.Boolean(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("prompt_id", sa.Text(), nullable=True),
        sa.Column("prompt_version", sa.Text(), nullable=True),
        sa.Column("prompt_hash", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cost_usd", sa.Text(), nullable=True),
        sa.Column("recipient_ref", sa.Text(), nullable=True),
        sa.Column("external_system", sa.Text(), nullable=True),
        sa.Column("external_type", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_rewrites")),
    )
    op.create_index(op.f("ix_rewrites_tenant_created_at_id"), "rewrites", ["tenant", "created_at", "id"])
    op.create_index(
        op.f("ix_rewrites_tenant_external_id_created_at_id"),
        "rewrites",
        ["tenant", "external_id", "created_at", "id"],
    )
    op.create_index(
        op.f("ix_rewrites_tenant_outcome_created_at_id"),
        "rewrites",
        ["tenant", "outcome", "created_at", "id"],
    )
    op.create_index(
        op.f("ix_rewrites_tenant_recipient_ref_created_at_id"),
        "rewrites",
        ["tenant", "recipient_ref", "created_at", "id"],
    )
