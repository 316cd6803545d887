"""Messages in which no professional purpose can be seen at all."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.lazy import regex
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.stock import COURTESY, GRAMMAR
from app.rules.text import flatten

_LONG = 420
_HELLO_LONG = 180
_NAMES = 2
# What a mere hello, or a mere wish to be connected, is made of.
_HELLO = frozenset(
    b"accept account add added alone always app beautiful become been bro brother buddy chat chatting connect connected "
    b"connecting connection connections contact contacts country darling dear dearest did dm doin everyday evenings "
    b"facebook family feel feeling fb friend friendly friends friendship from girl goes gm gn gud guy guys health healthy hear "
    b"hiii hii heyy heyyy helo hlo hllo hows hru hw inbox instagram interest invitation invite join lady life lil lonely long meet how's day's blessed bless god wonderful "
    b"love luv linkedin man mate member met met messenger morng mornin morning mutual name network networking networks new nite "
    b"number okk online page pal peace people person photo pic picture pleasure ping platform plz pls profile professional r "
    b"reach reaching request requests saying sister sir smile sup touch talking there today tonight up use user ur weather wassup "
    b"wats whats whatsapp what's whatsup woman world yo yourself".split()
)
# What a short answer or plan is made of: whoever says this writes for a reason.
_REASONS = frozenset(
    b"answer appreciate appreciated ask assure bother brief briefly busy call chance completely convenience convenient favor "
    b"favour find found friday help kind's later message messages minds minute minutes mins moment monday need next problem question "
    b"questions reply respond response saturday schedule shortly sorry sunday sure sunday thank thanks thx thursday tomorrow "
    b"tuesday wednesday week weekend wonder wondering worries send give tell make made take".split()
)
_EMPTY = (GRAMMAR | COURTESY | _HELLO) - _REASONS
_GREETS = regex(
    r"^\s*(?:hi+|he+y+|hello+|helo|hlo|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|gm|dear|sup|wass?up)\b"
    r"|\bh(?:o|a)w(?:'s| is| r| are|'re|s)? (?:u|you|ya|life|it|things|everything|your day|the day|ur day)\b|\bhru\b|\bwh?at'?s ?up\b|"
    r"\byou there\b|\bsay(?:ing)? (?:hi|hello|hey)\b|\bfriends?(?:hip)?\b|\b(?:know|chat with|talk to) (?:you|u)\b|\bchat on\b|\b(?:add|accept) (?:me|my)\b|\bfinds you\b|\bblessed\b|\bconnect|\bnetwork\b"
    r"|\bnice to meet\b|\bhope (?:you|all|everything|u)\b",
    re.IGNORECASE,
)
_ANSWERS = regex(
    r"\b(?:great|nice|good|glad|lovely|pleased|happy|wonderful) to (?:be )?(?:connected|connect|have)\b|(?<!\bto )\bmeet\b",
    re.IGNORECASE,
)

# Words one of which stands in whatever the patterns below match: only then are these worth their time.
_PLAYING = (
    PhraseData(
        match=(
            "gorgeous|beautiful|sexy|cute|cutie|handsome|hottie|hot|pretty|attractive|stunning|tonight|single|kiss|kisses|xoxo|crush|marry",
            "your (smile|eyes|lips|beauty|looks|picture|pic|photo|face)|your profile (pic|picture|photo)|babe|baby|darling|sweetheart|sweetie|dating",
            "in love|love you|luv you|love u|luv u|love at first|on a date|date me|know (you|each other) (better|more)|see where (it|this|things)",
            "be (your|ur|my) (good|best|new)? friend|be friends|make friends|friendship|pen pal|penpal|viewed me|my (linkedin)? (profile|page)",
        )
    ),
)
_PASSING_ON = (
    PhraseData(
        match=(
            "(forward|send|pass|share|repost|reshare|copy|tag|forwarding|sending|passing|sharing) (this|it|that|the|and|to|on|your|a|them)",
            "luck|won|winner|lottery|giveaway|prize|claim|iphone|bitcoin|crypto|free tickets|gift card|gift cards|selected|chain|double your|multiply your",
        )
    ),
)
_FLIRT = regex(
    r"\b(?:you(?:'re| are| r| look| were)?|u r|ur|how|such an?) (?:(?:so|very|really|absolutely|quite|too|even|more|a|an|the most|damn|"
    r"simply|just|all|such|looking|truly|extremely) )*(?:gorgeous|beautiful|cute|sexy|stunning|handsome|hot(?! on)|pretty(?=\s*(?:[.!?,;]|and|in|woman|"
    r"girl|lady|\Z))|attractive|lovely (?:woman|girl|lady|smile))"
    r"|\b(?:your|ur) (?:\w+ ){0,2}?(?:photo|picture|pic|smile|eyes|looks|face|selfie|lips|beauty)\b(?! (?:of|from|for|on the|in the (?!pro)))(?=[^.?!\n]{0,40}\b(?:nice|beautiful|"
    r"gorgeous|cute|stunning|lovely|pretty|attractive|hot|sexy|amazing|wow|heart|melt|breath\w*|charming|perfect|sweet))"
    r"|\b(?:nice|beautiful|gorgeous|cute|lovely|sexy|stunning|pretty) (?:photo|picture|pic|smile|eyes|selfie|lady|girl|woman|face)s?\b"
    r"|\b(?:hi|hello|hey) (?:there )?(?:gorgeous|beautiful|handsome|sexy|cutie|hottie|babe|baby|sweetheart|sweetie|honey|darling)\b"
    r"|\b(?:up to|doing|free) tonight\b|\b(?:are|r) (?:you|u) (?:single|married|seeing (?:anyone|someone))\b|\bon a date\b|\bmarry me\b|\bkiss(?:es)?\b"
    r"|\blooking (?:so|very|really) (?:pretty|beautiful|hot|cute|gorgeous|sexy)\b|\bxoxo\b|\bcrush on\b|\bin love with\b|\bi (?:love|luv) (?:you|u)\b(?! (?:for|to|all|guys))|\blove at first\b|\bdate me\b|\bdating\b"
    r"|\bbe (?:(?:your|ur|my) (?:\w+ )?friend|friends)\b|\b(?:make friends|friendship|pen ?pals?)\b|\bknow (?:each other|you) (?:better|more)\b"
    r"|\bsee where (?:it|this|things) (?:goes?|leads?|takes?)\b|\b(?:viewed|visited|checked out|look(?:ed|ing) at|seen|nosy at|peeped(?: at)?|stalk(?:ed|ing)|on) "
    r"my (?:linkedin )?(?:profile|page)\b|\bviewed[- ]me\b",
    re.IGNORECASE,
)
_SPAM = regex(
    r"\b(?:forward|send|pass|share|repost|copy|re-?share|tag)(?:ing)? (?:and \w+ )?(?:this|it|the (?:message|joke|post|prayer|text)|that)?"
    r"[^.?!\n]{0,40}?\b(?:(?:to|with|on to|among) (?:at least |all |your |the next |my )*(?:\d+|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|"
    r"everybody|everyone|all|every\w*|friends|contacts|people|your (?:\w+ )?(?:friends|contacts|connections|list))\b|it on\b)"
    r"|\b(?:bad luck|good luck will|chain (?:letter|message)|don't break the chain|break the chain)\b|\byou(?:'ve| have)? (?:been selected|won|are (?:the|a) (?:lucky )?"
    r"winner)\b|\b(?:claim|collect|receive|get) (?:your|a|the) (?:free |cash )?(?:prize|gift card|reward|iphone|bonus|lottery)\b|\bfree (?:tickets?|iphone|gift ?cards?|"
    r"money|bitcoin|crypto)\b|\b(?:double|multiply) your (?:money|bitcoin|income|crypto)\b|\blottery\b",
    re.IGNORECASE,
)
# What only a chain message says, whatever work it names.
_OMEN = regex(
    r"\b(?:luck|lucky|miracles?|blessings?|wish|came? true|cheque|curse|god is|before midnight|within the hour)\b|\bbreak (?:it|the chain|this)\b|\bignored it\b",
    re.IGNORECASE,
)
_WORKING = regex(
    r"\b(?:works?|worked|working|jobs?|roles?|positions?|teams?|compan(?:y|ies)|projects?|business(?:es)?|careers?|industry|hir(?:e|es|ed|ing)|recruit\w*|"
    r"interviews?|applicat\w+|appl(?:y|ied)|cvs?|resumes?|résumés?|papers?|research|stud(?:y|ies|ied|ying|ents?)|thesis|articles?|(?:your|the|this|my) (?:\w+ )?(?:posts?|talk)|lectures?|"
    r"conferences?|meetings?|workshops?|webinars?|courses?|class(?:es)?|lessons?|reports?|prints?|printed|buy|sells?|ships?|price|licen[cs]es?|proposals?|invoices?|budgets?|quotes?|orders?|clients?|customers?|patients?|"
    r"products?|services?|software|designs?|designers?|engineers?|developers?|nurses?|teachers?|doctors?|managers?|founders?|scientists?|writers?|editors?|artists?|"
    r"photograph(?:y|er|ers)|exhibitions?|galler(?:y|ies)|museums?|schools?|universit(?:y|ies)|hospitals?|clinics?|labs?|advice|mentor\w*|feedback|review|"
    r"collaborat\w+|partner\w*|opportunit(?:y|ies)|skills?|training|sales|marketing|finance|consult\w*|freelanc\w*|commission\w*|contracts?|apprentice\w*|interns?\w*|"
    r"volunteer\w*|charit(?:y|ies)|research\w*|presentations?|panels?|slides?|schedule|deadline|calendar|shifts?|ward|crew|shop|studio|workbench|book|translation|offers?|income|openings?)\b",
    re.IGNORECASE,
)

RULE = Rule(
    id="no-purpose",
    kind="code",
    group="content",
    severity="warning",
    repair="ask",
    needs="text",
    statement="Have a professional purpose that the reader can see.",
    why="A message without one costs the reader a guess about what you want, and most won't make it.",
    message="No professional purpose can be seen in this message.",
    question="What do you write to this person for, in one line?",
    sources=("001", "002"),
    cues={"playing": _PLAYING, "passing_on": _PASSING_ON},
    bad=(
        Example(text="hi dear how are you"),
        Example(text="Hello! Hope you are doing well. Can we be friends?"),
        Example(text="Hi Margit", channel="connection_note"),
        Example(text="I'd like to add you to my network.", channel="connection_note"),
        Example(text="Good morning sir, how is life? Nice to meet you here."),
        Example(text="Hey gorgeous, that smile! What are you doing tonight?"),
        Example(text="You are so beautiful. Are you single? I would love to know you."),
        Example(text="Send this to twelve friends before midnight and luck will find you!!!"),
        Example(text="Wow, you have won an iPhone! Claim your prize before it is gone.", subject="You are lucky"),
        Example(text="Hello Anneli, your name came up because you viewed my profile. Hope your day is sunny!"),
        Example(text="Hi Bruno, just saying hello. How's your day going?", channel="inmail", subject="Hello"),
    ),
    good=(
        Example(text="Hi Margit, thank you!"),
        Example(text="Hello! Can we meet on Tuesday instead? Sorry."),
        Example(text="Sure, see you tomorrow."),
        Example(text="Hi Bruno, how are you? I've sent the figures for the kiln; does 40 kW look right to you?"),
        Example(text="Good morning Dr Sato, I'd like to connect: we both breed carp.", channel="connection_note"),
        Example(text="Hello Ama, this is Kojo from the print shop in Accra."),
        Example(
            text="Hi Lea, how are you? Good to hear from you.", context=Context(thread=Thread(sent=2, replied=True))
        ),
        Example(text="Great to be connected, Noor! Have a nice weekend."),
        Example(text="Hey Sam, how is life? It has been long.", context=Context(relationship="close")),
        Example(text="Dear Ms Cruz, your photos of the harbour are beautiful. May we print two in our calendar?"),
        Example(text="Please share this advert with colleagues who teach welding. Thank you!"),
        Example(text="Hello Ivo, may I ask you a question?"),
        Example(
            text="Good evening. This is Piet from the dairy in Ghent. Our milk arrives on Friday. The driver has your number.",
            context=Context(relationship="stranger"),
        ),
        Example(
            text="Hi Anneli, you looked at my profile, and I at yours: we both restore church organs. Shall we talk shop?"
        ),
        Example(text="Congratulations, Ola!"),
        Example(text="How are you?", channel="inmail", subject="Your cello repair of 3 May"),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit for a mere hello, a mere invitation, flirting or spam, where nothing else is said."""
    text = reading.body.plain
    if len(text) > _LONG or reading.known or reading.thread.sent:
        return
    if _is_hello(reading, text) or _is_play(reading, text):
        yield Hit()


def _is_hello(reading: Reading, text: str) -> bool:
    """Say whether greetings and wishes to be connected are all there is."""
    if len(text) > _HELLO_LONG or reading.says("thanks"):
        return False
    unknown = set(reading.body.flat[: reading.content[1] + 1].split()) - _EMPTY
    if len(unknown) > _NAMES or reading.context.relationship == "acquaintance" or _has_subject(reading):
        return False
    named = set(flatten(" ".join((*reading.names, _greeted(reading, text)))).split()) - _REASONS
    return unknown <= named and _GREETS.search(text) is not None and not _ANSWERS.search(text)


def _greeted(reading: Reading, text: str) -> str:
    return text[slice(*reading.greeted)] if reading.greeted else ""


def _has_subject(reading: Reading) -> bool:
    return reading.subject is not None and not set(reading.subject.flat.split()) <= _EMPTY | {b"re", b"fw", b"fwd"}


def _is_play(reading: Reading, text: str) -> bool:
    """Say whether there is flirting, curiosity or spam and nothing that belongs to work."""
    spams = reading.says("passing_on") and _SPAM.search(text) is not None
    if spams and _OMEN.search(text):
        return True
    return (spams or (reading.says("playing") and _FLIRT.search(text) is not None)) and not _WORKING.search(text)
