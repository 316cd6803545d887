"""Invitations out of the blue."""

from collections.abc import Iterator

from app.domain.context import Context, Engagement, Relationship, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule


def _told(relationship: Relationship | None = "stranger", **did: bool) -> Context:
    return Context(relationship=relationship, engagement=Engagement(**did))


RULE = Rule(
    id="cold-invitation",
    kind="code",
    group="approach",
    severity="warning",
    repair="hold",
    needs="context",
    languages="any",
    statement="Don't start with the invitation: engage with the person first, in their updates, groups or elsewhere.",
    why="An invitation from somebody whose name the reader has met before is accepted far sooner than one out of the blue.",
    message="Nothing has passed between you yet: comment on their work or talk in a group you share, then invite.",
    sources=("003",),
    bad=(
        Example(
            text="Hi Maya, I work on soil sensors too and would like to connect.",
            channel="connection_note",
            context=_told(interacted=False),
        ),
        Example(
            text="Hello Tom, I place nurses in Porto. Shall we connect?",
            channel="connection_note",
            context=_told(read_profile=True, interacted=False, shared_group=False),
        ),
        Example(
            text="Dear Dr Okafor, your table 3 was a great help to me in Kano. May I add you here?",
            channel="connection_note",
            context=_told(read_profile=True, follows=True, interacted=False),
        ),
        Example(
            text="Hi Noor, timetables are my trade as well. Glad to connect.",
            channel="connection_note",
            context=_told(read_profile=False, follows=False, interacted=False, shared_group=False),
        ),
        Example(
            text="Hello Ines, I trained as a nurse in Cork and move to Porto in May. Could we connect?",
            channel="connection_note",
            context=_told(interacted=False, shared_group=False),
        ),
        Example(
            text="Hi Bea, lichens on rock walls are my subject too. I'd like to follow your work.",
            channel="connection_note",
            context=_told(follows=False, interacted=False),
        ),
        Example(
            text="Good day Mr Adeyemi, I fire stoneware in Accra and would be glad to link up.",
            channel="connection_note",
            context=_told(follows=False, shared_group=False),
        ),
        Example(
            text="Hi Lou, I run a small archive in Ghent. Would you like to connect?",
            channel="connection_note",
            context=Context(
                relationship="stranger", engagement=Engagement(interacted=False), thread=Thread(sent=0, replied=False)
            ),
        ),
    ),
    good=(
        Example(
            text="Hi Maya, you answered my comment on clay soils last week. Shall we connect?",
            channel="connection_note",
            context=_told(interacted=True),
        ),
        Example(
            text="Hello Tom, we both write in the nurses' group. I'd like to connect.",
            channel="connection_note",
            context=_told(interacted=False, shared_group=True),
        ),
        Example(text="Dear Dr Okafor, may I ask about your table 3?", context=_told(interacted=False)),
        Example(
            text="Hi Noor, timetables are my trade as well. Glad to connect.",
            channel="connection_note",
            context=Context(relationship="stranger"),
        ),
        Example(
            text="Hello Ines, we met at the ward in Cork. Could we connect?",
            channel="connection_note",
            context=_told("acquaintance", interacted=False),
        ),
        Example(
            text="Hi Bea, lichens are my subject too. I'd like to follow your work.",
            channel="connection_note",
            context=_told(None, interacted=False),
        ),
        Example(text="Good day Mr Adeyemi, I fire stoneware in Accra.", channel="connection_note"),
        Example(
            text="Thank you for the answer, Lou. Shall we connect here as well?",
            channel="connection_note",
            context=Context(
                relationship="stranger", engagement=Engagement(interacted=False), thread=Thread(sent=1, replied=True)
            ),
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit for an invitation to a stranger with whom the sender is known to have had no contact."""
    if reading.draft.channel != "connection_note" or reading.context.relationship != "stranger" or reading.known:
        return
    engaged = (reading.engagement.interacted, reading.engagement.shared_group)
    if False in engaged and True not in engaged:
        yield Hit()
