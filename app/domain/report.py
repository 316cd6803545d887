"""What a check says about a draft."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from app.domain.draft import Field
from app.domain.waiver import Waived, Waiver

Severity = Literal["error", "warning", "suggestion"]
Repair = Literal["fix", "rewrite", "ask", "hold"]
Verdict = Literal["ready", "revise", "needs_input", "hold"]
Group = Literal[
    "tone",
    "content",
    "structure",
    "personalisation",
    "approach",
    "conduct",
    "platform",
    "inclusion",
    "proofreading",
]


class Fix(Struct, frozen=True, gc=False):
    """One edit that mends a finding: replace `start:end` (code points of `field`) by `replacement`.

    A safe fix changes no fact and no meaning, so it may be applied without asking.
    """

    field: Field
    start: int
    end: int
    replacement: str
    safe: bool


class Finding(Struct, frozen=True, kw_only=True):
    """One breach of one rule.

    `start:end` is half-open in code points of `field`, `start_utf16:end_utf16` the same in UTF-16 units, and
    `excerpt` the text between. All five and `field` are None together when the whole message is meant.
    `cost` is what it takes off the score. `fingerprint` is what a waiver names it by.
    """

    rule: str
    group: Group
    severity: Severity
    field: Field | None
    start: int | None
    end: int | None
    start_utf16: int | None
    end_utf16: int | None
    excerpt: str | None
    message: str
    fixes: tuple[Fix, ...]
    repair: Repair
    cost: int
    source: tuple[str, ...]
    fingerprint: str = ""  # of findings recorded before there were waivers

    @property
    def weighs(self) -> bool:
        """Whether it counts for the verdict: suggestions never do."""
        return self.severity != "suggestion"

    @property
    def rewordable(self) -> bool:
        """Whether wording can mend it: an answer or patience can't be written by anybody else."""
        return self.repair in ("fix", "rewrite")


class Question(Struct, frozen=True):
    """What only the author can answer."""

    rule: str
    question: str


class Approach(Struct, frozen=True):
    """Where this way of reaching the person stands, and the better next step in words."""

    step: Literal["best", "good", "ok", "not_good", "bad"]
    better: str


class RulebookStamp(Struct, frozen=True):
    """Which rules judged: the rulebook's version, the hash of the ruleset in force, and the policy."""

    version: str
    hash: str
    policy: str
    policy_version: int


class Report(Struct, frozen=True, kw_only=True):
    """The outcome of one check. Score = 100 minus the findings' costs, never below 0.

    What is `waived` stands nowhere else in it; `unused_waivers` met nothing to let pass.
    """

    verdict: Verdict
    score: int
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    send_after: dt.datetime | None
    approach: Approach | None
    rulebook: RulebookStamp
    waived: tuple[Waived, ...] = ()
    unused_waivers: tuple[Waiver, ...] = ()

    @property
    def mendable(self) -> bool:
        """Whether an error or warning stands that wording can mend."""
        return any(finding.weighs and finding.rewordable for finding in self.findings)
