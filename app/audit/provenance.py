"""Provenance: is a text the output of a recorded rewrite? Told by a keyed hash, which by itself reveals nothing.

The key is a secret of the tenant's. It proves nothing, so it stands beside the ledger; the hashes made with it are
covered like whatever else in a row points to a person, and go with an erasure.
"""

import datetime as dt
import hashlib
import secrets
import unicodedata
from contextlib import suppress

from msgspec import Struct
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.rewrites import KIND
from app.audit.tables import Entry, ProvenanceKey, RewriteRow
from app.db.engine import UNAVAILABLE, for_writing, reachable
from app.domain.errors import RecordUnavailable
from app.domain.rewrite import AuditRef, Engine, Outcome

MOST = 20  # rewrites that are named


class Output(Struct, frozen=True, kw_only=True):
    """A recorded rewrite that a text is the output of."""

    id: str
    created_at: dt.datetime
    outcome: Outcome
    engine: Engine
    model: str | None
    audit: AuditRef


class Provenance:
    """Marks outputs, and finds the rewrites that a text is the output of.

    Every method raises `RecordUnavailable` where the database fails.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._secrets: dict[str, bytes] = {}

    async def mark(self, tenant: str, text: str) -> str:
        """Return the keyed hash of an output; how its words are spaced is of no account."""
        return marked(text, await self.secret(tenant))

    async def outputs(self, tenant: str, text: str) -> tuple[Output, ...]:
        """Return the rewrites that a text is the output of, newest first; of very many, the newest."""
        secret = await self._secret(tenant)
        if secret is None:
            return ()
        spoken_of = (Entry.tenant == RewriteRow.tenant) & (Entry.object_id == RewriteRow.id) & (Entry.type == KIND)
        query = select(RewriteRow.__table__, Entry.sequence, Entry.hash, Entry.at).join(Entry, spoken_of)
        query = query.where(RewriteRow.tenant == tenant, RewriteRow.output_key == marked(text, secret))
        with reachable():
            async with self._engine.connect() as connection:
                rows = await connection.execute(query.order_by(RewriteRow.created_at.desc(), RewriteRow.id).limit(MOST))
                return tuple(
                    Output(
                        id=row.id,
                        created_at=row.created_at,
                        outcome=row.outcome,
                        engine=row.engine,
                        model=row.model,
                        audit=AuditRef(row.sequence, row.hash, row.at),
                    )
                    for row in rows
                )

    async def secret(self, tenant: str) -> bytes:
        """Return the secret that a tenant's hashes are keyed with, a new one where there is none."""
        return await self._secret(tenant) or await self._new_secret(tenant)

    async def _secret(self, tenant: str) -> bytes | None:
        if tenant not in self._secrets:
            with reachable():
                async with self._engine.connect() as connection:
                    found = select(ProvenanceKey.secret).where(ProvenanceKey.tenant == tenant)
                    secret = await connection.scalar(found)
            if secret is None:
                return None
            self._secrets[tenant] = secret
        return self._secrets[tenant]

    async def _new_secret(self, tenant: str) -> bytes:
        row = {"tenant": tenant, "secret": secrets.token_bytes(32)}
        with reachable(), suppress(IntegrityError):  # another process may have been first
            async with for_writing(self._engine).begin() as connection:
                await connection.execute(insert(ProvenanceKey), row)
        secret = await self._secret(tenant)
        if secret is None:
            raise RecordUnavailable(UNAVAILABLE)
        return secret


def marked(text: str, secret: bytes) -> str:
    """Return the keyed hash of a text as people see it."""
    seen = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.blake2b(seen.encode("utf-8", "replace"), key=secret, digest_size=32, person=b"output").hexdigest()
