"""What two messages have in common, seen without keeping a word of either. Pure functions."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.history import SameText, alike
from app.outreach.masking import masked_sentences

SHARE = 0.5

# A set of masked sentences that other drafts have, too, and how many there are in all.
Mark = tuple[frozenset[str], int]
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


def same_texts(drafts: Sequence[tuple[Draft, Context]], share: float = SHARE) -> list[SameText | None]:
    """Compare drafts with each other, before any is sent.

    Args:
        drafts: each with its context; drafts for one `recipient.ref` count as one.
        share: how much of the shorter one makes two alike, as the parameter of `mass-message` says.

    Returns:
        For each draft, to how many other recipients nearly the same text would go; None where to nobody.

    """
    messages = [masked_sentences(draft, context) for draft, context in drafts]
    uses = Counter(form for message in messages for form in message)
    marks: list[Mark] = [(frozenset(form for form in message if uses[form] > 1), len(message)) for message in messages]
    people = [_who(context) or number for number, (_, context) in enumerate(drafts)]
    readers: dict[Mark, set[str | int]] = defaultdict(set)
    for mark, person in zip(marks, people, strict=True):
        readers[mark].add(person)
    alikes = _alikes(list(readers), share)
    reached = {mark: set[str | int]().union(*(readers[other] for other in others)) for mark, others in alikes.items()}
    shared = {mark: mark[0] & frozenset[str]().union(*(forms for forms, _ in alikes[mark])) for mark in alikes}
    return [
        _same_text(len(reached[mark] - {person}), [message[form] for form in message if form in shared[mark]])
        for message, mark, person in zip(messages, marks, people, strict=True)
    ]


def _alikes(marks: Sequence[Mark], share: float) -> dict[Mark, list[Mark]]:
    """Return, for each mark, those that are nearly the same text; itself among them, as several drafts may bear it."""
    bearers: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        for form in mark[0]:
            bearers[form].append(mark)
    return {
        mark: [other for other in {one for form in mark[0] for one in bearers[form]} if _alike(mark, other, share)]
        for mark in marks
    }


def _alike(one: Mark, other: Mark, share: float) -> bool:
    return alike(len(one[0] & other[0]), min(one[1], other[1]), share)


def _who(context: Context) -> str | None:
    return context.recipient.ref if context.recipient else None


def _same_text(recipients: int, sentences: Sequence[str]) -> SameText | None:
    return SameText(recipients=recipients, sentences=tuple(sentences)) if recipients else None
