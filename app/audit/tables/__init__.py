"""The tables of the record. Every row belongs to a tenant, and the tenant leads every key.

Rows hold no text that somebody may want erased: that stands in `contents`, and the row keeps its commitments.
What in a row points to a person stands under a commitment of its own, `refs`, with the salt `refs_salt`. Rows are
inserted, and never updated but by an erasure, which empties these columns and that salt; and but for `key_uses`.
Attempts have no foreign key to their rewrite: they are committed first.
"""

from app.audit.tables.chain import (
    CheckpointRow,
    ConfigurationRow,
    Entry,
    ExportRow,
    ReadRow,
    SigningKey,
    TreeBlock,
)
from app.audit.tables.outreach import Fingerprint, OutreachRow, OutreachSalt
from app.audit.tables.rewrites import (
    AttemptRow,
    DecisionRow,
    Repeatable,
    RewriteRow,
    RewriteRule,
    RewriteUpdate,
    Searchable,
)
from app.audit.tables.tenants import KeyRevocation, KeyRow, KeyUse, PolicyRow, PrivacyRow, WaiverRow
from app.audit.tables.texts import Content, ErasureRow, ProvenanceKey, PurgeRow, TenantKey

__all__ = [
    "AttemptRow",
    "CheckpointRow",
    "ConfigurationRow",
    "Content",
    "DecisionRow",
    "Entry",
    "ErasureRow",
    "ExportRow",
    "Fingerprint",
    "KeyRevocation",
    "KeyRow",
    "KeyUse",
    "OutreachRow",
    "OutreachSalt",
    "PolicyRow",
    "PrivacyRow",
    "ProvenanceKey",
    "PurgeRow",
    "ReadRow",
    "Repeatable",
    "RewriteRow",
    "RewriteRule",
    "RewriteUpdate",
    "Searchable",
    "SigningKey",
    "TenantKey",
    "TreeBlock",
    "WaiverRow",
]
