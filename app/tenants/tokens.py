"""Keys as callers send them: `dk_` and 16 hex digits, which are the id, then `_` and the secret of 256 bits."""

import hashlib
import re
import secrets
from hmac import compare_digest

from app.audit.keys import Lock

FORM = re.compile(rb"(dk_[0-9a-f]{16})_([0-9a-f]{64})")
ID = re.compile(r"dk_[0-9a-f]{16}")
SALT_BYTES = 16


def new_token() -> tuple[str, bytes]:
    """Return a new id and a new secret."""
    return f"dk_{secrets.token_hex(8)}", secrets.token_hex(32).encode()


def shown(id_: str, secret: bytes) -> str:
    """Return the key that a caller sends."""
    return f"{id_}_{secret.decode()}"


def split(token: bytes) -> tuple[str, bytes] | None:
    """Return the id and the secret of what a caller sent; None where it is no key of ours."""
    found = FORM.fullmatch(token)
    return (found[1].decode(), found[2]) if found else None


def locked(secret: bytes) -> Lock:
    """Return what is kept of a secret. Nobody can guess 256 random bits, so a fast hash holds."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Lock(salt, _hash(secret, salt))


def opens(secret: bytes, lock: Lock) -> bool:
    """Say whether a secret is the right one, in the same time for any."""
    return compare_digest(_hash(secret, lock.salt), lock.hash)


def _hash(secret: bytes, salt: bytes) -> bytes:
    return hashlib.blake2b(secret, digest_size=32, salt=salt, person=b"decorum api key").digest()
