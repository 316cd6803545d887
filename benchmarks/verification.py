"""How long it takes to verify a candidate: the same checks, facts, meaning and form, pair by pair."""

import json
import statistics
import time
from itertools import islice
from pathlib import Path

from app.domain.context import Context
from app.domain.draft import Draft, Text
from app.domain.rewrite import Options
from app.prompting.released import load
from app.rewriting.assignment import Assignment
from app.rewriting.faithfulness import must_stay
from app.rewriting.leaks import spoken
from app.rewriting.verification import verify
from app.rules import ruleset

PAIRS = Path(__file__).parent.parent / "tests" / "rewriting" / "pairs" / "faithful.jsonl"
PASSES = 7
JOINED = 4  # short messages that make one of typical length

Pair = tuple[Assignment, Text]


def pairs(joined: int) -> list[Pair]:
    """Return drafts with a faithful rewrite each, `joined` short ones to a message."""
    records = iter([json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()])
    made = []
    while group := list(islice(records, joined)):
        draft = Draft(channel="email", body="\n\n".join(one["draft"] for one in group))
        terms = Assignment(
            draft=draft,
            context=Context(),
            options=Options(),
            rules=ruleset("default"),
            before=ruleset("default").check(draft, Context()),
        )
        made.append((terms, Text(None, "\n\n".join(one["faithful"][0] for one in group))))
    return made


def microseconds(material: list[Pair]) -> list[float]:
    """Return the CPU time for each pair: the best of some passes, so that noise falls away."""
    template = load("rewrite/002")
    prompt = spoken(template.system, template.user, *ruleset("default").statements.values())
    best = [float("inf")] * len(material)
    for _ in range(PASSES):
        for index, (terms, text) in enumerate(material):
            must_stay(terms.draft, terms.before.findings)  # the prompt reads the draft before a candidate comes
            start = time.thread_time_ns()
            verify(terms, text, prompt)
            best[index] = min(best[index], (time.thread_time_ns() - start) / 1000)
    return sorted(best)


def main() -> None:
    """Print microseconds a pair."""
    print("verification: one candidate against its draft")
    for name, joined in (("short", 1), ("typical", JOINED)):
        material = pairs(joined)
        times = microseconds(material)
        length = statistics.mean(len(text.body) for _, text in material)
        print(
            f"  {name:8} {length:4.0f} characters  median {statistics.median(times):6.0f} us   "
            f"p99 {times[-len(times) // 100]:6.0f} us"
        )
