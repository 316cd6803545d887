"""What two messages have in common, seen without keeping a word of either. Pure functions."""

import hashlib
import re

from app.domain.context import Context
from app.domain.draft import Draft
from app.outreach.masking import masked_sentences

_LEGAL_FORM = re.compile(
    r"[\s,.]+(?:inc|llc|ltd|limited|plc|gmbh|ag|kg|se|sa|sas|srl|spa|bv|nv|ab|as|oy|aps|corp|corporation|co|company"
    r"|pty|pte|pvt)\.?$"
)


def fingerprints(draft: Draft, context: Context, secret: bytes) -> dict[int, str]:
    """Return the sentences that make the message what it is, by a signed 64-bit key that only `secret` can give."""
    return {
        int.from_bytes(_hash(form, secret, b"sentence", 8), signed=True): sentence
        for form, sentence in masked_sentences(draft, context).items()
    }


def recipient_key(ref: str, secret: bytes) -> str:
    """Return the keyed hash of a recipient's reference."""
    return _hash(ref, secret, b"recipient", 16).hex()


def company_key(company: str, secret: bytes) -> str:
    """Return the keyed hash of a company's name, whatever its case, spacing and legal form."""
    name = " ".join(company.casefold().split()).strip(" .,")
    while (bare := _LEGAL_FORM.sub("", name)) != name:
        name = bare
    return _hash(name, secret, b"company", 16).hex()


def _hash(text: str, secret: bytes, person: bytes, size: int) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=size, key=secret, person=person).digest()
