"""Findings that somebody lets pass, with a name and a reason."""

from typing import Annotated

from msgspec import Meta, Struct

FINGERPRINT = 16  # hex digits

Fingerprint = Annotated[str, Meta(pattern=rf"^[0-9a-f]{{{FINGERPRINT}}}\Z")]
Who = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*\Z")]
Reason = Annotated[str, Meta(min_length=1, max_length=1_000, pattern=r"\S")]


class Waiver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The findings of one fingerprint may pass: who says so, and why."""

    fingerprint: Fingerprint
    by: Who
    reason: Reason


class Waived(Struct, frozen=True, kw_only=True):
    """A finding that passed. `fingerprint` is its waiver's, `excerpt` null where the whole message is meant."""

    rule: str
    excerpt: str | None
    fingerprint: str
    by: str
    reason: str
