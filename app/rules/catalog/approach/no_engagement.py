"""Interest shown before the ask."""

from collections.abc import Iterator

from app.domain.context import Context, Engagement, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule


def _did(**done: bool) -> Context:
    return Context(engagement=Engagement(**done))


RULE = Rule(
    id="no-engagement",
    kind="code",
    group="approach",
    severity="suggestion",
    repair="hold",
    needs="context",
    languages="any",
    statement="Read their profile, follow them and take part in groups you share before you ask.",
    why="Many look who has read their profile before they answer. Who hasn't seems to collect contacts, not to care.",
    message="Show interest before you ask.",
    sources=("003", "004"),
    bad=(
        Example(text="Hi Maya, could I ask two questions about your soil sensors?", context=_did(read_profile=False)),
        Example(
            text="Hello Tom, would you like to hear about the ward in Porto?",
            context=_did(read_profile=False, follows=False, interacted=False, shared_group=False),
        ),
        Example(text="Dear Dr Okafor, may I ask about your table 3?", context=_did(follows=False, interacted=False)),
        Example(
            text="Hi Noor, timetables are my trade as well. Glad to connect.",
            channel="connection_note",
            context=_did(follows=False),
        ),
        Example(text="Hello Ines, does the clinic still take nurses from Cork?", context=_did(shared_group=False)),
        Example(
            text="Hi Bea, may I cite figure 2 of your lichen paper?", context=_did(read_profile=False, follows=True)
        ),
        Example(
            text="Good day Mr Adeyemi, which clay do you use for large jars?",
            channel="inmail",
            subject="Clay for large jars",
            context=_did(interacted=False, shared_group=False),
        ),
        Example(
            text="Hi Lou, would you talk to our volunteers in May?",
            context=Context(relationship="stranger", engagement=Engagement(read_profile=False, shared_group=True)),
        ),
    ),
    good=(
        Example(text="Hi Maya, could I ask two questions about your soil sensors?", context=_did(read_profile=True)),
        Example(
            text="Hello Tom, would you like to hear about the ward in Porto?",
            context=_did(read_profile=True, follows=False, interacted=False),
        ),
        Example(text="Dear Dr Okafor, may I ask about your table 3?"),
        Example(text="Hi Noor, glad to connect.", channel="connection_note", context=_did(follows=True)),
        Example(text="Hello Ines, does the clinic still take nurses?", context=Context(relationship="stranger")),
        Example(
            text="Hi Bea, the figure is on its way.",
            context=Context(engagement=Engagement(read_profile=False), thread=Thread(replied=True)),
        ),
        Example(
            text="Mr Adeyemi, shall we fire the large jars on Saturday?",
            context=Context(relationship="established", engagement=Engagement(read_profile=False, follows=False)),
        ),
        Example(text="Hi Lou, would you talk to our volunteers?", context=_did(shared_group=True, interacted=False)),
    ),
)

_STEPS = {
    "read_profile": "read their profile",
    "follows": "follow them for a while",
    "interacted": "answer something they wrote",
    "shared_group": "join a group they take part in",
}


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where the profile is known to be unread, or where nothing was done and something left out."""
    if reading.context.engagement is None or reading.known:
        return
    done = {step: getattr(reading.engagement, step) for step in _STEPS}
    if done["read_profile"] is False or (False in done.values() and True not in done.values()):
        missing = " and ".join(_STEPS[step] for step in _STEPS if done[step] is False)
        yield Hit(message=f"Show interest before you ask: {missing} first.")
