"""How long a provider asks to wait before the next call."""

import datetime as dt
import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

LONGEST = 3600.0


def retry_after(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Read `retry-after-ms` or `Retry-After` (seconds or an HTTP date) as seconds from `now`.

    What can't be read, or lies in the past, counts as not said; more than an hour counts as an hour.
    `headers` must find names in any case.
    """
    for seconds in (_milliseconds(headers), _seconds(headers), _date(headers, now)):
        if seconds is not None and seconds >= 0:
            return min(seconds, LONGEST)
    return None


def _milliseconds(headers: Mapping[str, str]) -> float | None:
    value = _number(headers.get("retry-after-ms"))
    return None if value is None else value / 1000


def _seconds(headers: Mapping[str, str]) -> float | None:
    return _number(headers.get("retry-after"))


def _date(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    try:
        date = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    # A date written with "-0000" comes back naive; HTTP dates are always UTC.
    return (date if date.tzinfo else date.replace(tzinfo=dt.UTC)).timestamp() - now.timestamp()


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
