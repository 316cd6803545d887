"""Contacts from another network."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_ELSEWHERE = Context(other_network_only=True)

RULE = Rule(
    id="other-network-only",
    kind="code",
    group="approach",
    severity="suggestion",
    repair="hold",
    needs="context",
    languages="any",
    statement="Don't ask for a connection only because you know each other on another network; talk there first.",
    why="To follow somebody elsewhere costs nothing and binds nobody. It is a good place to begin, but no ground on its own.",
    message="You know each other on another network only: talk there first, and connect once you have something to share.",
    sources=("003", "004"),
    bad=(
        Example(
            text="Hi Maya, I follow your photos of soil profiles. Shall we connect here too?",
            channel="connection_note",
            context=_ELSEWHERE,
        ),
        Example(
            text="Hello Tom, we follow each other on another site. I'd like to connect.",
            channel="connection_note",
            context=_ELSEWHERE,
        ),
        Example(
            text="Dear Dr Okafor, I read your posts every morning in Kano. May I add you?",
            channel="connection_note",
            context=Context(other_network_only=True, relationship="stranger"),
        ),
        Example(
            text="Hi Noor, I like your maps elsewhere and would love to connect with you here.", context=_ELSEWHERE
        ),
        Example(
            text="Hello Ines, you liked my picture of the ward in Cork. Let's connect on this network as well.",
            context=_ELSEWHERE,
        ),
        Example(
            text="Hi Bea, we both post lichens.",
            channel="connection_note",
            context=Context(other_network_only=True, relationship="acquaintance"),
        ),
        Example(
            text="Good day Mr Adeyemi, your kiln videos taught me a lot. Please accept my invitation.",
            channel="inmail",
            subject="Your kiln videos",
            context=_ELSEWHERE,
        ),
        Example(
            text="Hi Lou, I would like to add you to my network: I see your archive's pictures every week.",
            context=_ELSEWHERE,
        ),
    ),
    good=(
        Example(
            text="Hi Maya, I follow your photos of soil profiles. Which lens do you use for the dark layers?",
            context=_ELSEWHERE,
        ),
        Example(
            text="Hello Tom, we follow each other on another site and met in Porto. Shall we connect?",
            channel="connection_note",
            context=Context(other_network_only=False),
        ),
        Example(text="Dear Dr Okafor, I read your posts every morning. May I add you?", channel="connection_note"),
        Example(
            text="Thank you for the map, Noor. Shall we connect here as well?",
            channel="connection_note",
            context=Context(other_network_only=True, thread=Thread(sent=1, replied=True)),
        ),
        Example(
            text="Ines, let's connect here, so that your sister finds me too.",
            channel="connection_note",
            context=Context(other_network_only=True, relationship="close"),
        ),
        Example(text="Hi Bea, how do the lichens in your pictures connect with the rock?", context=_ELSEWHERE),
        Example(
            text="Good day Mr Adeyemi, in your video the kiln is connected to two bottles. Is that safe?",
            channel="email",
            subject="Two bottles on one kiln",
            context=_ELSEWHERE,
        ),
        Example(
            text="Hi Lou, I'd love to connect with you: we spoke in Ghent.", context=Context(other_network_only=False)
        ),
    ),
)

_INVITES = regex(
    r"\bconnect(?:ed|ing)? (?:with you|with me|here|on (?:here|this|linkedin)|as well|too)\b|\b(?:let's|lets|shall we|could we|"
    r"can we|may we|like to|love to|want to|happy to|glad to|keen to) connect\b(?! (?:the|my|our|this|them|it|him|her)\b)"
    r"|\badd you\b|\bmy (?:invitation|invite|connection request|request)\b|\b(?:to|in) my (?:\w+ )?network\b",
    re.IGNORECASE,
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit for an invitation to somebody known on another network only."""
    if not reading.context.other_network_only or reading.known:
        return
    if reading.draft.channel == "connection_note" or _INVITES.search(reading.body.plain):
        yield Hit()
