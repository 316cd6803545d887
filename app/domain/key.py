"""An API key: who may come in, what for and how long."""

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from app.domain.caller import Scope

TenantName = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}\Z")]


class ApiKey(Struct, frozen=True, kw_only=True):
    """A key as anybody may see it who looks after keys.

    Attributes:
        id: the start of the key itself, so that one found somewhere can be told.
        name: what its owner calls it.
        tenant: whose records it opens.
        scopes: what it may do.
        created_at: when it was made.
        expires_at: when it ends, or ended: by its date, or by the overlap after its rotation; None for never.
        revoked_at: when it was revoked.
        replaces: the id of the key that it was rotated from.
        last_used_at: when it was last seen, to the minute or so.

    """

    id: str
    name: str
    tenant: str
    scopes: tuple[Scope, ...]
    created_at: dt.datetime
    expires_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None
    replaces: str | None = None
    last_used_at: dt.datetime | None = None


class NewKey(ApiKey, frozen=True, kw_only=True):
    """A key just made. `key` is what a caller sends; it is shown this once and kept nowhere."""

    key: str
