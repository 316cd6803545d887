"""A tenant's waiver, and its withdrawal, as they are stored: one row each; and back."""

import datetime as dt
import secrets
from typing import Any

from sqlalchemy import Row

from app.audit.commitments import row_commitment
from app.audit.ledger import Unit, Values
from app.audit.tables import WaiverRow
from app.domain.caller import Caller
from app.domain.waiver import StandingWaiver

KIND = "waiver"


def new_id() -> str:
    """Return an id that nobody can guess."""
    return f"wv_{secrets.token_hex(12)}"


def waiver_unit(caller: Caller, waiver: StandingWaiver) -> Unit:
    """Return what the ledger writes for a waiver."""
    return _unit(
        caller,
        {
            "id": waiver.id,
            "at": waiver.created_at,
            "withdraws": None,
            "fingerprint": waiver.fingerprint,
            "by": waiver.by,
            "reason": waiver.reason,
            "expires_at": waiver.expires_at,
        },
    )


def withdrawal_unit(caller: Caller, waiver_id: str, at: dt.datetime) -> Unit:
    """Return what the ledger writes for the end of a waiver."""
    empty: Values = {"fingerprint": None, "by": None, "reason": None, "expires_at": None}
    return _unit(caller, {"id": new_id(), "at": at, "withdraws": waiver_id, **empty})


def _unit(caller: Caller, columns: Values) -> Unit:
    row: Values = {"tenant": caller.tenant, **columns}
    return Unit(
        tenant=caller.tenant,
        actor=caller.actor,
        kind=KIND,
        object_id=row["id"],
        commitment=row_commitment(KIND, row),
        rows={WaiverRow: [row]},
    )


def restored_waiver(row: Row[Any]) -> StandingWaiver:
    """Rebuild a waiver from its row."""
    return StandingWaiver(
        id=row.id,
        created_at=row.at,
        fingerprint=row.fingerprint,
        by=row.by,
        reason=row.reason,
        expires_at=row.expires_at,
    )
