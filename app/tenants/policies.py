"""A tenant's policies: released, read, deleted; and the rulesets that they come to."""

import asyncio
import datetime as dt
from collections import OrderedDict

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.audit.ledger import Ledger, Unit
from app.audit.policies import deletion_unit, release_unit, restored_policy, restored_release
from app.db.engine import reachable
from app.domain.caller import Caller
from app.domain.errors import InvalidPolicy, NotFound, RecordUnavailable, ShippedPolicy, UnknownPolicy
from app.domain.policy import Choices, Refusal, Release
from app.rules import Ruleset, rulebook, ruleset
from app.rules.choices import settle
from app.rules.policy import Policy
from app.rules.ruleset import in_force, shipped
from app.tenants import stored
from app.tenants.stored import Found

COMPILED = 64
TRIALS = 5
BARE = Policy(name="", version=0, title="")  # what a policy inherits that inherits nothing


class Policies:
    """Writes through a ledger that has been entered, and reads from the engine.

    Every method raises `RecordUnavailable` where the database fails; for policies of ours it isn't asked.
    """

    def __init__(self, engine: AsyncEngine, ledger: Ledger) -> None:
        self._engine = engine
        self._ledger = ledger
        self._compiled: OrderedDict[tuple[str, str, int], Ruleset] = OrderedDict()

    async def ruleset(self, tenant: str, name: str) -> Ruleset:
        """Return the rules in force under a policy: one of ours, or the newest release of the tenant's own.

        Raises:
            UnknownPolicy: no policy has this name.

        """
        if name in shipped():
            return ruleset(name)
        row = await self._standing(tenant, name)
        if row is None:
            raise UnknownPolicy(f"There is no policy named {name!r}.")
        return self._in_force(tenant, row)

    async def ruleset_of(self, tenant: str, name: str, version: int) -> Ruleset:
        """Return the rules of one release, of a deleted policy, too; of our own policies, as they are now.

        Raises:
            UnknownPolicy: there never was such a release.

        """
        if name in shipped():
            return ruleset(name)
        with reachable():
            async with self._engine.connect() as connection:
                row = await stored.release_of(connection, tenant, name, version)
        if row is None:
            raise UnknownPolicy(f"There is no version {version} of a policy named {name!r}.")
        return self._in_force(tenant, row)

    async def release(self, caller: Caller, name: str, choices: Choices) -> tuple[Release, bool]:
        """Make the next version of a policy; return it as it is on record, and whether the policy is new.

        Raises:
            ShippedPolicy: the name is that of a policy of ours.
            InvalidPolicy: some choices can't be followed; each is named.

        """
        _refuse_shipped(name)
        for trial in range(TRIALS):
            release, policy, new = await self._next(caller.tenant, name, choices)
            if await self._appended(
                release_unit(caller.tenant, caller.actor, release, policy), last=trial + 1 == TRIALS
            ):
                break
        return release, new

    async def find(self, tenant: str, name: str) -> Release:
        """Return the newest release of a policy, or one of ours.

        Raises:
            NotFound: there is no policy of this name.

        """
        if name in shipped():
            return _ours(name)
        row = await self._standing(tenant, name)
        if row is None:
            raise NotFound(f"There is no policy named {name!r}.")
        return restored_release(row)

    async def versions(self, tenant: str, name: str) -> list[Release]:
        """Return every release of a policy, the newest first; those of a deleted one, too.

        Raises:
            NotFound: there never was a policy of this name.

        """
        if name in shipped():
            return [_ours(name)]
        with reachable():
            async with self._engine.connect() as connection:
                found = await stored.releases(connection, tenant, name)
        if not found:
            raise NotFound(f"There is no policy named {name!r}.")
        return found

    async def list_policies(self, tenant: str) -> list[Release]:
        """Return the policies of ours, then the newest release of each of the tenant's own."""
        with reachable():
            async with self._engine.connect() as connection:
                own = await stored.all_standing(connection, tenant)
        return [*map(_ours, shipped()), *map(restored_release, own)]

    async def delete(self, caller: Caller, name: str) -> None:
        """Delete a policy; its versions stay on record. Deleting it twice is no error.

        Raises:
            ShippedPolicy: the name is that of a policy of ours.
            NotFound: there never was a policy of this name.

        """
        _refuse_shipped(name)
        with reachable():
            async with self._engine.connect() as connection:
                row = await stored.newest(connection, caller.tenant, name)
        if row is None:
            raise NotFound(f"There is no policy named {name!r}.")
        if not row.deleted:
            await self._appended(deletion_unit(caller.tenant, caller.actor, name, row.version, dt.datetime.now(dt.UTC)))

    def _in_force(self, tenant: str, row: Found) -> Ruleset:
        """Return what a release compiles to; those used last are kept."""
        key = (tenant, row.name, row.version)
        if key not in self._compiled:
            self._compiled[key] = in_force(restored_policy(row))
        self._compiled.move_to_end(key)
        while len(self._compiled) > COMPILED:
            self._compiled.popitem(last=False)
        return self._compiled[key]

    async def _standing(self, tenant: str, name: str) -> Found | None:
        with reachable():
            async with self._engine.connect() as connection:
                return await stored.standing(connection, tenant, name)

    async def _next(self, tenant: str, name: str, choices: Choices) -> tuple[Release, Policy, bool]:
        """Return the release after the newest, what its choices come to, and whether there is no policy to follow."""
        with reachable():
            async with self._engine.connect() as connection:
                last = await stored.newest(connection, tenant, name)
                parent = await _inherited(connection, tenant, name, choices.inherits)
        version = last.version + 1 if last else 1
        # In a thread: proving the examples of many house rules takes a while.
        settled = await asyncio.to_thread(settle, name, version, choices, parent, rulebook())
        release = Release(
            **{field: getattr(choices, field) for field in Choices.__struct_fields__},
            name=name,
            version=version,
            shipped=False,
            inherits_version=parent.version or None,
            created_at=dt.datetime.now(dt.UTC),
        )
        return release, settled.policy, last is None or last.deleted

    async def _appended(self, unit: Unit, *, last: bool = False) -> bool:
        """Write a unit and say whether it was: not where another process was first, unless this was the last trial."""
        try:
            await self._ledger.append(unit)
        except RecordUnavailable as error:
            if last or not isinstance(error.__cause__, IntegrityError):
                raise
            return False
        return True


def _refuse_shipped(name: str) -> None:
    if name in shipped():
        raise ShippedPolicy(f"The policy {name!r} ships with the product: make one that inherits it, by another name.")


def _ours(name: str) -> Release:
    policy = ruleset(name).policy
    return Release(
        inherits=None,
        title=policy.title,
        off=policy.off,
        severities=dict(policy.severities),
        parameters={rule: dict(values) for rule, values in policy.parameters.items()},
        name=name,
        version=policy.version,
        shipped=True,
        inherits_version=None,
        created_at=None,
    )


async def _inherited(connection: AsyncConnection, tenant: str, name: str, inherits: str | None) -> Policy:
    """Return the policy to inherit, as it is now.

    Raises:
        InvalidPolicy: there is none of this name, or it comes from this very policy.

    """
    if inherits is None:
        return BARE
    if inherits in shipped():
        return ruleset(inherits).policy
    row = await stored.standing(connection, tenant, inherits)
    if row is None:
        raise _not_inherited(UnknownPolicy.code, f"There is no policy named {inherits[:100]!r}.")
    await _refuse_circle(connection, tenant, name, row)
    return restored_policy(row)


async def _refuse_circle(connection: AsyncConnection, tenant: str, name: str, row: Found | None) -> None:
    while row is not None:
        if row.name == name:
            raise _not_inherited("circle", f"What it inherits comes from {name!r} itself.")
        release = restored_release(row)
        if release.inherits is None or release.inherits in shipped() or release.inherits_version is None:
            return
        row = await stored.release_of(connection, tenant, release.inherits, release.inherits_version)


def _not_inherited(code: str, detail: str) -> InvalidPolicy:
    return InvalidPolicy(Refusal(("inherits",), code, detail))
