"""`decorum check`: findings with their place in the text. Imports neither server, database nor model SDK."""

import argparse
import datetime as dt
import sys

import msgspec

from app.cli.inputs import UnusableInput, asked
from app.cli.paint import Paint
from app.cli.reports import write_report
from app.domain.report import Report
from app.domain.request import CheckRequest
from app.rules import check

ERROR_FOUND = 1
UNREADABLE = 2


def run(options: argparse.Namespace) -> int:
    """Check every file; the exit code says the worst of them."""
    return max(_check(name, options) for name in options.files)


def _check(name: str, options: argparse.Namespace) -> int:
    try:
        request = asked(name, options, msgspec.json.Decoder(CheckRequest))
    except UnusableInput as error:
        sys.stderr.write(f"decorum: {error}\n")
        return UNREADABLE
    now = dt.datetime.now(dt.UTC)
    report = check(request.draft, request.dated(now), request.policy, waivers=request.waivers)
    if options.format == "json":
        line = {"file": name, **msgspec.to_builtins(report)}
        sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
    else:
        write_report(sys.stdout, Paint.for_stream(sys.stdout), name, request.draft, report)
    return ERROR_FOUND if _has_error(report) else 0


def _has_error(report: Report) -> bool:
    return any(finding.severity == "error" for finding in report.findings)
