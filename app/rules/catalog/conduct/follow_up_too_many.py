"""How often one may write without an answer."""

from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule


def _sent(count: int | None, *, replied: bool | None = False) -> Context:
    return Context(thread=Thread(sent=count, replied=replied))


RULE = Rule(
    id="follow-up-too-many",
    kind="code",
    group="conduct",
    severity="error",
    repair="hold",
    needs="history",
    languages="any",
    statement="Stop after two follow-ups without a reply.",
    why="Somebody who hasn't answered three messages has answered. One more costs you goodwill and seldom brings a reply.",
    message="You have followed up often enough; let this one rest.",
    sources=("001", "002", "E:follow-ups"),
    parameters={
        "max": Parameter(
            value=2,
            unit="follow-ups without a reply",
            evidence="article",
            source="One article draws the line at two follow-ups; a study of e-mails finds most replies by the second",
            as_of="2024",
        )
    },
    bad=(
        Example(text="Hi Maya, the field trial is finished. May I send you the two pages?", context=_sent(3)),
        Example(text="Hello Tom, the flat in Porto is free from May. Would that help you decide?", context=_sent(4)),
        Example(text="Dear Dr Okafor, I found the dosage table. Could I ask about its third row?", context=_sent(3)),
        Example(text="Hi Noor, I sketched the two minutes at Zwolle. Shall I send the drawing?", context=_sent(7)),
        Example(
            text="Hello Ines, the ward has moved to 12-hour shifts. Does that suit you better?",
            channel="inmail",
            subject="Nurse in Porto: new shifts",
            context=_sent(3, replied=None),
        ),
        Example(
            text="Good morning Mr Adeyemi, the kiln is cheaper now. Would you like to see it?",
            channel="email",
            subject="The kiln",
            context=_sent(12),
        ),
        Example(text="Hi Lou, a last try: could you come to Ghent in May? I'd be grateful.", context=_sent(3)),
        Example(text="Hej Åsa, I have put the slides on our page. Would you look at them?", context=_sent(5)),
    ),
    good=(
        Example(text="Hi Maya, the field trial is finished. May I send you the two pages?", context=_sent(2)),
        Example(text="Hello Tom, the flat in Porto is free from May. Would that help you decide?", context=_sent(1)),
        Example(text="Dear Dr Okafor, I am a student in Kano. Could I ask about table 3?", context=_sent(0)),
        Example(text="Thank you, Noor. Thursday at two suits me well.", context=_sent(9, replied=True)),
        Example(text="Hello Ines, this is my third message, I know. The ward has new shifts.", context=_sent(None)),
        Example(text="Hi Bea, I work on lichens in Lund. May I cite figure 2 of your paper?"),
        Example(
            text="Hi Lou, could you come to Ghent in May? Our volunteers voted for it.", context=_sent(2, replied=None)
        ),
        Example(
            text="Good morning Mr Adeyemi, as you asked, here are the kiln's measures.", context=_sent(3, replied=True)
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where the first message and all follow-ups allowed have gone out unanswered."""
    sent = reading.thread.sent
    if sent is not None and sent > parameters["max"] and reading.thread.replied is not True:
        yield Hit(message=f"{sent} messages have gone unanswered. Take that as an answer and let it rest.")
