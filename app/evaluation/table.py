"""Runs as a table in plain text."""

from collections.abc import Iterator, Sequence

from app.evaluation.figures import figures, objections, title
from app.evaluation.results import Result


def table(runs: Sequence[Sequence[Result]]) -> str:
    """Return the figures and the kinds of objections, a column for each run."""
    rows = list(_rows(runs))
    widths = [max(len(row[column]) for row in rows) for column in range(len(runs) + 1)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _rows(runs: Sequence[Sequence[Result]]) -> Iterator[tuple[str, ...]]:
    yield ("", *map(title, runs))
    yield from ((figure.label, *figure.values) for figure in figures(runs))
    counts = [objections(run) for run in runs]
    for kind, _ in sum(counts, start=objections(())).most_common():
        yield (f"objection {kind}", *(str(count[kind]) for count in counts))
