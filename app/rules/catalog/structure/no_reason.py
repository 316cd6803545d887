"""Why this message, and why to this person."""

from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.stock import STOCK

RULE = Rule(
    id="no-reason",
    kind="code",
    group="structure",
    severity="warning",
    repair="ask",
    needs="text",
    statement="Say why you write, and why to this person.",
    why="A reader who can't see why you chose them takes it for chance, and chance gets no answer.",
    message="The message gives no reason why you write to this person.",
    question="Why do you write, and why to this person rather than to anybody else?",
    sources=("001", "003", "004"),
    bad=(
        Example(text="Hi Rosa, I'd love to connect. Let me know when you are free for a call!"),
        Example(text="Hello Sven, how are you? Can we talk this week?"),
        Example(channel="connection_note", text="Hi Aoife, please add me to your network. Thank you!"),
        Example(text="Good morning Grace,\n\nWould you be open to a quick chat?\n\nBest regards,\nBen"),
        Example(channel="email", subject="Meeting", text="Dear Ms Okoye,\n\nCould we meet on Tuesday?\n\nLars Holm"),
        Example(text="Hey Kofi, hope you're doing great. Would love to hear back from you soon."),
        Example(channel="inmail", subject="Connecting", text="Hi Lea, I have an interesting opportunity. Call me?"),
        Example(text="Hi there! I came across your profile and I think we could help each other. Are you available?"),
    ),
    good=(
        Example(text="Hi Rosa, I'd love to talk about rye starters with you."),
        Example(text="Hello Sven, can we talk about payroll in Malmö this week?"),
        Example(channel="connection_note", text="Hi Aoife, we met at the hack night in Cork. Good to stay in touch."),
        Example(text="Good morning Grace, would you be open to a chat about night shifts on the new ward?"),
        Example(text="Dear Ms Okoye, thank you so much for your time today!"),
        Example(text="Great! Could we talk on Tuesday?", context=Context(thread=Thread(sent=1, replied=True))),
        Example(text="Hey Kofi, can we meet?", context=Context(relationship="close")),
        Example(text="Hi Lea, just following up on my last message: would Friday suit you?"),
        Example(text="Hi Tomas, is the tool library hiring?"),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where nothing is left of a message once greetings, courtesies and stock words are gone."""
    if len(reading.words) > _LONG or reading.known or reading.thread.sent or reading.says("news"):
        return
    own = set(reading.words) - STOCK
    if (not own or own <= _names(reading)) and not reading.says("common_ground"):
        yield Hit()


_LONG = 60


def _names(reading: Reading) -> set[bytes]:
    """Return the names that the context gives, as they stand among the words."""
    return {name.lower().encode("latin-1", "replace") for name in reading.names}
