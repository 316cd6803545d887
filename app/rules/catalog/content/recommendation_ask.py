"""A stranger asked to stand up for the author."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.domain.report import Fix
from app.rules import fixes
from app.rules.lazy import regex
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Excuse, Hit, Parameters, Rule

# Words that every request of this kind holds: the patterns below run around them only.
_VOUCHING = (
    PhraseData(
        match=(
            "refer|referring|referral|recommend|recommending|recommendation|recommendations|endorse|endorsing|endorsement|vouch|vouching|testimonial|testimonials",
            "rating|ratings|rate (me|my)|rating (me|my)|review|reviews|reference|references|referee|referees|recommender",
            "name forward|forward my name|drop my name|use your name|your name (on|to|behind)|sponsor me|back me|champion me|speak up for|on my behalf|about me|in touch with me|you know (me|my|us|our)|nominate me|nominate us|vouch for|a word from you|my details|my profile|my papers|my documents|my name to",
            "word (in)? for me|(mention|mentioning) (me|my name)|my (cv|resume|application|portfolio)|list you as|name you as|give you as",
        ),
    ),
)
_EXCUSE = Excuse(relationship=("acquaintance", "established", "close"), replied=True)

RULE = Rule(
    id="recommendation-ask",
    kind="code",
    group="content",
    severity="error",
    repair="rewrite",
    needs="context",
    statement="Don't ask people who don't know you to recommend, refer, endorse or rate you.",
    why="Whoever recommends you lends you their name. A person who never saw your work can't do that honestly; ask how to apply, or for a view of your work.",
    message="“{excerpt}” asks somebody who doesn't know you to vouch for you: ask how to apply instead.",
    sources=("000",),
    excuse=_EXCUSE,
    cues={"vouching": _VOUCHING},
    bad=(
        Example(
            text="Hi Meera, I saw that your bank seeks an analyst. Could you refer me for the role? My CV is attached.",
            excerpt="refer me for",
            fixed="Hi Meera, I saw that your bank seeks an analyst. Could you tell me how best to apply for the role? My CV is attached.",
        ),
        Example(
            text="Hello Tom, we have never met, but would you be willing to recommend me to the hiring manager?",
            excerpt="recommend me to",
            fixed="Hello Tom, we have never met, but would you be willing to tell me how best to reach the hiring manager?",
        ),
        Example(
            text="Dear Ms Novak, please put in a good word for me. I applied to your clinic on Monday.",
            excerpt="put in a good word for me",
            fixed="Dear Ms Novak, please tell me how best to apply. I applied to your clinic on Monday.",
        ),
        Example(
            text="Hi Jorge, thanks for connecting. Could you pass my CV on to your manager? I have six years in customs.",
            excerpt="pass my CV on to your manager",
            fixed="Hi Jorge, thanks for connecting. Could you tell me where I may send my CV? I have six years in customs.",
        ),
        Example(
            text="Dear Professor Adeyemi, I read your book. Would you write a letter of recommendation for me by the end of May?",
            excerpt="write a letter of recommendation for me",
        ),
        Example(
            text="Hello Anke, would you endorse me for Python and Excel? I'll do the same for you.",
            excerpt="endorse me",
        ),
        Example(
            text="Hi all, it would help me a lot if you could leave a five-star rating on my profile.",
            excerpt="leave a five-star rating on my",
        ),
        Example(
            text="Good morning Mr Chen, can I use you as a reference? The form asks for two names at your firm.",
            excerpt="use you as a reference",
            context=Context(relationship="stranger"),
        ),
        Example(
            text="Hi Zanele, is there any chance of a referral for the nurse post? We share a hometown.",
            excerpt="a referral",
        ),
    ),
    good=(
        Example(text="Hi Meera, could you refer me to a paper on how banks hire analysts?"),
        Example(text="Hello Tom, Ana Ruiz recommended me to write to you. Would you have ten minutes in March?"),
        Example(text="Dear Ms Novak, could you recommend a course for nurses who move to Brno?"),
        Example(text="Hi Jorge, may I send my CV to you, or is the portal the better way?"),
        Example(
            text="Dear Professor Adeyemi, you supervised my master's thesis on ferns in 2021. Would you write a letter of recommendation for me?"
        ),
        Example(
            text="Hello Anke, would you refer me for the tester role? We talked about it last week.",
            context=Context(relationship="established"),
        ),
        Example(text="Hi Sam, the reference number of the parcel is missing. Could you leave a note at the desk?"),
        Example(
            text="Good morning Mr Chen, we'd like to give you a positive reference, since you led our audit so well."
        ),
        Example(
            text="Hi Zanele, how does your clinic handle a referral from a village doctor? I write my thesis on that."
        ),
        Example(text="Hello Lars, thank you for recommending me to the board last spring. I got the post."),
        Example(
            text="Hi Iris, thanks for your answer. Yes, please recommend me to the board.",
            context=Context(relationship="stranger", thread=Thread(sent=1, replied=True)),
        ),
    ),
)

_AROUND = 60
_POINTED = r"to (?:some|any|whoever|who\b|the right|the person|other|another|a (?!jobs?\b|role|post|position|recruit)|an (?!open|interview)|books?|papers?|literature|sources?|material|your (?:paper|article|book|talk|website|blog|colleague))"
_PRAISE = r"(?:recommendation|reference|testimonial|endorsement|rating|review|feedback quote)s?"
_PATTERNS = (
    # refer me, recommend me, endorse my skills, rate my work
    rf"(?P<refer>\b(?:refer|recommend)(?P<ing>r?ing)? me\b(?!\s+(?:{_POINTED}|an?\b(?! to)|some\b|any\b|good\b|the\b|what\b|how\b|your\b)))(?: internally)?(?:\s+(?P<to>to|for)\b)?",
    r"\b(?:endors(?:e|ing)|vouch(?:ing)? for) (?:me|my)\b|\brat(?:e|ing) (?:me|my (?:work|services?|profile|skills|performance|company|shop))\b",
    r"\b(?:recommend|refer)(?:r?ing)? (?:us|our|my) (?:\w+ )?(?:services?|work|business|company|agency|name|profile|brother|sister|husband|wife|friend|son|daughter|cv|resume|application|firm|shop|studio)\b",
    # write me a recommendation
    rf"\b(?:writ(?:e|ing)|giv(?:e|ing)|leav(?:e|ing)|post(?:ing)?|provid(?:e|ing)|send(?:ing)?|draft(?:ing)?|supply(?:ing)?) (?:me|us)\s+(?:with )?(?:an?|your|some|the) (?:[\w-]+ ){{0,3}}{_PRAISE}\b(?! (?:number|to\b(?! (?:use|show|put))|list|for (?:this|that|the) (?:claim|statement|figure|number|quote|method|value|paper|table|result)|on (?:the|this|your)|of (?:the|this|your)))",
    rf"\b(?:writ(?:e|ing)|giv(?:e|ing)|leav(?:e|ing)|post(?:ing)?|provid(?:e|ing)|add(?:ing)?) (?:an?|your|some) (?:[\w-]+ ){{0,3}}{_PRAISE} (?:for me|of (?:me|my|our)|about (?:me|my|our)|on my)\b",
    r"\b(?:writ(?:e|ing)|giv(?:e|ing)|provid(?:e|ing)|get|have|send(?:ing)?|sign(?:ing)?|prepar(?:e|ing)) (?:me )?(?:an? |the |your |some )?(?:[\w-]+ )?(?:letters? of (?:recommendation|reference)|(?:recommendation|reference) letters?)\b(?! (?:for you|to your))",
    # a good word, a referral, a reference
    r"(?P<word>\b(?:put(?:ting)?|say(?:ing)?|drop(?:ping)?)(?: in)? an? (?:(?:good|kind|nice|quick) )?word(?: in)? for me\b)",
    r"\b(?:a|an|your|any|my|employee|internal|job|for) (?:employee |internal |job )?referral\b(?= (?:for|from you|to the|to your|at|in your|would|link|if|please|be)\b|\s*[?.!,]|\s*\Z)",
    r"\b(?:be|act as|serve as|become) (?:a |my |one of my |as a )(?:references?|referees?|recommenders?)\b|\b(?:use|list|name|give|put) (?:you|your name)(?: down)? as (?:a |my |one of my )(?:references?|referees?|recommenders?)\b",
    r"\bmention (?:me|my name) to (?:your|the|hr)\b",
    rf"\b(?:writ(?:e|ing)|giv(?:e|ing)|provid(?:e|ing)|prepar(?:e|ing)|draft(?:ing)?|mak(?:e|ing)|do|send(?:ing)?|need|get) (?:for |to )?(?:me|us) (?:with )?(?:an? |one |some |the |your |good |strong |nice |kind )*(?:referral|{_PRAISE}|(?:recommendation|reference) letters?|letters? of (?:recommendation|reference|support)|support letters?)\b(?! (?:number|list|manager|to (?:a|the|your|some) (?:paper|book|article|source|text)|for (?:this|that|the) (?:claim|statement|figure|quote|method|value|paper|table|result|parcel)))",
    r"\b(?:vouch(?:ing)?|stand(?:ing)? up|speak(?:ing)? up|put(?:ting)? in a word|argu(?:e|ing)|lobby(?:ing)?|pull(?:ing)? for) for (?:me|us|my|our)\b",
    r"\b(?:talk|speak|write|say something|put in a call|reach out)(?:ing)? to (?:your |the |hr|human)(?: ?[\w-]+){0,4}? (?:on my behalf|about (?:me|my|hiring me)|for me)\b|\b(?:tell|telling|convince|persuade|assure|remind)(?:ing)? (?:them|him|her|(?:your|the) (?:\w+ ){0,2}(?:boss|manager|team|hr|committee|board|recruiter|head|director|chair|panel|editor)) (?:\w+ ){0,2}?(?:about (?:me|us|my)|that (?:i|you know|we)|how (?:good|great)|to (?:hire|take|choose|pick|interview) me|(?:i'm|i am|we're|we are))\b",
    r"\b(?:sponsor|champion|nominate|back|second) (?:me|us|my (?:application|bid|candidacy|nomination|promotion|proposal))\b|\b(?:use|put|lend|add|sign) (?:me )?your name (?:on|to|behind|as|in|for)\b|\b(?:write|say|confirm|state|certify|tell|attest)(?: to)?(?: \w+){0,4} that you(?: \w+)? know (?:me|my|us|our)\b",
    # pass on my papers
    r"(?P<cv>\b(?:pass(?:ing)?|forward(?:ing)?|submit(?:ting)?|hand(?:ing)?|giv(?:e|ing)|shar(?:e|ing)|send(?:ing)?|deliver(?:ing)?|put(?:ting)?)(?: on| along)? my (?:cv|resume|résumé|application|portfolio)(?: on| along| over)? (?:to|with|in front of|internally)\b[^.?!,;\n]*)",
    r"\b(?:put|push|bring|pass|send|suggest|submit|forward|float|offer|throw|mention|drop)(?:ting|ing|ping)? (?:forward |along |in |on )?my (?:name|profile|details|papers|documents|resume|cv)(?: (?:forward|along|in|on|around|out there|into the hat|up))?(?: (?:to|with|for|as|in|at|internally|into|around)\b|(?= *[.?!,]))",
)
_ASK = regex("|".join(_PATTERNS), re.IGNORECASE)
# What the author does, thanks for or rules out is no request.
_NO_REQUEST = regex(
    r"(?:\b(?:thank\w*(?: you)?(?: so much| again)? for|offered to|agreed to|promised to|appreciate (?:you|your)|(?<!could )(?<!can )(?<!would )(?<!will )(?<!may )I(?:'ll|'d|'ve)?(?: (?:will|can|would|could|have|had|just|already|should|may|might|must|like to|love to|want to))*|we|they|she|he|who|doctor|gp)"
    r"|\b(?:not|never|no need to|without|rather than|instead of|don't|won't|can't)(?: (?!met\b|but\b)[\w']+){0,4}|\bmay I|\bshould I|\b(?!(?:you|and|or|if|also|please)\b)\w+ (?:will|would|can|could|may|might|did|does|should))\s*\Z",
    re.IGNORECASE,
)
_JOB = regex(
    r"\s+(?:(?:an?|the|this|that|any|your|following|one of your|some|open|internal|suitable|appropriate)\s+)*(?:[\w/+-]+\s+){0,3}(?:jobs?|roles?|positions?|openings?|vacanc(?:y|ies)|internships?|posts?|placements?|opportunit(?:y|ies))\b",
    re.IGNORECASE,
)
_PEOPLE = regex(
    r"\s+(?:your |the )?(?:[\w-]+ ){0,2}(?:manager|hr|human resources|recruiters?|team|department|director|head|boss|panel|board)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = regex(r"\s*(?:[.?!,;]|\Z|\n)")
_KNOWN = regex(
    r"\byou (?:have )?(?:supervised|taught|managed|coached|mentored|advised|trained|examined|employed|led) (?:me|my)\b|\bwe(?:'ve| have)? worked (?:together|side by side)\b"
    r"|\bI(?:'ve| have)? (?:worked|interned|studied|trained|wrote my \w+) (?:with|for|under) you\b|\bas your (?:former |old |ex-)?(?:student|intern|colleague|employee|assistant|apprentice|trainee)\b"
    r"|\byour (?:former|old|ex-) ?(?:student|intern|colleague|employee|assistant|apprentice|trainee)\b|\bwhen I (?:was|worked|studied|interned) (?:your|in your|on your|at your|for you|with you|under you)\b"
    r"|\breported to you\b|\bin your (?:class|course|seminar|team)\b",
    re.IGNORECASE,
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each request to vouch for the author, unless the two know each other."""
    text, spans = reading.body.plain, reading.cues.get("vouching")
    if not spans or _EXCUSE.holds(reading.context):
        return
    if reading.context.relationship != "stranger" and _KNOWN.search(text):
        return
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    for match in _ASK.finditer(text, max(0, first - _AROUND), last + _AROUND):
        start, end = match.span()
        if not _NO_REQUEST.search(text, max(0, start - 60), start) and not reading.is_protected(
            reading.body, start, end
        ):
            yield Hit("body", start, end, _softened(reading, match))


def _softened(reading: Reading, match: re.Match[str]) -> tuple[Fix, ...]:
    """Return the request as a question of how to apply, where the sentence allows it."""
    start, end = match.span()
    tell = "telling" if match["ing"] else "tell"
    if match["cv"]:
        return fixes.replace(reading.body, start, end, "tell me where I may send my CV")
    if match["word"] and _CLAUSE_ENDS.match(match.string, end):
        return fixes.replace(reading.body, start, end, "tell me how best to apply")
    if not match["refer"]:
        return ()
    if not match["to"]:
        return fixes.replace(reading.body, start, end, f"{tell} me how best to apply")
    if _JOB.match(match.string, end):
        return fixes.replace(reading.body, start, end, f"{tell} me how best to apply for")
    if _PEOPLE.match(match.string, end):
        return fixes.replace(reading.body, start, end, f"{tell} me how best to reach")
    return ()
