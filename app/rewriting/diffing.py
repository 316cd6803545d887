"""The edits between two texts, as a person would mark them: sentences aligned first, then words inside."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.rewriting.sentences import Sentences

_WORD = re.compile(r"\s+|[\w'’-]+\s*|[^\w\s]+\s*")
_LETTERS = re.compile(r"\w+")
_RELATED = 0.2  # two sentences below this share of words have nothing to do with each other
_SHARED = 0.5  # a pair below it is shown whole: scattered words would be unreadable
_COSTLY = 200_000  # pairs of equal tokens; beyond it (one word repeated for pages) no diff is worth its time


class Edit(NamedTuple):
    """Replace `start:end` (code points of the old text) by `after`."""

    start: int
    end: int
    after: str


def edits(old: str, new: str) -> list[Edit]:
    """Return the edits, in order and never overlapping, that turn `old` into `new` exactly."""
    olds, news = Sentences(old).pieces(), Sentences(new).pieces()
    found: list[Edit] = []
    at = 0
    for before, after in _aligned(olds, news):
        for edit in _inside(before, after, at):
            _append(found, _shrunk(old, edit))
        at += len(before)
    return found


def _append(found: list[Edit], edit: Edit) -> None:
    """Add an edit; an insertion beside another edit joins it, so that no two begin at one place."""
    last = found[-1] if found else None
    if last and last.end == edit.start and (last.start == last.end or edit.start == edit.end):
        found[-1] = Edit(last.start, edit.end, last.after + edit.after)
    else:
        found.append(edit)


def _aligned(olds: list[str], news: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (old, new) pieces that make up both texts; "" stands for nothing on that side."""
    for tag, i, i_end, j, j_end in _opcodes(olds, news):
        if tag == "replace":
            yield from _paired(olds[i:i_end], news[j:j_end])
        else:
            yield "".join(olds[i:i_end]), "".join(news[j:j_end])


def _paired(olds: list[str], news: list[str]) -> Iterator[tuple[str, str]]:
    """Yield related sentences as pairs, and what stands between two pairs in one piece."""
    done_old = done_new = 0
    for i, j in _best_pairs(olds, news):
        yield "".join(olds[done_old:i]), "".join(news[done_new:j])
        yield olds[i], news[j]
        done_old, done_new = i + 1, j + 1
    yield "".join(olds[done_old:]), "".join(news[done_new:])


def _best_pairs(olds: list[str], news: list[str]) -> list[tuple[int, int]]:
    """Choose pairs in order so that the words they share are most."""
    if len(olds) * len(news) * 20 > _COSTLY:
        return []
    old_words, new_words = [_bag(one) for one in olds], [_bag(one) for one in news]
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])] * (len(news) + 1)
    for i, words in enumerate(old_words):
        row = [best[0]]
        for j, others in enumerate(new_words):
            choice = max(best[j + 1], row[j], key=lambda scored: scored[0])
            share = _share(words, others)
            if share >= _RELATED and best[j][0] + share > choice[0]:
                choice = (best[j][0] + share, [*best[j][1], (i, j)])
            row.append(choice)
        best = row
    return best[-1][1]


def _bag(sentence: str) -> frozenset[str]:
    return frozenset(_LETTERS.findall(sentence.casefold()))


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    return 2 * len(words & others) / ((len(words) + len(others)) or 1)


def _inside(before: str, after: str, at: int) -> Iterator[Edit]:
    if before == after:
        return
    olds, news = _WORD.findall(before), _WORD.findall(after)
    steps = _opcodes(olds, news)
    shared = sum(i_end - i for tag, i, i_end, _, _ in steps if tag == "equal")
    if 2 * shared < _SHARED * (len(olds) + len(news)):
        yield Edit(at, at + len(before), after)
        return
    for tag, i, i_end, j, j_end in steps:
        start, at = at, at + sum(map(len, olds[i:i_end]))
        if tag != "equal":
            yield Edit(start, at, "".join(news[j:j_end]))


def _opcodes(olds: Sequence[str], news: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    counts = Counter(olds)
    if sum(counts[token] for token in news) > _COSTLY:
        return [("replace", 0, len(olds), 0, len(news))]
    return list(difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes())


def _shrunk(old: str, edit: Edit) -> Edit:
    """Leave out white space that both sides share, and words that differ in their white space only."""
    before, after = old[edit.start : edit.end], edit.after
    head = before.rstrip()
    if head != after.rstrip():
        head = ""
    tail = before[len(head) :]
    end = after[len(head) :]
    lead = _common(tail, end)
    trail = _common(tail[lead:][::-1], end[lead:][::-1])
    return Edit(edit.start + len(head) + lead, edit.end - trail, end[lead : len(end) - trail])


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b or not a.isspace():
            break
        count += 1
    return count
