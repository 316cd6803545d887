"""Requests that put the reader in an awkward place."""

from collections.abc import Iterator

from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_OPENS = r"(?:(?<=[.!?]\s)|(?<=\n)|^)(?:(?:also|and|so|then|but),? )?(?:please |kindly |(?:can|could|would|will|may|might) (?:you|i|we) (?:please |kindly |maybe |possibly )?|i (?:need|want|ask) you to |is there (?:a|any) way to )"
_ENDS = r"[^.?!:/@\n\d]{0,45}[.?!]+(?=\s|\Z)"
_REFUSED = r"\b(?:never|don't|do not|not|nothing|no need to|without|without having to|cannot|can't|won't|may not|unable to|thank\w*(?: you)? for|stud(?:y|ied) how|how to (?:spot|detect|catch)|we|i|i'll|we'll|i can|we can|happy to|anything|he|she|they)\s+(?:\w+\s+)?"
_PROCESS = r"\s+(?:(?:the|this|that|your|all|any|hr's|their|of)\s+)*(?:(?:normal|usual|formal|official|whole|long|entire|hr|hiring|recruitment|recruiting|application|selection|interview|admissions?|tender|first|standard)\s+)*(?:process|procedure|queue|line|channels?|interviews?|portal|screening|hr|human resources|waiting list|formalities of hiring|application)\b"
_SECRETS = (
    r"(?:\s+(?:me|us|on|with me|to|you|a copy of|some|any|all|of|about|the|your|their|his|her|its|a few|copies|details|information|list|employer's|company's|boss's|team's|client's|former|current|old|new|(?-i:[A-Z])[\w&]+'s)){0,6}\s+"
    r"(?:(?:confidential|secret|proprietary|classified|non-public|unreleased|insider|trade secrets?|client lists?|customer lists?|customer data|exam questions|test answers|answers to the (?:test|exam)|patient (?:files|records|names))\b"
    r"|(?:internal|inside|restricted|private)\s+(?:documents?|documentation|figures?|data|information|info|files?|numbers?|roadmaps?|plans?|emails?|memos?|prices|pricing|budgets?|salary \w+|sales \w+)\b)"
    r"(?:\s+(?:documents?|figures?|data|information|info|files?|reports?|numbers?|roadmap|plans?|emails?|memos?|prices|pricing|budgets?|material)\b)?"
)
_FEE = r"\s+(?:(?:us|me|in)\s+)?(?:a|an|the|your)\s+(?:(?:small|one-time|refundable|upfront)\s+)*(?:(?:registration|processing|application|training|admin|administration|placement|security|starter|equipment|visa|background check|onboarding)\s+(?:fee|deposit|charge)|[$€£₹]\s?\d[\d,.]*\s+(?:\w+\s+){0,2}(?:fee|deposit|charge))\b"
_PAPER = r"\s+(?:(?:the|a|an|my|some|your)\s+)?(?:\w+\s+)?(?:date|dates|references?|certificates?|documents?|letter|invoice|report|experience|diploma|signature|payslip)\b"

_HARMLESS_LOAN = r"\s+(?:your (?:ear|ears|copy|notes|book|pen|eyes|expertise|support|voice|slides|time)|a (?:hand|copy|pen|pencil|book|projector|charger|cable|van|chair|tent)|the (?:book|slides|projector|van|key|keys|notes|copy|figures?|minutes|recipe|report)|(?:one|two|three) of your|an ear|books?)\b"
_OWN = r"\s+(?:our|my|us our|me my|you (?:our|my|a|the)|you)\b"


def _asked(match: tuple[str, ...], then: str = "", unless_then: str | None = None) -> tuple[PhraseData, ...]:
    """Return the request wherever it stands, and the sentence that asks for nothing else, which goes as a whole."""
    return (
        PhraseData(match=match, then=then or None, unless_then=unless_then, unless_after=_REFUSED),
        PhraseData(match=match, after=_OPENS, then=then + _ENDS, unless_then=unless_then, fix="remove"),
    )


_PHRASES = (
    # Money.
    *_asked(
        ("(lend|loan) me",),
        then=r"\s+(?:(?:some|a little|a small|a bit of|about|the|a)\s+)*(?:money|cash|funds|sum|amount|[$€£₹]\s?\d[\d,.]*|\d[\d,.]*(?: (?:dollars|euros|pounds|rupees|naira|shillings))?|(?:two |three |five |few )?(?:hundred|thousand)|few (?:dollars|euros|pounds))",
    ),
    *_asked(
        (
            "(lend|loan|borrow|wire|transfer|send|give) me (some|a little|the|a small|a bit of)? (money|cash|funds)|give me a loan|(help|support|assist) me (out)? (financially|with (money|some money|cash|my rent|my debts|my bills|my tuition|my school fees|my hospital bill))",
            "(pay|cover|sponsor) (for)? my (rent|ticket|flight|fees|tuition|school fees|studies|visa|debts|bills|hotel|trip|phone bill|hospital bill)|(buy|send|get|purchase) (me|us)? (some|a few|an|a)? (gift cards|gift card|itunes cards|steam cards|bitcoin)",
        ),
        unless_then=_HARMLESS_LOAN,
    ),
    PhraseData(
        match=(
            "(can|could|may) i borrow (some|a little)? (money|cash)|(western union|moneygram|cash app|venmo me|paypal me|zelle me)|(registration|processing|placement|background check|onboarding|starter kit) (fee|charge|deposit) (of|upfront|up front|before)",
        ),
        unless_after=_REFUSED + r"|\b(?:no|the conference|waive|waived)\s+",
    ),
    PhraseData(
        match=("(pay|send|transfer|deposit|remit|wire|and|with|need|require)",),
        then=_FEE,
        unless_after=r"\b(?:we|i|not|already|did)\s+(?:to\s+)?",
    ),
    # Matters that are not the reader's to give away.
    *_asked(
        (
            "(share|send|show|tell|give|leak|slip|forward|email|pass|get|provide|disclose|let me see|let me have|let me look at|access to|hand over|reveal)",
        ),
        then=_SECRETS,
        unless_then=_OWN,
    ),
    *_asked(
        (
            "(tell|share with|give|send) me (about)? the other (candidates|applicants|bidders|offers)|(what|how much) (do|does|did) (your (boss|colleagues|colleague|manager|coworkers|teammates|ceo|competitors|clients)|the other (bidders|candidates|applicants)) (earn|make|get paid|pay|offer|bid)",
        )
    ),
    PhraseData(
        match=(
            "(don't|do not|dont|without) (tell|telling|mention this to|mention it to) (anyone|anybody|my (boss|manager|employer|company|colleagues|wife|husband|supervisor)|your (boss|manager|employer|company|colleagues|hr|team|supervisor))|(keep this|keep it) (between us|between you and me|our secret|a secret|secret|from your (boss|manager|employer|colleagues|team))",
            "behind (your|their|his|her) (boss|boss's|manager's|employer's|company's|colleague's|supervisor's) back|who else (is|was) (interviewing|being interviewed|shortlisted|on the shortlist|bidding)",
        ),
        unless_then=r"\s+(?:if|that you can|of ideas)\b",
    ),
    # Ways round a hiring process, and false words.
    *_asked(
        (
            "(skip|bypass|circumvent|get round|get around|go round|go around|jump|avoid|sidestep|shortcut|cut|get past|get me past|get me around|get me round)",
        ),
        then=_PROCESS,
    ),
    *_asked(
        (
            "(pull|pulling) (some|a few|any)? strings|(put|move|push|place|slip) my (cv|resume|application|name|file|profile) (to|at|on) (the)? (top|front|head)|(get|sneak|slip|squeeze) me (in|hired|a job|an offer|an interview|a place|onto the list) (without|through the back door|even though|past)",
            "(pretend|say|claim|tell (them|hr|him|her|your manager|your boss)|act as if|act like) (that)? (you|we) (know me|worked with me|know each other|worked together|have known me|are friends|are related|were colleagues|used to work together|supervised me|trained me|managed me)",
            "(write|do|complete|finish) my (assignment|homework|exam|thesis|dissertation|essay|coursework|take home test|coding test|test) for me",
        )
    ),
    PhraseData(
        match=("(raise|change|round up|improve) my (grade|mark|marks|score|grades)",),
        after=r"\b(?:(?:can|could|would|will) you (?:please |kindly |maybe )?|please |kindly |ask you to )",
        unless_then=r"\s+(?:in the (?:ranking|game)|by)\b",
    ),
    PhraseData(match=("(backdate|back date|falsify|fake|forge)",), then=_PAPER, unless_after=_REFUSED + r"|\bto\s+"),
    PhraseData(
        match=(
            "without (going|having to go|applying) through (the|your|hr|any|human resources|all the|official)|through the (back|side) door|(a|some) (bribe|kickback|money under the table|something in it for you)|make it worth your while|(fake|false|made up|backdated|forged) (reference|references|certificate|certificates|recommendation|experience letter|invoice|employment letter|payslip|diploma)",
        ),
        unless_after=r"\b(?:stud\w+|detect\w*|spot\w*|catch\w*|against|on|about|came|went|enter|entrance|delivered)\s+(?:\w+\s+)?",
    ),
    # Homes and hotel rooms.
    PhraseData(
        match=(
            "(at|to|in|by) (my|your) (place|house|home|apartment|flat|hotel|hotel room|room|bedroom|private address)",
        ),
        after=r"\b(?:meet|meeting|see you|see each other|visit you|come|coming|come over|come by|drop by|pass by|interview|stop by|join me|visit me|dinner|drinks|a drink|a coffee|wine)\s+(?:(?:up|over|round|on \w+day|tomorrow|tonight|next week|privately|alone)\s+){0,2}",
        unless_then=r"\s+(?:page|town|city|country|university|office|studio|base|team|ground|institution|lab|number \d|station|institute|screen|turf|port)\b",
    ),
    PhraseData(
        match=(
            "(invite|have) you (over)? (to|at) (my (place|house|home|apartment|flat|hotel room|room)|mine)|(visit|see|find) you at home|(come|drop) (over|round|by) to (mine|yours|my place|your place)|(in|at|to) my hotel room",
        ),
        unless_then=r"\s+(?:page|town|office|studio)\b",
    ),
    # A favour in return for a false verdict, or for a bond.
    PhraseData(
        match=(
            "(leave|write|give|post) (me|us) a (five star|5 star|good|positive|nice) (review|rating)|(sign|co sign|cosign|be a guarantor for|be my guarantor|stand surety for) my (loan|lease|mortgage|rent|visa)|(sponsor my visa|visa marriage)",
        )
    ),
)

RULE = Rule(
    id="uncomfortable-request",
    kind="code",
    group="content",
    severity="error",
    repair="rewrite",
    needs="text",
    statement="Ask for nothing that puts the reader in an awkward place: no money, no confidential matters, no way round a hiring process, no meeting at home.",
    why="The reader would have to break a rule, risk their post or refuse you to your face. Ask only what they can grant without harm.",
    message="“{excerpt}” puts the reader in an awkward place: ask for something they can give freely.",
    sources=("001",),
    phrases=_PHRASES,
    bad=(
        Example(
            text="Hi Grace, I'm a driver from Mombasa and follow your page. Could you lend me 200 dollars until my first wage comes in?",
            excerpt="Could you lend me 200 dollars until my first wage comes in?",
            fixed="Hi Grace, I'm a driver from Mombasa and follow your page.",
        ),
        Example(
            text="Hello Stefan, we both work with turbines. Could you send me the internal roadmap of your company? Your posts on gearboxes taught me a lot.",
            excerpt="Could you send me the internal roadmap of your company?",
            fixed="Hello Stefan, we both work with turbines. Your posts on gearboxes taught me a lot.",
        ),
        Example(
            text="Dear Ms Ito, I applied last week. Could you move my application to the top? Thank you for the clear advert.",
            excerpt="Could you move my application to the top?",
            fixed="Dear Ms Ito, I applied last week. Thank you for the clear advert.",
        ),
        Example(
            text="Hi Amit, please tell HR that we worked together in Pune, even if it was another team. It would help my case.",
            excerpt="tell HR that we worked together",
        ),
        Example(
            text="Good evening Julia, I'm in Graz on Monday and would like to show you the plans. Shall we meet at my hotel room?",
            excerpt="meet at my hotel room",
        ),
        Example(
            text="Hello Kwame, you are on the short list. To start the contract, please pay the registration fee of 80 euros today.",
            excerpt="pay the registration fee",
        ),
        Example(
            text="Hi Ola, is there a way to skip the hiring process at your bank? I'd rather talk to the director at once.",
            excerpt="skip the hiring process",
        ),
        Example(
            text="Dear Professor Lind, could you raise my grade? I need it for the visa. I will come to your office on Tuesday.",
            excerpt="could you raise my grade",
        ),
        Example(
            text="Hi Nina, keep this between us, but who else is interviewing for the head nurse post?",
            excerpt="keep this between us",
        ),
    ),
    good=(
        Example(
            text="Hi Grace, could you lend me your ear for ten minutes next week? I drive lorries too and wonder about the night routes."
        ),
        Example(
            text="Hello Stefan, nothing confidential, please: what would you tell somebody who starts with turbines today?"
        ),
        Example(
            text="Dear Ms Ito, I applied last week and wanted to thank you for the clear advert. Is there anything I should add?"
        ),
        Example(
            text="Hi Amit, we worked together in Pune, in the test team. Would you be open to a call about the move to Berlin?"
        ),
        Example(text="Good evening Julia, shall we meet at your office in Graz on Monday, or in the café downstairs?"),
        Example(text="Hello Kwame, there is no registration fee for the workshop. May we put your name on the list?"),
        Example(
            text="Hi Ola, I'll skip the introduction, since we met in Oslo: is the post on your audit team still open?"
        ),
        Example(text="Dear Professor Lind, could you tell me what I might do to raise my grade in the resit?"),
        Example(text="Hi Nina, we can share our internal checklist for head nurses, if that is of use to your ward."),
        Example(
            text="Dear Dr Roy, your course on internal medicine was the best I took. Could you send me the reading list?"
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield nothing beyond the phrases."""
    return iter(())
