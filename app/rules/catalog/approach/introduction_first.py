"""An introduction by somebody both know."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_LENA = Context(mutual_connections=("Lena Brandt",), relationship="stranger")
_TWO = Context(mutual_connections=("Kofi Mensah", "Ana Reis"), degree=2)

RULE = Rule(
    id="introduction-first",
    kind="code",
    group="approach",
    severity="suggestion",
    repair="hold",
    needs="context",
    languages="any",
    statement="With a mutual connection, ask that person for an introduction before you write directly.",
    why="A word from somebody both of you trust opens the door that a stranger's message knocks at.",
    message="You both know somebody: ask for an introduction first.",
    sources=("000",),
    bad=(
        Example(text="Hi Maya, your talk on soil sensors helped me a lot. Could I ask two questions?", context=_LENA),
        Example(text="Hello Tom, I lead the ward in Porto. Would you like to hear about it?", context=_TWO),
        Example(
            text="Dear Dr Okafor, I study dosage in Kano and am stuck at your table 3. May I ask about it?",
            channel="email",
            subject="Your table 3",
            context=_TWO,
        ),
        Example(
            text="Hi Noor, we both work on timetables. I'd be glad to connect.",
            channel="connection_note",
            context=_LENA,
        ),
        Example(
            text="Hello Ines, is the clinic still looking for nurses? I trained in Cork.",
            context=Context(mutual_connections=("Ana Reis",)),
        ),
        Example(text="Hi Bea, I see that Lena Brandt follows your work as I do. May I cite figure 2?", context=_LENA),
        Example(
            text="Good day Mr Adeyemi, I fire stoneware in Accra. Which clay do you use for large jars?",
            context=Context(mutual_connections=("Kofi Mensah",), relationship="acquaintance"),
        ),
        Example(
            text="Hi Lou, would you talk to our volunteers in May? We run a small archive in Ghent.",
            context=Context(mutual_connections=("Jan De Smet",), degree=3, thread=Thread(sent=0)),
        ),
    ),
    good=(
        Example(text="Hi Maya, Lena Brandt suggested that I write to you about soil sensors.", context=_LENA),
        Example(text="Hello Tom, I got your name from Ana, who worked with you in Porto.", context=_TWO),
        Example(
            text="Dear Dr Okafor, I study dosage in Kano. May I ask about table 3?",
            context=Context(mutual_connections=()),
        ),
        Example(text="Hi Noor, we both work on timetables. I'd be glad to connect.", channel="connection_note"),
        Example(
            text="Ines, are you free on Friday? I have news from Cork.",
            context=Context(mutual_connections=("Ana Reis",), relationship="close"),
        ),
        Example(
            text="Thank you, Bea. I'll send the figure as soon as I am back.",
            context=Context(mutual_connections=("Lena Brandt",), relationship="stranger", thread=Thread(replied=True)),
        ),
        Example(
            text="Hi Kofi, could you introduce me to Mr Adeyemi? I'd like to ask which clay he uses.",
            context=Context(mutual_connections=("Ana Reis",), degree=1),
        ),
        Example(
            text="Hi Lou, Jan De Smet kindly put us in touch: would you talk to our volunteers in May?",
            context=Context(mutual_connections=("Jan De Smet",), degree=2),
        ),
    ),
)

_INTRODUCED = regex(
    r"\b(?:suggest|recommend|introduc|refer|told me|tells me|put (?:us|me) in touch|pointed me|connect(?:ed|ing) us|"
    r"gave me your|passed (?:me|on) your|encouraged me|said (?:that )?(?:you|I should)|advised me|sent me|mentioned (?:you|that you)|"
    r"spoke (?:highly|warmly|so)|thought (?:you|we|I should)|asked me to|urged me|(?:your name|your address|your contact) from|"
    r"via|thanks to|on behalf of|cc'?d|copied|kindly)",
    re.IGNORECASE,
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where somebody both know could introduce the sender, and no word says that this happened."""
    mutual = reading.context.mutual_connections
    if not mutual or reading.known or reading.context.degree == 1 or _introduced(reading, mutual):
        return
    yield Hit(message=f"You both know {mutual[0]}: ask there for an introduction before you write directly.")


def _introduced(reading: Reading, mutual: tuple[str, ...]) -> bool:
    text = reading.body.plain
    return any(
        _INTRODUCED.search(text, *reading.sentence_at(at))
        for name in mutual
        for part in {name, *name.split()}
        if len(part) > 2 and (at := text.find(part)) >= 0
    )
