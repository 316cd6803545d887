"""Making a rewrite on record once more, with another model or prompt, and comparing the two."""

from collections.abc import Sequence

from msgspec.structs import replace

from app.audit.records import Record
from app.audit.replayable import Replayable
from app.domain.caller import Caller
from app.domain.errors import InvalidPrompt, UnknownModel, UnknownPrompt
from app.domain.progress import Progress, Run, unheard
from app.domain.report import Report
from app.domain.request import ReplayRequest
from app.domain.rewrite import Comparison, Rewrite
from app.outreach.correspondence import Correspondence
from app.prompting.released import load
from app.rewriting.calling import Model
from app.rewriting.deciding import distance
from app.rewriting.rewriter import Rewriter, new_id
from app.tenants.policies import Policies


class Replays:
    """Replays rewrites and puts them on record, each with a link to the one it replays.

    Args:
        record: where rewrites are kept.
        policies: what they were judged by.
        correspondence: what went before.
        rewriter: who does the rewriting.
        models: who may be asked.

    """

    def __init__(
        self,
        record: Record,
        policies: Policies,
        correspondence: Correspondence,
        rewriter: Rewriter,
        models: Sequence[Model],
    ) -> None:
        self._record = record
        self._policies = policies
        self._correspondence = correspondence
        self._rewriter = rewriter
        self._models = tuple(models)

    async def replay(
        self, caller: Caller, rewrite_id: str, request: ReplayRequest, progress: Progress = unheard
    ) -> Rewrite:
        """Make a rewrite once more from what is on record: draft, context, policy and its version, options, waivers.

        A model is asked even where it answered the same before.

        Raises:
            NotFound: this tenant has no such rewrite.
            Erased: it is erased.
            NotKept: its texts weren't kept whole.
            UnknownModel: the model isn't configured.
            UnknownPrompt: there is no such version of its prompt.
            RecordUnavailable: it can't be put on record: nothing may leave.

        """
        tenant = caller.tenant
        before = await self._record.replayable(tenant, rewrite_id)
        models = self._chosen(request, before)
        rules = await self._policies.ruleset_of(tenant, before.policy, before.policy_version)
        known = await self._correspondence.known(tenant, before.draft, before.context, rules)
        named = request.model is not None or request.prompt_version is not None
        made = await self._rewriter.asking(models).rewrite(
            caller,
            before.draft,
            before.context,
            replace(before.options, fresh=True, engine="auto" if named else before.options.engine),
            rules,
            known.history,
            before.waivers,
            Run(new_id("rw"), progress=progress, replays=before.rewrite_id),
        )
        return await self.compared(tenant, made)

    async def compared(self, tenant: str, rewrite: Rewrite) -> Rewrite:
        """Return a replay with what it is compared to; another rewrite as it is.

        Raises:
            RecordUnavailable: the record can't be read.

        """
        if rewrite.replays is None:
            return rewrite
        figures = await self._record.sides(tenant, [rewrite.id, rewrite.replays])
        found = await self._record.find_rewrites(tenant, [rewrite.replays])
        if rewrite.replays not in found:
            return rewrite
        original = found[rewrite.replays]
        texts = original.rewrite, rewrite.rewrite
        gone, new = differing(original.after, rewrite.after)
        comparison = Comparison(
            original=figures[original.id],
            replay=figures[rewrite.id],
            gone=gone,
            new=new,
            distance=distance(texts[0], texts[1]) if texts[0] and texts[1] else None,
        )
        return replace(rewrite, comparison=comparison)

    def _chosen(self, request: ReplayRequest, before: Replayable) -> tuple[Model, ...]:
        """Return whom to ask: the model named; else the one of before, if it still is configured; else all.

        Raises:
            UnknownModel: the one named isn't configured.
            UnknownPrompt: there is no such version.

        """
        chosen = tuple(model for model in self._models if model.name == (request.model or before.model))
        if request.model is not None and not chosen:
            raise UnknownModel(f"This service isn't configured to ask a model named {request.model!r}.")
        return tuple(prompted(model, request.prompt_version) for model in chosen or self._models)


def prompted(model: Model, version: str | None) -> Model:
    """Return a model with another version of its prompt.

    Raises:
        UnknownPrompt: there is none.

    """
    if version is None:
        return model
    try:
        return replace(model, template=load(f"{model.template.ref.id}/{version}"))
    except InvalidPrompt as error:
        raise UnknownPrompt(str(error)) from error


def differing(before: Report | None, after: Report | None) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the rules that only the first of two reports names, and those that only the second does."""
    if before is None or after is None:
        return None, None
    first, second = ({finding.rule for finding in report.findings} for report in (before, after))
    return tuple(sorted(first - second)), tuple(sorted(second - first))
