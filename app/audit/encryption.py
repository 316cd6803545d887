"""Encryption at rest: each text under a key of its own, that one under its tenant's, that one under the master key.

    body        nonce + AES-GCM(text key, salt + body)      in `contents`
    text key    nonce + AES-GCM(tenant key, text key)       in `contents`, beside the body: they are erased together
    tenant key  nonce + AES-GCM(master key, tenant key)     in `tenant_keys`

The salt goes in with the body: whoever has only the file can't test a guess against the commitment. Each ciphertext is
bound to its place, so that no text passes for another.
"""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.commitments import SALT_BYTES
from app.audit.tables import Content, TenantKey
from app.db.engine import for_writing, reachable
from app.domain.errors import MasterKeyWrong

NONCE_BYTES = 12
KEY_BYTES = 32
PURPOSE = b"decorum/master-key/v1"
BATCH = 500

StoredText = dict[str, Any]
"""A row of `contents`, by column."""


class Undecipherable(Exception):
    """A text that no key at hand opens: it was changed, or stands in another's place."""


class Encryption:
    """Encrypts texts on their way to the database and opens them on the way back.

    Args:
        master: the secret that all keys hang on; None to store texts as they are.
        former: the master key before it: what is still under that one can be read.

    """

    def __init__(self, master: str | None = None, former: str | None = None) -> None:
        self._masters = [derived(secret) for secret in (master, former) if secret]
        self._tenants: dict[str, bytes] = {}

    @property
    def on(self) -> bool:
        """Whether texts are stored encrypted."""
        return bool(self._masters)

    def locked(self, connection: Connection, texts: Iterable[StoredText]) -> list[StoredText]:
        """Return texts as they are to be stored, in the transaction that stores them.

        A tenant's first text makes the tenant's key: no other transaction may write for the tenant beside.
        """
        if not self.on:
            return list(texts)
        # Of its own: a key made here isn't one for others before this transaction has come to its end.
        keys: dict[str, bytes] = {}
        found = []
        for text in texts:
            tenant = text["tenant"]
            if tenant not in keys:
                keys[tenant] = self._tenant_key(connection, tenant) or self._new_tenant_key(connection, tenant)
            found.append(locked(text, AESGCM(keys[tenant])))
        return found

    def opened(self, connection: Connection, row: StoredText) -> StoredText:
        """Return a row of `contents` with salt and body as they were given.

        Raises:
            Undecipherable: the row was tampered with, or the key is another.

        """
        if row["key"] is None:
            return row
        tenant_key = self._tenant_key(connection, row["tenant"])
        if tenant_key is None or row["salt"]:
            raise Undecipherable
        place = place_of(row)
        plain = unsealed(AESGCM(unsealed(AESGCM(tenant_key), row["key"], place)), row["body"], place)
        return {**row, "salt": plain[:SALT_BYTES], "body": plain[SALT_BYTES:], "key": None}

    async def check(self, engine: AsyncEngine) -> None:
        """Check that the master key opens what is stored.

        Raises:
            MasterKeyWrong: it doesn't, or there is none where texts are encrypted.
            RecordUnavailable: the database can't be read.

        """
        with reachable():
            async with engine.connect() as connection:
                kept = (await connection.execute(select(TenantKey.tenant, TenantKey.wrapped))).all()
        if kept and not self.on:
            raise MasterKeyWrong("The texts in this database are encrypted: set DECORUM_MASTER_KEY.")
        for tenant, wrapped in kept:
            if self._unwrapped(tenant, wrapped) is None:
                raise MasterKeyWrong("DECORUM_MASTER_KEY isn't the key that this database is encrypted with.")

    async def renew(self, engine: AsyncEngine) -> int:
        """Bring everything under the current master key: the tenants' keys, and texts stored before there was one.

        Returns how many texts were encrypted. Work goes on beside it: each batch is a transaction of its own.

        Raises:
            MasterKeyWrong: there is no master key, or what is stored is under another.
            RecordUnavailable: the database fails; it can be repeated.

        """
        await self.check(engine)
        if not self.on:
            raise MasterKeyWrong("There is no master key: set DECORUM_MASTER_KEY.")
        encrypted = 0
        with reachable():
            async with for_writing(engine).begin() as connection:
                await connection.run_sync(self._rewrap)
            while True:
                async with for_writing(engine).begin() as connection:
                    done = await connection.run_sync(self._encrypt_some)
                encrypted += done
                if done < BATCH:
                    return encrypted

    def _rewrap(self, connection: Connection) -> None:
        for tenant, wrapped in connection.execute(select(TenantKey.tenant, TenantKey.wrapped)).all():
            key = self._unwrapped(tenant, wrapped)
            if key is None:  # made by another process under another key, this very moment
                raise MasterKeyWrong("DECORUM_MASTER_KEY isn't the key that this database is encrypted with.")
            new = sealed(self._masters[0], key, place_of_key(tenant))
            connection.execute(update(TenantKey).where(TenantKey.tenant == tenant).values(wrapped=new))

    def _encrypt_some(self, connection: Connection) -> int:
        columns = Content.__table__.c
        rows = connection.execute(select(Content.__table__).where(columns.key.is_(None)).limit(BATCH)).mappings().all()
        for text in self.locked(connection, map(dict, rows)):
            this = [columns[name] == text[name] for name in ("tenant", "object_id", "kind")]
            values = {name: text[name] for name in ("salt", "body", "key")}
            connection.execute(update(Content).where(*this, columns.key.is_(None)).values(values))
        return len(rows)

    def word_key(self, connection: Connection, tenant: str) -> bytes | None:
        """Return what a tenant's words are hashed with in the index of words; None where the tenant has no key yet.

        Without a master key it is no secret: the texts beside the index aren't either.
        """
        key = (self._tenants.get(tenant) or self._read_key(connection, tenant)) if self.on else b""
        if key is None:
            return None
        return hashlib.blake2b(tenant.encode(), key=key, digest_size=KEY_BYTES, person=b"words").digest()

    def _tenant_key(self, connection: Connection, tenant: str) -> bytes | None:
        """Return a tenant's key; None where it has none, or none that opens."""
        if tenant not in self._tenants:
            key = self._read_key(connection, tenant)
            if key is None:
                return None
            self._tenants[tenant] = key
        return self._tenants[tenant]

    def _read_key(self, connection: Connection, tenant: str) -> bytes | None:
        """Read a tenant's key, which may be one that this very transaction has made: it isn't kept."""
        wrapped = connection.scalar(select(TenantKey.wrapped).where(TenantKey.tenant == tenant))
        return self._unwrapped(tenant, wrapped) if wrapped else None

    def _new_tenant_key(self, connection: Connection, tenant: str) -> bytes:
        key = AESGCM.generate_key(KEY_BYTES * 8)
        row = {"tenant": tenant, "wrapped": sealed(self._masters[0], key, place_of_key(tenant))}
        connection.execute(insert(TenantKey), row)
        return key

    def _unwrapped(self, tenant: str, wrapped: bytes) -> bytes | None:
        for master in self._masters:
            try:
                return unsealed(master, wrapped, place_of_key(tenant))
            except Undecipherable:
                continue
        return None


PLAIN = Encryption()


def derived(secret: str) -> AESGCM:
    """Return the key that a secret stands for; slow on purpose, so that a passphrase holds out longer."""
    return AESGCM(hashlib.scrypt(secret.encode(), salt=PURPOSE, n=2**14, r=8, p=1, dklen=KEY_BYTES))


def sealed(key: AESGCM, plain: bytes, place: bytes) -> bytes:
    """Encrypt under a fresh nonce, which goes before."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + key.encrypt(nonce, plain, place)


def unsealed(key: AESGCM, sealed_: bytes, place: bytes) -> bytes:
    """Decrypt what `sealed` made.

    Raises:
        Undecipherable: the key, the bytes or the place are others.

    """
    try:
        return key.decrypt(sealed_[:NONCE_BYTES], sealed_[NONCE_BYTES:], place)
    except (InvalidTag, ValueError, TypeError) as error:
        raise Undecipherable from error


def locked(text: StoredText, tenant_key: AESGCM) -> StoredText:
    """Return a text under a key of its own."""
    text_key = AESGCM.generate_key(KEY_BYTES * 8)
    place = place_of(text)
    return {
        **text,
        "salt": b"",
        "body": sealed(AESGCM(text_key), text["salt"] + text["body"], place),
        "key": sealed(tenant_key, text_key, place),
    }


def place_of(row: StoredText) -> bytes:
    """Return what binds a text to its place."""
    return msgspec.json.encode(["contents", row["tenant"], row["object_id"], row["kind"]])


def place_of_key(tenant: str) -> bytes:
    """Return what binds a tenant's key to its tenant."""
    return msgspec.json.encode(["tenant_keys", tenant])
