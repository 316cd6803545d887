"""Talk of one's own wares: a pitch where the caller says that the message is there to sell."""

import re

from app.rules.lazy import regex
from app.rules.phrases import PhraseData

_TRADE = (
    "(manufacturer|manufacturers|supplier|suppliers|provider|providers|exporter|exporters|importer|wholesaler|wholesalers|distributor|"
    "distributors|dealer|dealers|vendor|reseller|contractor|contractors|installer|installers|agency|factory|company|enterprise|firm|"
    "consultancy|studio|startup|start up|platform|marketplace|broker|brokers|producer|producers|maker|makers|specialist|specialists)"
)
_LISTS = (
    "(catalogue|catalog|catalogues|price list|pricelist|prices|pricing|rates|rate card|brochure|product list|product range|flyer|leaflet|"
    "proposal|quotation|quote|offer|offers|packages|package|sales deck|company profile|portfolio of products|line card|samples|sample)"
)
_GIFT = (
    "(sample|samples|delivery|installation|shipping|trial|demo|audit|quote|quotation|estimate|consultation|assessment|inspection|survey|"
    "setup|upgrade|gift|session|training|analysis|report|mock up|mockup|month|week|class|lesson|taster|valuation|review|health check)"
)
_WORK = (
    "(place|put|get|rank|bring|take|offer|supply|provide|do|fix|sort|sort out|clean|paint|repair|replace|install|build|design|redesign|revamp|"
    "refresh|upgrade|automate|handle|manage|run|look after|take care of|deliver|cover|insure|refinance|host|migrate|train|fill|staff|source|"
    "print|ship|beat|match|halve|cut|reduce|lower|double|triple|increase|improve|boost|save|make|turn|slash|generate|win|find|help|free up|take over)"
)
_NOW = r"(?:\s+(?:by|before|until|till|within|this|today|tonight|now|on)\b)"

WARES = (
    # Who we are: a house that sells.
    PhraseData(
        match=(
            f"(we are|we're|i am|i'm|i represent|i work for|i run|this is|calling from|writing from|from) (a|an|the|your|one of the)? {_TRADE}",
        ),
        then=r"\s+(?:of|for|in|from|with|based|that|which|specialis\w+|specializ\w+|over|since|offering|providing)\b",
    ),
    PhraseData(
        match=(_TRADE,),
        after=r"\b(?:we are|we're|i am|i'm|i represent|i run|as|us as|company is)\s+(?:since \d+ years\s+)?(?:(?:a|an|the|one|of|your)\s+)*(?:[\w'’.&+-]+\s+){1,4}",
        unless_after=r"\b(?:for|at|with|in|about|customer of|client of|user of|fan of)\s+(?:(?:a|an|the)\s+)?(?:\w+\s+)?",
    ),
    PhraseData(
        match=(
            "(become|be) your (new|next|preferred|trusted|local|regular|exclusive|reliable|go to)? (supplier|vendor|provider|contractor|partner|agency|distributor|broker|printer|caterer|accountant|cleaner|cleaners)",
            "(be|become|as) our (exclusive|sole|local)? (agent|agents|distributor|distributors|reseller|resellers|dealer) in",
            "(trusted|used|chosen|loved|preferred) by (over|more than|hundreds|thousands|leading|top|many|the|companies|teams|brands)",
            "(number one|no 1|no1|leading|largest|biggest|top rated|best rated|award winning|market leading) (in|provider|supplier|manufacturer|company|agency|seo|brand|maker|producer|solution|platform)",
        ),
    ),
    # What it costs, and how little.
    PhraseData(
        match=(f"(our|my|the attached|attached|latest|full|a|enclosed) {_LISTS}",),
        after=r"(?:\b(?:send|sent|sending|share|see|view|find|attach|attached|attaching|attachment|enclosed|enclose|enclosing|here is|here's|check|look at|browse|about|with|for|give|giving|make|of|at|request|get)\b(?:[^.?!\n]{0,24})\s)",
    ),
    PhraseData(
        match=(
            "(here is|here's|attached is|attached you find|please find) (the|our|my|your|a) (proposal|offer|quote|quotation|price list|catalogue|catalog|brochure|contract|order form)",
        )
    ),
    PhraseData(
        match=(
            f"(free|complimentary|no cost|zero cost|no obligation) (of charge)? {_GIFT}",
            "(is|are|comes|will be) (on us|on the house|absolutely free|completely free|free this|free for you|free of charge)",
            "(the)? first (month|week|session|order|box|lesson|visit|consultation|delivery|class|clean|year|call|two weeks|three months) (is|are|comes)? (free|on us|on the house|half price|at no cost)",
            "(no|zero|without|without any) (upfront|up front|setup|set up|hidden) (cost|costs|fee|fees|payment|charges|charge)|(no|without) obligation|no commitment|cancel (anytime|any time|at any time)|pay nothing|don't pay a (cent|penny|thing)|you only pay|money back|pay as you go|risk free",
            "(cheap as chips|dirt cheap|cheapest|cheap rate|cheap price|cheap prices|good price|good prices|nice price|best price|best prices|best rate|best rates|great price|great prices|fair price|fair prices|cheaper|cheapest price|cheapest rate|great deal|great deals|good deal|sweet deal|mates rates|special price|special rate|special offer|preferential (rate|price|terms)|introductory (rate|price|offer)|competitive (rate|rates|price|prices|quote)|factory price|factory prices|wholesale|discount|discounts|discounted|half price|bargain|2x1|2 for 1|two for one|bogo|3 for 2|promo|promotion)",
            "(very|really|super|extremely|quite)? (affordable|low cost|cost effective|budget friendly) (price|prices|rate|rates|way|solution|service|services|option|plans|package|packages)?",
            "(starting|starts|start|available) (from|at) (just|only|as low as)|(a|per) month per (user|seat|head)|fixed (price|monthly fee)|only pay for",
            "(a)? (very)? (good|great|special|exclusive|attractive|amazing|interesting|tempting|limited) (offer|offers|offert|deal|deals|proposal|promotion)",
        ),
        unless_after=r"\b(?:no|not|without|never|thesis on|course on)\s+(?:a |any )?",
    ),
    PhraseData(match=("off", "discount", "cheaper", "savings", "less"), after=r"\d\s?(?:%|percent|per cent)\s+"),
    PhraseData(
        match=(
            "our (dust|water|air|solar|steel|spare|new|best|low|standard|sales)? (rates|prices|price|fees|rep|reps|salesman|insurance|filters|filter|panels|pumps|windows|doors|parts|sheets|licence|licences|licenses)",
            "(need|needs|want|try|consider|get|take|buy) our (term|life|health|new|group|dental|full|own|best)? (insurance|plan|plans|policy|cover|service|services|package|packages|product|products|software|tool)",
            "(send|sending|make|making|give|submit) you (an|our|a|the) (offer|quotation|quote|proposal|catalogue|catalog|brochure|price list|order form|contract|sample|samples)",
            "(shall|should|can|may|could) (i|we) (book|reserve|order|hold|ship|send) (it|one|them|some|a unit|a box|a pallet|yours)? (for you|to you|today|now)",
            "where (should|shall|can|do) (i|we) send (the|your|you the) (docusign|contract|invoice|order form|agreement|quote|paperwork)",
            "ready to (order|buy|start saving|sign|switch)|(dropped|reduced|cut|lowered|slashed) (the|our) (price|prices|rate|rates)",
            "(the|our|a) (pilot|starter kit|kit|licence|license|subscription|basic plan|premium plan|package|membership) (is|costs|runs|starts at|starts from|pays for itself)",
            "(we|i) (place|charge|undercut|beat|outperform|guarantee|install|stock|wholesale|refurbish|franchise)",
        ),
        unless_after=r"\b(?:no|not|without|never|if|whether|what)\s+",
    ),
    # Hurry, before it is gone.
    PhraseData(
        match=(
            "(sign|order|book|buy|reply|confirm|pay|subscribe|register|enrol|enroll|sign up|switch|decide|act|reserve|get yours|grab one|claim)",
        ),
        at="start",
        then=_NOW,
    ),
    PhraseData(
        match=(
            "(only|just) (this|for this) (week|month|weekend)|(this|for this) (week|month|weekend) only|(today|tonight|friday|monday) only|until friday only",
            "(spots|spaces|slots|places|seats|units|stocks|stock|dates) (are|is) (going|filling|selling|running|limited|almost|nearly)|(limited|few|last few|handful of|last) (spots|spaces|slots|places|seats|units|stock|availability)|(seats|spots|slots|places|spaces) left|(selling|going|filling up) fast",
            "(onboarding|discovery|demo|strategy|trial) (slot|slots|call|session)|(offer|price|deal|discount|promotion|rate|sale) (is)? (ends|ending|expires|valid|good|runs|closes|available|locked|won't)|before (the)? (prices|price|rates|rate) (go|goes|rise|rises|increase|increases)|price (rise|increase|hike)",
            "(place|confirm|await|send|process|start with) (an|a|your|the|first|quantity of|with)? (first|trial|small|sample|purchase|your)? (order|orders)|first (order|purchase|delivery)|(sign|sign up|subscribe|enrol|enroll|order) (here|below|online|with us|up for)|(add to|check) (your)? (cart|basket)|(purchase|trial|minimum) order",
            "reply (yes|stop|interested|info|demo)|(text|dm|message|whatsapp) me (yes|info|the word|for (price|prices|pricing|details|a quote))|(ready|happy) to (ship|deliver|install|quote)",
        ),
    ),
    # What we do, and could do for you.
    PhraseData(
        match=(
            f"(we|our team|my team|my crew|our crew|our guys|my guys|our experts|our engineers|i|our company|my company|our agency) (can|could|will|would|are able to|am able to|is able to|specialise in|specialize in|reckon|reckon i could|reckon we could|can also|could also|can easily|can quickly|would be able to|are ready to|are happy to) {_WORK}",
            f"(can|could|will) {_WORK} (you|your|yours|ur|yer)",
            f"(help|helps|helping|helped|let us|let me|allow us to|allows you to|lets you|enables you to|enabling you to|so you can|allow me to) (you|companies|businesses|clients|teams|owners|firms|people)? (to)? {_WORK} (your|yours|ur|more|up|costs|their)",
        ),
        unless_then=r"\s+(?:(?:it|this|them) (?:work|easy|short|quick)|it (?:short|brief)|you (?:time|the trouble)|by (?:your|the) office|(?:with|without) (?:an?|any) (?:answer|reply)|the rest|out (?:how|what|if|whether|who|more))\b",
        unless_after=r"\b(?:if|how|whether|not|what|before|hope|where)\s+",
    ),
    PhraseData(
        match=(
            "(we|i|our company|our team|my team|my company|our agency|our firm) (also|mainly|mostly|now|currently|usually|only|just)? (help|helps|offer|offers|provide|provides|supply|supplies|sell|sells|make|makes|manufacture|manufactures|produce|produces|build|builds|design|designs|install|installs|deliver|delivers|export|exports|import|imports|distribute|deal in|deals in|stock|specialise|specialize|specialises|specializes|guarantee|guarantees|service|services|clean|maintain|repair|insure|print|rent|lease|hire out|cater|save|saves|boost|cut|automate|do|work with|works with|serve|serves|built|launched|developed|created|designed|run|coach|train)",
        ),
        then=r"\s+(?!not\b|you\b|your?\b|up\b|at\b|a bit of\b|the (?:same|accounts|books)\b|research\b|n't)(?:[\w$€£'’&+-]+\s+){0,5}(?:for|to|with|in|of|who|that|which|at|so|by|from|across|worldwide|around|over|under|nationwide)\b",
        unless_after=r"\b(?:how|what|where|when|if|before|because|that)\s+",
    ),
    PhraseData(
        match=(
            "(show|walk|talk|run|take) (you|u|ya|your team) (how|what|through|a quick|around|our|the product|the platform|the tool|some numbers|a short|the numbers|exactly how)",
            "(see|seeing|wanna see|want to see|like to see|watch|try|trying|test|experience) (it|us|our|the platform|the product|the tool|the software|the app)( in action| live| for yourself| work| working| out| yourself)?",
            "(a|the|our|quick|short|live|product|40 minute|30 minute|20 minute|15 minute|free) (walk through|walkthrough|demo|demonstration|product tour|presentation|pitch|webinar|masterclass|showcase|test drive|tasting|fitting)",
            "talk (numbers|business|pricing|price|prices|figures)|(quote|price) (for you|you|up your|it up)|give you (a|an|our) (quote|price|estimate|figure|discount)|(get|have|drop|send) you a (quote|price|figure|estimate)",
            "(my|our|the) (executive|sales team|sales rep|sales representative|account manager|sales manager|advisor|consultant|specialist|team|colleague|expert|engineers) (will|can|could|would|to) (call|contact|visit|reach|show|get in touch|come|ring|explain|phone|assist)",
            "(any|if any|for any|if you have any|for) (inquiry|inquiries|enquiry|enquiries|requirement|requirements|orders|order|demand|bulk order)|(your)? (valued|valuable|kind|esteemed|future) (order|orders|inquiry|enquiry|requirement|requirements)|best services|assure you (of)? our|at your service always|high quality products|top quality|best quality|premium quality|good quality|quality products",
            "(doing|doin|working on|cleaning|covering|serving|servicing) (the|your|yer|this) (whole|entire)? (block|street|area|neighbourhood|neighborhood|road|estate|town|suburb|building)|in your (area|neighbourhood|neighborhood|street) (this|next|tomorrow|on|today|all)",
            "(switch|switched|switching|upgrade|move|moving|convert|migrate) (over)? (to (us|our|my)|from your current)|(choose|pick|try|trust|hire|use) (us|our) (for|because|and|as|today|services|team)|instead of your (current|existing|present) (supplier|provider|tool|vendor|agency|contractor|system)|your (current|existing|present) (supplier|provider|vendor|insurer|broker|contractor|tool|stack|contract|system|crm|plan)",
            "(losing|lose|leaving|missing out on|wasting|waste|burning|bleeding) (you|your)? (customers|clients|money|sales|leads|revenue|business|orders|thousands|money on the table|cash|profit|patients|bookings|hours|deals)|(costing|costs|cost) you (money|customers|sales|thousands|time|a fortune|hours|leads|every)",
            "(our|my) (clients|customers|users|members|students|existing clients|other clients) (typically|usually|often|have|all|tell|are|report|see|get|save|love|saw|say|come|in|across|include|already)|(clients|customers|companies|firms|brands) (have|such as|include|including|like yours|like you|your size|of your size|in your (industry|sector|space|position|area))",
            "(yield|yields|returns|return|interest|profit|profits|roi) (of|up to|guaranteed|on your investment)|(invest|investing|investment|investor|investors) (in|with|opportunity|opportunities|returns)|(guarantee|guaranteed|guarantees) (you|results|in|a|or|that|new|delivery)",
            "(done for you|turnkey|turn key|end to end|full service|all inclusive|plug and play|white label|off the shelf|tailor made|bespoke|custom made|cutting edge|state of the art|ai powered|ai driven|next generation|next gen|proprietary|patented|revolutionary|world class|best in class)",
            "(our|my) (new|latest|own|unique|proven|signature|award winning|ai|proprietary|online|automated|flagship|premium|handmade|organic|professional|brand new|crew|cleaning|training|smart)? (platform|tool|software|product|products|solution|solutions|service|services|app|system|plugin|technology|package|packages|course|courses|programme|program|line|range|collection|device|machine|machines|equipment|coffee|wine|wines|framework|method|offer|offers|offering|dashboard|chatbot|bot|agency|crew|store|shop|sale|stock|warehouse|factory|catering|cleaning|coaching|workshop|workshops|webinar|ebook|newsletter|membership|subscription|plan|plans|policy|policies|loans|loan|mortgage|properties|property|units|plots|villas|apartments|listing|listings|database|lists|leads|funnel)",
        ),
        unless_after=r"\b(?:no|not|without|never|love|liked|enjoyed|used)\s+(?:a |any |your )?",
    ),
)

# What is said more plainly, without the boast.
PLAINER = (
    *(
        PhraseData(match=(f"{verb} {whom} like (yours|your company|your business|your team|you)",), by=f"{verb} {whom}")
        for verb in ("help", "helps", "helped", "helping")
        for whom in ("companies", "businesses", "teams", "firms")
    ),
    PhraseData(
        match=("(add|bring|deliver|provide) (significant|great|real|tremendous|huge|immense|some|massive)? value to",),
        then=r"(?=\s+(?:you\b|your\b|(?-i:[A-Z])))",
        by="be useful to",
    ),
    PhraseData(
        match=(
            (
                "(explore|discuss|identify|find|uncover) (potential|possible|the|our|some)? (synergies|synergy) "
                "(between|with|across|for) (us|our|your) (two|both)? (organizations|organisations|companies|teams|firms|businesses)?"
            ),
        ),
        by="see whether we could work together",
    ),
    PhraseData(match=("we (are|re) (the|a|one of the) leading (provider|providers|supplier) of",), by="we provide"),
    PhraseData(match=("(would|'d) love to work with you",), then=r"(?=\s*[.!?])", by="would be glad to hear from you"),
)

# The same with a verb or a noun between that no list can hold.
TALK = regex(
    r"\b(?:(?:we|i)(?:'ve| have)? (?:\w+ly )?(?:help(?:s|ed)?(?! (?:[\w-]+ ){0,3}like you| your?\b)|built|created|developed|designed|launched|made|offer|provide|sell|supply|cut|reduced|increased|doubled|tripled|saved|specialise|specialize)\b"
    r"|(?:my|our) (?:company|agency|firm|team|startup|studio)(?:, [^,.?!]{2,40},)? (?:helps?|makes?|offers?|provides?|sells?|builds?|specialis\w+|specializ\w+|supplies|develops?)\b"
    r"|our (?:[\w-]+ ){0,3}(?:platform|tool|software|product|products|solution|solutions|service|services|app|coach|system|plugin|technology|package|course|training|programme|program)\b(?! (?:can|could|will|would|may|might)\b)"
    r"|(?:clients|customers|teams|companies|users|brands)(?: like \w+)? (?:see|save|saw|saved|get|report|achieve|love|trust|reduced|cut|doubled|grew|increased)\b"
    r"|(?:we are|we're|as) (?:the|a|one of the) (?:\w+ )?(?:leading|largest|premier|top|number one|trusted|award-winning) \w+"
    r"|(?:industry-leading|market-leading|award-winning|best-in-class|world-class|state-of-the-art|cutting-edge) (?:\w+ )?(?:platform|tool|software|product|solution|service|app)s?\b"
    r"|(?:add|adding|bring|deliver) (?:\w+ )?(?:value|growth) to (?:you|your|[A-Z])"
    r"|(?:potential |possible )?synerg(?:y|ies)\b"
    r"|(?:would|'d) love to work with (?:you|your)\b)",
    re.IGNORECASE,
)
