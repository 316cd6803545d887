"""The figures of a run, and two runs side by side."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import chain
from statistics import median

from msgspec import Struct

from app.evaluation.results import Ending, Result


class Figure(Struct, frozen=True):
    """One line of the table: what is counted, and the value of each run in words."""

    label: str
    values: tuple[str, ...]


def figures(runs: Sequence[Sequence[Result]]) -> list[Figure]:
    """Return the figures of each run, side by side, most telling first."""
    return [Figure(label, tuple(value(run) for run in runs)) for label, value in _FIGURES.items()]


def objections(run: Iterable[Result]) -> Counter[str]:
    """Count the answers that each kind of objection was raised against."""
    return Counter(chain.from_iterable(set(codes) for result in run for codes in result.objections))


def endings(run: Iterable[Result]) -> Counter[Ending]:
    """Count how the drafts ended."""
    return Counter(result.ending for result in run)


def title(run: Sequence[Result]) -> str:
    """Name a run: its model and its prompt."""
    return f"{run[0].model}, {run[0].prompt}" if run else "no drafts"


def _asked(run: Sequence[Result]) -> list[Result]:
    return [result for result in run if result.ending != "not_asked"]


def _ended(*wanted: Ending) -> Callable[[Sequence[Result]], str]:
    return lambda run: _of(sum(result.ending in wanted for result in run), len(_asked(run)))


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none"


def _answered(run: Sequence[Result]) -> str:
    return _of(sum(result.answer is not None for result in run), len(_asked(run)))


def _mended(run: Sequence[Result]) -> str:
    return _of(sum(len(one.mended) for one in _asked(run)), sum(len(one.broken) for one in _asked(run)))


def _kept(run: Sequence[Result]) -> str:
    answered = [result for result in run if result.answer]
    return _of(sum(one.said for one in answered), sum(one.says for one in answered))


def _changed(run: Sequence[Result]) -> str:
    sizes = [result.change for result in run if result.change is not None]
    return f"{median(sizes):.0%} of words (median)" if sizes else "none"


def _tokens(run: Sequence[Result]) -> str:
    return f"{sum(one.input_tokens for one in run):,} in, {sum(one.output_tokens for one in run):,} out"


def _cost(run: Sequence[Result]) -> str:
    costs = [result.cost_usd for result in _asked(run)]
    known = [cost for cost in costs if cost is not None]
    return f"{sum(known, Decimal()):.4f} USD" if known and len(known) == len(costs) else "unknown"


def _seconds(run: Sequence[Result]) -> str:
    taken = [result.seconds for result in _asked(run)]
    return f"{median(taken):.1f} s (median), {max(taken):.1f} s (slowest)" if taken else "none"


_FIGURES: dict[str, Callable[[Sequence[Result]], str]] = {
    "drafts": lambda run: str(len(run)),
    "accepted at first": _ended("first"),
    "accepted after retry": _ended("retry"),
    "of these mended by code": lambda run: str(sum(result.mends > 0 for result in run)),
    "degraded to safe fixes": _ended("degraded"),
    "first answer readable": _answered,
    "rules mended by it": _mended,
    "facts kept by it": _kept,
    "changed by it": _changed,
    "tokens": _tokens,
    "cost": _cost,
    "time for a draft": _seconds,
}
