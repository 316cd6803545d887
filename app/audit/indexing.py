"""The index of words, as it is written: what a rewrite can be found by.

It holds no word. Each stands there as a hash, keyed so that it differs from tenant to tenant; with a master key, only
who has that one can tell which hash is a word's. Indexed is what is stored: of a redacted text the words left in it,
of a text that isn't kept nothing.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import BigInteger, Connection, Insert, bindparam, func, insert, select

from app.audit.encryption import Encryption
from app.audit.tables import Searchable
from app.db.types import microseconds
from app.domain.draft import Text
from app.domain.errors import RecordUnavailable

WORD = re.compile(r"[^\W_]+")
COUNTER = 1024  # rewrites of one microsecond
LARGEST = 2**63 - 1
HASH_BYTES = 6


class Words(Struct, frozen=True, kw_only=True):
    """The words of a rewrite's texts, in no order and as people search for them."""

    tenant: str
    rewrite_id: str
    created_at: dt.datetime
    words: frozenset[str]


class IndexedRequest(Struct, frozen=True):
    """What of a stored request is indexed."""

    draft: Text | None


class IndexedAnswer(Struct, frozen=True):
    """What of a stored answer is indexed."""

    rewrite: Text | None


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, without case and accents."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return frozenset(WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter))))


def stored_words(stored: Mapping[str, bytes]) -> frozenset[str]:
    """Return the words of a rewrite's stored texts; none where nothing is stored.

    Raises:
        RecordUnavailable: a text isn't what was written.

    """
    if not stored:
        return frozenset()
    try:
        draft = msgspec.json.decode(stored["request"], type=IndexedRequest).draft
        rewrite = msgspec.json.decode(stored["answer"], type=IndexedAnswer).rewrite
    except (KeyError, msgspec.MsgspecError) as error:
        raise RecordUnavailable("A stored text is damaged: verification of the ledger names it.") from error
    return words_of(" ".join(part for text in (draft, rewrite) if text for part in (text.subject, text.body) if part))


def hashes(words: Iterable[str], key: bytes) -> list[str]:
    """Return words as they stand in the index."""
    return [
        hashlib.blake2b(word.encode("utf-8", "replace"), key=key, digest_size=HASH_BYTES).hexdigest()
        for word in sorted(words)
    ]


def index(connection: Connection, some: Sequence[Words], encryption: Encryption) -> None:
    """Write words to the index, in the transaction that writes the texts."""
    rows = [
        {
            "tenant": one.tenant,
            "rewrite_id": one.rewrite_id,
            "first": first_number(one.created_at),
            "owner": one.tenant,
            "words": " ".join(hashes(one.words, key)),
        }
        for one in some
        if one.words and (key := encryption.word_key(connection, one.tenant))
    ]
    if rows:
        connection.execute(placing(connection.dialect.name), rows)


def first_number(at: dt.datetime, later: int = 0) -> int:
    """Return the smallest number of a rewrite of a time, or of so many microseconds later.

    Of one beyond what a column can hold, it is the last that fits.
    """
    return min(max((microseconds(at) + later) * COUNTER, -LARGEST), LARGEST)


def placing(dialect: str) -> Insert:
    """Return the statement that gives a row the next number of its time.

    On SQLite numbers are one row for all tenants, as its writers are; on PostgreSQL a tenant's writers wait for each
    other, and two tenants may have the same number.
    """
    first = bindparam("first", type_=BigInteger)
    taken = select(func.max(Searchable.number) + 1).where(Searchable.number.between(first, first + (COUNTER - 1)))
    if dialect != "sqlite":
        taken = taken.where(Searchable.tenant == bindparam("owner"))
    return insert(Searchable).values(number=func.coalesce(taken.scalar_subquery(), first))
