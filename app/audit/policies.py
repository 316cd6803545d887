"""A policy's release, and its deletion, as they are stored: one row each; and back."""

import datetime as dt
import secrets
from typing import Any

import msgspec
from sqlalchemy import Row

from app.audit.commitments import row_commitment
from app.audit.ledger import Unit, Values
from app.audit.tables import PolicyRow
from app.domain.errors import RecordUnavailable
from app.domain.policy import Choices, Release
from app.rules.policy import Policy

KIND = "policy"
DAMAGED = "A stored policy is damaged: verification of the ledger names it."


def release_unit(tenant: str, actor: str, release: Release, policy: Policy) -> Unit:
    """Return what the ledger writes for a release; `policy` is what its choices come to.

    Raises:
        ValueError: the release has no date: it is one of ours.

    """
    choices = {name: getattr(release, name) for name in Choices.__struct_fields__}
    return _unit(
        tenant,
        actor,
        {
            **_about(release.name, release.version, release.created_at),
            "deleted": False,
            "inherits_version": release.inherits_version,
            "choices": msgspec.json.encode(choices).decode(),
            "policy": msgspec.json.encode(policy).decode(),
        },
    )


def deletion_unit(tenant: str, actor: str, name: str, version: int, at: dt.datetime) -> Unit:
    """Return what the ledger writes for a policy's deletion; `version` is its newest."""
    empty: Values = {"inherits_version": None, "choices": None, "policy": None}
    return _unit(tenant, actor, {**_about(name, version, at), "deleted": True, **empty})


def _about(name: str, version: int, at: dt.datetime | None) -> Values:
    if at is None:
        raise ValueError("What is recorded has a date.")
    return {"id": f"po_{secrets.token_hex(12)}", "name": name, "version": version, "at": at}


def _unit(tenant: str, actor: str, columns: Values) -> Unit:
    row: Values = {"tenant": tenant, **columns}
    return Unit(
        tenant=tenant,
        actor=actor,
        kind=KIND,
        object_id=row["id"],
        commitment=row_commitment(KIND, row),
        rows={PolicyRow: [row]},
    )


def restored_release(row: Row[Any], deleted_at: dt.datetime | None = None) -> Release:
    """Rebuild a release from its row.

    Raises:
        RecordUnavailable: what is stored isn't what was written.

    """
    try:
        choices = msgspec.json.decode(row.choices or "", type=Choices)
    except msgspec.MsgspecError as error:
        raise RecordUnavailable(DAMAGED) from error
    return Release(
        **msgspec.structs.asdict(choices),
        name=row.name,
        version=row.version,
        shipped=False,
        inherits_version=row.inherits_version,
        created_at=row.at,
        deleted_at=deleted_at,
    )


def restored_policy(row: Row[Any]) -> Policy:
    """Rebuild the policy that a release's choices came to.

    Raises:
        RecordUnavailable: what is stored isn't what was written.

    """
    try:
        return msgspec.json.decode(row.policy or "", type=Policy)
    except msgspec.MsgspecError as error:
        raise RecordUnavailable(DAMAGED) from error
