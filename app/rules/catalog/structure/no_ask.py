"""A clear request."""

from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

RULE = Rule(
    id="no-ask",
    kind="code",
    group="structure",
    severity="warning",
    repair="ask",
    needs="text",
    statement="Say clearly what you ask the reader to do.",
    why="A reader who can't see what you want has nothing to answer, so most don't.",
    message="The message doesn't say what you would like the reader to do.",
    question="What would you like the reader to do, in one sentence?",
    sources=("001",),
    bad=(
        Example(
            channel="inmail",
            subject="Head of kitchen, Bristol",
            text="Hi Rosa, your years at the Harbour Grill make you the right person for our new kitchen in Bristol.",
        ),
        Example(
            text="Hello Mr Nguyen, I am a final-year student of hydrology in Delft. Your company works on dikes.\n\nPavel"
        ),
        Example(
            channel="email",
            subject="Roof inspection by drone",
            text="Dear Ms Okoye,\n\nWe inspect flat roofs by drone for housing associations. The report comes the same "
            "day and costs a third of scaffolding.\n\nKind regards,\nLars Holm",
            context=Context(purpose="sales"),
        ),
        Example(text="Hi Beatriz, I have ten years of experience in textile dyeing and a diploma from Porto."),
        Example(text="Good evening, I'm a night nurse from Manila. I am interested in your hospital."),
        Example(
            channel="inmail",
            subject="Our payroll product",
            text="Hi Sven, our payroll tool handles four countries at once. Firms of your size like it very much.",
        ),
        Example(text="Hey Tomas, saw you run the tool library in Brno. I started one in Graz last spring."),
        Example(text="Hi Ingrid, how are you? I am a carpenter from Split with twelve years of experience in roofs."),
        Example(
            text="Dear Dr Rao, I study otters in Galway. I read your notes and thought I would get in touch.",
            context=Context(relationship="stranger"),
        ),
        Example(
            channel="email",
            subject="Backend post in Cork",
            text="Hello Aoife, there is a post in Cork that fits your background in distributed systems. The team is "
            "small and the pay is good.",
        ),
    ),
    good=(
        Example(text="Hi Rosa, would you like to hear more about our new kitchen in Bristol?"),
        Example(text="Hello Mr Nguyen, I study hydrology in Delft and would love to visit one of your dikes."),
        Example(text="Hi Sam, thank you for your talk yesterday. It changed how I see our archive."),
        Example(text="Hi Lena, congratulations on the new clinic! I was so pleased to read about it."),
        Example(channel="connection_note", text="Hi Kofi, we sat at the same table at the bakers' congress in Accra."),
        Example(text="Hi Jo, here's the checklist I promised. No need to reply."),
        Example(
            text="Hi Mr Berg, thank you for applying. We have decided to go with another candidate. All the best.",
            context=Context(thread=Thread(sent=1, replied=True)),
        ),
        Example(text="Hi Ana, grateful for any pointers on where to learn bookbinding in Lisbon."),
        Example(channel="email", subject="Re: the reading room", text="Dear Dr Rao,\n\nit was open until six.\n\nMei"),
        Example(text="Dear Dr Rao, let me know if the reading room is open to outsiders."),
    ),
)


# Words of those who want something: work, workers, customers.
_WANTING = frozenset(
    b"opportunity opportunities position positions role roles job jobs post opening openings career company firm agency "
    b"organization organisation product products tool tools service services platform software offer solution solutions "
    b"experience experienced student degree diploma graduate graduated interested hiring recruiting candidate candidates "
    b"background engagement collaboration partnership years skills client clients customers resume cv".split()
)
_PURPOSES = frozenset(
    (
        "recruiting",
        "sales",
        "job_inquiry",
        "career_advice",
        "informational_interview",
        "introduction_request",
        "partnership",
    )
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where a message that wants something neither asks for it nor brings news that needs no answer."""
    if _requests(reading) or _asks_for_answer(reading) or reading.says("news") or _is_excused(reading):
        return
    if reading.context.purpose in _PURPOSES or reading.first_to_stranger or not _WANTING.isdisjoint(reading.words):
        yield Hit()


def _requests(reading: Reading) -> bool:
    """Say whether there is a request that isn't part of a mere `How are you?`."""
    if not reading.says("small_talk"):
        return reading.says("ask")
    talk = reading.cues["small_talk"]
    requests = (span for span in reading.cues.get("ask", ()) if span[0] < reading.own_end)
    return any(all(end <= since or start >= to for since, to in talk) for start, end in requests)


def _asks_for_answer(reading: Reading) -> bool:
    """Say whether there is a question beyond `How are you?`."""
    if not reading.questions or not reading.says("small_talk"):
        return reading.questions > 0
    return reading.questions > len({reading.sentence_at(start) for start, _ in reading.cues["small_talk"]})


def _is_excused(reading: Reading) -> bool:
    """Say whether the message may stand without a request: an invitation, an answer, one among many."""
    if reading.draft.channel == "connection_note" or reading.known or reading.context.purpose == "thank_you":
        return True
    return bool(reading.thread.sent) or (reading.subject is not None and reading.subject.flat.startswith(b" re "))
