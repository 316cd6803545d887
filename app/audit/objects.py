"""What entries speak of: the rows and texts of a page of entries, read raw, and whether they are as written."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NULLTYPE

from app.audit import (
    attempts,
    configuration,
    decisions,
    erasure,
    keys,
    outreach,
    policies,
    privacy,
    reads,
    retention,
    rewrites,
    signing,
    waivers,
)
from app.audit.commitments import content_commitment, references_commitment, row_commitment
from app.audit.digests import REFERENCES
from app.audit.encryption import PLAIN, Encryption, Undecipherable
from app.audit.ledger import Values
from app.audit.tables import (
    AttemptRow,
    ConfigurationRow,
    Content,
    DecisionRow,
    Entry,
    ErasureRow,
    ExportRow,
    Fingerprint,
    KeyRevocation,
    KeyRow,
    OutreachRow,
    OutreachSalt,
    PolicyRow,
    PrivacyRow,
    PurgeRow,
    ReadRow,
    RewriteRow,
    RewriteRule,
    SigningKey,
    WaiverRow,
)
from app.db.base import Base

EXPORT = "export"
Row = (
    RewriteRow
    | AttemptRow
    | DecisionRow
    | OutreachRow
    | OutreachSalt
    | PolicyRow
    | ErasureRow
    | PrivacyRow
    | PurgeRow
    | KeyRow
    | KeyRevocation
    | WaiverRow
    | SigningKey
    | ConfigurationRow
    | ReadRow
    | ExportRow
)
OBJECTS: dict[str, type[Row]] = {
    rewrites.KIND: RewriteRow,
    attempts.KIND: AttemptRow,
    decisions.KIND: DecisionRow,
    outreach.KIND: OutreachRow,
    outreach.SALT_KIND: OutreachSalt,
    policies.KIND: PolicyRow,
    erasure.KIND: ErasureRow,
    keys.KIND: KeyRow,
    keys.REVOCATION_KIND: KeyRevocation,
    waivers.KIND: WaiverRow,
    privacy.KIND: PrivacyRow,
    retention.KIND: PurgeRow,
    signing.KIND: SigningKey,
    configuration.KIND: ConfigurationRow,
    reads.KIND: ReadRow,
    EXPORT: ExportRow,
}


class Objects(Struct, frozen=True):
    """What is stored of the objects of a page of entries, raw, so that nothing damaged stops the reading."""

    rows: dict[str, dict[str, Values]]
    rules: dict[str, list[Values]]
    fingerprints: dict[str, list[Values]]
    texts: dict[str, list[Values]]
    erased: frozenset[str]
    purged: dict[str, int]


def raw(table: type[Base]) -> list[ColumnElement[Any]]:
    """Return a table's columns as the driver reads them."""
    return [type_coerce(column, NULLTYPE).label(column.name) for column in table.__table__.c]


def fetched(connection: Connection, query: Select[Any]) -> Sequence[Values]:
    """Run a query and return its rows as plain dicts."""
    result = connection.execute(query)
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def read_objects(connection: Connection, tenant: str, after: int, upto: int, encryption: Encryption = PLAIN) -> Objects:
    """Read all that is stored of the objects that the entries in (after, upto] speak of."""
    span = (Entry.tenant == tenant, Entry.sequence > after, Entry.sequence <= upto)

    def of(table: type[Base], key: InstrumentedAttribute[str], *types: str) -> Sequence[Values]:
        spoken_of = select(Entry.object_id).where(*span, Entry.type.in_(types))
        return fetched(connection, select(*raw(table)).where(table.__table__.c.tenant == tenant, key.in_(spoken_of)))

    rows = {type_: {row["id"]: row for row in of(table, table.id, type_)} for type_, table in OBJECTS.items()}
    of_rewrites = [*rows[attempts.KIND].values(), *rows[decisions.KIND].values()]
    owners = {*rows[rewrites.KIND], *rows[outreach.KIND], *(row["rewrite_id"] for row in of_rewrites)}
    erased = select(ErasureRow.object_id).where(ErasureRow.tenant == tenant, ErasureRow.object_id.in_(owners))
    return Objects(
        rows=rows,
        rules=grouped(of(RewriteRule, RewriteRule.rewrite_id, rewrites.KIND), "rewrite_id"),
        fingerprints=grouped(of(Fingerprint, Fingerprint.event_id, outreach.KIND), "event_id"),
        texts=grouped(
            [deciphered(connection, text, encryption) for text in of(Content, Content.object_id, *OBJECTS)], "object_id"
        ),
        erased=frozenset(connection.scalars(erased)),
        purged={row.data: row.upto for row in connection.execute(purged_upto(tenant))},
    )


def purged_upto(tenant: str) -> Select[str, int]:
    """Return the query for the sequences up to which each class of data may be gone."""
    return (
        select(PurgeRow.data, func.max(PurgeRow.upto).label("upto"))
        .where(PurgeRow.tenant == tenant)
        .group_by(PurgeRow.data)
    )


def deciphered(connection: Connection, text: Values, encryption: Encryption) -> Values:
    """Return a text as it was given; one that can't be opened comes back empty, which no commitment is of."""
    try:
        return encryption.opened(connection, text)
    except Undecipherable:
        return {**text, "salt": b"", "body": b""}


def grouped(rows: Sequence[Values], key: str) -> dict[str, list[Values]]:
    """Return rows by one of their columns."""
    groups = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def sound(entry: Values, objects: Objects) -> bool:
    """Return whether the object of an entry is as it was written."""
    if entry["type"] not in OBJECTS:
        return True
    row = objects.rows[entry["type"]].get(entry["object_id"])
    if row is None:
        return entry["type"] in retention.PURGED and entry["sequence"] <= objects.purged.get("metadata", 0)
    rules = objects.rules.get(row["id"], []) if entry["type"] == rewrites.KIND else []
    texts = objects.texts.get(row["id"], [])
    erased = row.get("rewrite_id", row["id"]) in objects.erased
    try:
        committed = row_commitment(entry["type"], row, [rule["rule"] for rule in rules])
        return (
            committed == entry["commitment"]
            and all(rule["created_at"] == row["created_at"] for rule in rules)
            and texts_sound(row, texts, gone=erased or entry["sequence"] <= objects.purged.get("content", 0))
            and references_sound(row, erased=erased)
            and (entry["type"] != outreach.KIND or index_sound(row, objects.fingerprints.get(row["id"], []), texts))
        )
    except (ValueError, TypeError):  # a column holds another type than was ever written
        return False


def index_sound(row: Values, index: Sequence[Values], texts: Sequence[Values]) -> bool:
    """Return whether the index holds an event's fingerprints as its contents do; where these are gone, none."""
    sent = [key for text in texts for key in msgspec.json.decode(text["body"], type=outreach.Sent).keys]
    found = [outreach.hexadecimal(entry["key"]) for entry in index]
    return sorted(found) == sorted(sent) and all(entry["sent_at"] == row["at"] for entry in index)


def texts_sound(row: Values, texts: Sequence[Values], *, gone: bool) -> bool:
    """Return whether the texts of a row are those it commits to; `hash_only`, and what is no text, has none.

    After an erasure or their time they may be gone; what came later, from a rewrite that was under way, is there.
    """
    if row.get("store", "hash_only") == "hash_only":
        return not texts
    found = {text["kind"]: content_commitment(text["salt"], text["body"]) for text in texts}
    expected: dict[str, str] = msgspec.json.decode(row["contents"])
    return found == expected or (gone and found.items() <= expected.items())


def references_sound(row: Values, *, erased: bool) -> bool:
    """Return whether what in a row points to a person is what it commits to; after an erasure, there is nothing."""
    if row.get("refs") is None:
        return row.get("refs_salt") is None
    if row["refs_salt"] is None:
        return erased and all(row.get(name) is None for name in REFERENCES)
    return references_commitment(row["refs_salt"], row) == str(row["refs"])
