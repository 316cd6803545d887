"""`decorum rewrite`: the same rewriting as over HTTP, in this process, on record in the same database."""

import argparse
import asyncio
import sys
from collections.abc import Iterator

import msgspec

from app.cli.inputs import asked
from app.cli.paint import Paint, clean
from app.domain.caller import LOCAL
from app.domain.request import RewriteRequest
from app.domain.rewrite import Rewrite
from app.parts import running, wire
from app.settings import Settings


def run(options: argparse.Namespace) -> int:
    """Rewrite one draft and print the rewrite with its changes."""
    request = asked(options.file, options, msgspec.json.Decoder(RewriteRequest))
    rewrite = asyncio.run(rewritten(Settings.from_environment(), request))
    if options.format == "json":
        sys.stdout.write(msgspec.json.encode(rewrite).decode() + "\n")
    else:
        sys.stdout.write("\n".join(_lines(Paint.for_stream(sys.stdout), rewrite)) + "\n")
    return 0


async def rewritten(settings: Settings, request: RewriteRequest) -> Rewrite:
    """Rewrite a draft and put it on record."""
    parts = wire(settings)
    async with running(parts):
        return await parts.desk.rewrite(LOCAL, request)


def _lines(paint: Paint, rewrite: Rewrite) -> Iterator[str]:
    if rewrite.rewrite:
        if rewrite.rewrite.subject:
            yield f"{paint('bold', 'Subject')}: {clean(rewrite.rewrite.subject)}\n"
        yield from (clean(line) for line in rewrite.rewrite.body.split("\n"))
    yield ""
    for change in rewrite.changes:
        rules = f" ({', '.join(change.rules)})" if change.rules else ""
        yield f"{paint('bold', 'change')}: {_quoted(change.before)} → {_quoted(change.after)}{rules}"
    yield from _standing(paint, rewrite)
    yield paint("dim", f"{rewrite.id}: {_outcome(rewrite)}")


def _standing(paint: Paint, rewrite: Rewrite) -> Iterator[str]:
    """Say what rewording couldn't mend."""
    report = rewrite.after or rewrite.before
    for finding in report.findings if report else ():
        yield f"{paint(finding.severity, finding.severity)} {finding.rule}: {clean(finding.message)}"
    if report and report.send_after:
        yield f"{paint('bold', 'send after')}: {report.send_after.isoformat()}"


def _outcome(rewrite: Rewrite) -> str:
    scores = [str(report.score) for report in (rewrite.before, rewrite.after) if report]
    reason = f"; {rewrite.degraded.detail}" if rewrite.degraded else ""
    return f"{rewrite.outcome}, score {' → '.join(scores)} of 100{reason}"


def _quoted(text: str) -> str:
    return f"“{clean(text)}”" if text else "nothing"
