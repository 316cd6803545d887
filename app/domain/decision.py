"""What a person decided about a rewrite."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.domain.context import Line
from app.domain.draft import Body, Subject, Text
from app.domain.report import Report

Choice = Literal["accepted", "edited", "rejected"]


class Final(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text that was sent in the end."""

    subject: Subject | None = None
    body: Body


class Ruling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision as it is given: what, by whom, why, and with `edited` the final text."""

    decision: Choice
    by: Annotated[Line, Meta(min_length=1)]
    reason: Annotated[str, Meta(max_length=2_000)] | None = None
    final: Final | None = None


class Decision(Struct, frozen=True, kw_only=True):
    """A decision on record; the newest of a rewrite counts.

    Attributes:
        number: counts the decisions about one rewrite.
        reason: why, in the person's words; None where it wasn't kept, too.
        final: the text that was sent; None where none was given or kept.
        distance: characters that lie between rewrite and final text, those taken out and those put in; None where one
            of the two isn't there.
        report: the check of the final text, by the policy of the rewrite as it was then in force.

    """

    id: str
    rewrite_id: str
    number: int
    at: dt.datetime
    decision: Choice
    by: str
    reason: str | None
    final: Text | None
    distance: int | None
    report: Report | None
