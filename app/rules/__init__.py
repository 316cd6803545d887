"""Draft in, findings out. Pure after load: no I/O, no clock."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from app.domain.context import Context
from app.domain.draft import Draft, Text
from app.domain.history import NOTHING_BEFORE, History
from app.domain.report import Report
from app.domain.waiver import Waiver
from app.rules.ruleset import Ruleset, rulebook, ruleset
from app.rules.waivers import Waivers

__all__ = ["Ruleset", "check", "mend", "rulebook", "ruleset"]

_NOTHING_KNOWN = Context()


def check(
    draft: Draft | Mapping[str, Any],
    context: Context | Mapping[str, Any] | None = None,
    policy: str = "default",
    history: History | None = None,
    waivers: Sequence[Waiver | Mapping[str, Any]] = (),
) -> Report:
    """Say what is wrong with a draft, and why.

    Args:
        draft: the message, as a `Draft` or as plain data of its shape.
        context: what is known besides; its `now` is the only clock the rules have.
        policy: the name of the policy that judges.
        history: what earlier outreach says about the draft, where it is on record.
        waivers: findings to let pass, as `Waiver`s or as plain data of their shape.

    Returns:
        Findings in reading order, score and verdict; the same for the same input.

    Raises:
        UnknownPolicy: no policy has this name.
        msgspec.ValidationError: the plain data isn't a draft or a context.

    """
    given = Waivers(msgspec.convert(waivers, tuple[Waiver, ...]))
    return ruleset(policy).check(msgspec.convert(draft, Draft), _context(context), history or NOTHING_BEFORE, given)


def mend(draft: Draft, context: Context | None = None, policy: str = "default") -> Text:
    """Return the draft's text with every safe fix made.

    Raises:
        UnknownPolicy: no policy has this name.

    """
    return ruleset(policy).mend(draft, context or _NOTHING_KNOWN).text()


def _context(context: Context | Mapping[str, Any] | None) -> Context:
    return _NOTHING_KNOWN if context is None else msgspec.convert(context, Context)
