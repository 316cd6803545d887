"""The platform's own invitation text."""

from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.reading import Reading, Span
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.text import flatten

_KNOWS = Context(relationship="close")
_REPLIED = Context(thread=Thread(sent=1, replied=True))

RULE = Rule(
    id="default-invitation",
    kind="code",
    group="personalisation",
    severity="error",
    repair="ask",
    needs="context",
    statement="Never send the platform's default invitation: say who you are and why you would like to connect.",
    why="The stock sentence tells the reader nothing about you, so most strangers who send it are ignored or reported.",
    message="“{excerpt}” is the platform's own text and says nothing about you or the reader.",
    question="Why would you like to connect with this person in particular?",
    sources=("003", "004"),
    bad=(
        Example(
            channel="connection_note",
            text="I'd like to add you to my professional network on LinkedIn.",
            excerpt="I'd like to add you to my professional network on LinkedIn",
        ),
        Example(
            channel="connection_note",
            text="Hi Noor, I'd like to join your LinkedIn network.",
            excerpt="I'd like to join your LinkedIn network",
        ),
        Example(
            channel="connection_note",
            text="Hello Tom,\n\nI would like to connect with you on LinkedIn.\n\nRegards,\nIda",
            excerpt="I would like to connect with you on LinkedIn",
        ),
        Example(
            channel="connection_note",
            text="Since you are a person I trust, I wanted to invite you to join my network on LinkedIn. - Bea",
            excerpt="Since you are a person I trust",
        ),
        Example(channel="connection_note", text="Let’s connect!", excerpt="Let’s connect"),
        Example(
            channel="message",
            text="Hi, please accept my connection request. Thank you!",
            excerpt="please accept my connection request",
        ),
        Example(
            channel="connection_note",
            text="Dear Mr Rossi, I want to add you as a contact on Xing. Best wishes",
            excerpt="I want to add you as a contact on Xing",
        ),
        Example(
            channel="connection_note",
            text="I see you use LinkedIn too. I'd love to have you in my network.",
            excerpt="I see you use LinkedIn too",
        ),
        Example(
            channel="connection_note",
            text="Hello Ama, kindly allow me to add you in my circle of friends.",
            excerpt="kindly allow me to add you in my circle of friends",
        ),
        Example(
            channel="connection_note",
            text="We have quite a few contacts in common, so I thought we should link up.",
            excerpt="We have quite a few contacts",
        ),
        Example(
            channel="connection_note",
            text="Good day Piotr, I am happy to add you to my professional circle, hope you are well.",
            excerpt="I am happy to add you to my professional circle",
        ),
    ),
    good=(
        Example(
            channel="connection_note",
            text="Hi Noor, we met at the bakers' fair in Amman. I'd like to add you to my professional network.",
        ),
        Example(
            channel="connection_note",
            text="I'd like to add you to my professional network on LinkedIn.",
            context=_KNOWS,
        ),
        Example(channel="connection_note", text="Let's connect on LinkedIn!", context=_REPLIED),
        Example(
            channel="connection_note",
            text="Hello Tom, your thread on letterpress inks taught me a lot. I'd like to connect with you on LinkedIn.",
        ),
        Example(text="Hi Bea, I teach Galician at the school in Vigo and would like to join your reading network."),
        Example(
            channel="connection_note",
            text="Dear Mr Rossi, as a fellow joiner from Trento I'd be glad to have you in my network.",
        ),
        Example(channel="connection_note", text="Thanks for the invite, Rosa, happy to connect!"),
        Example(
            channel="connection_note",
            text="Hi Lars, we share two contacts, Ida Berg and Per Lund. Shall we connect?",
        ),
        Example(text="Hi Piotr, could I join your team's network drive to fetch the drawings of the yard?"),
        Example(
            channel="connection_note",
            text="Hi Ada, I nurse at St Mary's, two floors below your lab. Let's connect on LinkedIn.",
        ),
        Example(text="Hi Jo, the switch can't connect to my professional network card; could you look on Monday?"),
    ),
)

# Words that make a message no more personal than the default text.
_STOCK = frozenset(
    flatten(
        "hi hello hey dear hope you are re is your doing well great day good to a the and i am im i'm me my in of "
        "for on with "
        "it this that so we our us please thanks thank best regards kind sincerely here linkedin network networks "
        "professional "
        "connect connecting connection connections accept invitation invite request trust if be have has would like "
        "love "
        "d'd want wanted glad happy grow growing expand expanding looking forward hearing from soon also use too see "
        "add join "
        "link recommend contacts people more would will can people mutual only gladly very much let let's lets stay "
        "touch keep "
        "help each other learn opportunities business opportunity share ideas sir madam wishes nice meet meeting "
        "everyone "
        "forward requests do likewise both same time pleasure honored honoured delighted all just one person always "
        "open new "
        "build building relationship relationships at as an by include including welcome allow permit kindly wish number "
        "share we've trust somebody someone person circle contact friend friends friendship together figured figure thought "
        "should could might may shall professionals saw noticed follow following feed up came come popped suggested suggestion "
        "suggestions recommended linkedin's app site platform profile page found find pleasure privilege honour honor cheers "
        "warm warmly yours truly sincere respectfully sincerely evening morning afternoon weekend week now today soonest "
        "field industry same similar interests interest common number few some many several lots lot quite plenty new "
        "greetings there dears guys mate appreciate appreciated if possible okay ok yes hopefully hoping mutually beneficial "
        "benefit value interesting like-minded likeminded minded talk chat know knowing better kindest anyway haha lol pls plz "
        "them they these those thing things get getting got go going make making take taking do does done been being just "
        "world leaders experts circles list reception sir maam ma'am mam"
    ).split()
)
_PERSONAL = 3


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield the stock sentence where nothing personal stands beside it."""
    stock = reading.cues.get("default_invitation")
    if not stock or reading.known:
        return
    start, end = min(stock, key=lambda span: (span[0], -span[1]))
    if start < reading.own_end and not _is_personal(reading) and _own_words(reading, stock) < _PERSONAL:
        yield Hit("body", start, end)


def _is_personal(reading: Reading) -> bool:
    """Say whether the note answers somebody, brings news, or tells what ties the two together."""
    return reading.says("news") or reading.names_work or reading.names_place


def _own_words(reading: Reading, stock: list[Span]) -> int:
    """Count the words of the content that are neither the stock sentence's nor said by everybody."""
    start, end = reading.content
    text = reading.body.plain
    for since, to in stock:
        text = text[:since] + " " * (to - since) + text[to:]
    return len(set(flatten(text[start:end]).split()) - _STOCK)
