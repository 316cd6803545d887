"""The form of an export: its lines, as they are read. Plain Python, for offline use.

An export has a header, one line an entry, and a manifest, each a JSON object; `record` says which. In CSV the columns
of an entry stand by themselves, and the rest of each line is JSON in the last one. No line breaks stand inside.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

FORMAT = 1
COLUMNS = ("sequence", "at", "actor", "type", "object_id", "commitment", "previous", "hash")
CSV_HEAD = ("record", *COLUMNS, "content")
TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
LONGEST_CELL = 2**31 - 1

Line = dict[str, Any]


class BadExport(Exception):
    """An export that isn't what was exported.

    Attributes:
        sequence: the first bad entry; None where the fault lies elsewhere.

    """

    def __init__(self, detail: str, sequence: int | None = None) -> None:
        super().__init__(detail)
        self.sequence = sequence


class Reader:
    """Reads an export line by line, and hashes what stands before the manifest."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def lines(self) -> Iterator[Line]:
        """Yield the header, the entries and the manifest.

        Raises:
            BadExport: a line can't be read, or the manifest is missing or isn't the last.

        """
        reads: Callable[[str], Line] = from_json
        for number, raw in enumerate(self._file, start=1):
            if number == 1 and raw.startswith(b"record,"):
                reads = from_csv
                self._hash.update(raw)
                continue
            line = parsed(raw, reads, number)
            if line["record"] == "manifest":
                yield line
                if self._file.readline():
                    raise BadExport("Something stands behind the manifest.")
                return
            self._hash.update(raw)
            yield line
        raise BadExport("There is no manifest at the end: the export was cut off.")

    def sha256(self) -> str:
        """Return the hash of all that was read before the manifest."""
        return self._hash.hexdigest()


def parsed(raw: bytes, reads: Callable[[str], Line], number: int) -> Line:
    """Read one line.

    Raises:
        BadExport: it has another form.

    """
    try:
        line = reads(raw.decode())
        known = line["record"] in {"header", "entry", "manifest"}
    except (ValueError, KeyError, TypeError, RecursionError, csv.Error):
        known = False
    if not known:
        raise BadExport(f"Line {number} can't be read.")
    return line


def from_json(text: str) -> Line:
    """Read a line of NDJSON."""
    line: Line = json.loads(text)
    return line


def from_csv(text: str) -> Line:
    """Read a line of CSV."""
    csv.field_size_limit(LONGEST_CELL)
    ((record, *columns, content),) = csv.reader([text])
    line: Line = {"record": record, **json.loads(content)}
    if record == "entry":
        entry = dict(zip(COLUMNS, columns, strict=True))
        line["entry"] = {**entry, "sequence": int(entry["sequence"])}
    return line
