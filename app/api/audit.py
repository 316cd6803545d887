"""/v1/audit: the ledger, its checkpoints, and proof that nobody changed it."""

import re
from typing import Annotated

from litestar import Response, get
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Meta, Struct, field
from sqlalchemy.ext.asyncio import AsyncEngine

from app.api.access import needs
from app.api.answers import PATH as REWRITES
from app.api.faults import Fault
from app.api.parameters import next_link, read_query, unusable
from app.api.problems import AnyRequest, documented
from app.api.rewrites import known_form
from app.audit import rewrites
from app.audit.encryption import Encryption
from app.audit.export import Exports, Shape, Stretch
from app.audit.notary import Notary
from app.audit.verification import Verification, verify
from app.domain.context import Instant, Line
from app.domain.proof import Checkpoint, Consistency, Head, Inclusion, LedgerEntry

ROOT = re.compile(r"[0-9a-f]{64}")
MEDIA_TYPES = {"ndjson": "application/x-ndjson", "csv": "text/csv"}
Size = Annotated[int, Meta(ge=0, le=2**53)]


class VerificationQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """An earlier checkpoint to hold the ledger to."""

    checkpoint_size: Annotated[Size | None, Meta(description="With checkpoint_root: the size of an earlier one")] = None
    checkpoint_root: Annotated[Line | None, Meta(description="Its root, in hex")] = None

    def claim(self) -> Head | None:
        """Return the head that the caller brought.

        Raises:
            Unusable: half of one, or a root that is no hash.

        """
        if self.checkpoint_size is None and self.checkpoint_root is None:
            return None
        if self.checkpoint_size is None or self.checkpoint_root is None:
            lacking = "checkpoint_size" if self.checkpoint_size is None else "checkpoint_root"
            raise unusable(Fault(f"/{lacking}", "missing_field", "Size and root go together."))
        if not ROOT.fullmatch(self.checkpoint_root):
            raise unusable(Fault("/checkpoint_root", "invalid_value", "Must be 64 hex digits in lower case."))
        return Head(self.checkpoint_size, self.checkpoint_root)


class ConsistencyQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Two sizes of the ledger."""

    from_: Annotated[Size, Meta(description="The size of the earlier checkpoint")] = field(name="from")
    to: Annotated[Size | None, Meta(description="That of the later one; the whole ledger where left out")] = None


class EntryQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which entries to list, and how many to a page."""

    limit: Annotated[int, Meta(ge=1, le=1000, description="How many to a page")] = 100
    after: Annotated[Size, Meta(description="The sequence after which the page begins")] = 0


class ExportQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """In which form, and which entries: a stretch of the ledger without gaps."""

    format: Shape = "ndjson"
    created_after: Annotated[Instant | None, Meta(description="Later than this")] = None
    created_before: Annotated[Instant | None, Meta(description="Earlier than this")] = None

    def stretch(self) -> Stretch:
        """Return the entries that are meant."""
        return Stretch(created_after=self.created_after, created_before=self.created_before)


class EntryList(Struct, frozen=True):
    """A page of entries in order; `next_cursor` is the `after` of the page behind it."""

    data: tuple[LedgerEntry, ...]
    next_cursor: str | None
    has_more: bool


@get(
    "/v1/audit/verification",
    security=needs("audit:read"),
    responses=documented(400, 503),
    tags=["audit"],
    operation_id="verifyRecord",
    summary="Verify the record",
)
async def verify_record(
    request: AnyRequest, engine: NamedDependency[AsyncEngine], encryption: NamedDependency[Encryption]
) -> Verification:
    """Recompute every hash of the ledger, of the rows and texts it speaks of, and of the checkpoints kept of it.

    With size and root of a checkpoint that was kept elsewhere, `consistent` says whether the ledger has only grown
    since: a ledger cut off or written anew can look whole by itself.
    """
    claim = read_query(request, VerificationQuery).claim()
    return await verify(engine, request.user.tenant, encryption, claim)


@get(
    "/v1/audit/checkpoint",
    security=needs("audit:read"),
    responses=documented(503),
    tags=["audit"],
    operation_id="readCheckpoint",
    summary="Take a checkpoint",
)
async def take_checkpoint(request: AnyRequest, notary: NamedDependency[Notary]) -> Checkpoint:
    """Return a signed head of the Merkle tree over all entries: the newest one, or a new one if there are more since.

    Keep it elsewhere: with it, nobody who holds the database can cut off or rewrite what it covers unseen.
    """
    return await notary.checkpoint(request.user.tenant)


@get(
    "/v1/audit/consistency",
    security=needs("audit:read"),
    responses=documented(400, 404, 503),
    tags=["audit"],
    operation_id="proveConsistency",
    summary="Prove that the ledger has only grown",
)
async def prove_consistency(request: AnyRequest, notary: NamedDependency[Notary]) -> Consistency:
    """Prove that the tree of one size is that of an earlier size with entries added (RFC 6962, section 2.1.2)."""
    query = read_query(request, ConsistencyQuery)
    return await notary.consistency(request.user.tenant, query.from_, query.to)


@get(
    f"{REWRITES}/{{rewrite_id:str}}/proof",
    security=needs("audit:read"),
    responses=documented(404, 503),
    tags=["audit"],
    operation_id="proveRewrite",
    summary="Prove that a rewrite is on the ledger",
)
async def prove_rewrite(request: AnyRequest, rewrite_id: FromPath[str], notary: NamedDependency[Notary]) -> Inclusion:
    """Prove that the entry of a rewrite is in the tree of a signed checkpoint (RFC 6962, section 2.1.1)."""
    return await notary.inclusion(request.user.tenant, rewrites.KIND, known_form(rewrite_id))


@get(
    "/v1/audit/export",
    security=needs("audit:read"),
    responses={
        **documented(400, 503),
        200: ResponseSpec(
            None, description="Header, entries, manifest", media_type="application/x-ndjson", generate_examples=False
        ),
    },
    response_headers=[
        ResponseHeader(name="Decorum-Entries", description="How many entries will come", documentation_only=True)
    ],
    tags=["audit"],
    operation_id="exportLedger",
    summary="Export the ledger",
)
async def export_ledger(request: AnyRequest, exports: NamedDependency[Exports]) -> Stream:
    """Stream entries with the rows and texts that they speak of, under a signed manifest, as NDJSON or CSV.

    `decorum audit verify` verifies the file without service or database. The export itself becomes an entry.
    """
    query = read_query(request, ExportQuery)
    export = await exports.begin(request.user, query.stretch(), query.format)
    name = f"ledger-{export.first}-{export.last}.{query.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Decorum-Entries": str(export.entries)}
    return Stream(exports.written(export, query.format), media_type=MEDIA_TYPES[query.format], headers=headers)


@get(
    "/v1/audit/entries",
    security=needs("audit:read"),
    responses=documented(400, 503),
    response_headers=[ResponseHeader(name="Link", description='The next page, as rel="next"', documentation_only=True)],
    tags=["audit"],
    operation_id="listEntries",
    summary="List the ledger's entries",
)
async def list_entries(request: AnyRequest, notary: NamedDependency[Notary]) -> Response[EntryList]:
    """List entries in order, the oldest first."""
    query = read_query(request, EntryQuery)
    found = await notary.entries(request.user.tenant, query.after, query.limit + 1)
    data, more = found[: query.limit], len(found) > query.limit
    cursor = str(data[-1].sequence) if more else None
    return Response(EntryList(data, cursor, more), headers=next_link(request, cursor, parameter="after"))
