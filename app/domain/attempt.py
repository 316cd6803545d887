"""One model call: what was asked, what came back, and what verification said of it."""

import datetime as dt
from typing import Any, Literal

from msgspec import Struct

from app.domain.price import Price
from app.domain.rewrite import Change, PromptRef

Decision = Literal["chosen", "passed_over", "refused"]
"""Whether an answer became the rewrite, stood but gave way to a better one, or was refused."""

Purpose = Literal["rewrite", "judge"]
"""What a model was asked for: a rewrite, or a second opinion on one."""

Opinion = Literal["agreed", "objected", "no_opinion"]
"""What a second opinion said; none where the call failed, wasn't affordable, or its answer couldn't be read."""


def purpose_of(prompt: str) -> Purpose:
    """Return what a model is asked for by the prompt of a family."""
    return "judge" if prompt == "judge" else "rewrite"


class Message(Struct, frozen=True):
    """One message of a rendered prompt. Text from outside stands in user messages only."""

    role: Literal["system", "user"]
    content: str


class Prompt(Struct, frozen=True, kw_only=True):
    """A rendered prompt: the released template it came from, its messages, and the answer's schema."""

    ref: PromptRef
    messages: tuple[Message, ...]
    schema: dict[str, Any]


class Completion(Struct, frozen=True, kw_only=True):
    """A model's raw answer. Token counts are None where the provider reports none.

    `cached_tokens` are those of the `input_tokens` that the provider had from an earlier call.
    """

    text: str | None
    refusal: str | None = None
    finish_reason: str | None = None
    model: str
    response_id: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None


class CallError(Struct, frozen=True):
    """Why a call brought no completion: a code, a sentence fit to show, the HTTP status."""

    code: str
    detail: str
    status: int | None = None


class Objection(Struct, frozen=True):
    """Why a candidate was refused: a stable code, and a sentence that the next prompt can use."""

    code: str
    detail: str


class Mend(Struct, frozen=True):
    """What was made of an answer by code before it could stand.

    `fixed`: a safe fix of the rules', counted in the answer. `dropped`: a change of the model's that wasn't made,
    counted in the draft, whose own words stand there again.
    """

    step: Literal["fixed", "dropped"]
    change: Change


class Judgement(Struct, frozen=True, kw_only=True):
    """What came of one answer: what spoke against it as the model gave it, how it was mended, and the decision.

    `opinion` is the second one on it, None where nobody was to be asked.
    """

    decision: Decision = "refused"
    objections: tuple[Objection, ...] = ()
    mends: tuple[Mend, ...] = ()
    opinion: Opinion | None = None


class Attempt(Struct, frozen=True, kw_only=True):
    """One model call on record, failed ones too.

    `number` counts from 1 within a rewrite. `purpose` is what the model was asked for. `parameters` are those sent
    besides model and messages. Either `completion` or `error` is set. `cost_usd` is what the answer cost at `price`;
    both are None where that isn't known. `objections`, `mends`, `decision` and `opinion` are added when the record is
    read: verification comes later. A call that brought no answer has no decision, nor has one for a second opinion.
    """

    id: str
    rewrite_id: str
    number: int
    purpose: Purpose = "rewrite"
    created_at: dt.datetime
    model: str
    prompt: Prompt
    parameters: dict[str, Any]
    completion: Completion | None = None
    error: CallError | None = None
    latency_ms: int
    price: Price | None = None
    cost_usd: str | None = None
    objections: tuple[Objection, ...] = ()
    mends: tuple[Mend, ...] = ()
    decision: Decision | None = None
    opinion: Opinion | None = None
