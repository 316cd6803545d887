"""`decorum eval`: drafts through a model and a prompt, in figures; or two such runs side by side."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO

from app.domain.errors import DecorumError
from app.evaluation.cases import Case, read_cases
from app.evaluation.page import page
from app.evaluation.results import Result, line, read_results
from app.evaluation.running import evaluate
from app.evaluation.table import table
from app.settings import Settings


class NothingToEvaluate(DecorumError):
    """Neither drafts nor results were named, or both."""

    code = "nothing_to_evaluate"


class Unwritable(DecorumError):
    """A file that can't be written."""

    code = "unwritable"


def run(options: argparse.Namespace) -> int:
    """Run drafts, or read runs, and print their figures.

    Raises:
        NothingToEvaluate: neither drafts nor results were named, or both.
        Unwritable: results or page can't be written.

    """
    if bool(options.drafts) == bool(options.compare):
        raise NothingToEvaluate("Name a file of drafts to run, or two files of results after --compare.")
    runs = [read_results(Path(name)) for name in options.compare or ()] or [_run(options)]
    sys.stdout.write(table(runs))
    if options.html:
        with _opened(options.html) as file:
            file.write(page(runs).encode())
    return 0


def _opened(name: str) -> IO[bytes]:
    try:
        return Path(name).open("wb")
    except OSError as error:
        raise Unwritable(f"{name}: {error.strerror or 'unwritable'}") from error


def _run(options: argparse.Namespace) -> list[Result]:
    settings = Settings.from_environment()
    settings = replace(settings, model=options.model or settings.model)
    cases = read_cases(Path(options.drafts))[: options.limit]
    with ExitStack() as stack:
        kept = stack.enter_context(_opened(options.results)) if options.results else None
        return asyncio.run(_results(settings, cases, options.prompt, kept))


async def _results(
    settings: Settings, cases: Sequence[Case], prompt: str | None, kept: IO[bytes] | None
) -> list[Result]:
    """Run the cases; each result is kept and told as soon as it is there: a run may take long."""
    results = []
    async for result in evaluate(settings, cases, prompt=prompt):
        results.append(result)
        if kept:
            kept.write(line(result))
            kept.flush()
        sys.stderr.write(f"{len(results)}/{len(cases)} {result.id}: {result.ending}, {result.seconds:.1f} s\n")
    return results
