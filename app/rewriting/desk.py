"""Where requests are taken: by the tenant's policy, with what outreach says. Every entry comes in here."""

import asyncio
import datetime as dt
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from app.domain.caller import Caller
from app.domain.context import Context
from app.domain.errors import UnknownPolicy
from app.domain.history import SameText
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
        known = await self._correspondence.known(tenant, request.draft, request.dated(self._now()), rules, together)
        waivers = Waivers(await self._waivers(tenant, request))
        check = partial(rules.check, request.draft, known.context, known.history, waivers)
        return await asyncio.to_thread(check) if rules.slow else check()

    async def compare(self, tenant: str, requests: Sequence[CheckRequest | None]) -> list[SameText | None]:
        """Say how far the text of each draft goes out with the others, before any is judged.

        Raises:
            RecordUnavailable: the tenant's policies can't be read.

        """
        given = [request for request in requests if request]
        shares = {name: await self._share(tenant, name) for name in {request.policy for request in given}}
        drafts = [(request.draft, request.context or Context()) for request in given]
        found = await self._correspondence.compare(tenant, drafts, [shares[request.policy] for request in given])
        together = iter(found)
        return [next(together) if request else None for request in requests]

    async def _share(self, tenant: str, policy: str) -> float:
        """Return how much makes two texts alike under a policy; more than all where it doesn't ask."""
        with suppress(UnknownPolicy):
            if rule := (await self._policies.ruleset(tenant, policy)).active.get("mass-message"):
                return float(rule.parameters["share"])
        return math.inf

    async def rewrite(
        self, caller: Caller, request: RewriteRequest, run: Run | None = None, together: SameText | None = None
    ) -> Rewrite:
        """Rewrite a draft and put it on record.

        Args:
            caller: whose record, and who asked for it.
            request: the draft, and on which terms.
            run: what the rewrite shall be called, and who is told of each step; a new one where none is given.
            together: how far the same text goes out with others that are rewritten with it.

        Raises:
            UnknownPolicy: the tenant has none of that name.
            RecordUnavailable: it can't be put on record: nothing may leave.

        """
        rules = await self._policies.ruleset(caller.tenant, request.policy)
        options = await self._privacy.applied(caller.tenant, request.options or Options())
        known = await self._correspondence.known(
            caller.tenant, request.draft, request.dated(self._now()), rules, together
        )
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
