"""What came of one draft: how it ended, what its first answer was worth, and what it took."""

from collections.abc import Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from app.domain.attempt import Attempt
from app.domain.context import Context
from app.domain.draft import Draft, Text
from app.domain.report import Report
from app.domain.rewrite import Rewrite
from app.evaluation.cases import Case, UnusableCases
from app.prompting.answer import parse_candidate
from app.rules import Ruleset

Ending = Literal["first", "retry", "degraded", "not_asked"]
"""A model's first answer stands, a later one, none; or there was nothing to ask."""


class Result(Struct, frozen=True, kw_only=True):
    """One draft's run through model and prompt.

    What is said of an answer is said of the first one that could be read: it shows what the prompt alone achieves.

    Attributes:
        id: the case's.
        model: who was asked.
        prompt: with which prompt, such as `rewrite/001`.
        ending: whose text stands at the end.
        reason: why the model's doesn't, where it doesn't.
        objections: the codes of what spoke against each answer as the model gave it, in order.
        mends: how many things code mended in the answer that stands.
        broken: rules that the draft broke and that wording can mend.
        mended: those of them that the answer keeps.
        says: how many facts the case names.
        said: how many of them the answer still holds.
        change: the share of words that the answer changed, 0 to 1; None where there is no answer.
        input_tokens: of all calls.
        output_tokens: of all calls.
        cost_usd: of all calls; None where no price is known.
        seconds: that all calls took.
        draft: what was to be rewritten.
        answer: the first answer that could be read.
        rewrite: what stands at the end.

    """

    id: str
    model: str
    prompt: str
    ending: Ending
    reason: str | None
    objections: tuple[tuple[str, ...], ...]
    mends: int
    broken: tuple[str, ...]
    mended: tuple[str, ...]
    says: int
    said: int
    change: float | None
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal | None
    seconds: float
    draft: Text
    answer: Text | None
    rewrite: Text | None


def result_of(
    case: Case, rewrite: Rewrite, attempts: Sequence[Attempt], rules: Ruleset, model: str, prompt: str
) -> Result:
    """Sum up one rewrite and its model calls."""
    answer = _first_answer(attempts)
    broken = _rewordable(rewrite.before)
    left = _rewordable(rules.check(case.draft.reworded(answer), case.context or Context())) if answer else broken
    return Result(
        id=case.id,
        model=model,
        prompt=prompt,
        ending=_ending(rewrite, attempts),
        reason=rewrite.degraded.reason if rewrite.degraded else None,
        objections=tuple(tuple(one.code for one in attempt.objections) for attempt in attempts),
        mends=sum(len(attempt.mends) for attempt in attempts if attempt.decision == "chosen"),
        broken=broken,
        mended=tuple(rule for rule in broken if rule not in left),
        says=len(case.says),
        said=_said(case.says, answer) if answer else 0,
        change=_change(case.draft, answer) if answer else None,
        input_tokens=rewrite.usage.input_tokens,
        output_tokens=rewrite.usage.output_tokens,
        cost_usd=Decimal(rewrite.usage.cost_usd) if rewrite.usage.cost_usd else None,
        seconds=sum(attempt.latency_ms for attempt in attempts) / 1000,
        draft=case.draft.text(),
        answer=answer,
        rewrite=rewrite.rewrite,
    )


def line(result: Result) -> bytes:
    """Return a result as it is kept: one JSON object a line."""
    return msgspec.json.encode(result) + b"\n"


def read_results(path: Path) -> list[Result]:
    """Read results that were kept.

    Raises:
        UnusableCases: the file can't be read, or holds something else.

    """
    try:
        return [msgspec.json.decode(line, type=Result) for line in path.read_bytes().splitlines()]
    except OSError as error:
        raise UnusableCases(f"{path}: {error.strerror or 'unreadable'}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnusableCases(f"{path} holds no results: {error}") from error


def _first_answer(attempts: Sequence[Attempt]) -> Text | None:
    read = (parse_candidate(attempt.completion) for attempt in attempts if attempt.completion)
    return next((answer for answer in read if isinstance(answer, Text)), None)


def _ending(rewrite: Rewrite, attempts: Sequence[Attempt]) -> Ending:
    if not attempts:
        return "not_asked"
    if rewrite.outcome != "rewritten":
        return "degraded"
    return "first" if sum(attempt.completion is not None for attempt in attempts) == 1 else "retry"


def _rewordable(report: Report | None) -> tuple[str, ...]:
    found = report.findings if report else ()
    return tuple(dict.fromkeys(finding.rule for finding in found if finding.weighs and finding.rewordable))


def _said(facts: Sequence[str], text: Text) -> int:
    whole = _plain(f"{text.subject or ''}\n{text.body}")
    return sum(_plain(fact) in whole for fact in facts)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _change(draft: Draft, text: Text) -> float:
    before, after = draft.body.split(), text.body.split()
    return 1 - SequenceMatcher(None, before, after, autojunk=False).ratio()
