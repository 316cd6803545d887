"""An outreach event as it is stored: its row and the fingerprints of what was sent; and back."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Row

from app.audit.commitments import row_commitment
from app.audit.contents import Keeping, seal
from app.audit.ledger import Unit, Values
from app.audit.tables import Content, Fingerprint, OutreachRow, OutreachSecret
from app.audit.texts import line
from app.domain.context import Context, Recipient
from app.domain.history import Outreach

KIND = "outreach"
SECRET_KIND = "outreach_secret"
SECRET_BYTES = 32
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
    row = {
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
    index = [{"tenant": tenant, "key": key, "sent_at": outreach.at, "event_id": outreach.id} for key in keys]
    return Unit(
        tenant=tenant,
        actor=actor,
        kind=KIND,
        object_id=outreach.id,
        commitment=row_commitment(KIND, row),
        rows={OutreachRow: [row], Fingerprint: index, Content: sealed.rows},
    )


def secret_unit(tenant: str, actor: str) -> Unit:
    """Return what the ledger writes for a tenant's new secret; a tenant that has one can't get another."""
    row = {"tenant": tenant, "id": f"os_{secrets.token_hex(12)}", "secret": secrets.token_bytes(SECRET_BYTES)}
    return Unit(
        tenant=tenant,
        actor=actor,
        kind=SECRET_KIND,
        object_id=row["id"],
        commitment=row_commitment(SECRET_KIND, row),
        rows={OutreachSecret: [row]},
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
    return key.to_bytes(8, signed=True).hex()


def index_sound(row: Values, index: Sequence[Values], texts: Mapping[str, bytes]) -> bool:
    """Return whether the index holds an event's fingerprints as its contents do; where these are gone, none."""
    stored = texts.get(FINGERPRINTS)
    sent = msgspec.json.decode(stored, type=Sent).keys if stored else ()
    same_time = all(entry["sent_at"] == row["at"] for entry in index)
    return same_time and sorted(hexadecimal(entry["key"]) for entry in index) == sorted(sent)
