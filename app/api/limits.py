"""How many requests a key may send: a bucket of one minute's worth each, filled up steadily, in memory."""

import time
from collections.abc import Callable

from app.domain.errors import RateExceeded

MINUTE = 60.0
ROUNDING = 1e-6


class Limits:
    """Counts requests, by who sends them.

    Args:
        per_minute: how many each may send in a minute; None for any number.
        clock: seconds that never run backwards.

    """

    def __init__(self, per_minute: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._spacing = MINUTE / per_minute if per_minute else 0.0
        self._clock = clock
        # One number is a whole bucket: when it will be full again. Only keys that were verified have one.
        self._full_at: dict[str, float] = {}

    def count(self, actor: str) -> None:
        """Count one request.

        Raises:
            RateExceeded: it is one too many; a while later it won't be.

        """
        if not self._spacing:
            return
        now = self._clock()
        full_at = max(self._full_at.get(actor, now), now) + self._spacing
        wait = full_at - now - MINUTE
        if wait > ROUNDING:
            raise RateExceeded("This key has sent as many requests as it may just now.", wait)
        self._full_at[actor] = full_at
