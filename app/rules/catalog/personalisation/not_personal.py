"""Something that only this reader would get."""

from collections.abc import Iterator

from app.domain.context import Context, Recipient, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_STRANGER = Context(relationship="stranger")
_THIRD = Context(degree=3)

RULE = Rule(
    id="not-personal",
    kind="code",
    group="personalisation",
    severity="warning",
    repair="ask",
    needs="context",
    statement="Name at least one thing that only this reader would get: their work, post, talk, school or company.",
    why="A message that shows you read about the person is answered far more often than one that fits anybody.",
    message="Nothing in this message is about this reader: it could go to anybody.",
    question="What about this person made you write: their work, a post, a talk, their school or company?",
    sources=("001", "002", "003", "004"),
    bad=(
        Example(text="Hi Rosa, I'm a pastry chef in Leeds looking for new work. Could we talk?", context=_STRANGER),
        Example(text="Hello Sven, would you like to see our payroll tool? It saves a day a month.", context=_THIRD),
        Example(
            channel="connection_note",
            text="Hi Aoife, I'm a software engineer from Cork and would love to connect.",
            context=_STRANGER,
        ),
        Example(
            channel="inmail",
            subject="Night nurse",
            text="Dear Grace, we need a night nurse for a ward in Leeds. Good pay. Are you free for a call?",
            context=_STRANGER,
        ),
        Example(
            channel="email",
            subject="Roof inspection by drone",
            text="Dear Ms Okoye,\n\nwe inspect flat roofs by drone. May I send you our prices?\n\nLars Holm",
            context=_STRANGER,
        ),
        Example(text="Hi Kofi, I finish my degree in May. Do you have any advice for me?", context=_THIRD),
        Example(text="Good day, I hope you are well. Could you forward my CV?", context=Context(degree=2)),
        Example(
            text="Hello Mei, I sell display cases. Do you need any this year?",
            context=Context(relationship="stranger", recipient=Recipient(name="Mei Lin", company="Jade Museum")),
        ),
    ),
    good=(
        Example(
            text="Hi Rosa, your rye recipe in the Harbour book made me bake again. Could we talk?", context=_STRANGER
        ),
        Example(text="Hello Sven, you spoke in Malmö about payroll law. May I ask one question?", context=_THIRD),
        Example(text="Hi Aoife, we met at the Cork hack night. I'd love to connect.", context=_STRANGER),
        Example(
            text="Dear Grace, the ward in Leeds would suit what you did at St Luke's in Bradford.", context=_STRANGER
        ),
        Example(text="Dear Ms Okoye, may I show you our drone at your school in Enugu?", context=_STRANGER),
        Example(text="Hi Kofi, Ama Mensah suggested I write to you. Do you have any advice for me?", context=_THIRD),
        Example(text="Hi Jo, could you send me the slides?", context=Context(relationship="established")),
        Example(text="Hi Lea, I teach violin in Gent. Could we talk?"),
        Example(
            text="Hello Mei, does the Jade Museum need display cases this year?",
            context=Context(relationship="stranger", recipient=Recipient(name="Mei Lin", company="Jade Museum")),
        ),
        Example(
            text="Hi Tomas, one more try: is Friday better?",
            context=Context(relationship="stranger", thread=Thread(sent=1, replied=False)),
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where a first message to a stranger names nothing of theirs and nothing shared."""
    if reading.first_to_stranger and not (reading.names_work or reading.names_place):
        yield Hit()
