"""The keys that sign a tenant's checkpoints: the settings' own, or one made once and kept with the record."""

import datetime as dt
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from sqlalchemy import Connection, select

from app.audit.commitments import row_commitment
from app.audit.ledger import Unit, Values, append
from app.audit.notes import VerifierKey, origin_of, signed, verifier_key
from app.audit.tables import SigningKey
from app.domain.errors import RecordUnavailable

KIND = "signing_key"
ACTOR = "service"


class Signer(Struct, frozen=True):
    """A tenant's ledger by name, and the key to sign it with."""

    origin: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> VerifierKey:
        """What a signature is verified with."""
        return verifier_key(self.origin, self.private)

    def sign(self, text: str) -> str:
        """Return a text as a signed note."""
        return signed(text, self.origin, self.private)


def find_signer(connection: Connection, tenant: str, configured: Ed25519PrivateKey | None) -> Signer | None:
    """Return who signs now; None where the ledger doesn't know the key yet."""
    query = select(SigningKey.private).where(SigningKey.tenant == tenant)
    if configured:
        known = connection.scalars(query.where(SigningKey.id == id_of(configured))).all()
        return Signer(origin_of(tenant), configured) if known else None
    kept = connection.scalar(query.where(SigningKey.private.is_not(None)).order_by(SigningKey.at, SigningKey.id))
    return None if kept is None else Signer(origin_of(tenant), restored(kept))


def signer(connection: Connection, tenant: str, configured: Ed25519PrivateKey | None) -> Signer:
    """Return who signs, having put a new key on the ledger: for a transaction that writes and holds its lock."""
    if found := find_signer(connection, tenant, configured):
        return found
    private = configured or Ed25519PrivateKey.generate()
    append(connection, [key_unit(tenant, private, keep=configured is None)])
    return Signer(origin_of(tenant), private)


def key_unit(tenant: str, private: Ed25519PrivateKey, *, keep: bool) -> Unit:
    """Return what the ledger writes for a key; its secret half goes into the record only where `keep` says so."""
    row: Values = {
        "tenant": tenant,
        "id": id_of(private),
        "at": dt.datetime.now(dt.UTC),
        "public": private.public_key().public_bytes_raw(),
        "private": private.private_bytes_raw() if keep else None,
    }
    return Unit(
        tenant=tenant,
        actor=ACTOR,
        kind=KIND,
        object_id=row["id"],
        commitment=row_commitment(KIND, row),
        rows={SigningKey: [row]},
    )


def id_of(private: Ed25519PrivateKey) -> str:
    """Return the id of a key: by its public half, so that one key has one."""
    return f"sk_{hashlib.sha256(private.public_key().public_bytes_raw()).hexdigest()[:24]}"


def restored(private: bytes) -> Ed25519PrivateKey:
    """Return a kept key.

    Raises:
        RecordUnavailable: what is stored isn't what was written.

    """
    try:
        return Ed25519PrivateKey.from_private_bytes(private)
    except (ValueError, TypeError) as error:
        raise RecordUnavailable("The signing key is damaged: verification of the ledger names it.") from error


def public_keys(connection: Connection, tenant: str) -> list[VerifierKey]:
    """Return every key that ever signed for a tenant."""
    query = select(SigningKey.public).where(SigningKey.tenant == tenant).order_by(SigningKey.at, SigningKey.id)
    return [VerifierKey(origin_of(tenant), public) for public in connection.scalars(query)]
