"""Claims that aren't so: an earlier contact, a question, a message that isn't for sale."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.domain.report import Fix
from app.rules import fixes
from app.rules.lazy import regex
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.text import FieldText

_TALK = r"(?:calls?|conversations?|chat|meeting|discussion|exchange|talk|zoom|phone call|interview|coffee|agreement|correspondence)\b"
_OUR_TALK = rf"(?:\s+(?:last|previous|recent|earlier|first|phone|brief|quick|great|nice|good|wonderful|yesterday's|initial|prior)){{0,3}}\s+{_TALK}"
_LETTER = "(email|emails|e mail|message|messages|note|notes|mail|inmail|letter|request|invitation|proposal|text)"
_WHEN = r"(?:(?: to)? you)?(?: (?:an?|the|some|my) [\w-]+)?(?: about [\w ]{2,30}?)? (?:last \w+|yesterday|on \w+day|a (?:few|couple of) \w+ ago|two \w+ ago|earlier|before|already|previously)\b"
# Both must have taken part: with a stranger nobody has.
_CLAIMED_TALKS = (
    PhraseData(
        match=(
            "as (we|you and i)? (just|already|recently|previously)? (discussed|agreed|arranged|spoke about|talked about)|as promised|as (you)? requested",
            "(as)? per (your|our) (last|recent|previous|earlier|phone)? (request|call|conversation|discussion|agreement|chat|meeting|email|e mail)",
            "it was (so|really|such)? (great|nice|good|lovely|wonderful|a pleasure) to (finally)? (meet|speak|talk|chat|see|catch up) (to|with)? you",
            "our (last|previous|recent|earlier|yesterday's) (call|conversation|chat|meeting|discussion|exchange|talk|interview|correspondence)",
            "when we (last)? (spoke|talked|met|chatted)|got back to you|getting back to you|returning your (call|email|e mail|message)",
            "in (response|reply|answer) to your (inquiry|enquiry|request|question|message|email|e mail|call|application)",
            "in (continuation|reference|relation|addition) (to|of|with) (our|the|your) (last|telephonic|earlier|recent|previous|phone|above|trailing)? (call|conversation|discussion|talk|chat|meeting|enquiry|inquiry|request|order|mail|email)",
            "(with reference|further|pursuant|referring) to (our|your|the) (last|telephonic|earlier|recent|previous|phone)? (call|conversation|discussion|talk|chat|meeting|enquiry|inquiry|request|order|application|interest|registration)|as (we|you) (agreed|said|mentioned|suggested|know|wanted|instructed|asked|confirmed) (on|in|at|last|yesterday|during|when|by|over)|(you|u) (signed up|opted in|subscribed|registered|downloaded|enquired|inquired|expressed interest|showed interest|filled in|filled out|requested|ordered|applied) (for|to|our|the|with|in|on|about|at|last|a)|(thank you|thanks) for (applying|registering|signing up|subscribing|downloading|your (interest in (our|my|the (job|role|position))|application|purchase|registration|recent (purchase|visit|order|enquiry|inquiry)))|(remember|recall) (me|our (chat|talk|call|conversation|meeting)|when we (met|spoke|talked)|we (met|spoke|talked|agreed))|we (go|went) way back|(great|good|nice|lovely|fun) (catching up|to catch up|seeing you|hanging out|bumping into you|running into you) (again|last|yesterday|at|on|the other|with you)|(pick|picking|continue|continuing) (up)? (where we left off|our (chat|conversation|discussion|talk))|(you|u) (promised|agreed|offered|said you'd|said you would|told me you)",
            "you (asked me to|requested|asked us to|told me to|wanted me to)",
        ),
    ),
    PhraseData(
        match=(
            "(great|nice|good|lovely|wonderful|pleasure) (talking|speaking|chatting|meeting|connecting|catching up) (to|with)? (you|both)",
        ),
        after=r"(?:\b(?:it was|was|it's been|what)\s+)?(?:\b(?:so|really|such a|a|my)\s+)?",
        unless_after=r"\b(?:be|would|might be|will be)\s+(?:\w+\s+)?",
    ),
    PhraseData(
        match=("(good|great|nice) to (see|speak to|speak with|talk to|hear from) you again",),
        unless_after=r"\b(?:be|would|forward)\s+(?:\w+\s+)?",
    ),
    PhraseData(
        match=(
            "(following|follow|followed) (up)? (on|to)? our",
            "(based on|since|from|continuing|further to|regarding|enjoyed|thanks for|thank you for) our",
        ),
        then=_OUR_TALK,
    ),
    PhraseData(
        match=("we (just|already|recently|briefly|once)? (spoke|talked|chatted|discussed|agreed)",),
        unless_then=r"\s+(?:to|with)\s+(?!you\b)",
    ),
    PhraseData(
        match=(
            "(thank you|thanks) (so much|very much)? for (your|the) (kind|quick|prompt|recent|last)? (inquiry|enquiry|reply|response|message|email|e mail|call|chat|time on the phone|time yesterday|order)",
        ),
        unless_then=r"\s+(?:to|at|in|of|for)\b(?! my\b)",
    ),
)
# The author alone must have written before.
_CLAIMED_LETTERS = (
    PhraseData(
        match=(
            f"my (last|previous|earlier|first|initial|second|recent|other) {_LETTER}",
            f"(on|to|about|regarding|with|see|seen|receive|received|get|got|read|missed) my {_LETTER}",
            f"the {_LETTER} (that)? i (sent|wrote)",
            "(final|last|second|third|gentle|friendly|2nd|3rd) (reminder|notice|follow up|followup|attempt|try|warning)|(second|third|fourth|fifth|2nd|3rd|4th) (email|e mail|message|time (i'm|i am|i write|i have)|note|attempt)|(since|as|because|seeing) (you|i) (haven't|have not|didn't|did not|never|hadn't) (yet)? (replied|reply|answered|answer|respond|responded|hear|heard|got back|get back|gotten back|received)|(trying|tried|been trying|attempted) to (reach|contact|get hold of|get in touch with|call|catch) you (for|since|several|many|all|twice|again|last|yesterday|a few|three|earlier|by|on)|(still)? (waiting|awaiting) (for|on)? (your|a|an) (reply|answer|response|feedback|decision|confirmation)|you (still)? (haven't|have not|never|didn't|did not) (yet)? (replied|reply|answered|answer|responded|respond|got back|get back|gotten back|reacted) (to (me|my|us|our))?|you (must|may|might) have (missed|overlooked) (my|our|it|this|the last)",
            "(haven't|have not|didn't|did not) (heard|hear) (back)? from you|(haven't|have not) heard back|(bumping|resurfacing) (this|my)",
            "as i (mentioned|wrote|said) (in my|last|before|earlier|previously|already)",
        ),
        unless_then=r"\s+(?:to (?!you\b)|list|box)",
    ),
    PhraseData(
        match=("i (have|had|already)? (wrote|written|emailed|e mailed|messaged|contacted|reached out|sent you)",),
        then=_WHEN,
    ),
)

_DENIED_PITCHES = (
    PhraseData(
        match=(
            "(not|isn't|no|never) (a|another|an|about)? (sales|selling|marketing|cold)? (call|email|message|spiel|gimmick|approach|advert|advertisement|ad|spam)|not (about)? (sales|money|selling)|(purely|only|just|strictly|independent|academic|neutral) (for)? (research|survey|study|curious|curiosity|feedback|market research|academic research)",
            "(i'm|i am|we're|we are) (just)? (doing|conducting|running|carrying out) (a|an|some)? (independent|short|quick|neutral|academic|market|brief|industry)? (research|survey|study|poll)",
            "(not|isn't|no) (a|another)? (sales)? pitch|no sales talk|nothing to sell|no (agenda|strings attached|ulterior motives|ulterior motive)",
            "not (here to|trying to|going to|looking to)? (sell|selling) (you)? (anything)?",
        ),
        after=r"(?:\b(?:this is|it's|it is|that's|i'm|i am|we're|we are)\s+)?",
    ),
)
_HIRES = (
    PhraseData(
        match=(
            "(you're|you are|you have been|you've been|you were) (now|already)? (hired|selected|pre approved|chosen|nominated|shortlisted)",
            "(committee|jury|board|editors|we|team) (has|have) (selected|chosen|nominated|shortlisted) you",
        )
    ),
)

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
    cues={
        "claimed_talk": _CLAIMED_TALKS,
        "claimed_letter": _CLAIMED_LETTERS,
        "denied_pitch": _DENIED_PITCHES,
        "hired": _HIRES,
    },
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

_REPLY_MARK = regex(r"\s*(?:(?:re|aw|antw|sv|rif)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_QUICK = regex(r"\b(?:quick|short|simple|brief) question\b", re.IGNORECASE)
_ASKS = regex(
    r"\?|\b(?:wonder|curious|whether|could you|would you|can you|(?:may|might|could|can) i|my question is|let me know|tell me)",
    re.IGNORECASE,
)
_PITCH = regex(
    r"\b(?:(?:this is |it's |that's |it is )?(?:not|isn't|no) (?:a |another |going to be a )?(?:sales )?pitch|(?:i'm |i am |we're |we are )?not (?:here to |trying to |going to |looking to )?sell(?:ing)?(?: you)?(?: anything)?|nothing to sell|no sales (?:talk|pitch)|no (?:agenda|strings attached|ulterior motives?))\b",
    re.IGNORECASE,
)
_PITCH = regex(
    r"\bour (?:[\w-]+ ){0,2}(?:product|platform|software|services?|tool|solution|app|offer|prices|clients|customers)s?\b|\bwe help (?:\w+ ){0,3}(?:companies|businesses|teams|clinics|firms|people|owners|shops)|\bdemo\b|\bdiscount\b|\bfree trial\b|\d ?% off|\b(?:double|boost|grow|increase) your\b|\bsave you\b|\bclients (?:see|save|get)\b",
    re.IGNORECASE,
)
_UNSEEN = regex(
    r"\b(?:(?:production|administrative|small|modest|symbolic) (?:contribution|fee|charge)|(?:contribution|fee) of [$€£])|"
    r"\bno (?:interview|experience|application|test|skills?)(?: or \w+)? (?:is |are )?(?:required|needed|necessary)\b|\bwithout (?:an |any )?interview\b",
    re.IGNORECASE,
)
_CLAUSE = regex(r"(?: (?:last \w+|yesterday|on \w+day|earlier|today|this morning|earlier today))?,", re.IGNORECASE)
_PLEASANTRY = regex(
    r"(?: (?:yesterday|today|again|the other day|last week|last night|earlier|this morning|on \w+day|just now|at length))*[.!]+(?=\s|\Z)",
    re.IGNORECASE,
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each claim that the caller's words or the text itself belie."""
    if reading.known:
        return
    sent, relationship = reading.thread.sent, reading.context.relationship
    never_spoke = relationship == "stranger" or (sent == 0 and relationship is None)
    if never_spoke:
        yield from _hits(reading, "claimed_talk")
    if sent == 0:
        yield from _reply_mark(reading)
        yield from _hits(reading, "claimed_letter")
    if not sent:
        yield from _no_question(reading)
    yield from _disguise(reading)


def _hits(reading: Reading, claim: str) -> Iterator[Hit]:
    body, free = reading.body, -1
    for start, end in sorted(reading.cues.get(claim, ()), key=lambda span: (span[0], -span[1])):
        if start < free:
            continue
        free = end
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
    text = reading.body.plain
    if (denials := reading.cues.get("denied_pitch")) and _PITCH.search(text):
        yield Hit("body", *denials[0], message="“{excerpt}” hides the pitch that follows: say openly what you offer.")
    if (hires := reading.cues.get("hired")) and _UNSEEN.search(text):
        yield Hit("body", *hires[0])
