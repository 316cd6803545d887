"""What a person decided about a rewrite: how far the final text is from it, and what the rules say of that."""

import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from app.audit.decidable import Decidable
from app.audit.records import Record
from app.domain.caller import Caller
from app.domain.decision import Decision, Final, Ruling
from app.domain.draft import FIELDS, Draft, Text
from app.domain.errors import RecordUnavailable, UnknownPolicy
from app.domain.report import Report
from app.rewriting.diffing import edits
from app.rewriting.rewriter import new_id
from app.rules import Ruleset, ruleset
from app.tenants.policies import Policies

TRIALS = 5


class Decisions:
    """Takes decisions and puts them on record.

    Args:
        record: where rewrites and decisions are kept.
        policies: what a final text is checked by.
        now: the time of day.

    """

    def __init__(
        self, record: Record, policies: Policies, *, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    ) -> None:
        self._record = record
        self._policies = policies
        self._now = now

    async def decide(self, caller: Caller, rewrite_id: str, ruling: Ruling) -> Decision:
        """Put a decision on record, in place of the one before, and return it.

        Raises:
            NotFound: this tenant has no such rewrite.
            Erased: the rewrite is erased.
            RecordUnavailable: it can't be put on record.

        """
        for trial in range(TRIALS):
            about = await self._record.decidable(caller.tenant, rewrite_id)
            decision = await self._taken(caller, about, ruling)
            try:
                await self._record.record_decision(caller, decision, about)
            except RecordUnavailable as error:  # of two that count up at once, one has to do it again
                if trial + 1 == TRIALS or not isinstance(error.__cause__, IntegrityError):
                    raise
            else:
                break
        return decision

    async def _taken(self, caller: Caller, about: Decidable, ruling: Ruling) -> Decision:
        final = Text(ruling.final.subject, ruling.final.body) if ruling.final else None
        return Decision(
            id=new_id("de"),
            rewrite_id=about.rewrite_id,
            number=about.number,
            at=self._now(),
            decision=ruling.decision,
            by=ruling.by,
            reason=ruling.reason,
            final=final,
            distance=distance(about.text, final) if about.text and final else None,
            report=await self._checked(caller.tenant, about, ruling.final) if ruling.final else None,
        )

    async def _checked(self, tenant: str, about: Decidable, final: Final) -> Report:
        draft = Draft(channel=about.channel, subject=final.subject, body=final.body)
        context = about.context if about.context.now else replace(about.context, now=self._now())
        return (await self._rules(tenant, about.policy)).check(draft, context)

    async def _rules(self, tenant: str, policy: str) -> Ruleset:
        """Return the rules of a policy as they are now; those of the default one where it is deleted."""
        try:
            return await self._policies.ruleset(tenant, policy)
        except UnknownPolicy:
            return ruleset("default")


def distance(rewrite: Text, final: Text) -> int:
    """Count the characters that were taken out of a rewrite and put into it to make the final text."""
    return sum(
        edit.end - edit.start + len(edit.after)
        for name in FIELDS
        for edit in edits(rewrite.field(name) or "", final.field(name) or "")
    )
