"""A tenant's privacy settings as they are stored: each version one row; and back."""

import datetime as dt
import secrets

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.commitments import row_commitment
from app.audit.ledger import Unit, Values
from app.audit.tables import PrivacyRow
from app.domain.caller import Caller
from app.domain.errors import RecordUnavailable
from app.domain.privacy import PERIODS, PrivacyChoices, PrivacySettings

KIND = "privacy"


def privacy_unit(caller: Caller, settings: PrivacySettings) -> Unit:
    """Return what the ledger writes for a version of the settings."""
    choices = {name: getattr(settings, name) for name in PrivacyChoices.__struct_fields__}
    row: Values = {
        "tenant": caller.tenant,
        "id": f"pv_{secrets.token_hex(12)}",
        "version": settings.version,
        "at": settings.updated_at,
        "choices": msgspec.json.encode(choices).decode(),
    }
    return Unit(
        tenant=caller.tenant,
        actor=caller.actor,
        kind=KIND,
        object_id=row["id"],
        commitment=row_commitment(KIND, row),
        rows={PrivacyRow: [row]},
    )


async def standing_privacy(connection: AsyncConnection, tenant: str) -> PrivacySettings:
    """Read a tenant's settings; those that nobody chose are the defaults.

    Raises:
        RecordUnavailable: what is stored isn't what was written.

    """
    newest = select(PrivacyRow.version, PrivacyRow.at, PrivacyRow.choices).where(PrivacyRow.tenant == tenant)
    row = (await connection.execute(newest.order_by(PrivacyRow.version.desc()).limit(1))).one_or_none()
    if row is None:
        return settled(PrivacyChoices())
    try:
        choices = msgspec.json.decode(row.choices, type=PrivacyChoices)
    except msgspec.MsgspecError as error:
        raise RecordUnavailable("Stored settings are damaged: verification of the ledger names them.") from error
    return settled(choices, row.version, row.at)


def settled(choices: PrivacyChoices, version: int = 0, at: dt.datetime | None = None) -> PrivacySettings:
    """Return what choices come to."""
    return PrivacySettings(
        **{name: getattr(choices, name) for name in PrivacyChoices.__struct_fields__},
        periods=PERIODS[choices.retention],
        version=version,
        updated_at=at,
    )
