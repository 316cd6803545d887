"""Requests that put the reader in an awkward place."""

from collections.abc import Iterator

from app.rules.catalog.bids import BIDS
from app.rules.catalog.loans import LOANS, REFUSED
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_OPENS = r"(?:(?<=[.!?]\s)|(?<=\n)|^)(?:(?:also|and|so|then|but),? )?(?:please |kindly |(?:can|could|would|will|may|might) (?:you|i|we) (?:please |kindly |maybe |possibly )?|i (?:need|want|ask) you to |is there (?:a|any) way to )"
_ENDS = r"[^.?!:/@\n\d]{0,45}[.?!]+(?=\s|\Z)"
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
        PhraseData(match=match, then=then or None, unless_then=unless_then, unless_after=REFUSED),
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
        unless_after=REFUSED + r"|\b(?:no|the conference|waive|waived)\s+",
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
            "(pull|pulling) (some|a few|any)? strings|(put|get|move|bump|push|place|slip) my (cv|resume|application|name|file|case|planning file|permit|request|order|profile) (to|at|on|up) (the)? (top|front|head)|(get|sneak|slip|squeeze) me (in|hired|a job|an offer|an interview|a place|onto the list) (without|through the back door|even though|past)",
            "(pretend|say|claim|tell (them|hr|him|her|your manager|your boss|your (head of hr|hr manager|hr people|recruiter|director|team))|act as if|act like) (that)? (you|we) (know me|shared (a|an) (desk|office|flat|team)|studied together|worked with me|know each other|worked together|have known me|are friends|are related|were colleagues|used to work together|supervised me|trained me|managed me)",
            "(a|one) (little|small|tiny|white|harmless|innocent) (fib|lie)|(who|whom|how much) (do|would|must) (i|we) (have|need) to (bribe|slip|grease)|(who|whom) (should|can|must) i bribe",
            "(write|do|complete|finish) my (assignment|homework|exam|thesis|dissertation|essay|coursework|take home test|coding test|test) for me",
        )
    ),
    PhraseData(
        match=("(raise|change|round up|improve) my (grade|mark|marks|score|grades)",),
        after=r"\b(?:(?:can|could|would|will) you (?:please |kindly |maybe )?|please |kindly |ask you to )",
        unless_then=r"\s+(?:in the (?:ranking|game)|by)\b",
    ),
    PhraseData(match=("(backdate|back date|falsify|fake|forge)",), then=_PAPER, unless_after=REFUSED + r"|\bto\s+"),
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
    *LOANS,
    # What nobody may hear of.
    PhraseData(
        match=(
            "(nobody|no one|noone|no body|your (boss|manager|colleagues|company|employer|team|wife|husband)) (has to|needs to|need|need to|must|will|would|should|ever has to|ever needs to|will ever|would ever|doesn't have to|does not have to|doesn't need to|won't|will never|would never|don't have to|isn't going to|is going to|ever) (ever|even)? (know|find out|hear|notice|suspect|be told|see|guess)",
            "(just|strictly|only|purely|stay|stays|remain|remains|keep it|keep this|it) (strictly|just)? (between (us|you and me|the two of us|ourselves|me and you)|entre nous)|(hush hush|on the (quiet|sly|down low|dl|low|hush|qt)|under the (table|radar|counter)|behind closed doors|off the books)|(your secret is|it's|its) safe with me|our little secret|(i|we) (won't|will not|would not|wouldn't|will never|would never|promise not to) (tell|say|breathe) (a soul|anyone|anybody|who|where|a word|it was you|it came from)|(your name|you) (won't|will not|would not|wouldn't|will never|would never) (be (mentioned|named|quoted|traced|linked)|come up|appear|get into trouble|get in trouble)|(can't|won't|cannot|will not|not) be traced|(delete|destroy|burn) (this|the) (message|email|mail|note|chat) (after|once|when|as soon|afterwards|please|straight)",
        ),
        unless_then=r"\s+(?:if|whether) (?:the|our) (?:food|wine)\b",
        unless_after=r"\b(?:we|they|team|staff|students|patients|differences?|gap|link|difference|border|contract)\s+",
    ),
    PhraseData(
        match=("off the record",),
        then=r",?\s+(?:(?:and )?(?:just|please|between us|then|of course|naturally),?\s+)?(?:could|can|would|will|what|how|who|is|are|do|does|did|tell|give|send|slip|share|which|why)\b",
    ),
    PhraseData(
        match=("(nobody|no one) (ever )?(checks|asks|verifies)",),
        then=r"(?=\s*[.!,;\n]|\s*\Z|\s+(?:anyway|these|it)\b)",
        after=r"\b(?:tell|say|write|confirm|claim|pretend|sign|put)\b[^.?!\n]{0,30}[.?!,]?[^.?!\n]{0,24}\s",
    ),
    PhraseData(
        match=(
            "(i'll|i will|we'll|we will) (see to it|make sure|ensure|take care) (that )?(the|your) (permit|contract|licence|license|visa|grant|tender|planning|application|loan)",
        ),
        then=r"\s+(?:\w+\s+)?(?:comes|goes|gets|is|will\s+be)\s+(?:through|approved|granted|passed|signed)\b",
    ),
    # Papers that aren't the reader's to hand out.
    PhraseData(
        match=(
            "(share|send|show|tell|give|leak|slip|forward|email|pass|sneak|get|provide|disclose|dm|whatsapp|text|let me see|let me have|hand over|reveal|lend|print|copy|peek at|look at|glimpse of|copy of|access to|preview of|know|see|photograph|download|export)",
        ),
        then=r"(?:\s+(?:me|us|with|on|over|to|you|a|copy|of|some|any|all|about|the|your|their|his|her|its|this|that|few|copies|full|whole|latest|current|old|new|last|next|final|draft|complete|year's|years|company's|team's|firm's|employer's|client's|what|is|in)){0,7}\s+"
        r"(?:unredacted|redacted|embargoed|unpublished (?:data|results|figures|numbers|draft)|sealed|undisclosed|insider|(?:layoff|lay-off|redundancy|salary|payroll|bonus|severance|client|customer|candidate|applicant|supplier|donor|patient|staff|bidder|employee|tenant) (?:list|lists|database|contacts|files?|records?|emails|spreadsheet)|"
        r"(?:exam|quiz) (?:questions?|papers?|answers?|answer key|tasks?)|(?:answer|marking) (?:key|keys|scheme)|mark scheme|(?:board|merger|takeover|layoff|redundancy|acquisition|bid) (?:plans?|papers?|minutes|documents?|deck|price|prices|amounts?)|"
        r"(?:other|rival|competing|competitors?'?s?'?) (?:bids?|offers?|quotes?|tenders?|prices|applicants'? (?:names|salar\w+))|(?:reserve|winning|secret|lowest) (?:bid|price|offer)|names of the (?:other|shortlisted)|(?:door|alarm|gate|access|safe|wifi) codes?|(?:personnel|medical|patient|hr|disciplinary|case|court|client|police) (?:files?|records?|notes))\b",
        unless_then=r"\s+(?:you publish\w*|that you (?:published|posted|shared)|library|you gave|from your (?:book|website|paper|blog|talk)|(?:on|from) github|of the (?:open|public))\b",
        unless_after=REFUSED + r"|\b(?:on|my|our)\s+",
    ),
    PhraseData(
        match=(
            "(names|phone numbers|numbers|emails|email addresses|contact details|contacts|details|addresses|full names) (and (names|phone numbers|numbers|emails|email addresses|contact details|addresses|birthdays|phone|email))? (of|for) (your|all your|some of your|five|5|ten|10|three|3|a few of your) (friends|colleagues|coworkers|clients|customers|classmates|family|relatives|suppliers|teammates|staff|team|neighbours|patients|students|contacts|connections|boss|employees|members|donors)",
        ),
        unless_after=REFUSED,
    ),
    PhraseData(
        match=(
            "(refer|recommend|suggest|send|give|name|introduce|share) (me|us|to me|po|with me)? (to)? (at least)? (two|three|four|five|six|ten|2|3|4|5|6|10|some|a few|all) (of)? (your|other) (friends|colleagues|coworkers|classmates|relatives|neighbours|contacts|clients|customers|best friends)",
        ),
        unless_after=REFUSED,
    ),
    # Doors that open for friends only, and words that aren't true.
    *_asked(
        (
            "(just|simply|quietly|somehow|still|please|can you|could you|you) (get|sneak|slip|squeeze|wave|let|bring) me (in|through|past|onto the list|on the list|inside|to the top|to the front|an interview|a spot|a pass|the job) (since|because|as|without|before|even|anyway|through|ahead|quietly|despite|though|straight|given|seeing)",
            "(bend|break|relax|ignore|stretch|forget) the (rules|rule|deadline|policy|procedure|guidelines)|(make|making) an exception (for me|for us|in my case|just this once|this once|just for)|(look|looking) the other way|(turn|turning) a blind eye|(overlook|ignore|forget) (my|the fact that i|that i) (late|missing|lack|don't|didn't|haven't|failed)|(bump|move|push|nudge|shift) (me|my (name|application|file|cv|resume|case|request)) (up|ahead|forward|to the front|to the top|through)|(fast track|fasttrack|wave through|rubber stamp|push through) (me|my (application|visa|case|request|file|claim|approval|hire|papers))|(swing|wangle) it (for|so)|pull (a few|some|your|rank|strings)|(jump|cut) the (queue|line)",
            "(sign|mark|clock|log) me in|(sign|mark|clock|log|put|write) me (present|down as (present|attended|there)|off as|as present)|(say|tell them|confirm|write|certify|swear|state|claim|testify|vouch) (that)? (i|we) (was|were|worked|attended|completed|did|have worked|have been|had|finished|stayed|been) (there|with you|for you|at your|under you|the|in your|your)|(cover|lie|bluff|cheat) for (me|us)",
            "(fudge|massage|doctor|inflate) (the|my|your|his) (date|dates|figures|numbers|results|marks|attendance|grade|grades|score|timesheet|invoice|records|report|minutes|data) (so|to show|for me|before|in my|a bit|a little|slightly|upwards|in our)",
            "make (it|this|the (ticket|fine|complaint|problem|review|charge)) (go away|disappear)|(drop|withdraw|remove|take down|delete) (your|the|that) (complaint|bad review|negative review|charges|one star review)|(pass|approve) (me|my) (anyway|regardless|without)",
            "(write|say|confirm|state|certify|tell|attest|swear|claim|pretend) (to (the|your|my) \\w+ )?(that)? you (know|knew|have known|supervised|worked with|taught|trained) (me|my|us|our)".replace(
                "(to (the|your|my) \\w+ )?",
                "(to (the|your|my) (committee|board|manager|boss|university|embassy|bank|panel|jury|school|company|hr))? ",
            ),
            "(take|give|accept|have|there's|there is|get|keep) (you)? (a|the|your|my|our|some) (cut|commission|kickback|bribe|percentage|envelope|finder's fee|little something|reward|gift|backhander|sweetener) (if|for|when|in return|in exchange|under|privately|of)",
            "(i'll|i will|we'll|we will|i can|we can) (make sure you're|see that you're|see you're|make it) (taken care of|looked after|rewarded|worth your while|well rewarded|right by you)|(you scratch|scratch my back)|quid pro quo|(something|a little something|plenty|money|cash|a bonus) in it for you|grease (your|a few|some|the) (palm|palms|wheels)",
        ),
        unless_then=r"\s+(?:of the (?:cake|market|data)|if the shop|card)\b",
    ),
    PhraseData(
        match=(
            "(meet|see you|come|come over|come round|drop by|swing by|stop by|pop by|pop round|pop over|call round|call by|pop in|turn up|show up|visit|visit you|wait for you|find you|catch you|drop (it|them|this|the \\w+) (off|round)) (to|at|by|round|in|round at|over at|outside|near)? (your|yer|ur) (house|home|flat|apartment|gaff|hotel room|front door|doorstep|bedroom)".replace(
                "|drop (it|them|this|the \\w+) (off|round)", ""
            ),
            "(meet|come|dinner|drinks|chat|stay|talk|drop|come over|come round) (to|at|round|over at|round to) (mine|my (house|place|flat|apartment|home|hotel|hotel room|room|boat|cabin|villa)) (tonight|after|on|at|for|this|alone|later|tomorrow|instead|around)?",
        ),
        unless_then=r"\s+(?:page|town|city|country|university|office|studio|base|team|ground|institution|lab|station|institute|screen|turf|port|depot|gallery)\b",
        unless_after=r"\b(?:not|never|don't|do not|thank you for letting me|was lovely to)\s+",
    ),
    *BIDS,
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
            text="Hi Tom, could you put me in touch with the woman who tunes the organ? It is for a book on Halle."
        ),
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
