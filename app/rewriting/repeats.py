"""The exact repeat: what a model was asked before, and answered well, it isn't asked again.

Only the text is taken over. It is verified against the draft like any candidate, so a repeat is as good as an answer.
"""

import hashlib
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from app.audit.records import Record
from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.report import Report
from app.domain.rewrite import Options, PromptRef, Rewrite
from app.rewriting.assignment import Assignment
from app.rewriting.calling import Model
from app.rewriting.verification import Verification, verify

encoder = msgspec.json.Encoder(order="sorted")


class Question(Struct, frozen=True, kw_only=True):
    """All that an answer depends on; the report stands for the ruleset and for what went before."""

    draft: Draft
    context: Context
    options: Options
    before: Report
    model: str
    prompt: PromptRef
    parameters: dict[str, Any]


class Repeat(Struct, frozen=True):
    """An earlier answer to the same question, verified anew."""

    earlier: Rewrite
    verified: Verification

    def of(self, rewrite: Rewrite) -> Rewrite:
        """Return the rewrite as one that repeats the earlier one; nobody was asked for it."""
        earlier = self.earlier
        return replace(
            rewrite,
            outcome="rewritten",
            engine="llm",
            model=earlier.model,
            prompt=earlier.prompt,
            repeated_from=earlier.id,
        )


class Repeats:
    """The earlier answers to one question, of one tenant."""

    def __init__(self, record: Record, tenant: str, assignment: Assignment) -> None:
        self._record = record
        self._tenant = tenant
        self._assignment = assignment

    async def digest(self, model: Model) -> str:
        """Return what the question to a model is found by; without the secret nobody can test a guess at it."""
        content = encoder.encode(self._question(model))
        return hashlib.blake2b(
            content, digest_size=32, key=await self._record.secret(self._tenant), person=b"repeat"
        ).hexdigest()

    async def found(self, model: Model) -> Repeat | None:
        """Return a model's newest answer that still stands; None where there is none, or a fresh one is wanted."""
        if self._assignment.options.fresh:
            return None
        earlier = await self._record.find_repeat(self._tenant, await self.digest(model))
        if earlier is None or earlier.rewrite is None:
            return None
        verified = verify(self._assignment, earlier.rewrite)
        return Repeat(earlier, verified) if verified.accepted else None

    def _question(self, model: Model) -> Question:
        assignment = self._assignment
        return Question(
            draft=assignment.draft,
            context=replace(assignment.context, now=None),  # what the time changes, stands in the report
            options=bare(assignment.options),
            before=assignment.before,
            model=model.name,
            prompt=model.template.ref,
            parameters=dict(model.client.parameters),
        )


def bare(options: Options) -> Options:
    """Return the options that an answer depends on."""
    return replace(options, metadata={}, external_ref=None, store=None, fresh=False, deadline=None, max_cost_usd=None)
