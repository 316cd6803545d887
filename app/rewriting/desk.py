"""Where requests are taken: by the tenant's policy, with what outreach says. Every entry comes in here."""

import asyncio
import datetime as dt
from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from app.domain.caller import Caller
from app.domain.history import History, SameText
from app.domain.progress import Run
from app.domain.report import Report
from app.domain.request import CheckRequest, RewriteRequest
from app.domain.rewrite import Options, Rewrite
from app.domain.waiver import Waiver
from app.outreach.correspondence import Correspondence
from app.rewriting.rewriter import Rewriter
from app.rules.waivers import Waivers
from app.tenants.policies import Policies
from app.tenants.privacy import Privacy
from app.tenants.waivers import StandingWaivers


class Desk:
    """Takes requests to check or rewrite a draft.

    Args:
        policies: what tenants judge by.
        privacy: what tenants settled about their texts.
        correspondence: what went before.
        rewriter: who does the rewriting.
        standing: what tenants let pass in all of their drafts.
        now: the time that a draft is judged at where its caller says none.

    """

    def __init__(
        self,
        policies: Policies,
        privacy: Privacy,
        correspondence: Correspondence,
        rewriter: Rewriter,
        standing: StandingWaivers,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._policies = policies
        self._privacy = privacy
        self._correspondence = correspondence
        self._rewriter = rewriter
        self._standing = standing
        self._now = now

    async def admit(self, tenant: str, request: CheckRequest) -> None:
        """Let a request pass that is to be worked on later.

        Raises:
            UnknownPolicy: the tenant has none of that name.
            RecordUnavailable: the tenant's policies can't be read.

        """
        await self._policies.ruleset(tenant, request.policy)

    async def keeps_all(self, tenant: str, request: RewriteRequest) -> bool:
        """Say whether the texts of a rewrite are kept whole, by request or by what the tenant settled.

        Raises:
            RecordUnavailable: the tenant's settings can't be read.

        """
        return (await self._privacy.applied(tenant, request.options or Options())).kept == "full"

    async def check(self, tenant: str, request: CheckRequest, together: SameText | None = None) -> Report:
        """Judge a draft. Nothing is stored and no model is called.

        Args:
            tenant: whose policies, and whose outreach.
            request: the draft, and on which terms.
            together: how far the same text goes out with others that are checked with it.

        Raises:
            UnknownPolicy: the tenant has none of that name.
            RecordUnavailable: what went before can't be read.

        """
        rules = await self._policies.ruleset(tenant, request.policy)
        known = await self._correspondence.known(tenant, request.draft, request.dated(self._now()), rules)
        history, waivers = with_others(known.history, together), Waivers(await self._waivers(tenant, request))
        check = partial(rules.check, request.draft, known.context, history, waivers)
        return await asyncio.to_thread(check) if rules.slow else check()

    async def rewrite(self, caller: Caller, request: RewriteRequest, run: Run | None = None) -> Rewrite:
        """Rewrite a draft and put it on record.

        Args:
            caller: whose record, and who asked for it.
            request: the draft, and on which terms.
            run: what the rewrite shall be called, and who is told of each step; a new one where none is given.

        Raises:
            UnknownPolicy: the tenant has none of that name.
            RecordUnavailable: it can't be put on record: nothing may leave.

        """
        rules = await self._policies.ruleset(caller.tenant, request.policy)
        options = await self._privacy.applied(caller.tenant, request.options or Options())
        known = await self._correspondence.known(caller.tenant, request.draft, request.dated(self._now()), rules)
        return await self._rewriter.rewrite(
            caller,
            request.draft,
            known.context,
            options,
            rules,
            known.history,
            await self._waivers(caller.tenant, request),
            run,
        )

    async def _waivers(self, tenant: str, request: CheckRequest) -> tuple[Waiver, ...]:
        """Return what passes in the draft: the tenant's waivers, then its own, which win."""
        return (*await self._standing.in_force(tenant, self._now()), *request.waivers)


def with_others(history: History, together: SameText | None) -> History:
    """Return what went before with what goes out together, where that reaches more people."""
    if together is None or (history.same_text and history.same_text.recipients >= together.recipients):
        return history
    return replace(history, same_text=together)
