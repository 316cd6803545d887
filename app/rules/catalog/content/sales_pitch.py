"""Selling to somebody who didn't ask."""

from collections.abc import Iterator
from itertools import chain

from app.domain.context import Context
from app.rules.catalog.wares import PLAINER, TALK, WARES
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Excuse, Hit, Parameters, Rule

_OPENS = r"(?:(?<=[.!?]\s)|(?<=\n)|^)(?!(?:hi|hello|hey|dear)\b)[^.?!:/@\n\d]{0,30}"
_ENDS = r"[^.?!:/@\n\d]{0,16}[.!]+(?=\s|\Z)"
_STOPS = r"(?=\s*[.?!;]|\s*\Z|\s+(?:without|while)\b)"
_QUANTITY = (
    r"(?:up to |over |at least |around |about |more than |as much as |between |on average )?"
    r"(?:[$€£₹]\s?\d|\d[\d.,]*\s?(?:%|percent|per cent|k\b|x\b|hours?\b|hrs\b|days\b|dollars|euros|pounds|rupees))"
)
_GAINS = (
    r"\s+(?:[\w-]+\s+){0,2}(?:revenues?|sales|incomes?|profits?|profitability|leads?|pipeline|conversions?|traffic|business|turnover|bookings|"
    r"rates?|followers|bottom line|customers?|customer base|clients?|client base|margins?|earnings|growth|productivity|engagement|seo|"
    r"rankings?|visibility|presence|brand|awareness|roi|aov|order value|market share|efficiency|output|cash flow|audience|reach|results)\b"
)
_COSTS = (
    r"\s+(?:[\w-]+\s+){0,2}(?:costs?|bills?|expenses|expenditure|spend|spending|overheads?|taxes|churn|cac|premiums|downtime|turnaround|"
    r"time to hire|ramp time|fees|budget|workload|paperwork|admin)\b"
)
_ALREADY_DO = r"(?:(?<!help )(?<!helps )(?<!helping )(?<!let )(?<!lets )(?<!get )\b(?:you|you've|they|he|she)(?:'ve| have| did| also| already)?|\bmanaged to)\s+"
_LIFT = "(double|triple|quadruple|skyrocket|boost|grow|scale|supercharge|increase|maximise|maximize|multiply|accelerate|transform|optimise|optimize|improve|drive|elevate)"
_BUSINESSES = (
    "(companies|businesses|teams|organisations|organizations|brands|firms|agencies|clinics|practices|shops|stores|restaurants|hotels|salons"
    "|founders|agents|owners|business owners|startups|start ups|leaders|retailers|manufacturers|coaches|consultants|practitioners)"
)
_OURS = "(product|products|software|platform|app|tool|tools|toolkit|solution|solutions|service|services|system|course|package|packages|plugin|programme|program|offer|offers|offering|range)"
_GOODS = "(product|products|services|service|prices|pricing|packages|catalogue|catalog|offers|offer|collection|store|shop|deals|platform|software|solution|solutions)"
_SCARCE = (
    "limited time (only|offer|offers|deal|deals|discount|promotion|promo|sale|price|pricing|special|bonus|access)|for a limited time only|(free|available|discounted|reduced|valid|on offer|half price) for a limited time|(this|the|our|my|special) offer (ends|expires|closes|won't last|will not last|is only valid|is valid only|runs out)",
    "(while|as long as) (supplies|stock|stocks) last|don't (miss out|miss this|miss your chance|miss it|let this pass)|(do not|never) miss (out|this|your chance)|(hate|sorry|sad|shame|pity) (for you to|if you) miss(ed)? (out|this|it)|(you don't|you won't|you wouldn't|don't) want to miss (this|out|it)|(order|buy|subscribe|invest) (now|fast|today)|act (now|fast)",
    "(sign up|enrol|enroll|claim yours|grab yours|get yours|join|start) (now|today) (and|to|before|while|for)|last chance to (buy|get|save|order|claim|sign up|lock in|grab)|you (will )?(won't|not|never) regret (it|this)|what are you waiting for",
)

_CALLS = (
    "(claim|unlock|redeem) (your|yours|this|the) (free|exclusive|special)? (gift|offer|discount|bonus|trial|spot|prize|reward|deal|copy|seat)|claim yours|click (here|the link|on the link|below|this link) (below)? (to|and)",
    f"check out (our|my) (new|latest|full|amazing)? {_GOODS}",
    "(get|claim|receive) your (free)? quote|watch (a|our|the) (short|quick|product)? demo|(sign up|register|join) (for)? free|try (it|us|them|our (software|platform|app|tool|product|service|course|services|products)) (out)? (for)? free",
)

_PHRASES = (
    *PLAINER,
    PhraseData(match=_CALLS, after=_OPENS, then=_ENDS, fix="remove"),
    PhraseData(match=_CALLS),
    PhraseData(
        match=(
            "(affordable|unbeatable|competitive|reasonable|low|the lowest|the best|attractive|discounted) (price|prices|rates)",
        ),
        after=r"\bat\s+(?:very |really |highly |extremely )?",
        unless_then=r"\s+of pay\b",
        fix="remove",
    ),
    PhraseData(match=_SCARCE, after=_OPENS, then=_ENDS, fix="remove"),
    PhraseData(match=_SCARCE),
    PhraseData(
        match=(
            "(buy|order|purchase) (my|our) (new |revolutionary |latest |amazing |premium |bestselling |handmade |exclusive )?(product|products|software|course|book|package|service|services|app|tool|programme|program|ebook|plan)|(once in a lifetime|unbeatable|unmissable|irresistible|amazing|incredible|exclusive|special|introductory|best) (deal|deals|offer|offers|discount|discounts|promotion)",
            "(early bird|introductory|promotional|promo|wholesale|discounted|reduced|launch) (price|prices|pricing|discount|offer|code)|(promo|discount|coupon|voucher) code|(big|huge|massive|generous|group|volume|special) (discount|discounts)|(black friday|cyber monday|summer|christmas|new year|end of year) (sale|deal|deals|offer|special)|money back guarantee",
            "risk free (trial|offer|guarantee)|no obligation (quote|trial|demo|consultation|call|chat|offer)|buy one get one|half (price|off)|demo (call|slot|link|account|request)",
        ),
        unless_then=r"\s+(?:the|of|day|a)\b",
    ),
    PhraseData(match=("(offer|offers|give|giving|offering|get) you (a|our|an) (special|further|exclusive)? discount",)),
    PhraseData(
        match=("off",),
        after=r"(?:up to )?\d[\d.,]*\s?(?:%|percent|per cent)\s+",
        unless_then=r"\s+(?:target|course|track|plan|the mark|its|their|peak|site|shore|from|work|duty|sick|in the)\b",
    ),
    PhraseData(
        match=("(save|saves|saving) (you)?", "savings of"),
        then=rf"\s+(?:your [\w ]{{1,24}})?{_QUANTITY}",
        unless_after=r"\b(?:i|helped|my \w+|to|we)\s+",
    ),
    PhraseData(
        match=(
            "save you (thousands|hundreds|money|a fortune|a lot of money|big|both time and money|time and money|(hours|days) (every|a|each|per) (week|month|day|year))",
        )
    ),
    # Promises of gain.
    PhraseData(
        match=(
            "(double|doubles|doubling|triple|triples|tripling|quadruple|10x|2x|3x|5x|skyrocket|boost|boosts|boosting|grow|grows|growing|scale|scales|scaling|explode|supercharge|increase|increases|increasing) your",
            "(maximise|maximize|maximising|multiply|accelerate|accelerating|turbocharge|transform|transforms|lift|raise|optimise|optimize|improve|improves|improving|pushes up|push up|drive|drives|unlock|amplify|elevate|streamline) your",
        ),
        then=_GAINS,
        unless_after=_ALREADY_DO,
    ),
    *(
        PhraseData(match=(f"{words} {_LIFT} your",), then=f"(?={_GAINS}{_STOPS})", by=by)
        for words, by in (
            ("(can|will)", "can help with your"),
            ("(could|would)", "could help with your"),
            ("we", "we help with your"),
            ("help you (to)?", "help you with your"),
            ("helping you (to)?", "helping you with your"),
        )
    ),
    PhraseData(
        match=(
            "(cut|cuts|cutting|lower|lowers|lowering|reduce|reduces|reducing|slash|slashes|slashing|halve|trim|shrink|save on|bring down) your",
        ),
        then=_COSTS,
        unless_after=_ALREADY_DO,
    ),
    PhraseData(
        match=(
            "take your (business|sales|company|brand|marketing|team|productivity|practice) to (the|a) (next|new|whole new) level|(qualified|high quality|sales ready) (leads|clients|customers|traffic|meetings|appointments)|(get|win|bring|land|attract|find|send) you (more|new|better|paying) (leads|clients|customers|patients|students|traffic|sales|meetings|bookings|appointments|subscribers|followers)",
            "(qualified|exclusive|high quality|warm|sales ready) leads|(get|win|attract|generate) more (leads|clients|customers|sales|bookings|followers) (for you|with our|through our|on autopilot|fast)|fill your (pipeline|calendar|funnel|books|diary|order book|clinic|classes)|more (meetings|leads|sales|customers|clients|bookings|revenue|demos|deals) (per|every|each) (rep|week|month|day)",
            "close more (deals|sales|business)|imagine (doubling|tripling|saving|cutting|never having to|never again having|earning|closing)|rank (higher|first|number one|no 1|on page one|on the first page) (on|in) (google|search)|(first page|page one|page 1|top) of google|(huge|high|incredible|great) returns",
            "(passive|residual|unlimited|additional|extra) income|(be|become) your own boss|financial (freedom|independence)|(make|earn|earning|making) money (online|from home|fast|while you sleep)|(earn|make|earning|making|made|earned) (six|seven|five|6|7|5) figures|(six|seven|6|7) figure (income|business)|work from home (opportunity|and earn|business)",
            "(guaranteed|guarantee) (returns|results|income|profit|profits|roi|leads|savings|success|ranking|rankings)|(business|franchise|network marketing|money making|lucrative|income|ground floor|investment) opportunity|lucrative (deal|offer|investment)",
            "(invest|investing|trade|trading|earn) (in|with)? (crypto|bitcoin|forex|nfts)|(crypto|forex|bitcoin) (trading|investment|signals|platform)|(support|fuel|power) your growth",
        ),
        unless_then=r"\s+(?:of the river|tax)\b",
    ),
    PhraseData(
        match=("what if (you|your)", "imagine (if)? (you|your)"),
        then=r"(?:\s+[\w-]+){0,3}\s+could\s+(?:cut|double|halve|triple|save|reduce|boost|get|grow|earn|stop|win|eliminate|automate|close|increase)\b",
    ),
    PhraseData(
        match=("(make|earn|earning|making)",),
        then=r"\s+(?:up to )?[$€£₹]\s?\d[\d,.]*k?\s+(?:\w+\s+){0,3}(?:from home|online|in your spare time|from your phone)\b",
    ),
    PhraseData(
        match=(f"{_BUSINESSES} (like (yours|you)|(of )?your size)",),
        after=r"\b(?:help\w*|work(?:s|ed|ing)? with|serv\w+|support\w*|built for|designed for|made for|sav\w+|partner\w* with|at|enabl\w+|empower\w*)\s+(?:[\w'-]+\s+){0,3}",
    ),
    PhraseData(
        match=(
            "(please)? (book|schedule|request|get|claim|grab|reserve) (a|your|our) (free|quick|short|live|product|personal|personalised)? demo (now|today|here)?",
        ),
        at="start",
        then=r"(?:\s*[.!?]+(?=\s|\Z)|\s*\Z)",
        by="would you like to see it in use?",
    ),
    PhraseData(
        match=(
            "(book|schedule|claim|grab|reserve|arrange|set up|organise|organize|request|watch|offer you|give you|show you|get you|join us for) (a|an|your|our)|(book you in for|run you through|walk you through) (a|an|your|our)",
        ),
        then=r"\s+(?:[\w-]+\s+){0,2}(?:demo|demonstration|discovery call|strategy call|strategy session|(?:free|product|complimentary|no-obligation|sales) (?:trial|consultation|walkthrough|quote|audit|call))\b",
        unless_then=r"\s+(?:of (?:your|my)|with (?:a |my |your )?(?:doctor|professor|lecturer)|lesson|class|exam|for the students)\b",
        unless_after=r"\b(?:i|we)(?:'d| would) like to\s+|\b(?:can|could|may|might|shall|do) (?:i|we)\s+|\b(?:tried|had|able|asked) to\s+",
    ),
    PhraseData(
        match=("demo",),
        after=r"\b(?:worth|open to|up for|interested in|available for|free for|time for|care for|fancy)\s+(?:(?:seeing|watching|a|an|our|the|live|free|quick|short|brief|product|\d+[\s-]min(?:ute)?s?)\s+){1,4}",
        unless_then=r"\s+(?:of your|day|tape|session at|reel|at the|lesson|class|paper|track)\b",
    ),
    PhraseData(
        match=(
            "free (trial|demo|consultation|strategy call|strategy session|discovery call|growth audit|seo audit|website audit|site audit|audit|quote|masterclass|setup|set up|onboarding|shipping|ebook|valuation|marketing plan|month|months|access for)",
        ),
        unless_then=r"\s+(?:in (?:state|people|re|the case|the matter|[\w']+ v)\b|court|lawyer|attorney|judge|of charge|to (?:come|talk|meet|speak|chat|join)|for (?:students|patients|refugees|young)|clinic|evening|afternoon)\b",
        unless_after=r"\b(?:fair and|right to a|feel|you are|you're|are you|am|i'm|be|cost|error|bug|smoke|thank\w*(?: you)? for (?:the|your)|enjoy\w* (?:the|your))\s+",
    ),
    PhraseData(
        match=(
            "(sign up|signup|subscribe) (for|to) our (service|platform|newsletter|plan|course|programme|program|webinar|list)|(see|view|request|browse|attaching|send you|share|attached is) our (full|latest|new)? (price list|prices|catalogue|catalog|brochure|offers|rates|product range|rate card|sales deck|company profile)",
            "(our|my) (rates|prices|packages|fees|plans) (start|starts|starting|begin)|prices (start|starting|begin)|(lowest|cheapest|unbeatable|affordable|best|reasonable|cheap) (market )?(price|prices|pricing|rates)|competitive (price|prices|pricing)|(affordable|cheap|unbeatable) (packages|services)",
            "cheaper than (your|what you|the competition|our competitors|any)|(win|won) a (free|brand new)|(prize draw|giveaway|lucky draw)",
        ),
        unless_then=r"\s+(?:of pay|for the (?:school|children|charity))\b",
    ),
    PhraseData(
        match=("free (ticket|tickets|iphone|laptop|gift card|gift|vouchers|voucher) (to|for|when|if|with)",),
        unless_after=r"\b(?:have|got|had|some|two|2|three|3|one|a|extra|spare|of|offered|your|the)\s+",
    ),
    PhraseData(
        match=(
            "(become|be) your (new|next|preferred|trusted|exclusive|reliable)? (supplier|vendor|distributor|contractor)|be our (exclusive|sole|local)? (agent|agents|distributor|distributors|reseller|dealer) (in|for)|(quantity of|place|confirm) (your|the|a) (first|trial|bulk|sample)? order|(1st page|page 1|number one|no 1|top spot|first place) (of|on|in) google|no 1 (seo|web|marketing|software) (company|agency)",
            "free (sample|samples) (is|are|available|on request|can|for)|(2x1|2 for 1|two for one|bogo)|(cheapest|very low|lowest|wholesale|factory|unbeatable|knockdown|rock bottom) (price|prices|rate|rates)|(spots|seats|places|slots|spaces) (are)? (going|filling|selling) (fast|up|quickly|out)|only (two|three|four|five|2|3|4|5|a few|10|ten) (spots|seats|places|slots|spaces|units) (left|remaining|available)",
            "(preferential|introductory|exclusive|mates|special launch) (rate|rates|price|prices|discount)|money on the table|(don't|won't|never) pay a (cent|penny|dime)|(or|and) you pay nothing|(buy|purchase|order) (yours|now|online) (now|today|at|before|with)|for the price of (one|two|1|2)",
        ),
    ),
    # Offering one's wares.
    PhraseData(
        match=(
            "(introduce|present|offer|promote|showcase|pitch|sell|show|offering|selling|presenting|introducing|demonstrate) (to you|you to|you)? (our|my)|(tell|telling|talk to|speak to|send) you (more|a bit|information|details)? (about|on) (our|my)",
        ),
        then=r"\s+(?:(?!own|former|old|work|research|team)[\w'-]+\s+){0,3}(?:products?|software|platform|app|tool|tools|toolkit|solutions?|services|packages?|plugin|offers?|offerings?|line|range|catalogue|collection)\b",
        unless_after=r"\b(?:asked me to|before i)\s+",
    ),
    PhraseData(
        match=(
            "show you (how|what) (our|we)",
            f"our {_OURS} (can|could|will|would|may|might) (help|save|boost|benefit|transform|support) (you|your)",
            "(help|helps|helping) (you|your (team|company|business|firm|practice|clients|reps|agents|sales team)) (to )?(grow your|scale your|sell|earn|make more|make money|get more|generate|win more|close more|convert more|slash|boost|double|increase|automate|streamline|rank|outrank|attract|hit your|save money|cut costs|reduce costs|scale faster)",
            "(interested in|like to|want to|wish to|looking to) (buy|buying|purchase|purchasing|order|ordering) (our|from us|my)|become (a|one of our) (customer|customers|client|clients|distributor|reseller|affiliate)|(special|exclusive) (price|prices|pricing|rate|rates|terms) (for|just for) you",
            "(revolutionary|game changing|groundbreaking|ground breaking|breakthrough|one of a kind|all in one|one stop|unrivalled|unrivaled|must have) (new)? (product|solution|software|app|tool|service|gadget|shop|device|course)|(product|service|solution|software|platform|course) that (will|can) (change|transform|revolutionise|revolutionize) (your|the way you)",
            "(hundreds|thousands) of (happy|satisfied) (customers|clients|users)|(offering|offer|provide|providing) you (with )?(our|the best|the lowest|a free|top quality|high quality)",
        ),
        unless_then=r"\s+(?:yourself|study|school)\b",
    ),
)

RULE = Rule(
    id="sales-pitch",
    kind="code",
    group="content",
    severity="error",
    repair="rewrite",
    needs="context",
    statement="Sell nothing to somebody with whom you have no business relationship: no offers, discounts, demos or promises of gain.",
    why="A pitch nobody asked for is the message people on professional networks dread most; it closes the door that a conversation could have opened.",
    message="“{excerpt}” is a sales pitch to somebody who hasn't asked for one.",
    sources=("001", "002"),
    excuse=Excuse(relationship=("established", "close"), replied=True),
    phrases=_PHRASES,
    cues={"wares": WARES},
    bad=(
        Example(
            text="Hi Tom,\n\nWe supply bakeries in Leeds. This month you can get 20% off all flour orders. Order today and your van is free!\n\nBest,\nIan",
            excerpt="20% off",
        ),
        Example(
            text="Hi Ana, our software finds payroll errors before payday. Book a demo today!",
            excerpt="Book a demo today!",
            fixed="Hi Ana, our software finds payroll errors before payday. Would you like to see it in use?",
        ),
        Example(
            text="Hello Kim. I coach young lawyers. My spring programme opens on Monday. Don't miss out! Would you like the programme's outline?",
            excerpt="Don't miss out!",
            fixed="Hello Kim. I coach young lawyers. My spring programme opens on Monday. Would you like the programme's outline?",
        ),
        Example(
            text="Dear Mr Rao, we are a web studio from Pune and can double your online sales. When may I call?",
            excerpt="can double your",
            fixed="Dear Mr Rao, we are a web studio from Pune and can help with your online sales. When may I call?",
        ),
        Example(
            text="Hi Ingrid, we've been helping dental practices like yours attract more patients. Worth a 15-minute demo?",
            excerpt="helping dental practices like yours",
        ),
        Example(
            text="Are your drivers losing hours at the depot? We built a planner that sorts their routes overnight. Open to a chat, Luis?",
            excerpt="We built",
            context=Context(relationship="stranger", purpose="sales"),
        ),
        Example(
            text="Good morning Ms Tanaka, I'd like to introduce our new line of steel fixings. First orders ship at wholesale prices.",
            subject="Steel fixings",
            channel="email",
            excerpt="introduce our new line",
        ),
        Example(
            text="Hey Zoe, I have a business opportunity that changed my life: passive income, no experience needed. DM me!",
            excerpt="business opportunity",
        ),
        Example(
            text="Hi Omar, I noticed that you run the canteen. We can save you up to 30% on kitchen gas. Shall we talk on Friday?",
            excerpt="save you up to 30%",
            context=Context(relationship="acquaintance"),
        ),
    ),
    good=(
        Example(
            text="Dear Judge Hale, thank you for letting our class watch the free trial court session on Monday. Could I ask you about the jury's questions?"
        ),
        Example(text="Hi Tom, is there a student discount for your workshop? I'd like to bring two apprentices."),
        Example(text="Hello Ana, I'd like to book a demo of your rescue robot for my class in May. Whom should I ask?"),
        Example(
            text="Hi Kim, how did you grow your business from two vans to forty? I drive a van myself and am curious."
        ),
        Example(text="Dear Mr Rao, to save you time I've put the three questions about the bridge survey below."),
        Example(
            text="Hi Ingrid, our client is a leading provider of dental software in Oslo and is looking for a nurse with a feel for apps. Would you be open to a call?",
            context=Context(purpose="recruiting"),
        ),
        Example(text="Hello Luis, I know your time is limited, so only this: which depot did you plan first, and why?"),
        Example(
            text="Hi Zoe, as agreed, here is the quote: 20% off the list price, and a free trial in March.",
            context=Context(relationship="established", purpose="sales"),
        ),
        Example(text="Good morning Ms Tanaka, the yield was 12% off target in June; did you see the same in Osaka?"),
        Example(
            text="Hi Omar, I study small canteens like yours for my thesis and would love to hear how you plan a week."
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield the first talk of one's own wares where the caller says that the message sells."""
    if reading.context.purpose != "sales" or reading.known:
        return
    spans = (match.span() for match in TALK.finditer(reading.body.plain))
    for start, end in chain(spans, sorted(reading.cues.get("wares", ()))):
        if not reading.is_protected(reading.body, start, end):
            yield Hit("body", start, end)
            return
