"""`decorum check`: findings with their place in the text. Imports neither server, database nor model SDK."""

import argparse
import datetime as dt
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from app.cli.inputs import UnusableInput, asked, lines_asked
from app.cli.paint import Paint
from app.cli.reports import write_report
from app.domain.context import Context
from app.domain.history import History, SameText
from app.domain.report import Report
from app.domain.request import CheckRequest
from app.outreach.batch import same_texts
from app.rules import check, ruleset

LINES = (".jsonl", ".ndjson")
ERROR_FOUND = 1
UNREADABLE = 2


class Line(CheckRequest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request in a line of its own, as batches take them; `id` is the caller's name for it."""

    id: str | None = None


def run(options: argparse.Namespace) -> int:
    """Check every file; the exit code says the worst of them."""
    return max(_check(name, options) for name in options.files)


def _check(name: str, options: argparse.Namespace) -> int:
    try:
        found = _asked(name, options)
    except UnusableInput as error:
        sys.stderr.write(f"decorum: {error}\n")
        return UNREADABLE
    together = _compared([request for _, request in found]) if len(found) > 1 else [None]
    return max(_judged(*one, same, options) for one, same in zip(found, together, strict=True))


def _asked(name: str, options: argparse.Namespace) -> Sequence[tuple[str, CheckRequest]]:
    if Path(name).suffix in LINES:
        return list(lines_asked(name, options, msgspec.json.Decoder(Line)))
    return [(name, asked(name, options, msgspec.json.Decoder(CheckRequest)))]


def _judged(place: str, request: CheckRequest, together: SameText | None, options: argparse.Namespace) -> int:
    history = History(same_drafts=together)
    now = dt.datetime.now(dt.UTC)
    report = check(request.draft, request.dated(now), request.policy, history, request.waivers)
    if options.format == "json":
        named = {"id": request.id} if isinstance(request, Line) and request.id else {}
        line = {"file": place, **named, **msgspec.to_builtins(report)}
        sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
    else:
        write_report(sys.stdout, Paint.for_stream(sys.stdout), place, request.draft, report)
    return ERROR_FOUND if _has_error(report) else 0


def _compared(requests: Sequence[CheckRequest]) -> Sequence[SameText | None]:
    """Say of each draft how far its text goes out with the others of its file."""
    drafts = [(request.draft, request.context or Context()) for request in requests]
    rules = [ruleset(request.policy).active.get("mass-message") for request in requests]
    return same_texts(drafts, [rule.parameters["share"] if rule else math.inf for rule in rules])


def _has_error(report: Report) -> bool:
    return any(finding.severity == "error" for finding in report.findings)
