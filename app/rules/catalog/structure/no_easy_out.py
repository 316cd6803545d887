"""A way to say no."""

from collections.abc import Iterator

from app.domain.context import Context, Recipient, Thread
from app.rules import courtesies
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

RULE = Rule(
    id="no-easy-out",
    kind="code",
    group="structure",
    severity="suggestion",
    repair="fix",
    needs="text",
    statement="Give the reader an easy way to decline.",
    why="People say yes more readily where a no is easy, and nobody likes to be cornered by a stranger.",
    message="The message gives the reader no easy way to say no.",
    sources=("002",),
    bad=(
        Example(
            text="Hi Maya,\n\nCould we talk for ten minutes about your soil sensors?",
            fixed="Hi Maya,\n\nCould we talk for ten minutes about your soil sensors?\n\n"
            "If now isn't a good time, I completely understand.",
        ),
        Example(
            text="Hi Ines, would you introduce me to the head of your maternity ward? Thank you, Rui",
            fixed="Hi Ines, would you introduce me to the head of your maternity ward? "
            "Please feel free to say no. Thank you, Rui",
        ),
        Example(
            channel="email",
            subject="Two pages on lichens",
            text="Dear Bea,\n\nI am writing my thesis on lichens in Galicia. Would you read two pages?\n\n"
            "Thank you for your time.\n\nBest regards,\nUxía Castro\nUniversity of Vigo",
            fixed="Dear Bea,\n\nI am writing my thesis on lichens in Galicia. Would you read two pages?\n\n"
            "Thank you for your time. If now isn't a good time, I completely understand.\n\n"
            "Best regards,\nUxía Castro\nUniversity of Vigo",
        ),
        Example(
            text="Hello Tom, I run a small print shop in Ghent. Could I see how you mix your inks?",
            fixed="Hello Tom, I run a small print shop in Ghent. Could I see how you mix your inks? "
            "If you're too busy, I completely understand.",
        ),
        Example(channel="inmail", subject="Crane drivers", text="Hi Piotr, are you free for a call on Tuesday?"),
        Example(text="Hi Noor, please tell me who books the hall in Amman."),
        Example(
            text="Hi Jae,\n\nI'd love to hear how you moved from nursing to law.\n\nCould we speak next week?\n\nMira",
            fixed="Hi Jae,\n\nI'd love to hear how you moved from nursing to law.\n\nCould we speak next week?\n\n"
            "If now isn't a good time, I completely understand.\n\nMira",
        ),
        Example(
            channel="email",
            subject="Your stand in Turin",
            text="Dear Mr Gallo, may I show you our espresso grinder at your stand?\n\nRegards,\nEva\n\n"
            "On Mon, 3 March 2025, L. Gallo wrote:\n> We are in hall 4.",
            fixed="Dear Mr Gallo, may I show you our espresso grinder at your stand? "
            "If now isn't a good time, I completely understand.\n\nRegards,\nEva\n\n"
            "On Mon, 3 March 2025, L. Gallo wrote:\n> We are in hall 4.",
        ),
    ),
    good=(
        Example(text="Hi Maya, could we talk for ten minutes? If it doesn't suit you, no worries at all."),
        Example(text="Hi Ines, would you introduce me to the ward sister? I'd totally understand if you'd rather not."),
        Example(text="Hello Tom, thank you for the tour of the print shop. The inks were a revelation."),
        Example(text="Hi Piotr, are you free for a call? Feel free to say no."),
        Example(
            text="Great, Tuesday at ten it is. Could you send me the address?",
            context=Context(thread=Thread(sent=2, replied=True)),
        ),
        Example(
            text="Morning Jo, can you bring the keys?",
            context=Context(relationship="close", recipient=Recipient(name="Jo Lund")),
        ),
        Example(channel="connection_note", text="Hi Mira, fellow bookbinder here. I'd love to connect."),
        Example(text="Hi Jae, could we speak whenever you have a quiet week?"),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where something is asked and no way out is left; an invitation can be declined as it stands."""
    if reading.draft.channel == "connection_note" and not reading.questions:
        return
    if reading.says("easy_out") or reading.known or not reading.asks:
        return
    yield Hit(fixes=courtesies.closing(reading, *courtesies.easy_outs(reading)))
