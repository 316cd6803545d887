"""A rewrite as it is stored: its row, the rules it broke, its texts; and back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Row

from app.audit.commitments import row_commitment
from app.audit.contents import Keeping, Stored, opened, seal, with_references
from app.audit.indexing import Words, stored_words
from app.audit.ledger import Unit, Values
from app.audit.tables import Content, Repeatable, RewriteRow, RewriteRule
from app.domain.attempt import Judgement
from app.domain.caller import Caller
from app.domain.context import Context
from app.domain.draft import Channel, Draft, Text
from app.domain.report import Report
from app.domain.rewrite import (
    AuditRef,
    Change,
    Degraded,
    DegradedReason,
    ExternalRef,
    Faithfulness,
    Options,
    PromptRef,
    Rewrite,
    Usage,
)

KIND = "rewrite"

Judgements = Mapping[int, Judgement]


class Request(Struct, frozen=True, kw_only=True):
    """What the caller gave. Metadata and external reference stand elsewhere, so `options` is without them."""

    draft: Draft | None
    context: Context
    options: Options
    metadata: dict[str, str]


class Answer(Struct, frozen=True, kw_only=True):
    """What came of it, with the judgement of each attempt by its number."""

    rewrite: Text | None
    before: Report | None
    after: Report | None
    changes: tuple[Change, ...]
    faithfulness: Faithfulness
    degraded: str | None
    judgements: dict[int, Judgement] = {}


class StoredDraft(Struct, frozen=True):
    """A draft as it was accepted then, whatever the limits are now or its redaction made of it."""

    channel: Channel
    subject: str | None
    body: str


class StoredRequest(Struct, frozen=True):
    """What reading a rewrite needs of its request."""

    draft: StoredDraft | None
    metadata: dict[str, str]


class StoredContext(Struct, frozen=True):
    """What judging another text for the same recipient needs of a request."""

    context: Context


class StoredAsking(Struct, frozen=True):
    """What asking once more needs of a request."""

    context: Context
    options: Options


class StoredJudgements(Struct, frozen=True):
    """What reading attempts needs of an answer."""

    judgements: dict[int, Judgement] = {}


def rewrite_unit(
    caller: Caller,
    rewrite: Rewrite,
    context: Context,
    options: Options,
    judgements: Judgements,
    output_key: str | None = None,
    digest: str | None = None,
) -> Unit:
    """Return what the ledger writes for a rewrite; `output_key` is the keyed hash of its output.

    Raises:
        ValueError: it lacks its draft or the report on it, or a text holds a lone surrogate.

    """
    if rewrite.draft is None or rewrite.before is None:
        raise ValueError("A rewrite is recorded with its draft and the report on it.")
    tenant, actor = caller.tenant, caller.actor
    bare = structs.replace(options, metadata={}, external_ref=None)
    texts = {
        "request": Request(draft=rewrite.draft, context=context, options=bare, metadata=rewrite.metadata),
        "answer": answer_of(rewrite, judgements),
    }
    sealed = seal(tenant, rewrite.id, texts, Keeping(options.kept, context))
    row = with_references(
        {
            "tenant": tenant,
            **about_request(rewrite, rewrite.draft.channel, context),
            **about_reports(rewrite.before, rewrite.after),
            **about_engine(rewrite),
            "output_key": output_key,
            **sealed.columns,
        }
    )
    rules = sorted({finding.rule for finding in rewrite.before.findings})
    broken = [
        {"tenant": tenant, "rewrite_id": rewrite.id, "rule": rule, "created_at": rewrite.created_at} for rule in rules
    ]
    about = {"tenant": tenant, "digest": digest, "created_at": rewrite.created_at, "rewrite_id": rewrite.id}
    repeatable = [about] if digest and options.kept == "full" else []
    return Unit(
        tenant=tenant,
        actor=actor,
        kind=KIND,
        object_id=rewrite.id,
        commitment=row_commitment(KIND, row, rules),
        rows={RewriteRow: [row], RewriteRule: broken, Content: sealed.rows, Repeatable: repeatable},
        words=[
            Words(
                tenant=tenant,
                rewrite_id=rewrite.id,
                created_at=rewrite.created_at,
                words=stored_words({text["kind"]: text["body"] for text in sealed.rows}),
            )
        ],
        updates=[rewrite.id],
    )


def answer_of(rewrite: Rewrite, judgements: Judgements) -> Answer:
    """Return the texts of the answer."""
    return Answer(
        rewrite=rewrite.rewrite,
        before=rewrite.before,
        after=rewrite.after,
        changes=rewrite.changes,
        faithfulness=rewrite.faithfulness,
        degraded=rewrite.degraded.detail if rewrite.degraded else None,
        judgements=dict(judgements),
    )


def about_request(rewrite: Rewrite, channel: Channel, context: Context) -> Values:
    """Return the columns that say whose rewrite this is and how it ended."""
    external = rewrite.external_ref
    return {
        "id": rewrite.id,
        "created_at": rewrite.created_at,
        "channel": channel,
        "outcome": rewrite.outcome,
        "degraded_reason": rewrite.degraded.reason if rewrite.degraded else None,
        "recipient_ref": context.recipient.ref if context.recipient else None,
        "external_system": external.system if external else None,
        "external_type": external.type if external else None,
        "external_id": external.id if external else None,
    }


def about_reports(before: Report, after: Report | None) -> Values:
    """Return the columns that say what the checks made of it, by which rules."""
    return {
        "policy": before.rulebook.policy,
        "policy_version": before.rulebook.policy_version,
        "ruleset_hash": before.rulebook.hash,
        "rulebook_version": before.rulebook.version,
        "score_before": before.score,
        "score_after": after.score if after else None,
        "verdict_before": before.verdict,
        "verdict_after": after.verdict if after else None,
    }


def about_engine(rewrite: Rewrite) -> Values:
    """Return the columns that say who wrote it and what that took."""
    prompt = rewrite.prompt
    return {
        "faithful": rewrite.faithfulness.accepted,
        "engine": rewrite.engine,
        "model": rewrite.model,
        "prompt_id": prompt.id if prompt else None,
        "prompt_version": prompt.version if prompt else None,
        "prompt_hash": prompt.hash if prompt else None,
        "attempts": rewrite.attempts,
        "input_tokens": rewrite.usage.input_tokens,
        "output_tokens": rewrite.usage.output_tokens,
        "cost_usd": rewrite.usage.cost_usd,
        "repeated_from": rewrite.repeated_from,
        "replays": rewrite.replays,
    }


def restored_rewrite(
    row: Row[Any], stored: Stored, audit: AuditRef | None, erased_at: dt.datetime | None = None
) -> Rewrite:
    """Rebuild a rewrite from its row and what is stored of its texts.

    Raises:
        RecordUnavailable: a stored text isn't what was written.

    """
    request = opened(stored.get("request"), StoredRequest)
    answer = opened(stored.get("answer"), Answer)
    return Rewrite(
        id=row.id,
        created_at=row.created_at,
        outcome=row.outcome,
        degraded=restored_degraded(row.degraded_reason, answer),
        draft=restored_draft(request),
        rewrite=answer.rewrite if answer else None,
        before=answer.before if answer else None,
        after=answer.after if answer else None,
        changes=answer.changes if answer else (),
        faithfulness=answer.faithfulness if answer else Faithfulness(accepted=row.faithful),
        engine=row.engine,
        model=row.model,
        prompt=PromptRef(row.prompt_id, row.prompt_version, row.prompt_hash) if row.prompt_id else None,
        attempts=row.attempts,
        repeated_from=row.repeated_from,
        replays=row.replays,
        usage=Usage(row.input_tokens, row.output_tokens, row.cost_usd),
        metadata=request.metadata if request else {},
        external_ref=restored_reference(row),
        audit=audit,
        erased_at=None if stored else erased_at,  # a text that came after the erasure is there
    )


def restored_draft(request: StoredRequest | None) -> Draft | None:
    """Return the draft, where it was kept."""
    if request is None or request.draft is None:
        return None
    draft = request.draft
    return Draft(channel=draft.channel, subject=draft.subject, body=draft.body)


def restored_degraded(reason: DegradedReason | None, answer: Answer | None) -> Degraded | None:
    """Return why the answer wasn't a model's; the detail is gone where no text was kept."""
    return Degraded(reason, answer.degraded or "" if answer else "") if reason else None


def restored_reference(row: Row[Any]) -> ExternalRef | None:
    """Return the caller's own record that the draft belongs to."""
    if row.external_id is None:
        return None
    return ExternalRef(system=row.external_system, type=row.external_type, id=row.external_id)
