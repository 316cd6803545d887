"""Running drafts through a model, one after the other, on a record that is thrown away."""

import tempfile
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace

from app.domain.caller import LOCAL
from app.domain.errors import DecorumError
from app.evaluation.cases import Case
from app.evaluation.results import Result, result_of
from app.llm.client import Client
from app.parts import Parts, running, wire
from app.settings import Settings


class NoModel(DecorumError):
    """Nobody to ask."""

    code = "no_model"


async def evaluate(
    settings: Settings, cases: Iterable[Case], *, prompt: str | None = None, llm: Client | None = None
) -> AsyncIterator[Result]:
    """Yield what comes of each case, in order; the same rewriting as everywhere, and the same for equal answers.

    Args:
        settings: which model, and how long to wait for it. Its database isn't touched.
        cases: what to rewrite.
        prompt: which prompt, such as `rewrite/001`; None for that of the model's profile.
        llm: stands in for the client of the settings' model.

    Raises:
        NoModel: the settings name no model, or no way to it.
        InvalidPrompt: there is no such prompt.

    """
    with tempfile.TemporaryDirectory() as folder:
        own = replace(settings, database_url=f"sqlite+aiosqlite:///{folder}/record.db")
        parts = wire(own, llm, prompt)
        async with running(parts):
            for case in cases:
                yield await _result(parts, case)


async def _result(parts: Parts, case: Case) -> Result:
    if not parts.models:
        raise NoModel("No model can be asked: name one, and set OPENAI_API_KEY or OPENAI_BASE_URL.")
    model = parts.models[0]
    rewrite = await parts.desk.rewrite(LOCAL, case)
    attempts = await parts.record.attempts_of(LOCAL.tenant, rewrite.id)
    rules = await parts.policies.ruleset(LOCAL.tenant, case.policy)
    return result_of(case, rewrite, attempts, rules, model.name, model.template.ref.name)
