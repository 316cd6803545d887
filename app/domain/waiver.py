"""Findings that somebody lets pass, with a name and a reason."""

import datetime as dt
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


class StandingWaiver(Struct, frozen=True, kw_only=True):
    """A waiver that holds for all of a tenant's drafts, until `expires_at` if that is given."""

    id: str
    created_at: dt.datetime
    fingerprint: str
    by: str
    reason: str
    expires_at: dt.datetime | None

    def plain(self) -> Waiver:
        """Return it as a draft's own waivers are."""
        return Waiver(fingerprint=self.fingerprint, by=self.by, reason=self.reason)


class Waived(Struct, frozen=True, kw_only=True):
    """A finding that passed. `fingerprint` is its waiver's, `excerpt` null where the whole message is meant."""

    rule: str
    excerpt: str | None
    fingerprint: str
    by: str
    reason: str
