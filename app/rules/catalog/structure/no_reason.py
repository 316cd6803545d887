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
        Example(text="Hello Omar, I have a confidential proposal that will change your life. Send me your number!"),
        Example(
            text="Good morning, can you give me the mobile of the purchasing director? Thanks, Ulf",
            context=Context(relationship="stranger"),
        ),
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
        Example(
            text="Good morning, who buys the gloves at your clinic? I'm the rep for Nitrilex in Skåne.",
            context=Context(relationship="stranger"),
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where nothing is left of a message once greetings, courtesies and stock words are gone."""
    if len(reading.words) > _LONG or reading.known or reading.thread.sent or reading.says("news"):
        return
    own = {word for word in set(reading.words) - STOCK - _UNSAID if word.isalpha() or b"'" in word}
    if reading.says("common_ground"):
        return
    if own <= _names(reading) or _is_bare_request(reading) or _is_for_anybody(reading, own):
        yield Hit()


_LONG = 80
_BARE = 30
_FEW = 45
_LITTLE = 8
_CAUSES = frozenset((b"because", b"since", b"regarding", b"concerning", b"congratulations"))
# Words that promise a reason without giving it: `an important matter`, `a proposal that will change your life`.
_UNSAID = frozenset(
    b"matter matters proposal proposals idea ideas plan plans deal deals project projects important urgent urgently asap "
    b"private confidential personal big huge special exclusive offer offers details detail information info explain email "
    b"mail text number whatsapp telegram whenever later tonight heard believe absolutely definitely definitly excited "
    b"win-win win circle growth success successful goals goal future experienced experience include including professionals "
    b"members member folks urself thoughts advice guidance help helping helps assist assistance support contacting "
    b"messaging writing write wrote emailing texting pinging ping inbox dm dms pm chatting conversation discussion discussing "
    b"catchup sync brain pick send sent sending message sending attach attached attachment see file document link links "
    b"click here below above cv resume available free availability diary slot slots calendar schedule book booking set "
    b"tuesday thursday friday monday wednesday am pm o'clock noon evening morning afternoon hour hours half year month "
    b"life change changes changing better best great opportunity opportunities interesting amazing incredible awesome "
    b"fantastic huge wow cool hot super top serious seriously trust sure certain certainly promise guarantee regret miss "
    b"wait waiting awaiting await longer back forward ahead through over again another other others together team group "
    b"add added accept accepted allow permit friends friend friendship decision maker makers head boss person people "
    b"right wrong correct best contact speak spoken talk talking tell telling say said hear heard name new old young "
    b"ma'am maam mam sir madam respected dear dears esteemed greetings god bless blessed blessings day days night nights "
    b"wanna gonna gotta lemme gimme plz pls u ur r thx ty lol haha yo hey heya hii hiya sup bro bruh mate buddy man".split()
)
# What a reason needs: a cause, an occasion, or somebody who has one.
_GROUNDS = frozenset(
    b"because since regarding concerning about as after writing researching working building planning preparing looking "
    b"hiring need needs needed interested saw seen read heard noticed watched found met told mentioned suggested recommended "
    b"enjoyed loved liked applied applying apply my our we we're we've i'm im i've studying study work job role position "
    b"internship opening vacancy team company congratulations story article interview event conference research project "
    b"thesis question so sell buy want wanted hope hoping helped used using use seeking join".split()
)


def _is_bare_request(reading: Reading) -> bool:
    """Say whether a stranger is asked for something in a line or two that tell neither the cause nor the asker."""
    if len(reading.words) > _BARE or not reading.first_to_stranger or not reading.asks or reading.says("introduction"):
        return False
    return _GROUNDS.isdisjoint(reading.words) and not reading.names_work


def _is_for_anybody(reading: Reading, own: set[bytes]) -> bool:
    """Say whether a few lines to a stranger hold little of their own and nothing about the reader."""
    if len(own) > _LITTLE or len(reading.words) > _FEW or not reading.first_to_stranger:
        return False
    return _CAUSES.isdisjoint(reading.words) and not reading.names_work and not reading.names_place


def _names(reading: Reading) -> set[bytes]:
    """Return the names that the context gives, as they stand among the words."""
    return {name.lower().encode("latin-1", "replace") for name in reading.names}
