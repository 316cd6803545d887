"""An outreach event as it is stored: its row and the fingerprints of what was sent; and back."""

import secrets
from collections.abc import Collection
from typing import Any

from msgspec import Struct
from sqlalchemy import Row

from app.audit.commitments import SALT_BYTES, row_commitment
from app.audit.contents import Keeping, seal, with_references
from app.audit.ledger import Unit, Values
from app.audit.tables import Content, Fingerprint, OutreachRow, OutreachSalt
from app.audit.texts import line
from app.domain.context import Context, Recipient
from app.domain.history import Outreach

KIND = "outreach"
SALT_KIND = "outreach_salt"
FINGERPRINTS = "fingerprints"
WHOLE = Keeping("full", Context())


class Sent(Struct, frozen=True):
    """The keys of the sentences that were sent, as 16 hex digits each: JSON has no such integers."""

    keys: tuple[str, ...]


class Hashes(Struct, frozen=True, kw_only=True):
    """What is kept of an event in keyed hashes."""

    recipient: str
    company: str | None
    sentences: Collection[int] = ()


def outreach_unit(tenant: str, actor: str, outreach: Outreach, hashes: Hashes) -> Unit:
    """Return what the ledger writes for an event."""
    keys = sorted(hashes.sentences)
    sealed = seal(tenant, outreach.id, {FINGERPRINTS: Sent(tuple(map(hexadecimal, keys)))} if keys else {}, WHOLE)
    row = with_references(
        {
            "tenant": tenant,
            "id": outreach.id,
            "at": outreach.at,
            "event": outreach.event,
            "channel": outreach.channel,
            "recipient": hashes.recipient,
            "recipient_ref": line(outreach.recipient.ref),
            "company": hashes.company,
            "company_name": line(outreach.recipient.company),
            "sentences": len(keys),
            **sealed.columns,
        }
    )
    index = [{"tenant": tenant, "key": key, "sent_at": outreach.at, "event_id": outreach.id} for key in keys]
    return Unit(
        tenant=tenant,
        actor=actor,
        kind=KIND,
        object_id=outreach.id,
        commitment=row_commitment(KIND, row),
        rows={OutreachRow: [row], Fingerprint: index, Content: sealed.rows},
    )


def salt_unit(tenant: str, actor: str) -> Unit:
    """Return what the ledger writes for a tenant's new salt; a tenant that has one can't get another."""
    row: Values = {"tenant": tenant, "id": f"os_{secrets.token_hex(12)}", "salt": secrets.token_bytes(SALT_BYTES)}
    return Unit(
        tenant=tenant,
        actor=actor,
        kind=SALT_KIND,
        object_id=row["id"],
        commitment=row_commitment(SALT_KIND, row),
        rows={OutreachSalt: [row]},
    )


def restored_outreach(row: Row[Any]) -> Outreach:
    """Rebuild an event from its row."""
    return Outreach(
        id=row.id,
        recipient=Recipient(ref=row.recipient_ref, company=row.company_name),
        event=row.event,
        at=row.at,
        channel=row.channel,
    )


def hexadecimal(key: int) -> str:
    """Return a signed 64-bit key as hex digits."""
    return int.to_bytes(key, 8, signed=True).hex()
