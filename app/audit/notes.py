"""Signed notes (C2SP signed-note) and the checkpoints written in them (C2SP tlog-checkpoint), with Ed25519.

Plain Python and the signing library, for offline use, too.
"""

import base64
import binascii
import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
ID_BYTES = 4
KEY_BYTES = 32
SIGNATURE = re.compile(r"— (\S+) (\S+)")
VERIFIER = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)")
TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


class InvalidNote(ValueError):
    """A note, key or checkpoint that isn't what it should be; the sentence says how."""


def origin_of(tenant: str) -> str:
    """Return what a tenant's ledger is called in its checkpoints, and its key with it."""
    return f"decorum/{quote(tenant, safe='')}"


@dataclass(frozen=True)
class VerifierKey:
    """The public key that a log signs with, under the log's name: `name+id+key` in text."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell the keys of one name apart."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.key).decode()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key from its text.

        Raises:
            InvalidNote: it is no Ed25519 key in this form.

        """
        found = VERIFIER.fullmatch(text.strip())
        tagged = decoded(found[3]) if found else b""
        key = cls(found[1] if found else "", tagged[1:])
        if not found or tagged[:1] != ED25519 or len(key.key) != KEY_BYTES or key.id.hex() != found[2]:
            raise InvalidNote("This is no public key of the form name+id+key.")
        return key


def verifier_key(name: str, private: Ed25519PrivateKey) -> VerifierKey:
    """Return the public half of a key."""
    return VerifierKey(name, private.public_key().public_bytes_raw())


def signed(text: str, name: str, private: Ed25519PrivateKey) -> str:
    """Return a text, which ends in a line feed, as a signed note."""
    signature = verifier_key(name, private).id + private.sign(text.encode())
    return f"{text}\n— {name} {base64.b64encode(signature).decode()}\n"


def opened(note: str, *keys: VerifierKey) -> str:
    """Return the text of a note that one of the keys has signed; signatures by other keys are passed over.

    Raises:
        InvalidNote: none of the keys signed it, or a signature in a key's name is false.

    """
    text, found, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = signatures.splitlines(keepends=True)
    if not found or not all(line.endswith("\n") and SIGNATURE.fullmatch(line[:-1]) for line in lines):
        raise InvalidNote("This is no signed note.")
    known = {(key.name, key.id): key for key in keys}
    verified = False
    for line in lines:
        name, encoded = line.rstrip("\n").split(" ")[1:]
        signature = decoded(encoded)
        if key := known.get((name, signature[:ID_BYTES])):
            verify(key, signature[ID_BYTES:], text)
            verified = True
    if not verified:
        raise InvalidNote("The note is signed by none of the known keys.")
    return text


def verify(key: VerifierKey, signature: bytes, text: str) -> None:
    """Check one signature.

    Raises:
        InvalidNote: it is false.

    """
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(signature, text.encode())
    except InvalidSignature:
        raise InvalidNote(f"The signature of {key.name} is false.") from None


def decoded(text: str) -> bytes:
    """Read base64 in its one canonical spelling.

    Raises:
        InvalidNote: it isn't that.

    """
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidNote("This isn't base64.") from None
    if base64.b64encode(content).decode() != text:
        raise InvalidNote("This isn't base64 in its canonical spelling.")
    return content


@dataclass(frozen=True)
class TreeHead:
    """What a checkpoint says: the log, its size and root, when, and the size of the checkpoint before (0 for none).

    >>> text = str(TreeHead("decorum/local", 17, root, now, 12))
    """

    origin: str
    size: int
    root: bytes
    at: dt.datetime
    previous: int

    def __str__(self) -> str:
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\ntime {self.at.strftime(TIME)}\nprevious {self.previous}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a checkpoint of ours.

        Raises:
            InvalidNote: it isn't one.

        """
        try:
            origin, size, root, at, previous = text.removesuffix("\n").split("\n")
            moment = dt.datetime.strptime(at, f"time {TIME}").replace(tzinfo=dt.UTC)
            head = cls(origin, int(size), decoded(root), moment, int(previous.removeprefix("previous ")))
        except ValueError:
            raise InvalidNote("This is no checkpoint.") from None
        if str(head) != text or not 0 <= head.previous < max(head.size, 1):
            raise InvalidNote("This is no checkpoint in its one spelling.")
        return head
