"""How far a rewrite has come, told while it is made. No text of anybody stands in it: that leaves with the answer."""

from collections.abc import Callable

from msgspec import Struct

from app.domain.attempt import Purpose
from app.domain.report import Verdict


class Checked(Struct, frozen=True, tag="checked"):
    """The draft has been checked."""

    verdict: Verdict
    score: int
    findings: int


class AttemptStarted(Struct, frozen=True, tag="attempt"):
    """A model is being asked, for a rewrite or for a second opinion; `number` counts from 1 within the rewrite."""

    number: int
    model: str
    purpose: Purpose = "rewrite"


class CandidateVerified(Struct, frozen=True, tag="candidate"):
    """What a model answered has been verified; `objections` are the codes of what spoke against it."""

    number: int
    accepted: bool
    objections: tuple[str, ...] = ()


Step = Checked | AttemptStarted | CandidateVerified
Progress = Callable[[Step], None]


def unheard(_step: Step) -> None:
    """Tell nobody."""


class Run(Struct, frozen=True):
    """One making of a rewrite.

    Attributes:
        id: what the rewrite is called.
        resumed: whether somebody began under this id before, and didn't end: the calls made then count, too.
        progress: told of each step.
        replays: the rewrite on record that is made once more; None for one that somebody asked for anew.

    """

    id: str
    resumed: bool = False
    progress: Progress = unheard
    replays: str | None = None
