"""Canonical JSON (RFC 8785): one value, one sequence of bytes, so that a hash means the value."""

import msgspec

MAX_INTEGER = 2**53 - 1  # beyond it, JSON numbers of other languages lose digits
ENCODER = msgspec.json.Encoder()


def canonical(value: object) -> bytes:
    """Encode strings, integers, booleans, None, lists and dicts of them.

    Floats are refused: their spelling is where implementations differ, and nothing we hash needs them.

    Raises:
        ValueError: a float, an integer beyond 2^53 - 1, a lone surrogate, or another type.

    """
    try:
        return ENCODER.encode(ordered(value))
    except UnicodeEncodeError as error:
        raise ValueError("Canonical JSON holds no lone surrogate.") from error


def ordered(value: object) -> object:
    """Return the value with the keys of its objects in order; refuse what has no canonical form."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return within_range(value)
    if isinstance(value, list | tuple):
        return [ordered(item) for item in value]
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value, key=utf16)}
    raise ValueError(f"Canonical JSON holds no {type(value).__name__}.")


def within_range(number: int) -> int:
    """Return an integer that every JSON reader keeps exact."""
    if abs(number) > MAX_INTEGER:
        raise ValueError("Canonical JSON holds no integer beyond 2^53 - 1.")
    return number


def utf16(key: object) -> bytes:
    """Return the order of a key: by UTF-16 code units, as RFC 8785 says."""
    if not isinstance(key, str):
        raise ValueError("The keys of canonical JSON are strings.")  # noqa: TRY004 -- one error for a bad value
    return key.encode("utf-16-be")
