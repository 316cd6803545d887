"""What more rules cost: memory of the loaded rulebook, and a check under twice the phrases."""

import subprocess
import sys
import time

from msgspec.structs import replace

from app.rules import ruleset
from app.rules.matching import Matcher
from app.rules.phrases import Phrase
from app.rules.text import FieldText
from benchmarks.drafts import drafts

DRAFTS = 300
PASSES = 7
LOADED = """
import resource, sys
def rss(): return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
import msgspec, re, tomllib, hashlib, datetime
before = rss()
from app.rules import ruleset
from benchmarks.drafts import drafts
from app.domain.context import Context
for draft in drafts(200, seed=5): ruleset("default").check(draft, Context())
print(rss() - before)
"""


def microseconds(matcher: Matcher, fields: list[FieldText]) -> float:
    """Return the CPU time for each field: of each the best of some passes."""
    best = [float("inf")] * len(fields)
    for _ in range(PASSES):
        for index, field in enumerate(fields):
            start = time.thread_time_ns()
            matcher.find(field)
            best[index] = min(best[index], (time.thread_time_ns() - start) / 1000)
    return sum(best) / len(best)


def doubled() -> Matcher:
    """Return an automaton of all phrases and of as many others that are as long, in words that nobody writes."""
    rulebook = ruleset("default").rulebook
    phrases = (*rulebook.cues, *rulebook.phrases)
    strange = [
        Phrase(f"{phrase.owner}-2", replace(phrase.data, match=tuple(map(_strange, phrase.data.match))))
        for phrase in phrases
    ]
    return Matcher((*phrases, *strange))


def _strange(template: str) -> str:
    """Turn each word of a template into one that begins alike and is none."""
    return "".join(f"{letter}q" if letter.isalpha() else letter for letter in template)


def main() -> None:
    """Print the ratio and the megabytes."""
    rulebook = ruleset("default").rulebook
    fields = [FieldText("body", draft.body) for draft in drafts(DRAFTS, seed=6)]
    plain, more = Matcher((*rulebook.cues, *rulebook.phrases)), doubled()
    for matcher in (plain, more):
        microseconds(matcher, fields)
    once, twice = microseconds(plain, fields), microseconds(more, fields)
    print(f"growth: phrases found in {once:.0f} us a draft, with twice as many phrases in {twice:.0f} us")
    print(f"  ratio {twice / once:.2f}")
    loaded = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout
    print(f"  rulebook in memory after 200 drafts: {float(loaded):.0f} MB")


if __name__ == "__main__":
    main()
