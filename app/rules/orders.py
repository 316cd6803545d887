"""Orders in the imperative, and the ways of ordering without one."""

from app.rules.phrases import PhraseData

ASKED = (
    r"(?:please|pls|plz|kindly|could\s+you|can\s+you|would\s+you|will\s+you|feel\s+free\s+to|you\s+can|you\s+may|"
    r"to|and|or)\s+"
)
# The items of a list tell what will be done, not what the reader shall do.
_LISTED = r"(?:\A|\n)[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]*"
OFFERED = (
    r"\s+I(?:'m|\s+am)\b|[^.!?\n]{0,90}\b(?:if|whenever|any\s?time|should\s+you|in\s+case|when\s+(?:you|it)|once\s+you|"
    r"at\s+your\s+convenience)\b"
)
# A name to be called by, a service of the house, a figure of speech.
_FRIENDLY = (
    r"\s+(?:my\s+(?:best|regards|love|greetings)|hello|hi|at\s+(?:stand|booth|table)|on\s+(?:linkedin|instagram|facebook)|(?-i:[A-Z][a-z]+)\s*[.,!;]|old[\s-]fashioned|crazy|curious|biased|great|a\s+(?:great|good|nice|lovely|happy|"
    r"cynic|try|go|smile|line\s+if)|easy|count|possible|clear|to\s+you)\b"
)
_PEOPLE = (
    "send, give, call, ring, phone, email, mail, text, message, answer, tell, show, get, find, help, contact, meet, write,"
    " write back to, write to, write for, reply to, respond to, get back to, provide, connect, introduce, explain to,"
    " call back, ping, inform, update, notify, teach, lend, pay, refer, recommend, add, put, offer, grant, assign, place,"
    " appoint, squeeze, book, schedule, cc, copy, cover for, swap with, nominate, endorse, sponsor, fund, support,"
    " vouch for, guide, train, mentor, coach, refund, reimburse, release, brief, invite, award, issue, quote, name, hand,"
    " pass, wire, transfer, deliver, do, make, buy, order, report to, vote for,"
    " back, promote, feature, employ, accommodate, adjust, enrol, enroll, admit, register, fit, slot, sort"
)
_OTHERS = (
    "send, give, call, tell, get, hire, put, ask, remind, introduce, recommend, refer, employ, accommodate, adjust, let,"
    " help, teach, pay, bring, place, make, offer, contact, write, email, message, invite, train"
)
_THINGS = (
    "send, share, provide, upload, forward, submit, confirm, return, sign, accept, read, review, check, look at, look over,"
    " go through, pass on, pass, hand, hand in, hand over, print, fix, fill in, fill out, complete, move, remove, delete,"
    " take down, drop, post, repost, arrange, order, sponsor, cancel, clear, finish, prepare, draft, edit,"
    " proofread, correct, translate, solve, settle, approve, process, release, transfer, wire, refund, repair, deliver,"
    " ship, collect, pick up, clean up, turn down, sort, sort out, put, swap, cover, do, give,"
    " write, tell, answer, reply to, respond to, pay, publish, retract, take back, replace, rewrite, redo,"
    " resend, reschedule, block out, block off, set aside, report, drop off, get back with, come back with"
)
_WHAT = "(your|my|our|his|her|this|that|these|those|it|them|whatever|all|everything|the)"

ORDERS = (
    PhraseData(
        match=(
            f"({_PEOPLE.replace(', ', '|')}) (me|us)",
            f"({_OTHERS.replace(', ', '|')}) (him|her|them|my (son|daughter|brother|sister|cousin|nephew|niece|friend|wife|husband|team|boss|client))",
        ),
        at="start",
        unless_after=f"{ASKED}|{_LISTED}",
        unless_then=f"{_FRIENDLY}|{OFFERED}",
    ),
    PhraseData(
        match=(
            "make (yourself|some time|time|sure (you|that you|it|this|the|we|they|all|everyone|everything))",
            "(keep|leave) (monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|that day|the date|the day|your (diary|calendar|evening|afternoon|morning|day)) (free|open|clear)",
            "(ensure|see to it) that",
            "(write|call|get|come|report|reply|respond|answer|message|email|text) back",
            "put in a (good )?word",
            "(hook|set|line) me up",
            "sort me out",
            "(confirm|acknowledge) (receipt|attendance)",
            "explain (yourself|why)",
            "have (your|the) (assistant|secretary|people|office|team) (call|send|contact|email|book|set|reach|arrange)",
            "let (me|us) (have|speak|talk|in) (your|a|the|to|with|on)",
            "(tell|ask|get) your (boss|manager|team|colleague|director|ceo|hr|friends)",
            "set up (a|the) (call|meeting|interview|time|demo)",
            "(consider|take) (my|our)",
            "(listen to|watch|try|look into|take a look at) (my|our|this)",
            "pick up the phone",
            "(expect|await|wait for|be ready for) my (call|visit|calls)",
            "get back to (me|us)",
            "drop (me )?your (number|phone|phone number|email|contact|contacts|details|cv|resume|address)",
            "(cc|copy) (me|us) in",
            "be (ready|there|prepared|available|on time|on the call|at the|at my|at our|in my|here by|here at|punctual|quick|warned)",
            "come (prepared|to my|to our|by my|and see me|and see us)",
            "(act|decide|respond|reply|answer|move|pay|sign|step) (now|up|today|immediately|at once|here)",
        ),
        at="start",
        unless_after=f"{ASKED}|{_LISTED}",
        unless_then=r"\s+(?:to\s+(?:be|enjoy|laugh|smile)|answer|word|the\s+(?:change|light))\b|" + OFFERED,
    ),
)
"""Orders that open a sentence, and become questions."""

ERRANDS = (
    PhraseData(
        match=(
            f"({_THINGS.replace(', ', '|')}) {_WHAT}",
            "(send|write|submit|provide|upload|arrange|organise|organize|book|schedule|bring|prepare|draft|issue) (a|an|one|some)",
        ),
        at="start",
        unless_after=f"{ASKED}|{_LISTED}",
        unless_then=(
            r"\s+(?:(?:an?|some)\s+(?:try|go|thought|chance|rest|shot|read|listen|spin|whirl|look)|day|time|regards|best|love|thanks|greetings|try|go|thought|wishes|word|news|hello|math|maths|opposite|"
            r"end\s+result|same|rest|fact|reason)\b|\s+(?:\w+\s+)?(?:respects?|salutations|regards|greetings|wishes|condolences|apolog(?:y|ies)|thanks|congratulations)\b|(?:\s+\w+)?\s+to\s+(?:at\s+least|ten|twelve|five|twenty|\d+|all|every|everyone|as\s+many|your\s+(?:friends|contacts))\b|[^.!\n]{0,150}\?|"
            + OFFERED
        ),
    ),
)
"""Orders that are mere instructions between people who know each other."""

_DONTS = (
    "park, use, touch, move, enter, block, share, send, call, contact, email, write, forward, change, edit, delete, cancel,"
    " reply, ask, tell, give, put, let, make, try, speak, talk, message, text, disturb, open, close, copy, post, publish,"
    " ignore, disappoint, keep, leave, come, bring, bother, interrupt, waste, argue, pretend, lie, approach, pass, sell, do"
)
_STOPS = (
    "sending, calling, emailing, contacting, parking, using, messaging, texting, writing, leaving, blocking, putting,"
    " ignoring, wasting, asking, spamming, telling, posting, copying, selling, making, pretending, taking, coming"
)
_THREATS = (
    r"(?=\s+(?:have\s+(?:\w+\s+){1,2}(?:towed|removed|arrested|reported|fired|sacked|blacklisted|struck\s+off)|have\s+no\s+choice|"
    r"report|sue|escalate|(?:be\s+)?(?:tell|post|shar|warn|nam|report|expos)(?:ing|e)?\s+(?:\w+\s+)?(?:the\s+whole|everyone|everybody|all|online|about\s+you|your\s+(?:boss|manager|customers|clients|name)|on\s+(?:social|every|linkedin|google))|take\s+(?:legal|action|(?:it|this)\s+(?:further|to|up))|tow|withdraw|publish|expose|complain|"
    r"go\s+(?:public|over\s+your|to\s+(?:the\s+(?:press|police|board|media|ombudsman)|your\s+(?:boss|manager)|court))|write\s+"
    r"(?:that\s+you|to\s+your)|be\s+(?:forced|compelled|obliged|left\s+with)|terminate|start\s+(?:legal|proceedings)|"
    r"blacklist|seek\s+(?:remedy|damages|legal|compensation))\b)"
)
_DUE = (
    r"(?=[^.!?\n]{0,60}?\b(?:from\s+you\b|in\s+my\s+(?:inbox|hands?)|on\s+my\s+desk|(?:by|before|until|till|no\s+later\s+than)\s+"
    r"(?:the\s+)?(?:(?:end|close)\s+of|eod|cob|eow|noon|midnight|tonight|today|tomorrow|\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|h\b|"
    r"o'clock)|(?:this\s+|next\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)|asap|immediately|right\s+now|right\s+away|now\b|"
    r"today\b|tonight\b))"
)

DUE = (
    PhraseData(
        match=(
            "(i|we) (need|want|require|expect|demand|will need|would need|must have|have to have) (your|that|those|these|this|it|them|all)",
            "(i|we) (would need|will need|need|must have) (until|till|by|before)",
        ),
        then=_DUE,
        unless_then=r"\s+to\b|\s+\w+\s+to\b|[^.!?\n]{0,60}\bif\s+possible\b|[^.!?\n]{0,60}\b(?:so\s+that\s+we|ourselves|for\s+(?:our|the|my)\s+own)\b",
        unless_after=r"\b(?:don't|do\s+not|not|never|if|when|before|because|that|what|how|whether)\s+",
    ),
)
"""What somebody needs by a date: a plain fact between people who know each other."""

DEMANDS = (
    # Orders in the words of offices and notices.
    PhraseData(
        match=("(we |i |would |also )?request you to( please| kindly)?",),
        at="start",
        then=r"(?=\s+[a-z])",
        fix="request",
        by="could you",
    ),
    PhraseData(
        match=(
            "you are (hereby |kindly |therefore )?(requested|required|instructed|directed|expected) to (review|submit|return|send|attend|fill|complete|provide|pay|report|confirm|sign|reply|furnish|do|make|give|share|update|respond|upload)",
            "(i'll|i will|we'll|we will|i shall) (be )?expect(ing)? (it|this|them|that|the|an) (this|by|on|at|before|next|tomorrow|today|from|within|answer|update|report|archive|file|files|payment)",
        ),
        unless_then=r"[^.!?\n]{0,40}\b(?:if|unless|as\s+(?:agreed|promised))\b",
        unless_after=r"\b(?:if|whether|when|what|unless)\s+",
    ),
    PhraseData(
        match=(
            "(send|email|mail|forward|submit|drop|share|attach|upload) (updated |latest |current )?(resume|resumes|cv|cvs|portfolio|details|applications|quote|price|payment|location|proof|photos|pics|number|contact)",
            "(recommend|suggest|nominate|name) (three|two|two or three|five|some|at least|more|another)",
        ),
        at="start",
        unless_after=f"{ASKED}|{_LISTED}",
        unless_then=r"\s+(?:is|are|was|by\s+post\s+is)\b|[^.!?\n]{0,60}\bif\b",
    ),
    PhraseData(
        match=(
            f"(do not|don't|dont|never) (ever )?({_DONTS.replace(', ', '|')})",
            f"stop ({_STOPS.replace(', ', '|')})",
        ),
        at="start",
        unless_after=f"{ASKED}|{_LISTED}",
        unless_then=(
            r"\s+(?:yourself|a\s+stranger|me\s+(?:wrong|started)|it\s+(?:bother|worry|get)|(?:that|this|it|my\s+\w+|the\s+\w+)\s+"
            r"(?:put|fool|scare|stop|bother|worry|get|discourage|deter)|on\s+my\s+account)\b|[^.!?\n]{0,60}\b(?:if|unless)\b"
        ),
    ),
    # What somebody wants of the reader, said as a fact.
    PhraseData(
        match=("need (your|you to)", "expecting (your|you to)", "want (your|you to)"),
        at="start",
        unless_then=r"[^.!\n]*\?",
    ),
    PhraseData(
        match=(
            "(i|we) want (answers|a refund|my|our|compensation|an explanation|an apology|a meeting with you|an interview)",
        ),
        unless_after=r"\b(?:that|what|how|where|when|as|all|why|if|do)\s+",
        unless_then=r"(?:\s+[\w-]+){1,4}\s+(?:to|in|for|who|that)\b",
    ),
    PhraseData(
        match=("(i'd|i would|we'd|we would) like you to",),
        then=r"(?=\s+(?:send|give|introduce|refer|review|read|call|provide|fix|recommend|write|tell|reply|forward)\b)",
        by="could you",
        safe=False,
    ),
    PhraseData(
        match=(
            "(what|all) (i|we) (need|want|expect|require|ask)( for)? (from|of) you( now| today| here| next)? (is|are)",
            "(i|we) (want|need|expect|require|demand|would like) from you( to)?",
            "you (must|have|need) to (to )?(must )?(see|meet|look|come|help|know) (our|my|us|me)",
            "you must to",
        ),
    ),
    PhraseData(
        match=("(i'd|i would|we'd|we would|i'll|i will|i do|i fully|i certainly|we fully) expect you to",),
        unless_then=r"\s+be\s+(?:busy|swamped|away|fully|flooded|overwhelmed)\b",
    ),
    PhraseData(
        match=(
            "you (will|shall|ll|are going to) (meet me|(call|send|give|introduce|answer|pay|forward|phone|refund|reimburse) (me|us|my|our))",
            "you'll (call|send|give|introduce|answer|pay|forward|phone|refund) (me|us|my|our)",
            "you (will|shall) be (our|my) (agent|distributor|representative|mentor|sponsor|investor|reseller|dealer|reference|referee)",
        ),
        unless_after=r"\b(?:if|whether|that|hope|hoping|when|once|until|sure|think|wonder|maybe|perhaps|and|as|day)\s+",
        unless_then=r"[^.!?\n]{0,60}\?",
    ),
    PhraseData(
        match=(
            "(i'd|i would|we'd|we would|i) (strongly )?(suggest|advise|recommend) (that )?you (sort|fix|settle|pay|reply|respond|answer|resolve|return|refund|get back|deal with|do)",
        ),
        then=r"(?=[^.!?\n]{0,60}\b(?:or\s+(?:I|we|else)|otherwise|before\s+(?:I|we|the\s+(?:week|day|month)|it's\s+too))\b)",
    ),
    PhraseData(
        match=("you (will|shall) (send|return|sign|give|hand|refund|reimburse|pay|bring|forward)",),
        then=r"(?=[^.!?\n]{0,50}?\b(?:back\s+to\s+(?:me|us)|to\s+me\b|by\s+(?:tomorrow|tonight|noon|eod|\w+day)|at\s+once|immediately|now\b))",
        unless_after=r"\b(?:if|whether|that|hope|hoping|when|once|until|sure|think|wonder|maybe|perhaps|and|as|day)\s+",
        unless_then=r"[^.!?\n]{0,60}\?",
    ),
    PhraseData(
        match=(
            "(i|we) (want|need|expect|require) (it|this|them|that|these) (in|on|at) (my|our) (desk|inbox|postbox|letterbox|mailbox|hands|account|office)",
        ),
        unless_after=r"\b(?:don't|do\s+not|not|never|if|when|because|that)\s+",
    ),
    PhraseData(match=("(i|we) (don't|do not|haven't|have not) (have |got )?all (day|week|night)",), fix="drop"),
    PhraseData(match=("or what",), after=r"\b(?:are|do|will|can|did|have) you\b[^.?!\n]{0,45}\s", then=r"\s*\?"),
    # An appointment made over the reader's head.
    PhraseData(
        match=(
            "(i've|we've|i have|we have|i|we) (already |just |gone ahead and |now )?(put|marked|pencilled|penciled) you (down|in) for (a|an|the|our|my) ((quick|short|first|brief) )?(call|meeting|demo|slot|chat|interview|talk|shift|visit|donation)",
            "(i've|we've|i have|we have) (already |just |gone ahead and |now )?(volunteered you|signed you up|put you up)",
            "(i|we) (will|shall|am going to|are going to) be (calling|phoning|ringing|visiting|messaging|texting) you (every|daily|each|at|nightly|weekly|tonight|tomorrow)",
            "(i'll|i will|we'll|we will|i shall) (call|phone|ring|visit|text|message) (you )?(every|daily|each)",
            "(i'll|i will|i'd|we'll|we will) (be )?expect(ing)? (you|your (call|answer|reply|visit|payment|decision)) (at|on|by|before|in|tomorrow|today|tonight|monday|tuesday|wednesday|thursday|friday)",
        ),
        unless_after=r"\b(?:as\s+(?:agreed|promised|discussed|you\s+asked),?|asked|if)\s+",
        unless_then=r"[^.!?\n]{0,60}\b(?:if|as\s+(?:agreed|you\s+asked|promised|discussed)|unless|when\s+you)\b",
    ),
    # Ultimatums.
    PhraseData(
        match=("(or|or else|otherwise) (i|we) (will|shall|ll|must|am going to|are going to|would have to|have to)",),
        then=_THREATS,
    ),
    PhraseData(match=("(or|or else|otherwise) (i'll|we'll)",), then=_THREATS),
    PhraseData(
        match=(
            "if (i|we) (don't|do not|dont|haven't|have not) (get|hear|receive|see|have|heard|received|got)",
            "if you (don't|do not|dont|refuse|ignore|fail)",
        ),
        then=rf"[^.!?\n]{{0,70}}?\b(?:(?:i|we)\s+(?:will|shall|am\s+going\s+to|must|have\s+to)|(?:i|we)'ll)(?:\s+(?:simply|just|have\s+to|then))?{_THREATS}",
    ),
    PhraseData(
        match=(
            "or (you|your (child|children|son|daughter|order|account|application|place|seat|company|team|deposit|contract|listing|slot|spot)) (will|shall) (not|lose|be (removed|closed|cancelled|canceled|deleted|blocked|suspended|charged|excluded|given))",
            "or you'll (not|lose|miss|be (removed|charged|excluded|blocked|sorry))",
            "(your|his|her|their) (blood|fate|life|lives) (is|are|will be) (in|on) your (hands|conscience|head)",
        ),
    ),
    PhraseData(
        match=(
            "(i'm|i am|we're|we are) not (asking|saying it|telling you|repeating (it|this|myself)|going to (ask|say it|tell you|repeat (it|this|myself))) (twice|again)",
            "(i|we) (won't|will not|shall not|wont) (ask|say it|tell you|repeat (it|this|myself)|remind you)( you)? twice",
            "(i|we) (can't|cannot|can not|cant|shouldn't have to|should not have to|don't want to have to|hate having to|am tired of|are tired of|am sick of) (keep )?(repeat|repeating|remind|reminding|chase|chasing|tell|telling|ask|asking|say|saying) (you|myself|ourselves|this|it|that|everyone|for|again)",
            "how (many times|often) (do|must) (i|we) (have to )?(ask|say|tell|repeat|remind|write)",
            "(this|it) is (my|our|your|the) (final|last) (warning|notice|reminder|request)",
            "(final|last) (warning|notice)",
            "(this|it|that) is not (up for|open to|for) (discussion|debate|negotiation)",
            "no (ifs|ifs and|if|ands) (or |and |no )?buts",
            "(no arguments|no ifs no buts|end of discussion)",
            "(i|we) will not (accept|take) no for an answer",
            "(i|we) (won't|wont|don't|do not) (accept|take) no for an answer",
            "not a (minute|second|day|moment) later",
        ),
        unless_then=r"\s+(?:were|was|when|to\s+the\s+(?:rule|policy))\b",
    ),
    PhraseData(
        match=("no later", "not later"),
        after=r"(?:(?<=[\w.], )|(?<=\band ))",
        then=r"(?=\s*[.!,;]|\s*\Z)",
        fix="remove",
    ),
    PhraseData(
        match=(
            "(must|has to|have to|needs to|need to|had better) be (on my desk|in my inbox|in my hands|with me|on our desk)",
        ),
        unless_after=r"\b(?:I|we|they|he|she)\s+",
    ),
)
"""Demands in other words than the imperative."""
