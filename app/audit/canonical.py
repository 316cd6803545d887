"""Canonical JSON (RFC 8785): one value, one sequence of bytes, so that a hash means the value."""

import msgspec

MAX_INTEGER = 2**53 - 1  # beyond it, JSON numbers of other languages lose digits
ENCODER = msgspec.json.Encoder()
SORTING_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical(value: object) -> bytes:
    """Encode strings, integers, booleans, None, lists and dicts of them.

    Floats are refused: their spelling is where implementations differ, and nothing we hash needs them.

    Raises:
        ValueError: a float, an integer beyond 2^53 - 1, a lone surrogate, or another type.

    """
    try:
        if ascii_keys(value):
            return SORTING_ENCODER.encode(value)  # sorts by code point, which is the same for ASCII
        return ENCODER.encode(ordered(value))
    except UnicodeEncodeError as error:
        raise ValueError("Canonical JSON holds no lone surrogate.") from error


def ascii_keys(value: object) -> bool:
    """Refuse what has no canonical form; say whether every key of the rest is ASCII, as nearly all are."""
    ascii_ = True
    waiting = [value]
    for item in waiting:  # grows on the way: flat is several times faster than recursive
        kind = type(item)
        if kind is str or item is None or kind is bool:
            continue
        if isinstance(item, dict):
            ascii_ = keys(item).isascii() and ascii_
            waiting += item.values()
        elif isinstance(item, list | tuple):
            waiting += item
        else:
            check_scalar(item)
    return ascii_


def keys(mapping: dict[str, object]) -> str:
    """Return the keys of an object as one text; refuse any that is no string."""
    try:
        return "".join(mapping)
    except TypeError as error:
        raise ValueError("The keys of canonical JSON are strings.") from error


def check_scalar(value: object) -> None:
    """Refuse all but strings and integers that every JSON reader keeps exact."""
    if isinstance(value, str):
        return
    if not isinstance(value, int):
        raise ValueError(f"Canonical JSON holds no {type(value).__name__}.")  # noqa: TRY004 -- one error for all
    if abs(value) > MAX_INTEGER:
        raise ValueError("Canonical JSON holds no integer beyond 2^53 - 1.")


def ordered(value: object) -> object:
    """Return the value with the keys of its objects in order: by UTF-16 code units, as RFC 8785 says."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: ordered(value[name]) for name in names}
    if isinstance(value, list | tuple):
        return [ordered(item) for item in value]
    return value
