"""/v1/batches: many drafts at once, checked or rewritten in the background."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Meta, Struct

from app.api.access import needs
from app.api.answers import POLL
from app.api.bulk import CSV, NDJSON, read_batch_body
from app.api.parameters import read_query
from app.api.problems import AnyRequest, documented
from app.api.rewrites import ID
from app.domain.batch import Batch, ItemResult, Mode
from app.domain.errors import NotFound
from app.domain.report import Report
from app.domain.rewrite import Rewrite
from app.jobs.batches import Batches
from app.jobs.worker import Worker
from app.tenants.reads import Reads

PATH = "/v1/batches"
MAX_BATCH_BYTES = 32 * 1024 * 1024
COLUMNS = ("id", "index", "status", "outcome", "verdict", "score", "subject", "body", "error_code", "error_detail")


class BatchQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be done with NDJSON and CSV; JSON says it in its body."""

    mode: Annotated[Mode, Meta(description="For NDJSON and CSV: what to do")] = "check"


class ResultQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """How the results are written."""

    format: Literal["ndjson", "csv"] = "ndjson"


@post(
    PATH,
    status_code=202,
    security=needs("rewrite"),
    request_max_body_size=MAX_BATCH_BYTES,
    responses=documented(400, 413, 415, 503),
    response_headers=[ResponseHeader(name="Location", description="Where the batch is", documentation_only=True)],
    tags=["batches"],
    operation_id="createBatch",
    summary="Check or rewrite many drafts",
    response_description="How the batch stands",
)
async def create_batch(request: AnyRequest, worker: NamedDependency[Worker]) -> Response[Batch]:
    """Take many drafts on, as JSON, NDJSON or CSV, and answer before they are done.

    An item that can't be used fails alone. Drafts that are checked together are compared with each other: nearly the
    same text for many is a mass message before any is sent. Results are kept for 7 days.
    """
    query = read_query(request, BatchQuery)
    mode, wanted = read_batch_body(await request.body(), request.headers.get("content-type", ""), query.mode)
    batch = await worker.accept_all(request.user, mode, wanted)
    return Response(batch, headers={"Location": f"{PATH}/{batch.id}", "Retry-After": POLL})


@get(
    f"{PATH}/{{batch_id:str}}",
    security=needs("rewrite"),
    responses=documented(404, 503),
    tags=["batches"],
    operation_id="readBatch",
    summary="See how a batch stands",
)
async def read_batch(batch_id: FromPath[str], request: AnyRequest, batches: NamedDependency[Batches]) -> Batch:
    """Count what is done, failed, cancelled and waiting."""
    return await batches.find(request.user.tenant, known_form(batch_id))


@get(
    f"{PATH}/{{batch_id:str}}/results",
    security=needs("rewrite"),
    responses={
        **documented(400, 404, 503),
        200: ResponseSpec(
            str,
            media_type=NDJSON,
            generate_examples=False,
            description="For each item that has ended, a line `{id, index, status, result?, error?}`; the result is a "
            "report or a rewrite",
        ),
    },
    tags=["batches"],
    operation_id="readResults",
    summary="Read the results of a batch",
)
async def read_results(
    batch_id: FromPath[str], request: AnyRequest, batches: NamedDependency[Batches], reads: NamedDependency[Reads]
) -> Stream:
    """Read what came of the items that have ended, in the order in which they were sent; CSV has the main columns."""
    query = read_query(request, ResultQuery)
    batch = await batches.find(request.user.tenant, known_form(batch_id))
    results = reads.noted(request.user, batches.results(request.user.tenant, batch.id))
    if query.format == "csv":
        return Stream(as_csv(results), media_type=CSV)
    return Stream(as_lines(results), media_type=NDJSON)


@post(
    f"{PATH}/{{batch_id:str}}/cancel",
    status_code=200,
    security=needs("rewrite"),
    responses=documented(404, 503),
    tags=["batches"],
    operation_id="cancelBatch",
    summary="Cancel a batch",
)
async def cancel_batch(batch_id: FromPath[str], request: AnyRequest, batches: NamedDependency[Batches]) -> Batch:
    """Begin no more of a batch. What is being worked on ends as it will; what is done stays."""
    return await batches.cancel(request.user.tenant, known_form(batch_id))


async def as_lines(results: AsyncIterator[ItemResult]) -> AsyncIterator[bytes]:
    """Write a line of JSON for each result."""
    async for result in results:
        yield msgspec.json.encode(result) + b"\n"


async def as_csv(results: AsyncIterator[ItemResult]) -> AsyncIterator[bytes]:
    """Write a row for each result."""
    yield row_of(COLUMNS)
    async for result in results:
        error = (result.error.code, result.error.detail) if result.error else ("", "")
        yield row_of((result.id, result.index, result.status, *main_columns(result.result), *error))


def main_columns(result: Report | Rewrite | None) -> tuple[object, ...]:
    """Return outcome, verdict, score, subject and body."""
    if isinstance(result, Report):
        return "", result.verdict, result.score, "", ""
    if result is None:
        return ("",) * 5
    after, text = result.after, result.rewrite
    return (
        result.outcome,
        after.verdict if after else "",
        after.score if after else "",
        (text.subject or "") if text else "",
        text.body if text else "",
    )


def row_of(cells: tuple[object, ...]) -> bytes:
    """Return one row of CSV."""
    row = io.StringIO(newline="")
    csv.writer(row).writerow(cells)
    return row.getvalue().encode()


def known_form(batch_id: str) -> str:
    """Let through what may be an id."""
    if not ID.fullmatch(batch_id):
        raise NotFound("There is no such batch.")
    return batch_id
