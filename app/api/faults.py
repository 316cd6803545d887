"""What is wrong with a request, field by field, in words that a person understands."""

import re
from collections.abc import Callable
from typing import get_args

from msgspec import Meta, Struct, inspect

from app.domain.context import Line
from app.domain.draft import Body
from app.domain.key import TenantName
from app.domain.policy import Replacement, Words
from app.domain.waiver import FINGERPRINT, Fingerprint

PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?:key` in `)?\$(?P<path>[^`]*)`)?$", re.DOTALL)
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
MAX_NAME = 100
KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a decimal number",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
    "datetime": "a time such as 2026-11-23T09:00:00+01:00",
}


class Fault(Struct, frozen=True):
    """One fault: where (a JSON pointer into the body, or the parameter's name after a slash), its code, a sentence."""

    pointer: str
    code: str
    detail: str


def fault_of(message: str, shape: object) -> Fault:
    """Turn msgspec's message about data of the given shape into a fault."""
    what, path = split(message)
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        name = found[1][:MAX_NAME]
        return Fault(pointer([*path, name]), "unknown_field", f"There is no field {name!r} here.")
    if found := re.fullmatch(r"Object missing required field `(.*)`", what):
        return Fault(pointer([*path, found[1]]), "missing_field", f"The field {found[1]!r} is missing.")
    return Fault(pointer(path), *explain(what, shape, path))


def pattern_of(annotated: object) -> str:
    """Return the pattern of an annotated string."""
    meta = next(meta for meta in get_args(annotated) if isinstance(meta, Meta))
    return meta.pattern or ""


def split(message: str) -> tuple[str, list[str]]:
    """Split msgspec's message into what is wrong and the steps to the place."""
    found = PLACE.match(message)
    what, path = (found["what"], found["path"]) if found else (message, "")
    return what, [step[1] or step[2] for step in STEP.finditer(path or "")]


def pointer(steps: list[str]) -> str:
    """Write a JSON pointer (RFC 6901)."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def explain(what: str, shape: object, path: list[str]) -> tuple[str, str]:
    """Find code and sentence for what msgspec says about the value at a path of a shape."""
    if what.startswith("Invalid enum value"):
        return "invalid_value", f"Must be one of {allowed(inspect.type_info(shape), path)}."
    for pattern, sentence in SENTENCES.items():
        if found := pattern.match(what):
            return sentence(found)
    return FIXED.get(what, ("invalid_value", "This value can't be used."))


def wrong_type(found: re.Match[str]) -> tuple[str, str]:
    """Name the type that is wanted and the one that came."""
    wanted = " or ".join(KINDS.get(kind, kind) for kind in found[1].split(" | "))
    return "wrong_type", f"Must be {wanted}, not {KINDS.get(found[2], found[2])}."


def wrong_length(found: re.Match[str]) -> tuple[str, str]:
    """Name the limit in the unit of what is counted."""
    limit = int(found[3])
    unit = UNITS[found[1]][limit != 1]
    if found[2] == ">=":
        return "too_short", f"Must hold at least {limit:,} {unit}."
    return "too_long", f"Must hold at most {limit:,} {unit}."


def wrong_size(found: re.Match[str]) -> tuple[str, str]:
    """Name the limit of a number."""
    if found[2] == ">=":
        return "too_small", f"Must be at least {int(found[3]):,}."
    return "too_large", f"Must be at most {int(found[3]):,}."


UNITS = {
    "str": ("character", "characters"),
    "array": ("item", "items"),
    "object": ("entry", "entries"),
}
SENTENCES: dict[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str]]] = {
    re.compile(r"Expected `([^`]+)`, got `([^`]+)`"): wrong_type,
    re.compile(r"Expected `(str|array|object)` of length (<=|>=) (\d+)"): wrong_length,
    re.compile(r"Expected `(int|float)` (<=|>=) (\d+)"): wrong_size,
}
BLANK = ("blank", "Must hold at least one visible character.")
NOT_A_LINE = ("control_character", "Must be one line without control characters.")
NO_WORDS = ("no_words", "Must be words in Latin letters: digits, hyphens, apostrophes and spaces may stand between.")
NO_TENANT = ("no_tenant", "Must begin with a to z or 0 to 9 and hold only these, hyphens and underscores, at most 63.")
NO_FINGERPRINT = ("no_fingerprint", f"Must be a finding's fingerprint: {FINGERPRINT} hex digits in lower case.")
NOT_WRITTEN = ("invalid_value", "Must be one line with a visible character, and without control characters.")
NAIVE = ("naive_time", "Must say its offset from UTC, as in 2026-11-23T09:00:00+01:00.")
NOT_A_TIME = ("invalid_time", "Must be a time with its offset, such as 2026-11-23T09:00:00+01:00.")
FIXED = {
    f"Expected `str` matching regex {pattern_of(Body)!r}": BLANK,
    f"Expected `str` matching regex {pattern_of(Line)!r}": NOT_A_LINE,
    f"Expected `str` matching regex {pattern_of(Words)!r}": NO_WORDS,
    f"Expected `str` matching regex {pattern_of(Replacement)!r}": NOT_WRITTEN,
    f"Expected `str` matching regex {pattern_of(TenantName)!r}": NO_TENANT,
    f"Expected `str` matching regex {pattern_of(Fingerprint)!r}": NO_FINGERPRINT,
    "Expected `datetime` with a timezone component": NAIVE,
    "Invalid RFC3339 encoded datetime": NOT_A_TIME,
    "Number out of range": ("invalid_value", "This number is out of range."),
}


def allowed(shape: inspect.Type, path: list[str]) -> str:
    """List the literals that may stand at a path, or in the map there: msgspec doesn't say under which key."""
    for step in path:
        shape = inner(shape, step)
    for kind in members(shape):
        shape = kind.value_type if isinstance(kind, inspect.DictType) else shape
    literals = [value for kind in members(shape) if isinstance(kind, inspect.LiteralType) for value in kind.values]
    return ", ".join(str(value) for value in literals)


def inner(shape: inspect.Type, step: str) -> inspect.Type:
    """Step from an object's type to the type of one of its fields."""
    for kind in members(shape):
        if isinstance(kind, inspect.StructType):
            return next((field.type for field in kind.fields if field.encode_name == step), shape)
    return shape


def members(shape: inspect.Type) -> tuple[inspect.Type, ...]:
    """Look through metadata and unions."""
    if isinstance(shape, inspect.Metadata):
        return members(shape.type)
    return shape.types if isinstance(shape, inspect.UnionType) else (shape,)
