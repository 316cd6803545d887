"""Many items in one body: a JSON list, NDJSON with an item a line, or CSV with an item a row."""

import csv
import io
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

import msgspec
from litestar.exceptions import HTTPException
from msgspec import Meta, Struct

from app.api.faults import Fault, fault_of, pointer
from app.api.requests import Unusable, misfit
from app.domain.batch import Failure, Mode
from app.domain.context import Line
from app.domain.request import CheckRequest, RewriteRequest
from app.jobs.batches import Wanted

MOST = 10_000
JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
IN_DRAFT = ("channel", "subject", "body")
Id = Annotated[Line, Meta(min_length=1)]
Tree = dict[str, Any]
T = TypeVar("T")


class BatchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Items to check or to rewrite: each is a request with an `id` of the caller's. One that is amiss fails alone."""

    items: Annotated[tuple[dict[str, Any], ...], Meta(min_length=1, max_length=MOST)]
    mode: Mode = "check"


class Named(Struct, frozen=True):
    """The one thing that every item must have."""

    id: Id


def read_batch_body(body: bytes, content_type: str, mode: Mode) -> tuple[Mode, list[Wanted]]:
    """Read a batch; `mode` counts where the body can't say one.

    Raises:
        HTTPException: 415, it is declared as none of the three.
        Unusable: it can't be read as what it is declared as, or an item has no id.

    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == JSON:
        request = _decoded(body, BatchRequest)
        mode, trees = request.mode, list(request.items)
    elif kind == NDJSON:
        trees = [_decoded(line, Tree, number) for number, line in enumerate(body.splitlines()) if line.strip()]
    elif kind == CSV:
        trees = list(_rows(body))
    else:
        raise HTTPException(status_code=415)
    if not 1 <= len(trees) <= MOST:
        raise _unusable(Fault("/items", "too_short" if not trees else "too_long", f"Must hold 1 to {MOST} items."))
    return mode, [_wanted(tree, mode, number, strict=kind != CSV) for number, tree in enumerate(trees)]


def _decoded(content: bytes, shape: type[T], line: int | None = None) -> T:
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.ValidationError as error:
        fault = fault_of(str(error), shape)
        raise _unusable(fault if line is None else _moved(fault, line)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        where = "This" if line is None else f"Line {line + 1}"
        raise Unusable("malformed_json", f"{where} isn't valid JSON.") from None


def _rows(body: bytes) -> Iterator[Tree]:
    """Yield an object for each row; a column such as `context.recipient.name` names the place of its cells."""
    try:
        rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
        header = next(rows, [])
        for row in rows:
            if row:
                yield _tree(dict(zip(header, row, strict=True)))
    except UnicodeDecodeError:
        raise Unusable("malformed_csv", "This isn't UTF-8.") from None
    except (csv.Error, ValueError):
        raise Unusable("malformed_csv", "This isn't CSV with a header and as many cells in each row.") from None


def _tree(row: dict[str, str]) -> Tree:
    """Return a row as an object; empty cells say nothing."""
    tree: Tree = {}
    for column, cell in row.items():
        *path, last = ["draft", column] if column in IN_DRAFT else column.split(".")
        place = tree
        for step in path if cell else ():
            place = _within(place, step)
        if cell:
            place[last] = cell
    return tree


def _within(place: Tree, step: str) -> Tree:
    """Return the object under a step, a new one where another column has put a plain cell."""
    inner = place.setdefault(step, {})
    if not isinstance(inner, dict):
        raise Unusable("malformed_csv", f"The column {step[:100]!r} holds cells, so nothing can stand below it.")
    return inner


def _wanted(tree: Tree, mode: Mode, number: int, *, strict: bool) -> Wanted:
    try:
        id_ = msgspec.convert({"id": tree.get("id")}, Named).id
    except msgspec.ValidationError as error:
        raise _unusable(_moved(fault_of(str(error), Named), number)) from None
    given = {name: value for name, value in tree.items() if name != "id"}
    shape = RewriteRequest if mode == "rewrite" else CheckRequest
    try:
        request = msgspec.convert(given, shape, strict=strict)
    except msgspec.ValidationError as error:
        return Wanted(id_, _failure(fault_of(str(error), shape)))
    if fault := misfit(request):
        return Wanted(id_, _failure(fault))
    fields = {name: getattr(request, name) for name in CheckRequest.__struct_fields__}
    return Wanted(id_, request if isinstance(request, RewriteRequest) else RewriteRequest(**fields))


def _failure(fault: Fault) -> Failure:
    return Failure(fault.code, f"{fault.pointer}: {fault.detail}")


def _moved(fault: Fault, number: int) -> Fault:
    return msgspec.structs.replace(fault, pointer=pointer(["items", str(number)]) + fault.pointer)


def _unusable(fault: Fault) -> Unusable:
    return Unusable("invalid_request", "A field of the request can't be used.", fault)
