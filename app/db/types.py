"""Column types that mean the same on both databases."""

import datetime as dt

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def microseconds(instant: dt.datetime) -> int:
    """Return the microseconds since 1970 in UTC.

    Raises:
        ValueError: the time has no offset, so it is no instant.

    """
    if instant.tzinfo is None:
        raise ValueError("A time without an offset is no instant.")
    return (instant - EPOCH) // MICROSECOND


class Instant(TypeDecorator[dt.datetime]):
    """An instant, kept as whole microseconds since 1970 in UTC.

    An integer on both databases: it sorts, it is exact, and it has one spelling, so a hash over what is stored
    doesn't depend on a driver's idea of time zones. In psql: `to_timestamp(created_at / 1e6)`.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _dialect: Dialect) -> int | None:
        """Turn an instant into what is stored."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> dt.datetime | None:
        """Turn what is stored into an instant in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND
