"""What a caller asks for: a draft to check or to rewrite, and on which terms."""

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from app.domain.context import Context, Line
from app.domain.draft import Draft
from app.domain.rewrite import Options
from app.domain.waiver import Waiver


class CheckRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft to check, what is known around it, the name of the policy to judge by, and findings to let pass."""

    draft: Draft
    context: Context | None = None
    policy: Line = "default"
    waivers: Annotated[tuple[Waiver, ...], Meta(max_length=100)] = ()

    def dated(self, now: dt.datetime) -> Context:
        """Return the context, with `now` where the caller says no time."""
        context = self.context or Context()
        return context if context.now else replace(context, now=now)


class RewriteRequest(CheckRequest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft to rewrite, what is known around it, and how to go about it."""

    options: Options | None = None


class ReplayRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rewrite on record to be made once more: by another model, with another version of its prompt."""

    model: Annotated[Line, Meta(min_length=1)] | None = None
    prompt_version: Annotated[Line, Meta(min_length=1)] | None = None
