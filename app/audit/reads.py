"""Reads, as the ledger says them: to whom rewrites were shown, where their tenant asks for that."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Literal

import msgspec

from app.audit.commitments import row_commitment
from app.audit.ledger import Unit, Values
from app.audit.tables import ReadRow
from app.domain.caller import Caller

KIND = "read"

Shown = Literal["rewrite", "attempts"]


def read_unit(caller: Caller, shown: Shown, ids: Sequence[str], at: dt.datetime) -> Unit:
    """Return what the ledger writes for rewrites that are shown, or for their model calls."""
    row: Values = {
        "tenant": caller.tenant,
        "id": f"rd_{secrets.token_hex(12)}",
        "at": at,
        "shown": shown,
        "objects": msgspec.json.encode(ids).decode(),
    }
    return Unit(
        tenant=caller.tenant,
        actor=caller.actor,
        kind=KIND,
        object_id=row["id"],
        commitment=row_commitment(KIND, row),
        rows={ReadRow: [row]},
    )
