"""What others bid, asked of the person who knows it."""

from app.rules.phrases import PhraseData

BIDS = (
    PhraseData(
        match=(
            "(forward|send|show|share|give|slip|tell|pass|leak|get) me (the|their|your)? (other|competing|rival|competitors|competitor's|competitors')? (vendors|vendors'|vendor|bidders|bidders'|suppliers|suppliers'|competitors|competitors'|candidates|candidates'|applicants')? (bids|offers|quotes|tenders|scores)",
            "in it for you",
            "so (that)? (i|we) can (come|bid|go|price) (in)? (just|slightly|a bit)? (under|below|lower)",
        ),
        unless_after=r"\b(?:what's|what is|not|nothing)\s+",
    ),
)
