"""The one way to hash something of the record, and what more than one place must agree on. Plain Python."""

import hashlib

GENESIS = "0" * 64
"""What the first entry names as the one before it."""
REFERENCES = frozenset(
    (
        "recipient_ref",
        "external_system",
        "external_type",
        "external_id",
        "recipient",
        "company",
        "company_name",
        "output_key",
    )
)
"""Columns that point to a person: a row commits to them by way of its column `refs`."""


def digest(purpose: str, payload: bytes) -> str:
    """Return SHA-256 in lower-case hex, tagged with what is hashed."""
    return hashlib.sha256(b"decorum/%s/v1\n%s" % (purpose.encode(), payload)).hexdigest()
