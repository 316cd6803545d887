"""Runs as one HTML page that needs nothing else: figures, bars, and every draft with its answers."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from app.domain.draft import Text
from app.evaluation.figures import Figure, endings, figures, objections, title
from app.evaluation.results import Ending, Result

Run = Sequence[Result]

ENDINGS: dict[Ending, str] = {
    "first": "accepted at first",
    "retry": "accepted after retry",
    "degraded": "degraded to safe fixes",
    "not_asked": "nothing to ask",
}
WIDTH = 760  # pixels of a plot
LABELS = 270  # of them for the labels
BAR = 18
STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e6e9ee); --soft: light-dark(#667085, #98a2b3);
  --line: light-dark(#e4e7ec, #344054); --a: light-dark(#98a2b3, #667085); --b: light-dark(#2e6fdb, #6ea2ff);
  --first: #2f9e6e; --retry: #8fce6a; --degraded: #e0a03c; --not_asked: #98a2b3; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 1080px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); }
td { white-space: pre-wrap; overflow-wrap: anywhere; } th { font-weight: 600; }
.drafts { table-layout: fixed; } .drafts th:first-child { width: 4rem; }
svg { max-width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
small { color: var(--soft); }
"""


def page(runs: Sequence[Run]) -> str:
    """Return the whole page; all that people or models wrote is escaped."""
    names = [title(run) for run in runs]
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{escape(' and '.join(names))}</title>\n<style>{STYLE}</style>",
            "<h1>Evaluation</h1>",
            _figures(names, figures(runs)),
            "<h2>How the drafts ended</h2>",
            _endings(names, runs),
            "<h2>Answers objected to, by kind</h2>",
            _objections(names, runs),
            "<h2>Seconds for a draft</h2>",
            _seconds(names, runs),
            "<h2>Drafts and first answers</h2>",
            _drafts(names, runs),
            "</html>\n",
        )
    )


def _figures(names: Sequence[str], rows: Iterable[Figure]) -> str:
    head = _row("th", ("", *names))
    return f"<table>{head}{''.join(_row('td', (row.label, *row.values)) for row in rows)}</table>"


def _row(cell: str, texts: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{cell}>{escape(text)}</{cell}>' for text in texts)}</tr>"


def _endings(names: Sequence[str], runs: Sequence[Run]) -> str:
    """Draw one bar a run, divided by how its drafts ended."""
    marks = []
    for line, (name, run) in enumerate(zip(names, runs, strict=True)):
        marks.append(_label(line, name))
        x, counts = float(LABELS), endings(run)
        for ending, words in ENDINGS.items():
            length = (WIDTH - LABELS) * counts[ending] / max(len(run), 1)
            marks.append(_bar(line, x, length, f"var(--{ending})", f"{words}: {counts[ending]}"))
            x += length
    legend = " ".join(f'<span style="color:var(--{key})">■</span> {words}' for key, words in ENDINGS.items())
    return f"{_plot(len(runs), marks)}<p><small>{legend}</small></p>"


def _objections(names: Sequence[str], runs: Sequence[Run]) -> str:
    counts = [objections(run) for run in runs]
    kinds = [kind for kind, _ in sum(counts, start=objections(())).most_common()]
    return _grouped(names, {kind: [float(count[kind]) for count in counts] for kind in kinds})


def _seconds(names: Sequence[str], runs: Sequence[Run]) -> str:
    """Draw how many drafts took how long, in six steps up to the slowest."""
    slowest = max((result.seconds for run in runs for result in run), default=0.0)
    step = slowest / 6 or 1.0
    rows = {}
    for number in range(6):
        low, high = number * step, (number + 1) * step
        inside = [[r for r in run if low < r.seconds <= high and r.ending != "not_asked"] for run in runs]
        rows[f"{low:.1f} to {high:.1f}"] = [float(len(some)) for some in inside]
    return _grouped(names, rows)


def _grouped(names: Sequence[str], rows: dict[str, list[float]]) -> str:
    """Draw a group of bars for each row, one bar a run, on a common scale."""
    most = max((value for values in rows.values() for value in values), default=0.0) or 1.0
    colours = ("var(--a)", "var(--b)") if len(names) > 1 else ("var(--b)",)
    marks, line = [], 0
    for label, values in rows.items():
        marks.append(_label(line, label))
        for name, value, colour in zip(names, values, colours, strict=True):
            marks.append(_bar(line, LABELS, (WIDTH - LABELS - 40) * value / most, colour, f"{name}: {value:g}"))
            marks.append(_label(line, f"{value:g}", LABELS + 6 + (WIDTH - LABELS - 40) * value / most))
            line += 1
    legend = " ".join(
        f'<span style="color:{colour}">■</span> {escape(name)}' for colour, name in zip(colours, names, strict=True)
    )
    return f"{_plot(line, marks)}<p><small>{legend}</small></p>"


def _plot(lines: int, marks: Iterable[str]) -> str:
    height = lines * (BAR + 4)
    return f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">{"".join(marks)}</svg>'


def _label(line: int, text: str, x: float = 0) -> str:
    return f'<text x="{x:.0f}" y="{line * (BAR + 4) + 13}">{escape(text)}</text>'


def _bar(line: int, x: float, length: float, colour: str, words: str) -> str:
    place = f'x="{x:.1f}" y="{line * (BAR + 4)}" width="{length:.1f}" height="{BAR}"'
    return f'<rect {place} fill="{colour}"><title>{escape(words)}</title></rect>'


def _drafts(names: Sequence[str], runs: Sequence[Run]) -> str:
    rows = "".join(_draft_row(results) for results in _matched(runs))
    return f'<table class="drafts">{_row("th", ("", "draft", *names))}{rows}</table>'


def _matched(runs: Sequence[Run]) -> Iterator[list[Result | None]]:
    """Yield the results of each draft, one a run, in the order of the first run that has it."""
    by_id = [{result.id: result for result in run} for run in runs]
    for known in dict.fromkeys(name for some in by_id for name in some):
        yield [some.get(known) for some in by_id]


def _draft_row(results: Sequence[Result | None]) -> str:
    some = next(result for result in results if result)
    return _row("td", (some.id, _words(some.draft), *map(_answer, results)))


def _answer(result: Result | None) -> str:
    if result is None:
        return ""
    spoken = ", ".join(dict.fromkeys(code for codes in result.objections for code in codes))
    ending = f"{ENDINGS[result.ending]}{f' ({spoken})' if spoken else ''}"
    return f"{_words(result.answer)}\n\n— {ending}" if result.answer else f"— {ending}"


def _words(text: Text) -> str:
    return f"{text.subject}\n\n{text.body}" if text.subject else text.body
