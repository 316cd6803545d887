"""Demands for a quick answer, and short deadlines for one."""

from app.rules.phrases import PhraseData

HASTE = (
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
