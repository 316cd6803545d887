"""Claims that aren't so: an earlier contact, a question, a message that isn't for sale."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.domain.report import Fix
from app.rules import fixes
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.text import FieldText

_NEVER = Context(relationship="stranger", thread=Thread(sent=0))
_STRANGER = Context(relationship="stranger")

RULE = Rule(
    id="misleading",
    kind="code",
    group="content",
    severity="error",
    repair="rewrite",
    needs="context",
    statement="Be open about your intent: claim no earlier contact, question or agreement that there never was, and hide no pitch.",
    why="A trick opens the message once and closes the door for good: the reader notices, and nothing you write later is believed.",
    message="“{excerpt}” claims something that isn't so: say openly why you write.",
    sources=("001",),
    bad=(
        Example(
            text="Hello Mr Ortega, I'd like to show you our racking plan. Would Tuesday suit you?",
            subject="Re: Racking for your depot",
            channel="email",
            excerpt="Re: ",
            fixed="Hello Mr Ortega, I'd like to show you our racking plan. Would Tuesday suit you?",
            context=_NEVER,
        ),
        Example(
            text="Hi Jana, as discussed, I attach the plan for the new wing. Could we go through it on Monday?",
            excerpt="as discussed",
            fixed="Hi Jana, I attach the plan for the new wing. Could we go through it on Monday?",
            context=_STRANGER,
        ),
        Example(
            text="Dear Ms Lund,\n\nFollowing up on our call, here are three dates for the school visit. Which one would you like?",
            excerpt="Following up on our call",
            fixed="Dear Ms Lund,\n\nHere are three dates for the school visit. Which one would you like?",
            context=_NEVER,
        ),
        Example(
            text="Hi Pavel. Great talking to you yesterday! I wanted to send you the brochure of our foundry.",
            excerpt="Great talking to you yesterday!",
            fixed="Hi Pavel. I wanted to send you the brochure of our foundry.",
            context=_STRANGER,
        ),
        Example(
            text="Hello Dr Amara, I'm circling back on my last message about the pump. Did you have time to read it?",
            excerpt="my last message",
            context=_NEVER,
        ),
        Example(
            text="Hi Lotte, thank you for your enquiry about our tents. The price list is below.",
            excerpt="thank you for your enquiry",
            context=_STRANGER,
        ),
        Example(
            text="Hi Ben, I run a print shop in Hull and would like you to know our range.",
            subject="Quick question",
            channel="email",
            excerpt="Quick question",
        ),
        Example(
            text="Hello Wanda, this is not a sales pitch, I promise. Our platform helps clinics like yours plan their shifts.",
            excerpt="this is not a sales pitch",
        ),
        Example(
            text="Congratulations, you are hired, no interview needed! Send me your answer and we'll set up your desk.",
            excerpt="you are hired",
        ),
    ),
    good=(
        Example(text="Hello Mr Ortega, as discussed, here is the plan.", subject="Re: Racking", channel="email"),
        Example(
            text="Hi Jana, as we agreed on the phone, I attach the plan for the new wing.",
            context=Context(relationship="established"),
        ),
        Example(
            text="Dear Ms Lund, I'm following up on my message of 3 May about the school visit. Has a date come up?",
            context=Context(relationship="stranger", thread=Thread(sent=1, replied=False)),
        ),
        Example(
            text="Hi Pavel, great meeting you at the fair in Brno. Could I send you the brochure of our foundry?",
            context=Context(relationship="acquaintance", thread=Thread(sent=0)),
        ),
        Example(text="Hello Dr Amara, did you have time to read my last message about the pump?"),
        Example(
            text="Hi Lotte, thank you for your message. The tents are 40 euros a day.",
            context=Context(relationship="stranger", thread=Thread(sent=0, replied=True)),
        ),
        Example(text="Hi Ben, a quick question: which ink do you use on the blue covers?", context=_STRANGER),
        Example(
            text="Hello Wanda, I'm looking forward to our call on Friday. Could you send me the link?", context=_NEVER
        ),
        Example(
            text="Hi Nils, nice to meet you here. I read your note on the new dike and have one question: who pays for it?",
            context=_NEVER,
        ),
    ),
)

_TALK = r"(?:calls?|conversations?|chat|meeting|discussion|exchange|talk|zoom|phone call|interview|coffee|agreement|correspondence)"
_LAST = r"(?:(?:last|previous|recent|earlier|first|phone|brief|quick|great|nice|good|wonderful|yesterday's|initial|prior)\s+)*"
_LETTER = r"(?:e-?mails?|messages?|notes?|mails?|inmails?|letters?|requests?|invitations?|proposals?|texts?)"
# Both must have taken part: with a stranger nobody has.
_SPOKE = re.compile(
    r"\b(?:as (?:we |you and i )?(?:just |already |recently |previously )?(?:discussed|agreed|arranged|spoke about|talked about)\b|as promised\b|as (?:you )?requested\b|(?:as )?per (?:your|our) (?:\w+ )?(?:request|call|conversation|discussion|agreement|chat|meeting|e-?mail)\b"
    rf"|(?:it was |was |what a )?(?:so |really |such a )?(?:great|nice|good|lovely|wonderful|(?:a |my )?pleasure) (?:talking|speaking|chatting|meeting|connecting|catching up)(?: (?:to|with))? (?:you|both)\b"
    rf"|it was (?:so |really |such a )?(?:great|nice|good|lovely|wonderful|pleasure|a pleasure) to (?:finally )?(?:meet|speak|talk|chat|see|catch up)(?: (?:to|with))? you\b|(?:good|great|nice) to (?:see|speak|talk|hear) (?:to |with |from )?you again\b"
    rf"|(?:following|follow|followed)(?:[ -]up)?(?: on| to)? our {_LAST}{_TALK}\b|(?:based on|since|from|continuing|further to|regarding|enjoyed|thanks for|thank you for) our {_LAST}{_TALK}\b|our (?:last|previous|recent|earlier|yesterday's) {_TALK}\b"
    r"|when we (?:last )?(?:spoke|talked|met|chatted)\b|\bwe (?:just |already |recently |briefly |once )?(?:spoke|talked|chatted|discussed|agreed)\b(?! (?:to|with) (?!you\b))|(?:getting|get|got) back to you\b|returning your (?:call|e-?mail|message)\b"
    r"|in (?:response|reply|answer) to your (?:inquiry|enquiry|request|question|message|e-?mail|call|application)\b|(?:thank you|thanks)(?: so much| very much)? for (?:your|the) (?:\w+ )?(?:inquiry|enquiry|reply|response|message|e-?mail|call|chat|time on the phone|time yesterday|order)\b(?! (?:to|at|in|of|for)\b)"
    r"|you (?:asked me to|requested|asked us to|told me (?:that|to)|wanted me to)\b)",
    re.IGNORECASE,
)
# The author alone must have written before.
_WROTE = re.compile(
    rf"\b(?:my (?:last|previous|earlier|first|initial|second|recent|other) {_LETTER}\b|(?:on|to|about|regarding|with|see|seen|receive|received|get|got|read|missed) my {_LETTER}\b|the {_LETTER} (?:that )?i (?:sent|wrote)\b"
    r"|i (?:have |had |already |'ve )?(?:wrote|written|e-?mailed|messaged|contacted|reached out|sent you)(?: to)?(?: you)?(?: (?:an?|the|some|my) [\w-]+)?(?: about [\w ]{2,30}?)? (?:last \w+|yesterday|on \w+day|a (?:few|couple of) \w+ ago|two \w+ ago|earlier|before|already|previously)\b"
    r"|as i (?:mentioned|wrote|said)(?: (?:in my|last|before|earlier|previously|already))?\b|(?:haven't|have not|didn't|did not) (?:heard|hear)(?: back)? from you\b|(?:haven't|have not) heard back\b|(?:bumping|resurfacing) (?:this|my)\b)",
    re.IGNORECASE,
)
_REPLY_MARK = re.compile(r"\s*(?:(?:re|aw|antw|sv|rif)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_QUICK = re.compile(r"\b(?:quick|short|simple|brief) question\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|\b(?:wonder|curious|whether|could you|would you|can you|(?:may|might|could|can) i|my question is|let me know|tell me)",
    re.IGNORECASE,
)
_NO_PITCH = re.compile(
    r"\b(?:(?:this is |it's |that's |it is )?(?:not|isn't|no) (?:a |another |going to be a )?(?:sales )?pitch|(?:i'm |i am |we're |we are )?not (?:here to |trying to |going to |looking to )?sell(?:ing)?(?: you)?(?: anything)?|nothing to sell|no sales (?:talk|pitch)|no (?:agenda|strings attached|ulterior motives?))\b",
    re.IGNORECASE,
)
_PITCH = re.compile(
    r"\bour (?:[\w-]+ ){0,2}(?:product|platform|software|services?|tool|solution|app|offer|prices|clients|customers)s?\b|\bwe help (?:\w+ ){0,3}(?:companies|businesses|teams|clinics|firms|people|owners|shops)|\bdemo\b|\bdiscount\b|\bfree trial\b|\d ?% off|\b(?:double|boost|grow|increase) your\b|\bsave you\b|\bclients (?:see|save|get)\b",
    re.IGNORECASE,
)
_HIRED = re.compile(
    r"\byou(?:'re| are| have been|'ve been| were) (?:now |already )?(?:hired|selected|pre-?approved|chosen)\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"\bno (?:interview|experience|application|test|skills?)(?: or \w+)? (?:is |are )?(?:required|needed|necessary)\b|\bwithout (?:an |any )?interview\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?: (?:last \w+|yesterday|on \w+day|earlier|today|this morning|earlier today))?,", re.IGNORECASE)
_PLEASANTRY = re.compile(
    r"(?: (?:yesterday|today|again|the other day|last week|last night|earlier|this morning|on \w+day|just now|at length))*[.!]+(?=\s|\Z)",
    re.IGNORECASE,
)


# Plain searches that spare most drafts the patterns above.
_SPOKE_GUARDS = (
    b" discussed ", b" agreed ", b" arranged ", b" spoke ", b" talked ", b" chatted ", b" promised ", b" requested ", b" per your ", b" per our ",
    b" talking ", b" speaking ", b" chatting ", b" meeting you ", b" connecting with you", b" connecting you", b" catching up ", b" it was ", b" you again ",
    b" up on our ", b" up our ", b" up to our ", b" based on our ", b" since our ", b" from our ", b" continuing our ", b" further to our ", b" regarding our ", b" enjoyed our ", b" for our ",
    b" our last ", b" our previous ", b" our recent ", b" our earlier ", b" our yesterday's ", b" we met ", b" back to you ", b" returning your ", b" to your ",
    b" enquiry ", b" inquiry ", b" for your reply ", b" for your response ", b" for your message ", b" for your email ", b" for your e mail ", b" for your call ", b" for the call ", b" for the chat ",
    b" time yesterday ", b" for your order ", b" you asked ", b" you told me ", b" you wanted me ",
)  # fmt: skip
_WROTE_GUARDS = (
    b" my last ", b" my previous ", b" my earlier ", b" my first ", b" my initial ", b" my second ", b" my recent ", b" my other ", b" my email", b" my e mail", b" my message",
    b" my note", b" my mail", b" my inmail", b" my letter", b" my request", b" my invitation", b" my proposal", b" my text", b" i sent ", b" i wrote ", b" written ", b" emailed ",
    b" e mailed ", b" messaged ", b" contacted ", b" reached out ", b" sent you ", b" as i ", b" heard ", b" hear ", b" bumping ", b" resurfacing ",
)  # fmt: skip
_PITCH_GUARDS = (
    b" pitch ",
    b" sell ",
    b" selling ",
    b" no sales ",
    b" no agenda ",
    b" strings attached ",
    b" ulterior ",
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each claim that the caller's words or the text itself belie."""
    if reading.known:
        return
    flat, sent, relationship = reading.body.flat, reading.thread.sent, reading.context.relationship
    never_spoke = relationship == "stranger" or (sent == 0 and relationship is None)
    if never_spoke and any(guard in flat for guard in _SPOKE_GUARDS):
        yield from _hits(reading, _SPOKE)
    if sent == 0:
        yield from _reply_mark(reading)
        if any(guard in flat for guard in _WROTE_GUARDS):
            yield from _hits(reading, _WROTE)
    if not sent:
        yield from _no_question(reading)
    yield from _disguise(reading)


def _hits(reading: Reading, pattern: re.Pattern[str]) -> Iterator[Hit]:
    body = reading.body
    for match in pattern.finditer(body.plain):
        start, end = match.span()
        if reading.is_protected(body, start, end):
            continue
        if (tail := _PLEASANTRY.match(body.plain, end)) and fixes.starts_sentence(body.text, start):
            yield Hit("body", start, tail.end(), fixes.remove(body, start, tail.end()))
        else:
            yield Hit("body", start, end, _without_clause(body, start, end))


def _without_clause(body: FieldText, start: int, end: int) -> tuple[Fix, ...]:
    """Remove a claim that is a clause of its own before the real sentence."""
    before = body.text[:start].rstrip(" ")
    opens = fixes.starts_sentence(body.text, start) or before.endswith(",")
    comma = _CLAUSE.match(body.plain, end)
    return fixes.remove(body, start, comma.end()) if opens and comma else ()


def _reply_mark(reading: Reading) -> Iterator[Hit]:
    if (
        reading.subject
        and (mark := _REPLY_MARK.match(reading.subject.plain))
        and mark.end() < len(reading.subject.text)
    ):
        yield Hit("subject", *mark.span(), fixes.remove(reading.subject, *mark.span()))


def _no_question(reading: Reading) -> Iterator[Hit]:
    for field in reading.fields:
        if b" question " not in field.flat or not (match := _QUICK.search(field.plain)):
            continue
        asks = _ASKS.search(reading.body.plain) is not None
        if not asks or (reading.context.purpose == "sales" and _PITCH.search(reading.body.plain)):
            yield Hit(field.name, *match.span(), message="“{excerpt}” promises a question, but none follows.")
            return


def _disguise(reading: Reading) -> Iterator[Hit]:
    text, flat = reading.body.plain, reading.body.flat
    if any(guard in flat for guard in _PITCH_GUARDS) and (claim := _NO_PITCH.search(text)) and _PITCH.search(text):
        yield Hit("body", *claim.span(), message="“{excerpt}” hides the pitch that follows: say openly what you offer.")
    if (b" no " in flat or b" without " in flat) and (claim := _HIRED.search(text)) and _UNSEEN.search(text):
        yield Hit("body", *claim.span())
