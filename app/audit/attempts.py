"""An attempt as it is stored: its row and its texts; and back."""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Row

from app.audit.commitments import row_commitment
from app.audit.contents import Keeping, Stored, opened, seal
from app.audit.ledger import Unit, Values
from app.audit.tables import AttemptRow, Content
from app.audit.texts import line, whole
from app.domain.attempt import Attempt, CallError, Completion, Judgement, Message, Prompt, purpose_of
from app.domain.price import Price
from app.domain.rewrite import PromptRef

KIND = "attempt"


class Asked(Struct, frozen=True):
    """The messages as sent."""

    messages: tuple[Message, ...]


class Answered(Struct, frozen=True):
    """What came back: the raw response, a refusal, or what went wrong in words."""

    text: str | None
    refusal: str | None
    error: str | None


def attempt_unit(tenant: str, actor: str, attempt: Attempt, keeping: Keeping) -> Unit:
    """Return what the ledger writes for an attempt."""
    completion, error = attempt.completion, attempt.error
    answered = Answered(
        text=whole(completion.text) if completion else None,
        refusal=whole(completion.refusal) if completion else None,
        error=whole(error.detail) if error else None,
    )
    sealed = seal(tenant, attempt.id, {"prompt": Asked(attempt.prompt.messages), "response": answered}, keeping)
    row = {
        "tenant": tenant,
        **about_question(attempt),
        **about_completion(completion),
        "price": json_text(msgspec.to_builtins(attempt.price)) if attempt.price else None,
        "cost_usd": attempt.cost_usd,
        "error_code": line(error.code) if error else None,
        "error_status": error.status if error else None,
        **sealed.columns,
    }
    return Unit(
        tenant=tenant,
        actor=actor,
        kind=KIND,
        object_id=attempt.id,
        commitment=row_commitment(KIND, row),
        rows={AttemptRow: [row], Content: sealed.rows},
    )


def about_question(attempt: Attempt) -> Values:
    """Return the columns that say what was asked, and how long it took."""
    ref = attempt.prompt.ref
    return {
        "id": attempt.id,
        "rewrite_id": attempt.rewrite_id,
        "number": attempt.number,
        "created_at": attempt.created_at,
        "model": attempt.model,
        "prompt_id": ref.id,
        "prompt_version": ref.version,
        "prompt_hash": ref.hash,
        "parameters": json_text(attempt.parameters),
        "answer_schema": json_text(attempt.prompt.schema),
        "latency_ms": attempt.latency_ms,
    }


def about_completion(completion: Completion | None) -> Values:
    """Return the columns that say who answered; a failed call leaves them empty."""
    return {
        "answered_model": line(completion.model) if completion else None,
        "response_id": line(completion.response_id) if completion else None,
        "finish_reason": line(completion.finish_reason) if completion else None,
        "input_tokens": completion.input_tokens if completion else None,
        "output_tokens": completion.output_tokens if completion else None,
        "cached_tokens": completion.cached_tokens if completion else None,
    }


def json_text(value: dict[str, Any]) -> str:
    """Encode settings that may hold floats; what is hashed is this text, so their spelling is settled here."""
    return msgspec.json.encode(value, order="sorted").decode()


def restored_attempt(row: Row[Any], stored: Stored, judgement: Judgement | None) -> Attempt:
    """Rebuild an attempt from its row and what is stored of its texts.

    Raises:
        RecordUnavailable: a stored text isn't what was written.

    """
    asked = opened(stored.get("prompt"), Asked)
    answered = opened(stored.get("response"), Answered)
    return Attempt(
        id=row.id,
        rewrite_id=row.rewrite_id,
        number=row.number,
        purpose=purpose_of(row.prompt_id),
        created_at=row.created_at,
        model=row.model,
        prompt=Prompt(
            ref=PromptRef(row.prompt_id, row.prompt_version, row.prompt_hash),
            messages=asked.messages if asked else (),
            schema=msgspec.json.decode(row.answer_schema),
        ),
        parameters=msgspec.json.decode(row.parameters),
        completion=restored_completion(row, answered),
        error=restored_error(row, answered),
        latency_ms=row.latency_ms,
        price=msgspec.json.decode(row.price, type=Price) if row.price else None,
        cost_usd=row.cost_usd,
        objections=judgement.objections if judgement else (),
        mends=judgement.mends if judgement else (),
        decision=judgement.decision if judgement else None,
        opinion=judgement.opinion if judgement else None,
    )


def restored_completion(row: Row[Any], answered: Answered | None) -> Completion | None:
    """Return the model's answer, if it gave one; without its text where none was kept."""
    if row.answered_model is None:
        return None
    return Completion(
        text=answered.text if answered else None,
        refusal=answered.refusal if answered else None,
        finish_reason=row.finish_reason,
        model=row.answered_model,
        response_id=row.response_id,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        cached_tokens=row.cached_tokens,
    )


def restored_error(row: Row[Any], answered: Answered | None) -> CallError | None:
    """Return why the call failed, if it did; without the sentence where none was kept."""
    if row.error_code is None:
        return None
    return CallError(row.error_code, (answered.error if answered else None) or "", row.error_status)
