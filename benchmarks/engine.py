"""The engine against one regular expression a phrase, on text that neither has seen."""

import re
import statistics
import time
from collections.abc import Callable

from app.domain.context import Context
from app.domain.draft import Draft
from app.rules import ruleset
from benchmarks.drafts import drafts

DRAFTS = 1_000
PASSES = 5


def microseconds(judge: Callable[[Draft], object], material: list[Draft]) -> list[float]:
    """Return the CPU time for each draft, in microseconds: the best of some passes, so that noise falls away."""
    best = [float("inf")] * len(material)
    for _ in range(PASSES):
        for index, draft in enumerate(material):
            start = time.perf_counter_ns()
            judge(draft)
            best[index] = min(best[index], (time.perf_counter_ns() - start) / 1000)
    return best


def per_phrase() -> Callable[[Draft], object]:
    """Return the baseline: each phrase of the rulebook as a regex of its own, run on every draft."""
    phrases = ruleset("default").rulebook.phrases
    patterns = [re.compile(rf"\b{_regex(template)}\b", re.IGNORECASE) for one in phrases for template in one.data.match]
    return lambda draft: [match.span() for pattern in patterns for match in pattern.finditer(draft.body)]


def _regex(template: str) -> str:
    """Return a template as the regex it nearly is: a space is more than one where an optional part is left out."""
    return f"(?:{template.replace('(', '(?:').replace(' ', ' *')})"


def main() -> None:
    """Print microseconds a draft and the ratio."""
    rules, nothing = ruleset("default"), Context()
    material = drafts(DRAFTS, seed=1)
    hostile = Draft(channel="message", body="gonna !? ASAP [x " * (20_000 // 17))
    ours = microseconds(lambda draft: rules.check(draft, nothing), material)
    baseline = microseconds(per_phrase(), material[:50])
    worst = microseconds(lambda draft: rules.check(draft, nothing), [hostile])
    findings = statistics.mean(len(rules.check(draft, nothing).findings) for draft in material)
    length = statistics.mean(len(draft.body) for draft in material)
    print(f"engine: {len(material)} unseen drafts, {length:.0f} characters and {findings:.1f} findings on average")
    print(
        f"  whole check      median {statistics.median(ours):7.0f} us   p99 {sorted(ours)[-len(ours) // 100]:7.0f} us"
    )
    print(f"  a regex a phrase median {statistics.median(baseline):7.0f} us   (finds phrases only)")
    print(f"  ratio            {statistics.median(baseline) / statistics.median(ours):.0f} times faster")
    print(f"  hostile text of {len(hostile.body)} characters: {worst[0] / 1000:.1f} ms")
