import base64
import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.audit.notes import InvalidNote, TreeHead, VerifierKey, opened, origin_of, signed, verifier_key

NOON = dt.datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=dt.UTC)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = verifier_key("decorum/local", PRIVATE)
HEAD = TreeHead("decorum/local", 17, bytes(32), NOON, 12)
NOTE = signed(str(HEAD), "decorum/local", PRIVATE)


def test_notes_of_another_implementation_are_read():
    """The example of the Go checksum database's note package."""
    key = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    assert opened(f"{text}\n— PeterNeumann {signature}\n", key) == text


def test_a_checkpoint_is_three_lines_and_two_of_ours():
    assert opened(NOTE, KEY) == (
        "decorum/local\n17\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\ntime 2026-11-22T12:00:00.000005Z\nprevious 12\n"
    )
    assert TreeHead.parse(opened(NOTE, KEY)) == HEAD


def test_a_key_reads_its_own_text():
    assert VerifierKey.parse(f"{KEY}\n") == KEY


@given(st.integers(0, len(NOTE.encode()) * 8 - 1))
def test_no_bit_of_a_note_can_be_turned(bit: int):
    turned = bytearray(NOTE.encode())
    turned[bit // 8] ^= 1 << bit % 8
    with pytest.raises((InvalidNote, UnicodeDecodeError)):
        TreeHead.parse(opened(turned.decode(), KEY))


@given(st.integers(0, len(str(KEY)) * 7 - 1))
def test_no_bit_of_a_key_can_be_turned(bit: int):
    turned = bytearray(str(KEY).encode())
    turned[bit // 7] ^= 1 << bit % 7
    with pytest.raises(InvalidNote):
        opened(NOTE, VerifierKey.parse(turned.decode()))


def test_signatures_by_others_are_passed_over():
    other = Ed25519PrivateKey.generate()
    cosigned = NOTE + signed(str(HEAD), "witness.example/w1", other).rpartition("\n\n")[2]
    assert opened(cosigned, KEY) == str(HEAD)
    with pytest.raises(InvalidNote, match="none of the known keys"):
        opened(NOTE, verifier_key("decorum/local", other))


def test_a_false_signature_in_a_known_name_spoils_the_note():
    false = base64.b64encode(KEY.id + bytes(64)).decode()
    with pytest.raises(InvalidNote, match="false"):
        opened(f"{NOTE}— decorum/local {false}\n", KEY)


@pytest.mark.parametrize("text", ["", "a\n", "a\nb\n", NOTE.rstrip("\n"), NOTE.replace("—", "-")])
def test_what_is_no_note_is_refused(text: str):
    with pytest.raises(InvalidNote):
        opened(text, KEY)


@pytest.mark.parametrize("size", ["017", "+17", "-1", "x", ""])
def test_a_checkpoint_has_one_spelling(size: str):
    with pytest.raises(InvalidNote):
        TreeHead.parse(str(HEAD).replace("\n17\n", f"\n{size}\n"))


def test_a_tenants_name_can_break_no_line():
    assert origin_of("a b\n+ü") == "decorum/a%20b%0A%2B%C3%BC"
