"""What is in it for the reader."""

from collections.abc import Iterator

from app.domain.context import Context
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_SELLS = Context(purpose="sales")
_HIRES = Context(purpose="recruiting")
_MEETS = Context(purpose="networking")
_PAIRS = Context(purpose="partnership")

RULE = Rule(
    id="no-value",
    kind="code",
    group="structure",
    severity="suggestion",
    repair="ask",
    needs="context",
    statement="Say what is in it for the reader when you pitch, recruit or network.",
    why="You know what you want; the reader wants to know what it brings them.",
    message="The message doesn't say what the reader would gain.",
    question="What would the reader get out of this?",
    sources=("002",),
    bad=(
        Example(text="Hi Rosa, we need a pastry chef in Bristol. Could we talk?", context=_HIRES),
        Example(text="Hello Sven, I sell payroll tools. When are you free?", context=_SELLS),
        Example(text="Hi Aoife, I'd like to meet more people who draw maps. Shall we talk?", context=_MEETS),
        Example(
            text="Dear Ms Okoye, our school looks for a partner school in Enugu. Would you be that?", context=_PAIRS
        ),
        Example(
            channel="inmail", subject="Night nurse", text="Dear Grace, are you looking for a new ward?", context=_HIRES
        ),
        Example(text="Hi Kofi, I'm collecting contacts in baking. May I call you?", context=_MEETS),
        Example(text="Good morning Lea, our agency places violin teachers. Do you want one?", context=_SELLS),
        Example(text="Hi Tomas, we'd like to put our logo on the tool library. Is that possible?", context=_PAIRS),
    ),
    good=(
        Example(text="Hi Rosa, the kitchen in Bristol pays £38,000 with Sundays off. Could we talk?", context=_HIRES),
        Example(text="Hello Sven, our tool would save you a day a month. When are you free?", context=_SELLS),
        Example(text="Hi Aoife, I'd be happy to share the Graz map data with you.", context=_MEETS),
        Example(text="Dear Ms Okoye, in return our pupils would teach yours German.", context=_PAIRS),
        Example(text="Dear Grace, the ward is remote-friendly and pays a flat in Leeds.", context=_HIRES),
        Example(text="Hi Kofi, may I ask for advice?", context=Context(purpose="career_advice")),
        Example(text="Hi Lea, could we talk about violins?"),
        Example(text="Hi Tomas, you might find our list of lenders useful.", context=_PAIRS),
    ),
)

_PURPOSES = frozenset(("recruiting", "sales", "partnership", "networking"))
_GAINS = frozenset(
    b"pay pays paid salary comp compensation equity budget bonus remote hybrid flexible relocation holiday holidays mentor "
    b"mentoring ownership save saves saving cut cuts reduce reduces reduced reducing benefit benefits gain gains useful "
    b"helpful teach swap exchange challenge challenges challenging challenged tackle tackling solve solves solving "
    b"collaborate collaborating collaboration easier faster cheaper valuable interesting enjoy invite insights ideas "
    b"owning euros pounds dollars percent".split()
)
_PROMISES = (
    b" in return ", b" in exchange ", b" for free ", b" give you ", b" show you ", b" send you ", b" bring you ", b" offer you ",
    b" offering you ", b" introduce you ", b" so you ", b" so that you ", b" help you ", b" helps you ", b" helped you ",
    b" happy to ", b" glad to ", b" could interest ", b" might interest ", b" may interest ", b" would interest ",
    b" you might find ", b" you may find ", b" you would find ", b" you'd find ", b" compare notes ", b" share what ",
    b" share how ", b" share our ", b" share my ", b" share more ", b" learn from ", b" worth your ", b" days off ",
    b" of interest to ", b" the role involves ", b" grow your ", b" lead the ", b" own the ",
)  # fmt: skip
_MONEY = "$€£¥₹%"


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where a pitch, a recruiting or a networking message names nothing the reader would gain."""
    if (
        reading.context.purpose not in _PURPOSES
        or reading.thread.replied is True
        or reading.draft.channel == "connection_note"
    ):
        return
    if not _promises(reading):
        yield Hit()


def _promises(reading: Reading) -> bool:
    text, flat = reading.body.text, reading.body.flat
    return (
        not _GAINS.isdisjoint(reading.words)
        or any(sign in text for sign in _MONEY)
        or any(promise in flat for promise in _PROMISES)
    )
