"""What went before a draft: recorded outreach, and what it says about the draft. Unknown is never a breach."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from app.domain.context import Recipient
from app.domain.draft import Channel

OutreachEvent = Literal["sent", "replied", "declined"]

YEARS = range(1900, 2201)  # of an event: what lies outside is a slip, and microseconds of it are no JSON number


class Outreach(Struct, frozen=True, kw_only=True):
    """One event between the sender and a recipient, as it is on record.

    Of the recipient only `ref` and `company` are kept, and neither where the caller wished so.
    """

    id: str
    recipient: Recipient
    event: OutreachEvent
    at: dt.datetime
    channel: Channel


class SameText(Struct, frozen=True, kw_only=True):
    """How far nearly the same text has gone, or goes, to other people.

    Attributes:
        recipients: how many others.
        sentences: the sentences of this draft that they get, as they stand in its body.
        days: within how many days they got them; None for drafts that go out together.
        keys: the keyed hashes of some of them, where drafts go out together.

    """

    recipients: int
    sentences: tuple[str, ...]
    days: int | None = None
    keys: tuple[str, ...] = ()


class History(Struct, frozen=True, kw_only=True):
    """What earlier outreach says about a draft; None is unknown.

    Attributes:
        same_text: who else got its text; None where nobody did, too.
        same_drafts: who else would get its text by the drafts that go out with it. Where they got it before, they
            count here and not in `same_text`.
        company_recipients: other people at the recipient's company written to within the policy's days.
        notes_this_month: connection notes sent in the calendar month of the draft.
        invitations_this_week: connection notes sent in the seven days before the draft.

    """

    same_text: SameText | None = None
    same_drafts: SameText | None = None
    company_recipients: int | None = None
    notes_this_month: int | None = None
    invitations_this_week: int | None = None


NOTHING_BEFORE = History()


def in_utc(at: dt.datetime) -> dt.datetime:
    """Return the instant of an event in UTC, as it comes back from the record.

    Raises:
        ValueError: it lies outside the years of an event.

    """
    try:
        utc = at.astimezone(dt.UTC)
    except OverflowError:
        utc = None
    if utc is None or utc.year not in YEARS:
        raise ValueError(f"An event lies between the years {YEARS[0]} and {YEARS[-1]}.")
    return utc


def alike(shared: int, smaller: int, share: float) -> bool:
    """Say whether two messages are nearly the same text.

    Args:
        shared: how many sentences they have in common, greeting, pleasantries and sign-off left out.
        smaller: how many such sentences the shorter one has.
        share: how much of the shorter one makes them alike. One sentence in common may be the author's introduction
            of themselves, so it takes two, or all there is.

    """
    return shared >= smaller * share and (shared > 1 or smaller == 1)
