"""Demands for a quick answer, and short deadlines for one."""

import re

from app.rules.lazy import regex
from app.rules.phrases import PhraseData

SOFTENED = regex(
    r",?\s+(?:if\s+(?:at\s+all\s+)?(?:possible|you\s+can|that\s+(?:suits|works|is\s+possible)|it\s+suits)|if\s+that's|or\s+when(?:ever)?\s+you\s+can)\b",
    re.IGNORECASE,
)
"""What leaves a date to the reader."""


def left_open(when: str, follows: str) -> str:
    """Return a date with words that leave it to the reader; one condition doesn't follow on another."""
    return f"{when}, or when you can," if follows == " if " else f"{when} if possible"


HASTE = (
    PhraseData(
        match=(
            "(reply|respond|answer|revert|get back to me|write back)( to (me|us))? (soon|fast|quick|quickly|early)",
        ),
        at="start",
        then=r"(?:,?\s+(?:please|pls|thanks))?(?=\s*(?:[.!]|\Z))",
        by="I look forward to your reply",
    ),
    PhraseData(
        match=(
            "(reply|respond|answer|revert|answer me|reply me|get back to me|write back)( to (me|us))? (soon|fast|quick|quickly|early)",
        ),
        at="start",
        unless_then=r"\s+enough\b",
        fix="drop",
        safe=False,
    ),
    PhraseData(
        match=(
            "you (have|ve got) (until|till|only until) (today|tonight|tomorrow|noon|midnight|the end of|close of|monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
            "you (have|ve got) (only )?(24|48|12|two|a few) hours",
            "(on|with) (top |highest |high |utmost )?priority basis",
            "(there is|there's|we have|i have) no time to (lose|waste)",
            "(latest|at the latest) by (today|tonight|tomorrow|eod|cob|noon|monday|tuesday|wednesday|thursday|friday)",
            "by (tomorrow|today|tonight) (eod|cob|noon|evening|morning|itself|latest|at the latest)",
            "(in|within) (two|three|five|a few|2|3|5|24|48) (days|hours) (to (keep|secure|hold|confirm)|or (you|your)|otherwise)",
            "on priority",
            "chop chop",
            "(eagerly|anxiously|impatiently) (waiting|awaiting) (for )?(your|a|an)",
        ),
        unless_then=r"[^.!?\n]{0,60}\b(?:if|whichever)\b",
    ),
    PhraseData(
        match=(
            "(the|my|our) deadline is (today|tonight|tomorrow|(this|coming|this coming) (monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|weekend))",
        ),
        unless_after=r"\b(?:that|as|because|since|though|although|where)\s+",
    ),
)

_THING = "(role|position|job|offer|opportunity|chance|spot|opening|vacancy|slot|deal)"
RUNS_OUT = (
    "(time is|time's) (running out|running short|short|ticking|of the essence|almost up)",
    "(the )?clock is ticking",
    "(we are|we're|i'm|i am) running out of time",
    f"(this|it|the)( {_THING})? (won't|will not|wont|isn't going to|is not going to|can't|cannot) (be (open|available|around|there|free|on the table)|last|stay open|wait)( (for )?(long|forever|much longer))?",
    "(before|until) (it's|it is|they are|they're|this is) (too late|gone|filled|taken|over|all gone)",
    "(places|spots|seats|slots|positions|spaces|tickets|they) are (going|filling|disappearing|selling)( up)? (fast|quickly|out)",
    "(last|final) chance",
    "(spots|places|seats|spaces|slots|openings) (are )?(very |strictly |extremely )?limited",
    "(only )?(limited|few|a few) (spots|places|seats|spaces|slots|openings) (are )?(available|left|remaining|remain)",
    "(you|you'll|you will) (need|have) to (move|act|decide|be) (fast|quick|quickly|now)",
    "(so )?(are you in or out|in or out)",
    "(don't|do not|dont|you won't want to|you don't want to|you do not want to|i'd hate for you to|i would hate for you to|we'd hate for you to) (miss|let this (pass|slip|go))( (out|this|it|by|you by|away|the boat))?",
    "(act|hurry|decide) (now|fast|quickly|quick|today|immediately)",
    "(don't|do not|dont) (delay|wait|sleep on (it|this)|dawdle)",
    "hurry( up)?",
    "((while|as) (supplies|stocks|places|spots) last|now or never)",
    "(need|want) (it|this|that|them) yesterday",
)
"""Time, places or patience that run out."""
