"""Personal data that no message may ask for."""

from collections.abc import Iterator

from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_DATA = (
    "(social security|social insurance|national insurance|national id|national identity|identity card|id card|personal identity|tax identification|tax id|tax file|passport|visa|aadhaar|aadhar|pan card|driver's licence|driver's license|driving licence|driving license) (number|numbers|no|details|card)",
    "(ssn|nino|aadhaar|aadhar|cpf number|personnummer|bsn|cvv|cvc|iban|swift code|sort code|routing number|pin code|otp)",
    "(date of birth|birth date|birthdate|birthday|dob|d o b|place of birth|mother's maiden name|maiden name)",
    "(bank|banking|bank account|account|payment|credit card|debit card|card|paypal|billing) (details|number|numbers|information|info|data|statement|statements|login|credentials)",
    "(credit card|debit card|bank card|bank account)",
    "(password|passwords|passcode|passphrase|login|login details|login credentials|log in details|credentials|username and password|security question|security answers|pin)",
    "(verification|six digit|6 digit|one time|confirmation|security|sms|authentication|login|activation) (code|codes|password|pin)",
    "(home|private|residential|street|permanent|personal postal) address",
    "(medical|health) (record|records|history|data|condition|conditions|information|status|report|reports|insurance number|file)",
    "(diagnosis|medication|medications|prescription|prescriptions|vaccination status|vaccine status|blood type|blood group|hiv status|test results|disability certificate)",
    "(criminal record|salary slip|salary slips|payslip|payslips|pay slip|pay slips|tax return|tax returns|utility bill|birth certificate|marriage certificate|bank statements)",
)
_PAPERS = "(passport|id|id card|identity card|national id|driver's licence|driver's license|driving licence|driving license|residence permit|visa|utility bill|birth certificate|bank card|credit card|payslip|payslips|bank statement|bank statements|identity document|identity documents)"
_COPIES = (
    f"(copy|copies|scan|scans|photo|picture|image|photos|front and back) of (your|the|a valid|your valid|both sides of your) {_PAPERS}",
)

# Talk about data, or a warning not to send any, asks for nothing.
_ASIDE = r"\b(?:never|nobody|no one|none|neither|nor|don't|do not|not|no need (?:to|for)|won't|will not|cannot|can't|without|remove|removed|delete|hide|protect|instead of|rather than|change|reset|forgot|exposed?|leak\w*|lost|stolen|shows?|public|saw|found|about|regarding|congrat\w*|happy|thank\w*|received|receipt|mask\w*|encrypt\w*|stor(?:e|es|ing)|safe)\b[^.?!\n]{0,50}"
_PRODUCT = r"(?:'s)?\s+(?:platform|project|team|lab|work|paper|system|strategy|research|product|startup|infrastructure|analysis|tool|portal|app|model|data ?set|stud(?:y|ies)|services?|software|fields?|columns?|checks?|validation|format|managers?|policy|policies|readers?|page|form|party|cake|club|integration|API|standards?|registry|officers?|fraud|is safe|is public|resets?|(?:for|from|in|of|on|at) (?:the|your|our|a) \w+)\b"
_OTHERS = r"(?!my\b|our\b|his\b|her\b|their\b|its\b|participants?\b|patients?\b|customers?\b|students?\b|users?\b|clients?\b|work\b|paper\b|talk\b)"
_ASKED = rf"\b(?:send|share|give|provide|submit|tell|reply with|include|enter|fill in|fill out|complete|confirm|verify|need|require|email|text|whatsapp|upload|attach|supply|state|want|have|form with|ask(?:s|ing)? (?:you )?for|what(?:'s| is)|request)\b:?(?:\s+{_OTHERS}[\w']+[,:]?){{0,6}}(?<!your)(?<!\bur)\s+"
_YOUR = r"\b(?:your|ur)(?:\s+(?:full|own|exact|current|valid|personal|complete|social|online|corporate))*\s+"

# What an edit needs: where the sentence opens, what else is asked for beside, and a harmless end.
_OPENS = r"(?:(?<=[.!?]\s)|(?<=\n)|^)(?:(?:also|and|so|then|first|finally|next),? )?"
_MORE = (
    r"(?:(?:,|,? and|,? or|,? plus| &) (?:a (?:recent |clear )?(?:copy of |scan of )?)?(?:your |the )?(?:full |current |exact |valid )?(?:SSN|NINO|IBAN|CVV|PIN|passwords?|photo|picture|payslips?|utility bill|"
    r"social security (?:number|card)|(?:national )?(?:insurance|id|identity|identification) (?:number|card)|passport(?: number| details| copy)?|date of birth|birth ?date|"
    r"(?:bank|card|account|credit card|bank account)(?: account)? (?:details|number|data|information|statements?)|(?:home|private|residential) address|mother's maiden name|"
    r"medical (?:records|history)|driving licen[cs]e|driver's licen[cs]e|aadhaar(?: number| card)?|PAN(?: number| card)?)\b)*"
)
_REQUEST = (
    r"(?:(?:please|kindly|pls)(?: also)? (?:send|share|give|provide|confirm|tell|email|text|submit|state|verify)|(?:could|can|would|will|may|might) (?:you|I|we) (?:please |kindly |also |possibly )?(?:send|share|give|provide|confirm|tell|email|text|submit|state|verify|have|know|get|ask)|"
    r"(?:send|share|give|provide|tell|confirm)|what(?:'s| is)|(?:we|I) (?:will |also |would |just |only )*(?:need|require)|(?:we|I)'(?:ll|d) (?:also )?need)\s+(?:(?:me|us|with|for)\s+){0,2}"
)
_ENDS = (
    r"(?:\s+(?:too|as well|please|by return|by reply|by email|here|first|today|now|below|in your reply|on the form|so (?:that )?(?:I|we) can [^.?!\n\d]{3,60}|"
    r"to (?:proceed|get started|complete|confirm|verify|register|process)[^.?!\n\d]{0,50}|for (?:our|my|the) (?:files?|records?|registration|verification|form|system|database|paperwork)))?\s*[.?!]+(?=\s|\Z)"
)
_BESIDE = r"\b(?:and|with|plus|including|as well as|along with|together with)\s+"
_WITH = (
    r"\b(?:reply|respond|answer|write back|get back|provide|help|email|text|start)\s+(?:(?:to )?(?:me|us)\s+)?with\s+"
)
_NO_MORE = r"(?!\s*,|\s+(?:and|or|plus)\b)"
_MORE_OF_IT = (
    r"\s+and\s+(?:your|the|an?|any)(?:\s+(?:recent|latest|valid|clear|current|last|utility|bank|tax|birth|medical))*\s+"
    r"(?:payslips?|pay\s+slips?|salary\s+slips?|bills?|statements?|certificates?|returns?|records?|visa|photo|picture|scan|copy)\b"
)
_PROMISED = r"\s+(?:so|for|to) (?:that|we|I)\b"

_PHRASES = (
    # One of several things asked for: it is cut out of the list.
    PhraseData(
        match=_DATA,
        after=_BESIDE + _YOUR,
        then=_MORE + _NO_MORE,
        unless_then=_PRODUCT + "|" + _PROMISED,
        unless_after=_ASIDE + "|" + _WITH + _YOUR,
        fix="remove",
    ),
    PhraseData(
        match=_COPIES,
        after=_BESIDE + r"(?:(?:a|an|the)\s+)?(?:(?:clear|coloured|certified|scanned)\s+)?",
        then=_MORE + _NO_MORE,
        unless_then=_PROMISED,
        unless_after=_ASIDE + "|" + _WITH + r"(?:a )?",
        fix="remove",
    ),
    PhraseData(
        match=_COPIES,
        after=r"\ban? (?:(?:clear|coloured|certified|scanned)\s+)?",
        then=r"\s+and(?=\s+(?:your|the|a|an|any)\b)",
        unless_then=_MORE_OF_IT,
        unless_after=_ASIDE,
        fix="remove",
    ),
    # A sentence that asks for nothing else goes.
    PhraseData(match=_DATA, after=_OPENS + _REQUEST + _YOUR, then=_MORE + _ENDS, fix="remove"),
    PhraseData(match=_COPIES, after=_OPENS + _REQUEST + r"(?:an? )?", then=_MORE + _ENDS, fix="remove"),
    # Whatever else asks for the reader's own data.
    PhraseData(match=_DATA, after=_YOUR, unless_then=_PRODUCT, unless_after=_ASIDE),
    PhraseData(match=_DATA, after=_ASKED, unless_then=_PRODUCT, unless_after=_ASIDE),
    PhraseData(
        match=(
            *_COPIES,
            f"your {_PAPERS} (copy|scan|photo|as a scan)",
            "scanned (passport|id|id card|copy of your passport|copy of your id)",
        ),
        unless_after=_ASIDE + r"|\b(?:attach\w*|enclos\w*|lost|here is|thank\w*(?: you)? for)\s+(?:a |the )?",
    ),
    # The data of others, and what else opens a door or an account.
    PhraseData(
        match=(
            "(full names|names|phone numbers|birthdays|birth dates|dates of birth|home addresses|addresses|passport numbers|bank details|personal details|private numbers|mobile numbers|private emails|id numbers|salaries)",
        ),
        after=r"\b(?:send|share|give|provide|forward|text|email|tell|whatsapp|supply|collect|submit|list)\s+(?:(?:me|us|with|over|to)\s+){0,2}(?:their|your (?:\w+ )?(?:friends'?|colleagues'?|clients'?|customers'?|patients'?|students'?|employees'?|staff'?s?|family'?s|children'?s|relatives'?))\s+(?:(?:full|home|private|personal|complete|phone|exact)\s+)?(?:\w+,? (?:and )?){0,3}",
        unless_then=r"\s+(?:of (?:the|your) (?:papers?|books?|firms?|compan\w+|products?))\b",
        unless_after=_ASIDE,
    ),
    PhraseData(
        match=(
            "(pan|nric|fin|cnic|bvn|nin|dni|nie|cpf|curp|rfc|sin|tfn|medicare|emirates id|iqama|green card|social security|ration card|voter id|ic|id|passport|account|card|insurance|licence|license|tax) (and (aadhaar|aadhar|pan|passport|bank|id))? (number|numbers|no|nos)",
            "(net banking|online banking|internet banking|mobile banking|mobile money|upi|m pesa|mpesa|atm|bank|sim|wallet|crypto wallet|email account|work account|linkedin|company|vpn|wifi) (pin|password|passwords|login|logins|login details|id and password|credentials|seed phrase|recovery phrase|code)",
            "(last (four|4) digits|card (number|expiry|details)|expiry date and|code on the back|three digit code|3 digit code|seed phrase|recovery phrase|private key|recovery code|backup code|void cheque|voided check|blank cheque|cancelled cheque|canceled check|weight and height|height and weight|body measurements|bra size)",
        ),
        after=r"\b(?:send|share|give|provide|submit|tell|reply with|include|enter|confirm|verify|need|require|email|text|whatsapp|upload|attach|supply|state|what(?:'s| is))\b:?(?:\s+(?!my\b|our\b|his\b|her\b|its\b|the invoice\b|order\b)[\w']+[,:]?){0,5}\s+",
        unless_then=_PRODUCT,
        unless_after=_ASIDE,
    ),
    PhraseData(
        match=(
            "(where do you live exactly|where exactly do you live|which street do you live (on|in)|what's your home address|what is your house number|tell me where you live|your (house|flat|apartment|exact|full|personal|current residential) address|photo of your (face|body|passport|id|card|wife|house|kids)|(picture|photo|pic) of your (credit|debit|bank|id|insurance) card)",
        ),
        unless_after=_ASIDE,
    ),
    # Pictures of the reader.
    PhraseData(
        match=("(photo|photos|picture|pictures|photograph|selfie|pic|pics) of (yourself|you)",),
        after=r"\b(?:send|share|show|text|email|attach|include|upload|forward|give|want|need|like|see|have|get)\s+(?:me |us )?(?:(?:a|your|some|another|one|more|recent|full-length|full-body|passport-size|personal|clear|good|nice)\s+)*",
        unless_after=_ASIDE,
    ),
    PhraseData(
        match=(
            "(send|share|text|attach|include|upload|reply with|forward|email) (me|us)? your (recent|passport size|own|full body)? (photo|picture|photograph|selfie|pic)",
            "(passport size|passport sized|full length|full body) (photo|photograph|picture)",
        ),
        unless_then=r"\s+(?:of (?:the|a|that)|essay|credits?|for (?:the|our) (?:programme|program|website|speaker|event|poster|brochure|panel|flyer|book|interview|article|agenda|page))\b",
        unless_after=_ASIDE,
    ),
    # Contact data as the price of a prize, and codes that were sent to the reader.
    PhraseData(
        match=(
            "your (email address|phone number|mobile number|contact details|personal details|full name and address|email|telephone number|whatsapp number)",
        ),
        then=r"\s+to\s+(?:get|claim|win|receive|enter|qualify|unlock|collect|redeem|secure)\s+(?:yours|your|the|a|this)\b",
    ),
    PhraseData(
        match=(
            "(the|that) (code|pin|otp) (you received|you got|you were sent|i sent|we sent|i texted|we texted|sent to your (phone|mobile|email))",
        ),
        unless_after=_ASIDE,
    ),
    PhraseData(
        match=("(when|what day|what year|which year) (were|was) (you|u) born", "(when is|when's) your birthday")
    ),
)

RULE = Rule(
    id="sensitive-information",
    kind="code",
    group="content",
    severity="error",
    repair="rewrite",
    needs="text",
    statement="Never ask for sensitive personal data: identity numbers, date of birth, bank or card data, home address, passwords, medical data, photos.",
    why="A message is no place for data that can be misused, and such a request is how fraud often begins. Who really needs them asks later, in a safe way.",
    message="“{excerpt}” asks for sensitive personal data: leave it out.",
    sources=("001",),
    phrases=_PHRASES,
    bad=(
        Example(
            text="Hi Marek, thank you for your interest in the warehouse job. Please send me your CV and your national insurance number by Friday.",
            excerpt="and your national insurance number",
            fixed="Hi Marek, thank you for your interest in the warehouse job. Please send me your CV by Friday.",
        ),
        Example(
            text="Hello Ama, the post is yours! Please complete the form on our site with your date of birth, bank details and home address.",
            excerpt="with your date of birth, bank details and home address",
            fixed="Hello Ama, the post is yours! Please complete the form on our site.",
        ),
        Example(
            text="Dear Ms Silva, we liked your portfolio. What is your date of birth? We also need to know when you could start.",
            excerpt="What is your date of birth?",
            fixed="Dear Ms Silva, we liked your portfolio. We also need to know when you could start.",
        ),
        Example(
            text="Hi Jonas, before the interview we need a copy of your passport and a recent payslip. Is Tuesday all right?",
            excerpt="copy of your passport",
        ),
        Example(
            text="Good morning Wei, could you send me a photo of yourself? We like to see who joins our reception team.",
            excerpt="send me a photo of yourself",
        ),
        Example(
            text="Hi Fatima, your account was flagged. Reply with your password and the code you received, and I'll unlock it.",
            excerpt="your password",
        ),
        Example(
            text="Dear Dr Novak, I'm building a list of speakers on diabetes. Could you share your medical history? Thank you, Ilse",
            excerpt="Could you share your medical history?",
            fixed="Dear Dr Novak, I'm building a list of speakers on diabetes. Thank you, Ilse",
        ),
        Example(
            text="Hello Sean, congratulations on the grant. Kindly provide your bank account number. The money is ready.",
            excerpt="Kindly provide your bank account number.",
            fixed="Hello Sean, congratulations on the grant. The money is ready.",
        ),
        Example(
            text="Hi Rosa, I'd love to post you our book. Can you give me your home address so the parcel finds you? Best wishes, Tim",
            excerpt="your home address",
        ),
        Example(
            text="Win a spa weekend! Just reply with your phone number to claim your prize, Helena.",
            excerpt="your phone number to claim your",
        ),
    ),
    good=(
        Example(
            text="Hi Marek, we will never ask for your bank details or a copy of your passport in a message. Would Tuesday suit you for a call?"
        ),
        Example(text="Hello Ama, could you tell me which e-mail address I may send the programme to?"),
        Example(
            text="Dear Ms Silva, my date of birth is on page one of the attached form. Do you need anything else from me?"
        ),
        Example(
            text="Hi Jonas, your password manager is the only one our ward staff like. Could I ask how you tested it?"
        ),
        Example(
            text="Good morning Wei, could you send me a headshot for the conference programme? Any format is fine."
        ),
        Example(
            text="Hi Fatima, I wrote my thesis on how hospitals store medical records. Would you read two pages of it?"
        ),
        Example(
            text="Dear Dr Novak, thank you for your paper on health data and consent. May I ask how you found the patients?"
        ),
        Example(
            text="Hello Sean, our bank details for the invoice are below. Please tell me if the reference is missing."
        ),
        Example(
            text="Hi Rosa, please don't send your home address by mail. The parcel can wait at our office for you."
        ),
        Example(
            text="Hi Helena, your photo of the glacier hangs in our lab. Would you let us print it in the yearbook?"
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield nothing beyond the phrases."""
    return iter(())
