import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.canonical import MAX_INTEGER, canonical
from app.audit.digests import digest

TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)


@given(VALUES)
def test_the_bytes_mean_the_value(value: object):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(TEXT, st.integers(0, 9)))
def test_the_order_in_which_keys_were_given_is_of_no_account(value: dict[str, int]):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def reference(value: object) -> str:
    """RFC 8785 once more, by another road."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{reference(key)}:{reference(item)}" for key, item in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(reference(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


@given(VALUES)
def test_it_agrees_with_a_second_implementation(value: object):
    assert canonical(value).decode() == reference(value)


def test_keys_are_sorted_by_utf16_units():
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert list(json.loads(canonical(dict.fromkeys(keys)))) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_strings_are_escaped_as_little_as_json_allows():
    assert canonical('\u20ac$\x0f\nA\'B"\\\\"/\x7f') == b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0, "no float"),
        ([{"a": float("nan")}], "no float"),
        (MAX_INTEGER + 1, "no integer beyond"),
        ({1: 2}, "keys"),
        (b"bytes", "no bytes"),
        ("\ud800", "no lone surrogate"),
        ({"\udfff": 1}, "no lone surrogate"),
    ],
)
def test_what_has_no_canonical_form_is_refused_by_name(value: object, reason: str):
    with pytest.raises(ValueError, match=reason):
        canonical(value)


def test_a_hash_says_what_it_is_of():
    assert digest("entry", b"{}") != digest("content", b"{}")
    assert digest("entry", b"{}") == hashlib.sha256(b"decorum/entry/v1\n{}").hexdigest()
