"""Loans under other names, and what says that something isn't asked for."""

from app.rules.phrases import PhraseData

REFUSED = r"\b(?:never|don't|do not|not|nothing|no need to|without|without having to|cannot|can't|won't|may not|unable to|thank\w*(?: you)? for|stud(?:y|ied) how|how to (?:spot|detect|catch)|we|i|i'll|we'll|i can|we can|happy to|anything|he|she|they)\s+(?:\w+\s+)?"

LOANS = (
    PhraseData(
        match=(
            "(a|an|some|another|small|short term|quick|personal|bridge|cash|tiny|emergency) (loan|loans|advance|cash advance)",
        ),
        after=r"\b(?:need|needs|ask|asking|beg|borrow|want|have|get|give|giving|grant|lend|spare|arrange|use|request|looking|wondering|possible)\b[^.?!\n]{0,30}\s",
        unless_then=r"\s+(?:officer|agreement|book|book|copy|of (?:the|your|a|an|this|that|one)|to (?:the|a|our|your) (?:museum|gallery|library|exhibit)|for (?:the|an?|our) (?:exhibit|show))\b",
        unless_after=r"\b(?:bank|library|museum|student|inter-?library)\b[^.?!\n]{0,30}",
    ),
    PhraseData(
        match=("loan",),
        after=r"[$€£₹]\s?\d[\d,.]*k?\s+(?:\w+\s+)?",
        unless_after=r"\b(?:repaid|approved|you a|offer|offers)\s+",
    ),
    PhraseData(
        match=(
            "(spot|front|float|lend|loan|advance|bung|sub|wire|transfer|send|zelle|venmo|borrow|owe|give|help (me|us) with|help (me|us) out with|need|get me|chip in) (me|us|from you|off you)? (a|an|about|like|just|only|the|around|at least)?",
        ),
        then=r"\s+(?:[$€£₹]\s?\d[\d,.]*k?|\d[\d,.]*\s?(?:dollars|bucks|quid|euros?|pounds|rupees|naira|shillings|rand|pesos|usd|eur|gbp)|(?:a )?(?:few|couple|couple of|hundred|two hundred|five hundred|thousand|grand|tenner|twenty|fifty)(?: \w+)? (?:dollars|bucks|quid|euros?|pounds|rupees|grand))\b(?:\s+(?:(?:from|off) you|till|until|for (?:rent|my|food|fuel|gas|bail|the rent)|to (?:cover|pay|tide|get|help)|by|before|today|tonight|urgently|asap|now)\b)",
        unless_after=REFUSED,
    ),
    PhraseData(
        match=(
            "(tide|see) (me|us) over|(short|strapped|low) (of|for|on) (cash|money|funds)|(cover|pay|foot|settle) my (bill|share|deposit|tuition|rent|bail|debt|loan|fine|tab|hotel|ticket|train|flight|entry|exam fee)|(pay|paying) (you)? (me)? back (next|on|when|after|as soon|by|with interest)|(your|the) (bank)? (card|account) to (pay|receive|book)|(use|borrow) your (card|credit card|password|badge|office key)",
        ),
        unless_after=REFUSED + r"|\b(?:please|we)\s+(?:use|do not)\s+",
        unless_then=r"\s+(?:number|holder|in the (?:photo|picture))\b",
    ),
)
