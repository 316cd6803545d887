"""What a tenant settles about its texts: how much is kept, for how long, and what a model gets to see."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from app.domain.context import Line
from app.domain.rewrite import Store

Retention = Literal["forever", "180_days", "3_years", "4_years", "privacy_first"]


class Periods(Struct, frozen=True):
    """Days that each class of data is kept; None is for good. The chain itself, which holds no text, always stays."""

    content_days: int | None = None
    metadata_days: int | None = None


PERIODS: dict[Retention, Periods] = {
    "forever": Periods(),
    "180_days": Periods(180, 180),
    "3_years": Periods(3 * 366, 3 * 366),
    "4_years": Periods(4 * 366, 4 * 366),
    "privacy_first": Periods(30, 180),
}


class LegalHold(Struct, frozen=True, forbid_unknown_fields=True):
    """While it stands, nothing is erased and nothing is purged."""

    reason: Annotated[Line, Meta(min_length=1)]


class PrivacyChoices(Struct, frozen=True, kw_only=True):
    """What a tenant has chosen.

    Attributes:
        store: how much of the texts is kept where a request doesn't say.
        mask: whether a model gets tokens in place of names, addresses, numbers and links, where a request doesn't say.
        retention: how long what is kept.
        legal_hold: why nothing may be destroyed just now.
        record_reads: whether reading rewrites or model calls leaves an entry in the ledger, before anything is shown.

    """

    store: Store = "full"
    mask: bool = False
    retention: Retention = "forever"
    legal_hold: LegalHold | None = None
    record_reads: bool = False


class PrivacyChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a tenant chooses anew; what isn't named stays as it is, a legal hold above all."""

    store: Store | UnsetType = UNSET
    mask: bool | UnsetType = UNSET
    retention: Retention | UnsetType = UNSET
    legal_hold: LegalHold | UnsetType | None = UNSET
    record_reads: bool | UnsetType = UNSET

    def named(self) -> dict[str, object]:
        """Return what is named."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in given.items() if value is not UNSET}


class PrivacySettings(PrivacyChoices, frozen=True, kw_only=True):
    """What a tenant chose last: `version` counts its choices, and is 0 before the first."""

    periods: Periods
    version: int = 0
    updated_at: dt.datetime | None = None
