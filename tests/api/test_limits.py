"""How many requests a key may send."""

import pytest

from app.api.limits import Limits
from app.domain.errors import RateExceeded


class Clock:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def sent(limits: Limits, actor: str = "dk_1", most: int = 100) -> int:
    """Count the requests that come through until one doesn't."""
    for number in range(most):
        try:
            limits.count(actor)
        except RateExceeded:
            return number
    return most


@pytest.mark.parametrize("per_minute", [1, 3, 7, 60])
def test_a_minutes_worth_comes_through_at_once_and_then_one_at_a_time(per_minute: int) -> None:
    clock = Clock()
    limits = Limits(per_minute, clock)
    assert sent(limits) == per_minute
    assert sent(limits, "dk_2") == per_minute
    with pytest.raises(RateExceeded) as refused:
        limits.count("dk_1")
    assert refused.value.retry_after == pytest.approx(60 / per_minute)
    clock.seconds += refused.value.retry_after
    assert sent(limits) == 1
    clock.seconds += 1_000
    assert sent(limits) == per_minute


def test_without_a_limit_everything_comes_through() -> None:
    assert sent(Limits(None)) == 100
