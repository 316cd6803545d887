"""Keys made, rotated, revoked and listed. Each such step is an entry in the ledger of the key's tenant."""

import datetime as dt
from collections.abc import Callable, Collection

from msgspec import structs
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.keys import key_unit, restored_key, revocation_unit
from app.audit.ledger import Ledger, Unit
from app.db.engine import reachable
from app.domain.caller import SCOPES, Caller, Scope
from app.domain.errors import KeyEnded, KeyRefused, NotFound, RecordUnavailable, ScopeMissing
from app.domain.key import ApiKey, NewKey
from app.tenants import stored_keys, tokens
from app.tenants.keyring import Keyring, refuse_ended
from app.tenants.stored_keys import Found

OVERLAP = dt.timedelta(days=1)
FOLLOWED = "This key was rotated already: rotate the one that replaced it."


class Keys:
    """Writes through a ledger that has been entered, and reads from the engine.

    Whoever asks sees and changes the keys of its own tenant; with the scope `operator`, those of any. Every method
    raises `RecordUnavailable` where the database fails.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        ledger: Ledger,
        keyring: Keyring,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._engine = engine
        self._ledger = ledger
        self._keyring = keyring
        self._now = now

    async def make(
        self,
        caller: Caller,
        name: str,
        scopes: Collection[Scope],
        *,
        tenant: str | None = None,
        expires_at: dt.datetime | None = None,
    ) -> NewKey:
        """Make a key. A tenant that was never named before is made by that.

        Args:
            caller: who asks.
            name: what to call it.
            scopes: what it may do.
            tenant: whose it is; the caller's own where none is named.
            expires_at: when it ends; None for never.

        Raises:
            ScopeMissing: only an operator names another tenant, or makes an operator's key.

        """
        key = ApiKey(
            id="",
            name=name,
            tenant=tenant or caller.tenant,
            scopes=tuple(scope for scope in SCOPES if scope in scopes),
            created_at=self._now(),
            expires_at=expires_at and expires_at.astimezone(dt.UTC),
        )
        require_power(caller, key)
        return await self._made(caller, key)

    async def rotate(self, caller: Caller, id_: str, overlap: dt.timedelta = OVERLAP) -> NewKey:
        """Make a key that replaces another, which ends after the overlap.

        It may do the same, and lasts as long as the other was made for.

        Raises:
            NotFound: the caller knows no key of this id.
            KeyEnded: it was revoked or rotated, or has expired.
            ScopeMissing: only an operator rotates an operator's key.

        """
        row = await self._found(caller, id_)
        old, now = restored_key(row), self._now()
        require_power(caller, old)
        if row.successor is not None:
            raise KeyEnded(FOLLOWED)
        try:
            refuse_ended(old, now)
        except KeyRefused as error:
            raise KeyEnded(str(error)) from None
        lasting = old.expires_at and now + (old.expires_at - old.created_at)
        key = structs.replace(old, created_at=now, expires_at=lasting, replaces=id_, last_used_at=None)
        new = await self._made(caller, key, now + overlap)
        await self._keyring.forget(id_)
        return new

    async def revoke(self, caller: Caller, id_: str) -> None:
        """End a key now. Revoking it twice is no error.

        Raises:
            NotFound: the caller knows no key of this id.

        """
        row = await self._found(caller, id_)
        if row.revoked_at is None:
            await self._appended(revocation_unit(row.tenant, caller.actor, id_, self._now()))
        await self._keyring.forget(id_)

    async def list_keys(self, caller: Caller, tenant: str | None = None) -> list[ApiKey]:
        """Return the keys of a tenant in the order they were made, those that ended, too.

        Raises:
            ScopeMissing: only an operator names another tenant.

        """
        whose = tenant or caller.tenant
        if not reaches(caller, whose):
            raise ScopeMissing("Only a key with the scope 'operator' may name another tenant.")
        with reachable():
            async with self._engine.connect() as connection:
                return [restored_key(row) for row in await stored_keys.keys_of(connection, whose)]

    async def _made(self, caller: Caller, key: ApiKey, replaced_until: dt.datetime | None = None) -> NewKey:
        id_, secret = tokens.new_token()
        key = structs.replace(key, id=id_)
        if not await self._appended(key_unit(caller.actor, key, tokens.locked(secret), replaced_until)):
            raise KeyEnded(FOLLOWED)
        self._keyring.close()
        return NewKey(**structs.asdict(key), key=tokens.shown(id_, secret))

    async def _found(self, caller: Caller, id_: str) -> Found:
        row = None
        if tokens.ID.fullmatch(id_):  # a database may choke on the rest
            with reachable():
                async with self._engine.connect() as connection:
                    row = await stored_keys.one_key(connection, id_)
        if row is None or not reaches(caller, row.tenant):
            raise NotFound("There is no such key.")
        return row

    async def _appended(self, unit: Unit) -> bool:
        """Write a unit and say whether it was: not where somebody else was first."""
        try:
            await self._ledger.append(unit)
        except RecordUnavailable as error:
            if isinstance(error.__cause__, IntegrityError):
                return False
            raise
        return True


def reaches(caller: Caller, tenant: str) -> bool:
    """Say whether a caller may look after a tenant's keys."""
    return tenant == caller.tenant or "operator" in caller.scopes


def require_power(caller: Caller, key: ApiKey) -> None:
    """Let only an operator make keys beyond its own tenant, or with an operator's power.

    Raises:
        ScopeMissing: the caller is none.

    """
    if not reaches(caller, key.tenant) or ("operator" in key.scopes and "operator" not in caller.scopes):
        raise ScopeMissing("Only a key with the scope 'operator' may name another tenant or make an operator.")
