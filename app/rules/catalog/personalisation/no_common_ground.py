"""Common ground before an ask."""

from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_STRANGER = Context(relationship="stranger")
_THIRD = Context(degree=3)
_TIED = Context(relationship="stranger", shared=("Tulane University",), mutual_connections=("Ama Mensah",))

RULE = Rule(
    id="no-common-ground",
    kind="code",
    group="personalisation",
    severity="warning",
    repair="ask",
    needs="context",
    statement="Before you ask a stranger for something, name what you share: a person, an interest, a group, an event.",
    why="Something in common turns a stranger into somebody worth answering; without it a request comes out of the blue.",
    message="You ask a stranger for something without naming anything that you share.",
    question="What do you share with this person: somebody you both know, an interest, a school, a group, an event?",
    sources=("000", "001"),
    bad=(
        Example(
            text="Hi Rosa, I'm a pastry chef in Leeds. Could you give me a tour of your kitchen?", context=_STRANGER
        ),
        Example(text="Hello Sven, would you like to see our payroll tool next week?", context=_THIRD),
        Example(text="Hi Aoife, you work at Intel in Cork. Could we talk about a job there?", context=_STRANGER),
        Example(
            channel="inmail",
            subject="Night nurse in Leeds",
            text="Dear Grace, we need a night nurse. Are you free for a call on Friday?",
            context=_STRANGER,
        ),
        Example(text="Good day Ms Okoye, please look at my CV and tell me what you think of it.", context=_THIRD),
        Example(text="Hi Kofi, I finish my degree in May. Do you have any advice for me?", context=_TIED),
        Example(
            channel="email",
            subject="Display cases",
            text="Dear Ms Lin,\n\nWe make display cases for museums. May I send you the catalogue?\n\nPavel Novak",
            context=_STRANGER,
        ),
        Example(text="Hey Tomas, can you introduce me to the people who run the tool library?", context=_STRANGER),
    ),
    good=(
        Example(
            text="Hi Rosa, I read your book on rye and bake from it every week. May I see the kitchen?",
            context=_STRANGER,
        ),
        Example(text="Hello Sven, we sat on the same panel in Malmö. Could we meet again?", context=_THIRD),
        Example(
            text="Hi Aoife, as a fellow Cork graduate I'd love to hear how you got into chip design.", context=_STRANGER
        ),
        Example(text="Hi Kofi, Ama Mensah told me about the shop. Could I visit?", context=_TIED),
        Example(text="Hi Kofi, I was at Tulane as well, class of 2012. Could I ask for advice?", context=_TIED),
        Example(text="Dear Ms Lin, could you send me the loan form?", context=Context(relationship="acquaintance")),
        Example(text="Hi Lea, could we talk about violins?"),
        Example(text="Hi Tomas, the tool library in Graz opened today.", context=_STRANGER),
        Example(
            text="Hi Grace, is Friday better for you?",
            context=Context(relationship="stranger", thread=Thread(sent=1, replied=False)),
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where a stranger is asked for something and nothing shared is named."""
    if reading.first_to_stranger and not reading.names_work and (reading.questions or reading.says("ask")):
        yield Hit()
