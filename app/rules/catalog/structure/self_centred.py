"""Not only I, me, my."""

from collections.abc import Iterator

from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule

RULE = Rule(
    id="self-centred",
    kind="code",
    group="structure",
    severity="suggestion",
    repair="rewrite",
    needs="text",
    statement="Write about the reader too, not only about yourself.",
    why="A message full of I and my asks the reader to care before it has given a reason.",
    message="The message speaks of you far more than of the reader.",
    sources=("000", "002"),
    parameters={
        "most": Parameter(
            value=6, unit="words for the writer", evidence="ours", source="Read from examples", as_of="2026"
        ),
        "ratio": Parameter(
            value=2,
            unit="words for the writer to one for the reader",
            evidence="ours",
            source="Read from examples",
            as_of="2026",
        ),
    },
    bad=(
        Example(
            text="Hi Rosa, I am a pastry chef. I trained in Lyon, I won two prizes, and my cakes sell well. I moved for my "
            "family and I need work. Could we talk?"
        ),
        Example(
            text="Hello Sven, our firm is the best in payroll. We have won three awards, our clients love us, and we grew "
            "by half. Our software is ours alone, and we sell it everywhere."
        ),
        Example(
            text="Dear Grace, I graduated in May. I have good marks, I speak four languages and I love nursing. My "
            "teachers praise me. I am looking for my first post."
        ),
        Example(
            text="Hi Aoife, I built an app, I wrote it in a week, I drew the icons and I composed my own music for it. I "
            "think it shows what I can do. Would you look?"
        ),
        Example(
            text="Good day, my name is Lars. I run my own firm, I fly drones, I take pictures, I write my reports myself "
            "and I price them low. May I call?"
        ),
        Example(
            text="Hi Kofi, I want to bake. I quit my job, I sold my car and I bought an oven. I need advice. I hope I "
            "hear back."
        ),
        Example(
            text="Hi Lea, we teach strings. Our pupils win prizes, our hall is full, our fees are fair and we are proud of "
            "us. We are hiring for our school."
        ),
        Example(
            text="Hi Tomas, I like tools. I own forty planes, I restore my own saws, I forge my chisels, and I made my "
            "bench. I would like to show them."
        ),
    ),
    good=(
        Example(text="Hi Rosa, I'm a pastry chef in Leeds. Your rye éclairs made me bake again. May I visit?"),
        Example(text="Hello Sven, our tool knows Swedish law. Would it save you a day a month, as it does for us?"),
        Example(
            text="Dear Grace, I graduated in May and I read your notes on night shifts. You wrote that your team keeps a "
            "diary; I do that too. Would you show me how you began yours?"
        ),
        Example(text="Hi Aoife, I built an app and I think you'd like it."),
        Example(text="Good day, I fly drones. May I inspect your roof and send you my report?"),
        Example(text="Hi Kofi, you bake, I brew. Shall we meet?"),
        Example(text="Hi Lea, thank you for your letter. We were glad, all of us."),
        Example(text="My plane is late, I'm afraid."),
    ),
)

_WRITER = frozenset(
    b"i i'm i've i'd i'll im ive me my mine myself we we're we've we'll we'd us our ours ourselves".split()
)
_READER = frozenset(b"you you're you've you'd you'll your yours yourself u ur".split())


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where the writer is named often, and the reader hardly."""
    if reading.known:
        return
    writer = sum(map(_WRITER.__contains__, reading.words))
    if writer > parameters["most"]:
        reader = sum(map(_READER.__contains__, reading.words))
        if writer > parameters["ratio"] * reader:
            yield Hit()
