"""Full text search, and when a rewrite last changed.

Revision: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEX = """
CREATE VIRTUAL TABLE searchable_words USING fts5(
    words, content='searchable', content_rowid='number', detail=none, columnsize=0, tokenize='ascii'
)
"""
ADDED = """
CREATE TRIGGER searchable_added AFTER INSERT ON searchable BEGIN
    INSERT INTO searchable_words(rowid, words) VALUES (new.number, new.words);
END
"""
DELETED = """
CREATE TRIGGER searchable_deleted AFTER DELETE ON searchable BEGIN
    INSERT INTO searchable_words(searchable_words, rowid, words) VALUES ('delete', old.number, old.words);
END
"""
SO_FAR = """
INSERT INTO rewrite_updates (tenant, rewrite_id, at)
SELECT rewrites.tenant, rewrites.id, max(entries.at)
FROM rewrites JOIN (
    SELECT tenant, object_id AS rewrite_id, at FROM entries WHERE type = 'rewrite'
    UNION ALL
    SELECT entries.tenant, decisions.rewrite_id, entries.at FROM entries
    JOIN decisions ON decisions.tenant = entries.tenant AND decisions.id = entries.object_id
    WHERE entries.type = 'decision'
    UNION ALL
    SELECT entries.tenant, erasures.object_id, entries.at FROM entries
    JOIN erasures ON erasures.tenant = entries.tenant AND erasures.id = entries.object_id
    WHERE entries.type = 'erasure'
) AS entries ON entries.tenant = rewrites.tenant AND entries.rewrite_id = rewrites.id
GROUP BY rewrites.tenant, rewrites.id
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # The number is the row's own: FTS5 knows rows by nothing else.
        op.create_table(
            "searchable",
            sa.Column("tenant", sa.Text(), nullable=False),
            sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False, nullable=False),
            sa.Column("rewrite_id", sa.Text(), nullable=False),
            sa.Column("words", sa.Text(), nullable=False),
        )
        for statement in (INDEX, ADDED, DELETED):
            op.execute(statement)
    else:
        op.create_table(
            "searchable",
            sa.Column("tenant", sa.Text(), nullable=False),
            sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("rewrite_id", sa.Text(), nullable=False),
            sa.Column("words", postgresql.TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_searchable")),
        )
        op.create_index("searchable_words", "searchable", ["words"], postgresql_using="gin")
    op.create_index(op.f("ix_searchable_tenant_rewrite_id"), "searchable", ["tenant", "rewrite_id"], unique=True)
    op.create_table(
        "rewrite_updates",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("rewrite_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "rewrite_id", name=op.f("pk_rewrite_updates")),
    )
    op.execute(SO_FAR)
    op.create_index(op.f("ix_rewrite_updates_tenant_at_rewrite_id"), "rewrite_updates", ["tenant", "at", "rewrite_id"])
