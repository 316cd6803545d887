"""What a recruiter may neither ask nor appeal to."""

from collections.abc import Iterator

from app.domain.context import Context
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_PERSON = (
    r"(?:candidate|applicant|employee|worker|person|people|professional|nurse|engineer|developer|designer|secretary|assistant|"
    r"receptionist|manager|teacher|driver|seller|salesperson|consultant|recruiter|analyst|accountant|host|"
    r"intern|colleague|graduate|hire|man|woman|lady|girl|boy|guy|lad|mother|father)s?\b"
)
_SEEKS = (
    "(looking for|seeking|seeks|searching for|hiring|hire|recruiting|prefer|prefers|preferably|want|wants|need|needs|require|"
    "requires|ideally|must be|should be|has to be|only for|only)"
)
_TRAIT = (
    r"(?: (?:a|an|only|young|some|two|three|our|the|several|strong|more|hard-working|experienced)){0,3} (?:male|female|women|men|"
    r"woman|man|lady|ladies|girl|girls|unmarried|married|childless|white|caucasian|black|asian|western|able-bodied|able bodied|"
    r"healthy|heterosexual|gay|christian|muslim|jewish|hindu|catholic|protestant|sikh|buddhist|good-looking|good looking|"
    r"attractive|pretty|slim|handsome|native-born|foreign|non-pregnant|youthful|younger|older|middle-aged)\b"
)
_SEX = (
    r"(?:female|male|woman|man|women|men|lady|ladies|girl|girls|gal|bloke|blokes|lad|lads|lass|chap|fella|gentleman|gents|mum|mother|"
    r"housewife|bachelor|unmarried|childless|child-free|youngster|youngsters)"
)
_ORIGIN = (
    r"(?:chinese|indian|malay|filipin[oa]|european|american|british|arab|african|asian|latin[oa]|hispanic|white|black|caucasian|western|japanese|korean|german|french|"
    r"polish|local|expat|nepali|pakistani|bangladeshi|sri lankan|thai|vietnamese|indonesian|russian|ukrainian|turkish|nigerian|kenyan|ghanaian|hindu|muslim|christian|catholic|jewish|sikh|brahmin)"
)
_WITHOUT = (
    r"(?:kids?|child(?:ren)?s?|famil(?:y|ies)|husband|wife|dependants?|dependents?|bab(?:y|ies)|disabilit(?:y|ies)|health (?:issues|problems|conditions)|"
    r"(?:family|childcare|domestic|school) (?:ties|commitments|obligations|duties|responsibilities)|accent|headscarf|hijab|beard|visa issues)"
)
# A recruiter may not wish for these, while a podcast may look for women to talk to.
_WISHES = (
    PhraseData(match=(_SEEKS,), then=rf"{_TRAIT}(?:,? (?:and \w+ )?(?:\w+ )?{_PERSON})"),
    PhraseData(
        match=("(prefer|prefers|must be|should be|has to be|we want|we need|we'd like|looking for)",),
        then=r" (?:a |an )?(?:christian|muslim|jew|hindu|catholic|protestant|sikh|male|female|man|woman|unmarried|single|"
        r"heterosexual|childless|young man|young woman|white|caucasian|us citizen|u\.s\. citizen)\b(?!\w*[ -](?:owned|led|name|"
        r"point|page|source|file|day|voice|parent|room|health|school|college|holiday))",
    ),
    PhraseData(
        match=(_SEEKS,),
        then=r" (?:\w+ ){0,3}?(?:people|women|men|girls|ladies|nurses|engineers|developers|graduates|professionals|employees) "
        r"(?:who (?:is|are) )?(?:under|over|below|above|younger than|older than|aged|between|up to) [2-6]\d\b",
    ),
)
_MORE_WISHES = (
    PhraseData(
        match=(
            (
                "(looking for|look for|search|searching|searching for|in search of|seek|seeking|seeks|hiring|hire|recruiting|recruit|prefer|prefers|preferably|"
                "want|wants|wanted|need|needs|require|requires|required|after|ideally|must be|should be|has to be|only|targeting|favour|favor|consider|considering|ideal for|suit|suits|suited to|perfect for)"
            ),
        ),
        then=rf":? (?:for )?(?:(?:an?|one|two|some|only|more|our|the|young|younger|strong|pretty|nice|good|smart|dynamic|energetic|healthy|fit|attractive|presentable|{_ORIGIN})[ ,]+(?:and )?){{0,4}}{_SEX}\b(?!['’]|-| (?:and women|and men|or woman|or female|page|point|source|handed|name|day|market|site|file|shop|parent families|health|wear|fashion|clothing|shoes))",
    ),
    PhraseData(
        match=(
            "(candidate|candidates|applicant|applicants|person|somebody|someone|anyone|people|woman|man|girl|lady|employee|colleague|worker|workers|female|male|nurse|nanny|driver|assistant|graduate)",
        ),
        then=rf" (?:who (?:has|have|is)|with(?:out)?|having|has|have|has got|free (?:of|from))(?: (?:no|any|not|without|small|young|little))* {_WITHOUT}\b",
        unless_then=r" with (?:children|famil\w+|kids|disabilit\w+|health)\b",
    ),
    PhraseData(
        match=(
            "(no|without) (small|young|little|any)? (kids|children|childrens|family ties|family commitments|family obligations|family responsibilities|childcare duties|dependants|dependents|maternity|pregnancies|maternity leave|plans for children|baby plans|marriage plans)",
        ),
        unless_then=r" (?:are|were|is|was|in the (?:photo|study|building)|allowed|under)\b",
    ),
    PhraseData(
        match=(
            "(female|females|male|males|fresh grad|fresher|freshers|ladies|women|men|girls|gents|guys|anyone|anybody|people|someone|somebody|nobody|no one|age|aged|candidate|applicant|preferably|ideally|must be|should be|strictly|only)",
        ),
        then=r",? (?:who (?:is|are) |is |not |aged? |of |the |no )*(?:below|under|over|above|older than|younger than|between|upto|up to|max\.?|maximum|less than|more than|past|beyond|not exceeding)(?: the)?(?: age)?(?: of)? ?[2-6]\d\b(?! ?(?:%|k\b|percent|minutes?|hours?|people|employees|staff|kg|km|days|weeks|months|miles|beds|seats|\w+ of experience|years? (?:of|in|experience|on)))",
    ),
    PhraseData(
        match=("(ideally|preferably|aged|age|ages)",),
        then=r"(?: aged)?:? [2-5]\d ?(?:-|–|to) ?[2-6]\d(?: years?(?: old| of age)?)?(?=\s*[.!,;)\n]|\s*\Z|\s+and\b)",
    ),
    PhraseData(
        match=(
            "(too old|too young|not too old|still young|young enough|young blood|past it|over the hill|not a woman|not a man|a woman's touch|a man's job|not pregnant|won't get pregnant|isn't pregnant|not planning (kids|children|a family|a baby|to have)|not get pregnant|about to get married|recently married|newly married|not married|no accent|without an accent|right religion|good christian|fellow (christian|muslim|countryman|countrymen)|same (faith|religion|caste|community|tribe)|our (faith|caste|community|tribe|religion) only|physically fit|no disabilities|no disability|able bodied|no wheelchair|no hijab|no headscarf)",
        ),
        unless_then=r" (?:to (?:learn|read|remember|ask|vote)|for (?:me|my|it|jazz|that))\b",
    ),
    PhraseData(
        match=(
            "(whether|if|when) (you|you're|u) (are|'re|plan|planning|intend|want|hope|expect|going|are planning|are hoping|are going|are trying|are expecting|are thinking of|have|had)? (to have|to start|on having|on starting|to get|for|of having)? (a|any|small|young|more)? (baby|babies|child|children|kids|family|pregnant|married|single|divorced|disability|disabilities|health conditions|health problems|health issues|medical conditions|medical issues|religious|christian|muslim|hindu|jewish)",
            "(planning|plan|plans|hoping|thinking) (of|on|for|to have|to start|about)? (having|starting)? (a|any|more)? (baby|babies|children|kids|family|pregnancy|maternity leave)|maternity plans|family planning|(what year|when) did you (graduate|leave|finish) (from)? (high school|secondary school|school)",
            "(how|who) (will|would|do) you (manage|cope|handle|juggle) (the|this|it|with|work)? (job|role|hours|travel)? (with|and)? (your|small|young|the)? (kids|children|family|baby)",
            "your (husband|wife|family|partner) (be ok|be okay|be fine|mind|allow|agree|let you|object)",
            "(send|share|mention|state|include|provide|tell|confirm|give|with|and|plus) (me|us)? (your|ur)? (full name|name|photo|cv|resume|height|salary)? (and)? (your|ur)? (age|marital status|religion|race|caste|nationality|gender|sex|weight and height|dob|date of birth|ethnicity|sexual orientation|citizenship|mother tongue)",
        ),
        unless_then=r" (?:groups?|range|limits?|of (?:the|your|a) (?:sample|patients?|children|site|tree|building|firm|company|bridge|data)|friendly|business|doctor|practice|room|tickets?|event|day)\b",
    ),
)
_APPEALS = (
    PhraseData(
        match=(
            "(men|women|males|females|ladies|girls|boys|gentlemen|mothers|christians|muslims|whites|singles|male|female)",
        ),
        then=r",? (?:candidates |applicants )?(?:only|preferred|need not apply)\b",
    ),
    PhraseData(
        match=("(only|no)",),
        then=r" (?:men|women|males|females|ladies|girls|boys|mothers|foreigners|immigrants|christians|muslims|jews|gays|"
        r"pregnant women|married women|disabled people|older people|people over \d\d|young people)"
        r"(?= (?:may|can|should|need|will|are|please|for|apply|considered)\b|[.,;!]|\s*$)",
    ),
    PhraseData(
        match=(("(candidate|candidates|applicant|applicants|somebody|someone|workers)"),),
        then=r" (?:who (?:is|are) )?(?:under|over|below|above|younger than|older than|not older than|aged|between the ages of|"
        r"between|up to|max(?:imum)?) (?:the age of )?[2-6]\d(?: ?(?:-|to|and|–) ?[2-6]\d)?\b(?! ?(?:%|minutes?|hours?|people|"
        r"employees|staff|kg|km|days|weeks|months|miles|years? (?:of (?:experience|service|practice)|in|experience)))",
    ),
    PhraseData(
        match=("(between|aged|ages|maximum|not older than|younger than|under|below)",),
        unless_after=r"\b(?:is|are|was|were|a|the) ",
        then=r" (?:the age of )?[1-6]\d(?: ?(?:-|to|and|–) ?[2-7]\d)? years (?:old|of age)\b",
    ),
    PhraseData(
        match=("(age limit|maximum age|upper age limit|age range|age requirement|max age|age group)",),
        then=r"(?: is| of|:| for \w+ is)? ?(?:between )?[1-7]\d\b",
    ),
    PhraseData(
        match=(
            (
                "(us|u s|american|uk|british|eu|german|french|canadian|australian|indian|swiss|dutch|singapore|emirati|saudi) "
                "(citizens|nationals|passport holders) (only|preferred)"
            ),
            (
                "(only|must be) (a |an )?(us|u s|american|uk|british|eu|german|french|canadian|australian|indian|swiss|dutch) "
                "(citizen|citizens|national|nationals|passport holder|passport holders)"
            ),
            "no (foreigners|immigrants|foreign applicants|foreign candidates)",
            "(native|native born) (americans|britons|germans) only",
            "(people|candidates|applicants) of (a |the )?(certain|right|same) (age|faith|religion|background)",
        ),
    ),
)
_QUESTIONS = (
    PhraseData(
        match=("(are|r) (you|u) (planning|hoping|intending|trying|thinking)",),
        then=r" (?:to|on|of|for) (?:(?:have|having|start|starting|get|getting) )?(?:a |any |more )?"
        r"(?:baby|babies|children|kids|family|pregnant|married)\b",
    ),
    PhraseData(
        match=(
            "how old (are|r) (you|u)",
            (
                "(what is|what's|whats|tell me|tell us|state|share|confirm|give us|include|provide|indicate|mention) your "
                "(exact |current )?(age|date of birth|birth date|birthdate|year of birth|marital status|family status|"
                "relationship status|nationality|citizenship|religion|faith|race|ethnicity|ethnic background|ethnic origin|caste|"
                "sex|gender|sexual orientation|country of birth|place of birth|skin colour|skin color|health status|"
                "medical history|family situation|mother tongue|native language|political views|union membership)"
            ),
            (
                "your (date of birth|marital status|family status|sexual orientation|caste|ethnic origin|ethnicity|family plans|birth date|"
                "family planning|health status|medical history|pregnancy|religious beliefs|religion)"
            ),
            "(when|what year) (were|was) (you|u) born",
            "where (were (you|u) born|are (you|u) (originally|really) from|do (you|u) (really|originally) come from)",
            "(what|which) (religion|race|caste|ethnicity|nationality|church|faith|citizenship|age group)( are| do| is)",
            (
                "(are|r) (you|u) (currently )?(married|single|divorced|pregnant|expecting a baby|expecting a child|engaged|straight|gay|lesbian|bisexual|"
                "transgender|lgbt|religious|disabled|handicapped|healthy|able bodied|a mother|a father|a mum|a mom|a parent|"
                "christian|muslim|jewish|hindu|catholic|a christian|a muslim|a foreigner|an immigrant|in a relationship|"
                "a native|a us citizen|an american citizen|a british citizen|an eu citizen|a citizen|a union member)"
            ),
            (
                "(do|did) (you|u) (have|want|plan to have|intend to have|plan on having|expect to have) (any |small |young |more )?"
                "(kids|children|a family|a baby|babies)"
            ),
            "(plan|planning|intend|intending|want|hoping|going) (to start|on starting) a family",
            (
                "(do|did) (you|u) (have|suffer from) (any |a |an )?(disability|disabilities|health problems|health issues|"
                "health conditions|medical conditions|medical condition|medical issues|illness|illnesses|chronic illness|"
                "chronic illnesses|mental health issues|mental illness|physical limitations)"
            ),
            "have (you|u) (ever )?(had|been treated for|suffered from) (any )?(mental|a mental|depression|cancer|serious illness)",
            "how many (children|kids) do (you|u) have",
            "(do you|do u) (go to church|practise a religion|practice a religion|attend church|pray)",
            "(does|do|will|would) your (husband|wife|partner|spouse) (mind|work|allow|object|agree|approve)",
            "who (looks|will look|takes|will take) (after|care of) your (kids|children)",
            "(what does|what is|what's) your (husband|wife|spouse|partner)('s| do| job)",
            "how many sick days",
            "who did (you|u) vote for",
        ),
        unless_then=r"(?:'s\b| on (?:display|show|view)| (?:in|with|to) | (?:speaker|app)| for (?:sale|visitors)| in your (?:study|sample|data|museum|class|collection))",
    ),
)
_HIRING = tuple(
    f" {word}".encode()
    for word in (
        "role", "position", "job", "candida", "hiring", "hire", "vacanc", "applica", "applicant", "the interview", "your interview", "an interview", "recruit",
        "opening", "employ", "cv", "resume", "opportunit", "client", "salary", "onboard", "shift", "contract",
    )
)  # fmt: skip

RULE = Rule(
    id="protected-characteristic",
    kind="code",
    group="inclusion",
    severity="error",
    repair="rewrite",
    needs="text",
    statement="As a recruiter, never ask about or appeal to age, sex, pregnancy, family, race, religion, disability, "
    "orientation, or citizenship beyond the right to work.",
    why="Such questions and wishes shut people out for what they are. In many countries they are against the law.",
    message="“{excerpt}” touches a protected characteristic: ask only what the work needs.",
    sources=("E:equal-treatment",),
    cues={"protected_appeal": _APPEALS, "protected_wish": (*_WISHES, *_MORE_WISHES), "protected_question": _QUESTIONS},
    bad=(
        Example(
            text="Hi Maya, for the lab position in Gent: how old are you, and are you free from May?",
            excerpt="how old are you",
        ),
        Example(
            text="Hello Tom, our client is looking for a female nurse between 25 and 35 years of age. Interested?",
            excerpt="looking for a female nurse",
        ),
        Example(
            text="Dear Ms Okafor, before the interview please tell us your marital status and your nationality.",
            excerpt="tell us your marital status",
        ),
        Example(
            text="Hi Noor, the planner role needs long evenings. Do you have children?", excerpt="Do you have children"
        ),
        Example(
            text="Hello Ines, we hire for a ward in Porto, women only. Would you like to hear more?",
            excerpt="women only",
        ),
        Example(
            text="Hi Bea, the team wants candidates under 30. Shall I put you on the list?",
            excerpt="candidates under 30",
        ),
        Example(
            text="Hi Lou, do you plan to start a family soon? The archive needs somebody for three years.",
            context=Context(purpose="recruiting"),
            excerpt="plan to start a family",
        ),
        Example(
            text="Good day Mr Adeyemi, the employer prefers a Christian for the workshop job. Would you apply?",
            excerpt="prefers a Christian",
        ),
        Example(
            text="Hi Sam, the driver's job is open to US citizens only. Are you interested?", excerpt="US citizens only"
        ),
        Example(
            text="Dear Priya, to complete your application, do you have any disabilities or health problems?",
            excerpt="do you have any disabilities",
        ),
    ),
    good=(
        Example(text="Hi Maya, for the lab position in Gent you need a degree in soil science. Are you free from May?"),
        Example(text="Hello Tom, are you allowed to work in Portugal? The clinic can help with the papers."),
        Example(text="Dear Ms Okafor, our house is over 30 years old and hires nurses of every age."),
        Example(text="Hi Noor, do you have children's timetables in your archive as well?"),
        Example(
            text="Hello Ines, I treat women under 30 with this illness and read your paper on it. May I ask about dosage?"
        ),
        Example(text="Hi Bea, with over 20 years of experience I know the trade well. Could we talk about the role?"),
        Example(text="Hi Lou, my son is 12 and loves your museum. Do you have children's tours on Sundays?"),
        Example(text="Good day Mr Adeyemi, we welcome applications from everybody, whatever their age or religion."),
        Example(text="Hi Sam, I am a US citizen and may work in both countries. Is the driver's job still open?"),
        Example(text="Dear Priya, tell us if you need any adjustment for the interview, such as a ramp or more time."),
    ),
)


_CUES = tuple(RULE.cues)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each open appeal, and each wish or question where the message is a recruiter's."""
    free = -1
    found = ((start, -end, cue) for cue in _CUES for start, end in reading.cues.get(cue, ()))
    for start, negative_end, cue in sorted(found):
        end = -negative_end
        if start < free or reading.is_protected(reading.body, start, end):
            continue
        if cue == "protected_appeal" or _recruits(reading):
            free = end
            yield Hit("body", start, end)


def _recruits(reading: Reading) -> bool:
    """Say whether a recruiter writes: the caller's word, or else words of hiring."""
    if (purpose := reading.context.purpose) is not None:
        return purpose == "recruiting"
    return any(stem in reading.body.flat for stem in _HIRING)
