"""The notary: checkpoints of each tenant's ledger, on demand and at intervals, and proofs that rest on them."""

from collections.abc import Callable
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit import proofs
from app.audit.checkpoints import last_checkpoint, new_checkpoint, standing_checkpoint, store_blocks
from app.audit.configuration import Configuration, announce
from app.audit.exported import Line
from app.audit.ledger import locked_end
from app.audit.notes import VerifierKey
from app.audit.offline import seal_text
from app.audit.signing import find_signer, signer
from app.audit.tables import Entry
from app.db.engine import for_writing, reachable
from app.domain.errors import RecordUnavailable
from app.domain.proof import Checkpoint, Consistency, Inclusion, LedgerEntry

T = TypeVar("T")


class Notary:
    """Signs with the configured key, else with one that is made for each tenant and kept with the record.

    Every method raises `RecordUnavailable` where the database fails or the ledger is damaged.
    """

    def __init__(self, engine: AsyncEngine, seed: bytes | None = None) -> None:
        self._engine = engine
        self._key = Ed25519PrivateKey.from_private_bytes(seed) if seed else None

    async def introduce(self, tenant: str, configuration: Configuration) -> None:
        """Put on a ledger what answers and who signs from here on, unless it says so already."""
        await self._write(lambda connection: announce(connection, tenant, configuration))
        await self.public_key(tenant)

    async def tenants(self) -> list[str]:
        """Return every tenant that has a ledger."""
        return await self._read(lambda connection: list(connection.scalars(select(Entry.tenant).distinct())))

    async def public_key(self, tenant: str) -> VerifierKey:
        """Return what a tenant's checkpoints are verified with."""

        def made(connection: Connection) -> VerifierKey:
            locked_end(connection, tenant)
            return signer(connection, tenant, self._key).public

        found = await self._read(lambda connection: find_signer(connection, tenant, self._key))
        return found.public if found else await self._write(made)

    async def last_checkpoint(self, tenant: str) -> Checkpoint | None:
        """Return the newest checkpoint, however long ago it was made."""
        return await self._read(lambda connection: last_checkpoint(connection, tenant))

    async def checkpoint(self, tenant: str) -> Checkpoint:
        """Return a signed head of all that the ledger holds now: the newest one, or a new one where it has grown."""
        if standing := await self._read(lambda connection: standing_checkpoint(connection, tenant, self._key)):
            return standing
        while not await self._write(lambda connection: store_blocks(connection, tenant)):
            pass  # in steps, so that nobody waits long for the lock
        return await self._write(lambda connection: new_checkpoint(connection, tenant, self._key))

    async def sealed(self, tenant: str, manifest: Line) -> Line:
        """Return an export's manifest with the key and its signature."""
        now = await self._read(lambda connection: find_signer(connection, tenant, self._key))
        if now is None:
            raise RecordUnavailable("The signing key is missing: verification of the ledger names it.")
        named = {**manifest, "public_key": str(now.public)}
        return {**named, "signature": now.sign(seal_text(now.origin, named))}

    async def entries(self, tenant: str, after: int, limit: int) -> tuple[LedgerEntry, ...]:
        """Return the entries after a sequence, in order."""
        return await self._read(lambda connection: proofs.entries_after(connection, tenant, after, limit))

    async def inclusion(self, tenant: str, kind: str, object_id: str) -> Inclusion:
        """Prove that the entry of an object is on the ledger, by the newest checkpoint or a new one.

        Raises:
            NotFound: no entry of this tenant is about such an object.

        """
        entry = await self._read(lambda connection: proofs.entry_of(connection, tenant, kind, object_id))
        last = await self.last_checkpoint(tenant)
        checkpoint = last if last and last.size >= entry.sequence else await self.checkpoint(tenant)
        return await self._read(lambda connection: proofs.inclusion(connection, entry, checkpoint))

    async def consistency(self, tenant: str, old: int, new: int | None = None) -> Consistency:
        """Prove that the ledger of `new` entries, or of all, is that of `old` with entries added.

        Raises:
            NotFound: the ledger isn't that long, or `old` exceeds `new`.

        """
        return await self._read(lambda connection: proofs.consistency(connection, tenant, old, new))

    async def _read(self, act: Callable[[Connection], T]) -> T:
        with reachable():
            async with self._engine.connect() as connection:
                return await connection.run_sync(act)

    async def _write(self, act: Callable[[Connection], T]) -> T:
        with reachable():
            async with for_writing(self._engine).begin() as connection:
                return await connection.run_sync(act)
