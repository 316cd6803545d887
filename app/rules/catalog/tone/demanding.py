"""Orders and deadlines."""

from collections.abc import Iterator

from app.domain.report import Fix
from app.rules import fixes
from app.rules.deadlines import deadlines
from app.rules.orders import ASKED, DEMANDS, DUE, ERRANDS, ORDERS
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_ACTS = (
    r"(?:send|give|call|reply|respond|answer|share|tell|let\s+(?:me|us)|provide|confirm|help|forward|introduce|connect|"
    r"meet|read|review|look|check|complete|fill|email|contact|write|get\s+(?:me|us|back|this|it|that)|speak|talk|sign|submit|"
    r"book|pay|schedule|accept|consider|hire|interview|make|join|attend|upload|register|refer|recommend|come|visit|find|show|"
    r"text|message|take\s+(?:a\s+look|the\s+time|this|my|it)|add|put|pass|act|decide|return|ask|do\s+(?:this|that|it|"
    r"something)|swap|move|remove|stop|cover|bring|deliver|finish|sort|fix|support|fund|invest|sponsor|promote|approve|process|"
    r"release|correct|translate|pick|drop|watch|try|buy|change|cancel|withdraw|apologi[sz]e|explain|be\s+(?:there|ready|on\s+time|"
    r"available|at\s+my|at\s+our))\b"
)
_ACT = rf"(?=\s+(?:please\s+|kindly\s+|first\s+|also\s+|immediately\s+|urgently\s+)?{_ACTS})"
_SUBORDINATE = (
    r"\b(?:if|whether|what|whatever|when|whenever|where|should|all|anything|everything|do|would|think|information|things|"
    r"who|time|how|before|case|as|once|until|which|why|that|because|since|so|hope|sorry|imagine|know|sure|guess|see|feel|"
    r"felt|like)\s+"
)
_FORMS = (
    r"(?=(?:\s+\w+)?\s+(?:forms?|application|questionnaire|survey|documents?|test|assessment|agreement|contract|nda)\b)"
)
_NEVER = r"\b(?:don't|do\s+not|not|never|if|when|before|because|that|what|how)\s+"
_MUST = (
    "you (must|have to|need to|are required to|are expected to|will have to|will need to|had better|absolutely must|"
    "really must|really need to|really have to|simply must)"
)
_NEED = "(i|we) (need|want|expect|require|demand|will need|am expecting|just need|really need)"
_QUICK = "( (quick|prompt|immediate|speedy|fast|final|clear|positive|firm|straight|honest))?"


_PHRASES = (
    *DEMANDS,
    *(
        PhraseData(match=(words,), at="start", unless_after=ASKED, fix="request", by=by)
        for words, by in (
            ("hire me", "would you consider hiring me"),
            ("consider me", "would you consider me"),
            ("interview me", "would you interview me"),
        )
    ),
    PhraseData(
        match=("(just )?reply (with )?(yes|interested|now|ok|y)",),
        at="start",
        unless_after=ASKED,
        unless_then=r"\s+or\b",
    ),
    *(
        PhraseData(match=(f"{verb} {what}",), after="(?<=, )", then=_FORMS, by=f"please {verb} {what}")
        for verb in ("complete", "fill out", "fill in", "submit", "sign")
        for what in ("the", "this", "our", "your")
    ),
    PhraseData(
        match=(_MUST, "you'll (need|have) to", "you'd better"), at="start", then=_ACT, fix="request", by="could you"
    ),
    PhraseData(match=(_MUST, "you'll have to", "you'd better"), then=_ACT, unless_after=_SUBORDINATE),
    PhraseData(
        match=("you (really |definitely |seriously )?should",),
        then=r"(?=\s+(?:reply|respond|answer|hire|call|contact|email|write|meet|send|give|interview|introduce|refer|sign|pay|consider\s+m[ey]|"
        r"get\s+back|make\s+(?:me|time)|help\s+me|accept\s+my)\b)",
        unless_after=_SUBORDINATE,
    ),
    PhraseData(match=(f"{_NEED} you to", "(i'll|we'll|i'd) need you to"), at="start", fix="request", by="could you"),
    *(
        PhraseData(match=(f"{need} you to",), unless_after=_NEVER, by=by)
        for need, by in (
            (_NEED.replace("(i|we)", "i"), "I'd be grateful if you would"),
            (_NEED.replace("(i|we)", "we"), "we'd be grateful if you would"),
        )
    ),
    *(
        PhraseData(
            match=(f"(i|we) (need|want|expect|require|demand|must have|am expecting) (your|an|a){_QUICK} {noun}",),
            unless_after=_NEVER,
            unless_then=r"\s+(?:to|from\s+(?!you)|that)\b",
            by=f"I'd be grateful for your {noun}",
        )
        for noun in ("answer", "reply", "response", "decision", "confirmation", "feedback")
    ),
    PhraseData(
        match=("(i|we) (expect|am expecting|fully expect) to hear( back)? from you",), by="I hope to hear from you"
    ),
    PhraseData(
        match=("(i|we) (demand|insist|must insist)( (that|on))?",),
        then=r"(?=\s+(?:a|an|to|you|your|answers?|compensation|payment|my|it)\b)",
        unless_after=_NEVER,
    ),
    PhraseData(
        match=(
            "(i|we) (expect|count on|rely on) your( (full|complete|immediate|prompt))? (cooperation|compliance|support|help)",
        ),
        by="I'd be grateful for your help",
    ),
    PhraseData(
        match=(
            "(failure|failing) to (respond|reply|comply|answer)",
            "no excuses",
            "(make|get) it (happen|done)",
            "just do it",
            "do it (now|today|immediately|asap)",
            "(don't|do not) waste my time",
            "(this|that) is (not a request|an order|not optional|non negotiable)",
            "(don't|do not) make me (wait|ask|chase|write)( again)?",
            "(clear|free up|block) (your|some|an hour of your|time in your) (calendar|schedule|diary|time)",
        ),
        at="start",
        fix="drop",
    ),
    PhraseData(
        match=("let me know when (is|'s)",),
        then=r"(?=\s+a\s+(?:good|convenient)\s+(?:time|day|moment)\s+for\s+us\s+to\s+(?:meet|talk|speak))",
        unless_after=r"\b(?:could|can|would|please)\b[^.!?\n]*",
        by="I'd be glad to hear when would be",
    ),
    PhraseData(
        match=("(tell|let) me (know )?when",),
        then=r"(?=\s+(?:we|i)\s+can\s+(?:meet|talk|speak|start)\b)",
        unless_after=r"\b(?:could|can|would|please)\b[^.!?\n]*",
        by="I'd be glad to hear when",
    ),
)

RULE = Rule(
    id="demanding",
    kind="code",
    group="tone",
    severity="warning",
    repair="rewrite",
    needs="text",
    statement="Ask, never dictate: put what you would like as a question and leave the time to the reader.",
    why="The reader owes a stranger nothing. An order or a deadline takes the choice away, and the wish to help with it.",
    message="“{excerpt}” gives an order: ask instead.",
    sources=("001",),
    phrases=_PHRASES,
    cues={"order": ORDERS, "errand": ERRANDS, "due": DUE},
    bad=(
        Example(
            text="Hi Maya, I run a seed library in Gent. Send me the deck of your talk.",
            excerpt="Send me",
            fixed="Hi Maya, I run a seed library in Gent. Could you send me the deck of your talk?",
        ),
        Example(
            text="Hello Tom, the kiln is free in June. Let me know by Friday at the latest.",
            excerpt="Let me know by Friday at the latest",
            fixed="Hello Tom, the kiln is free in June. Let me know by Friday if possible.",
        ),
        Example(
            text="Hi Ines, the night shifts in Porto start soon. Let us know your choice before Monday.",
            excerpt="Let us know your choice before Monday",
            fixed="Hi Ines, the night shifts in Porto start soon. Let us know your choice before Monday if possible.",
        ),
        Example(
            text="Dear Dr Okafor, I am a student in Lagos. You must read my thesis and tell me what is missing.",
            excerpt="You must",
            fixed="Dear Dr Okafor, I am a student in Lagos. Could you read my thesis and tell me what is missing?",
        ),
        Example(
            text="Hello Bea, we met in Turin. I need your answer on the stall by the end of the week.",
            excerpt="I need your answer",
            fixed="Hello Bea, we met in Turin. I'd be grateful for your answer on the stall by the end of the week if possible.",
        ),
        Example(
            text="Refer me to the team that hires welders.",
            excerpt="Refer me",
            fixed="Could you refer me to the team that hires welders?",
        ),
        Example(
            text="Hi Lou, thanks for adding me, and I expect you to introduce me to your editor.",
            excerpt="I expect you to",
            fixed="Hi Lou, thanks for adding me, and I'd be grateful if you would introduce me to your editor.",
        ),
        Example(
            text="Hello Jan, I sell bookkeeping for small shops. Call me on 020 555 0133.",
            excerpt="Call me",
            fixed="Hello Jan, I sell bookkeeping for small shops. Could you call me on 020 555 0133?",
        ),
        Example(
            text="Hi Noor, before I pass your profile on, complete the form on our site.",
            excerpt="complete the",
            fixed="Hi Noor, before I pass your profile on, please complete the form on our site.",
        ),
        Example(
            text="Hi Greta, the fair is in May. Confirm the stall plan.",
            excerpt="Confirm the",
            fixed="Hi Greta, the fair is in May. Could you confirm the stall plan?",
        ),
        Example(
            text="Hi Pavel, I'd suggest you pay the invoice, or we take this to the press.",
            excerpt="I'd suggest you pay",
        ),
        Example(text="Hi Pavel, I want it on my desk tomorrow.", excerpt="I want it on my desk"),
        Example(text="Hi Pavel, I'm not asking twice: is the kiln mine?", excerpt="I'm not asking twice"),
        Example(text="Hello Ruth, do not park at our gate again, please.", excerpt="do not park"),
        Example(text="Hi Omar, what I need from you is the rota of your ward.", excerpt="what I need from you is"),
    ),
    good=(
        Example(text="Hi Maya, could you send me the deck of your talk? Let me know if that is any trouble."),
        Example(text="Hello Tom, you must be busy with the fair, so please don't feel you have to answer."),
        Example(text="Hi Ines, I'll send you the rota by Friday. Call me any time if something is unclear."),
        Example(
            text="Dear Dr Okafor, you need to know that the sample was lost. May I ask what you need to repeat the test?"
        ),
        Example(text="Hi Noor, could you let me know by Friday whether the room is free? The caretaker asks me."),
        Example(text="Hello Bea, please send the survey files when you can, and tell us about the ferry stops."),
        Example(
            text="Hi Lou, the form says that you have to send two copies. May I bring them to the office by 3 May?"
        ),
        Example(text="Dear Mr Novak, I expect a quiet season and need you more than ever. Would you teach again?"),
        Example(text="Hi Lea, the plan for the stall:\n- Confirm the pitch\n- Print our maps\nWould you add anything?"),
        Example(text="Hello Ivo, you can expect a call from the depot, and don't hesitate to stop them if it is noon."),
        Example(text="Hi Ana, I'd suggest you reply to the choir before the summer: they like long notice."),
        Example(text="Hi Ana, send me a note if you pass through Graz; I'd love to show you the mill."),
        Example(
            text="Hi Petra, thanks for the offer. I'll let you know by Monday, and reply to the agency before Friday."
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each order, and each deadline set for an answer, however far from its verb."""
    for cues in (("order",),) if reading.known else (("order", "errand"), ("due",)):
        spans = {start: end for cue in cues for start, end in sorted(reading.cues.get(cue, ()))}
        for start, end in spans.items():
            if not reading.is_protected(reading.body, start, end):
                yield Hit("body", start, end, _asked(reading, start, end) if "order" in cues else ())
    yield from deadlines(reading)


def _asked(reading: Reading, start: int, end: int) -> tuple[Fix, ...]:
    """Return the fix that asks instead; none for a threat, or for capitals."""
    words = reading.body.text[start:end]
    _, to = reading.sentence_at(start)
    if words.isupper() or " or I " in reading.body.text[end:to]:
        return ()
    return fixes.request(reading, start, end, f"could you {words[0].lower()}{words[1:]}")
