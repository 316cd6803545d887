"""Who writes."""

from collections.abc import Iterator

from app.domain.context import Context, Sender, Thread
from app.rules import ties
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_STRANGER = Context(relationship="stranger")
_THIRD = Context(degree=3)

RULE = Rule(
    id="no-introduction",
    kind="code",
    group="structure",
    severity="warning",
    repair="ask",
    needs="context",
    statement="Say who you are when you write to somebody who doesn't know you.",
    why="A stranger decides by who is asking; a bare name tells them nothing.",
    message="The message doesn't say who you are.",
    question="Who are you to this reader: your role, your field, where you work or study?",
    sources=("001", "003"),
    bad=(
        Example(text="Hi Rosa, could you give me a tour of the kitchen next week? Thanks, Ben", context=_STRANGER),
        Example(
            channel="inmail",
            subject="A role near you",
            text="Dear Grace,\n\nThere is a night nurse's post in Leeds with good pay. Are you free for a call?\n\nPetra",
            context=_STRANGER,
        ),
        Example(text="Hello Sven, would you like to see a tool that saves a day a month on payroll?", context=_THIRD),
        Example(channel="connection_note", text="Hi Aoife, I loved your thread on bus maps!", context=_STRANGER),
        Example(
            channel="email",
            subject="Peat cores",
            text="Dear Dr Rao,\n\nwhich corer did you use in the second season?\n\nBest wishes,\nTomasz",
            context=_STRANGER,
        ),
        Example(text="Good day, please tell me who buys display cases at the museum.", context=Context(degree=2)),
        Example(text="Hi Kofi, any advice on how to start a bakery in Kumasi? Cheers, Lou", context=_THIRD),
        Example(
            text="Hi Noor, I saw the shop in Amman and I really like it. Do you open on Sundays?", context=_STRANGER
        ),
        Example(text="Hey Tomas! We can double what you earn with the tool library. Interested?", context=_STRANGER),
    ),
    good=(
        Example(
            text="Hi Rosa, I'm a pastry chef in Leeds. Could you give me a tour of the kitchen?", context=_STRANGER
        ),
        Example(text="Dear Grace, my name is Petra and I staff the wards in Leeds.", context=_STRANGER),
        Example(
            text="Hello Sven, as a former accountant in Malmö I liked your talk. May I ask one question?",
            context=_THIRD,
        ),
        Example(text="Hi Aoife, would you like to hear about the role at Fernhill in Cork?", context=_STRANGER),
        Example(
            channel="email",
            subject="Peat cores",
            text="Dear Dr Rao,\n\nwhich corer did you use?\n\nBest wishes,\nTomasz Wrona\nDoctoral student, Poznań",
            context=_STRANGER,
        ),
        Example(text="Hi Kofi, I turn bowls in Tamale. Any advice on ovens?", context=_STRANGER),
        Example(text="Hello Mei, harbour pilot here. Which chart of the strait do you use?", context=_STRANGER),
        Example(text="Hi Ivo, Marta from the port office. Is the crane free on Friday?", context=_STRANGER),
        Example(text="Dear Lea, I'm writing a piece on violins. May I quote you?", context=_THIRD),
        Example(text="Hi Kofi, any advice on ovens?", context=Context(relationship="acquaintance")),
        Example(text="Hi Kofi, any advice on ovens?"),
        Example(
            text="Hi Tomas, is Friday better?",
            context=Context(relationship="stranger", thread=Thread(sent=1, replied=False)),
        ),
        Example(
            text="Hi Lea, Orchard Strings is looking for a violin teacher. May I tell you more?",
            context=Context(relationship="stranger", sender=Sender(name="Jan Mertens", company="Orchard Strings")),
        ),
    ),
)

_AFFILIATED = regex(
    r"\b(?:[Ii]|I'[mdv]e?|[Ww]e|[Ww]e're|[Oo]ur|[Mm]y|the|an?|roles?|position|opportunity|opening|job|vacancy|"
    r"internship|post|"
    r"here|team|student|recruiter|engineer|manager)\b(?:(?!\b[Yy]our?\b|\bthe\b)[^.!?\n]){0,60}?\b(?:at|from|for|"
    r"with) [A-Z]"
)
_NAMED = regex(r" (?:at|from|for|with) [A-Z]")
# `Kavita from the port office`, `county archivist here`, `our journal Tribuna`.
_PRESENTED = regex(
    r"(?:^|[.!?,:–—-]\s+)(?!Greetings|Regards|Thanks|Best|Wishes|Love|Cheers|News)[A-Z][\w'-]+(?: [A-Z][\w'-]+)?,? "
    r"(?:here )?(?:from|with|at) (?:the |an? |your )?[A-Za-z]{3}"
    r"|\b(?!over\b|other\b|another\b|ever\b|never\b|however\b|either\b|whether\b|later\b|your\b|their\b|our\b|or\b|for\b)"
    r"(?:\w{2,}(?:er|or|ist|ian|ant|ent|man|woman|ee|smith|wright)|nurse|midwife|chef|cook|lead|mum|mom|dad|doc|intern|"
    r"pilot|judge|guide|coach|clerk|host|vet|priest|scout|fan|geek|alum|alumna|alumnus|grad) here\b"
    r"|\b[Oo]ur (?:[a-z-]+ ){1,3}?(?:(?:in|at|near|on) )?[A-Z][a-z]"
    r"|\bwriting (?:an?|my|our|the) |\bwriting about [^.?!\n]{3,60} for (?:an?|the|my|our|[A-Z])"
)
_WRITER = frozenset((b"i", b"we", b"i'm", b"im", b"we're"))
_AM = _WRITER - {b"i", b"we"}
# Before `I`: what makes the rest a question, a wish or a condition.
_UNREAL = frozenset(
    b"could can may might should shall would do did will if whether what how hope unless until must am are was were".split()
)
_ADVERBS = frozenset(
    b"completely totally fully entirely quite absolutely certainly gladly perfectly just really also only recently currently always still often truly usually mostly mainly now presently both all then "
    b"myself sometimes regularly professionally personally part-time".split()
)
# What anybody says who writes to somebody: it tells nothing about who it is.
_NO_TRADE = frozenset(
    b"m ve ll hope think believe know want wish need like love see saw notice feel felt guess suppose understand realise realize "
    b"appreciate admire enjoy find found came come went go heard hear read ask promise thank apologise apologize assume "
    b"expect trust prefer agree mean say said tell told get got have has had was were be been can could will would may might "
    b"must shall should do does did don't doesn't didn't can't cannot couldn't won't wouldn't haven't hadn't wasn't aren't "
    b"weren't not never reach contact send sent attach remember recall recommend suggest invite wonder connect meet met talk "
    b"speak spoke chat share call message care bet swear beg request insist urge doubt fear regret try hate miss left leave "
    b"wait take took give gave put set mention ran made thought knew began grew wrote won lost bought chose became stand "
    b"stood sat sit stay hereby humbly kindly respectfully sincerely honestly simply would've d'd d hear'd lack assure "
    b"guarantee double triple boost increase reduce cut save deliver offer provide provides got gotta wanna gonna am are is "
    b"and or but if when that the a you your to of in on for with at by from as so very too much it this there here he she "
    b"they i we us me my our please long respect value welcome await figure happen owe apply enclose forward submit propose "
    b"consider introduce seek search require desire intend plan aim dream cannot live belong exist matter fit match qualify "
    b"possess hold confirm write emailed note stumble discover visit viewed view check reply respond follow help helped built build work worked works".split()
)
_GOES_ON = frozenset((b"keep", b"start", b"stop", b"continue", b"finish", b"mind"))
_EED = frozenset((b"breed", b"feed", b"embed", b"seed", b"weed"))
_OUTREACH = frozenset(
    b"looking hoping wondering reaching contacting writing asking trying getting following messaging emailing sending seeking "
    b"searching applying thinking considering planning wanting dying going loving being having coming waiting checking touching "
    b"inviting requesting calling sharing interesting willing seeing finding needing missing wishing feeling talking speaking "
    b"sitting expecting assuming connecting offering giving taking begging doing dropping pinging texting following everything "
    b"anything something nothing amazing exciting bringing learning watching reading living enquiring inquiring introducing "
    b"pitching praying counting dying starving struggling expanding growing using telling saying working hiring partnering recruiting".split()
)
# `I'm Ida Holm, a miller in Ribe`
_APPOSED = regex(
    r"\b(?:I'm|I am|[Mm]y name is|[Tt]his is) (?:[A-ZÀ-Þ][\w'.-]* ?){1,4}, (?:an?|the|your|head|chief|one of|co-?founder|owner) [a-z]"
)
_ROLE_LINE = regex(r"\n[^\n]*\w[^\n]*\n[^\n]*\w|\w[ ]*[|,–—·•][ ]*\w")


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where a first message to a stranger says nothing of its author but a name."""
    if reading.first_to_stranger and not (
        reading.says("introduction") or _tells_work(reading.words) or _is_signed(reading) or _is_affiliated(reading)
    ):
        yield Hit()


def _tells_work(words: list[bytes]) -> bool:
    """Say whether some `I` or `we` is followed by what the writer does for a living: `I turn bowls`."""
    return any(
        _is_work(word, words[at + 1 : at + 5])
        for at, word in enumerate(words)
        if word in _WRITER and not (at and words[at - 1] in _UNREAL)
    )


def _is_work(who: bytes, after: list[bytes]) -> bool:
    doing = [word for word in after if word not in _ADVERBS]
    if who in _AM or (doing and doing[0] in (b"am", b"are")):
        doing = doing[who not in _AM :]
        return doing[:2] == [b"about", b"to"] or (
            bool(doing) and doing[0].endswith(b"ing") and doing[0] not in _OUTREACH
        )
    if len(doing) < 2 or doing[0] in _NO_TRADE or (doing[0].endswith(b"ed") and doing[0] not in _EED):
        return False
    return not (doing[1].endswith(b"ing") and doing[0] in _GOES_ON) and (doing[0] != b"look" or doing[1] == b"after")


def _is_signed(reading: Reading) -> bool:
    """Say whether the signature tells more than a name."""
    text = reading.body.text
    since = reading.sign_off[1] if reading.sign_off else reading.content[1]
    return _ROLE_LINE.search(text, since, reading.own_end) is not None


def _is_affiliated(reading: Reading) -> bool:
    start, end = reading.content
    content = reading.body.plain[start:end]
    company = reading.sender.company
    affiliated = _NAMED.search(content) is not None and _AFFILIATED.search(content) is not None
    return (
        affiliated
        or _APPOSED.search(content) is not None
        or _PRESENTED.search(content) is not None
        or (company is not None and ties.names_any(content, (company,)))
    )
