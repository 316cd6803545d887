"""Who asks: a tenant's API key, or whoever reaches a service without keys."""

from typing import Literal, get_args

from msgspec import Struct

Scope = Literal["check", "rewrite", "history:read", "audit:read", "policy:write", "admin", "operator"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


class Caller(Struct, frozen=True, kw_only=True):
    """On whose behalf something is done.

    Attributes:
        tenant: whose records are read and written.
        actor: who did it, as the ledger says: the id of the key.
        scopes: what the caller may do.

    """

    tenant: str
    actor: str
    scopes: frozenset[Scope]

    def may(self, scope: str) -> bool:
        """Say whether the caller has a scope. Who looks after all tenants looks after its own, too."""
        return scope in self.scopes or (scope == "admin" and "operator" in self.scopes)


LOCAL = Caller(tenant="local", actor="local", scopes=frozenset(SCOPES))
"""Whoever works on the machine itself: the command line, and a service without keys."""
