"""Full text search, as it is asked: rewrites that hold all of some words, on either database."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, Text, cast, column, literal, table
from sqlalchemy.dialects.postgresql import TSQUERY

from app.audit.encryption import Encryption
from app.audit.indexing import hashes
from app.audit.tables import RewriteRow, Searchable

INDEX = table("searchable_words", column("rowid", BigInteger), column("searchable_words"))

Query = Select[Any]


def holding(
    connection: Connection, query: Query, tenant: str, words: Iterable[str], encryption: Encryption
) -> tuple[Query, ColumnElement[int]]:
    """Narrow a query of rewrites to those that hold all of some words; return what orders it, the oldest first, too.

    On SQLite that is the index's own number: FTS5 gives the newest matches first, and reads no more than are asked
    for. PostgreSQL chooses between its index of words and the rows by how common the words are.
    """
    key = encryption.word_key(connection, tenant)
    found = hashes(words, key) if key else ["0"]  # without a key nothing was ever indexed
    here = (Searchable.tenant == tenant) & (Searchable.rewrite_id == RewriteRow.id)
    query = query.join(Searchable, here)
    if connection.dialect.name == "sqlite":
        query = query.join(INDEX, INDEX.c.rowid == Searchable.number)
        return query.where(INDEX.c.searchable_words.op("MATCH")(" ".join(f'"{word}"' for word in found))), INDEX.c.rowid
    columns = Searchable.__table__.c
    return query.where(columns.words.op("@@")(cast(literal(" & ".join(found), Text), TSQUERY))), columns.number
