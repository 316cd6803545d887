"""Pressure to answer at once."""

import re
from collections.abc import Iterator

from app.rules import fixes
from app.rules.haste import HASTE, RUNS_OUT, SOFTENED, left_open
from app.rules.lazy import regex
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_LATER = "when you have a moment"
_ANSWER = "(reply|response|answer|revert|feedback|decision|confirmation|action|attention|reaction|turnaround)"
_QUICK = "(quick|prompt|speedy|swift|immediate|urgent|early|earliest|rapid|fast|timely|instant|soonest)"
# Someone's own haste, or a word that only looks like haste: `urgent care`, `I'll send it as soon as possible`.
_OWN = r"\b(?:i|we|they|he|she)(?:'ll|\s+(?:will|shall|can|could|am|are|would|promise|hope|plan|try|want|aim)|'m|'re|'d)\b[^.!?\n]*"
_START = r"\b(?:start|begin|join|available|move|relocate|onboard|fix|ship|deliver|finish|back\s+to\s+you|update\s+you)\b[^.!?\n]*"
_ASKED = (
    r"\b(?:reply|respond|answer|get\s+back|let\s+(?:me|us)\s+know|send|call|email|contact|write|confirm|share|tell|help|"
    r"review|look|read|talk|speak|chat|meet|connect|schedule|hear|message|text|forward|introduce|reach|give|do|provide)\b"
    r"[^.!?\n]*"
)
_MEDICAL = (
    r"/\w|[\s-]+(?:care|cases?|matters?|referrals?|surgery|patients?|treatment|problems?|issues?|repairs?|calls?|clinics?|"
    r"wards?|admissions?|appeal|questions?\s+(?:only|can|go))\b"
)
_ASAP = (
    "(asap|a s a p|asa p|soon as (possible|you can)|as soon as (possible|you can|you possibly can|practicable)|as (quickly|fast|early|promptly) as "
    "(possible|you can)|at (your|the) (very )?earliest|at the soonest|soonest)"
)

_KIND = "(positive|favourable|favorable|kind|valuable)"
_NOUNS = ("reply", "response", "answer", "attention", "action", "decision", "confirmation", "feedback", "revert")
_WAITS = (
    (
        "(i'll|i will|i'd|i shall|i) (be |just |eagerly |anxiously )?(wait|waiting|await|awaiting)",
        "I look forward to your reply",
    ),
    ("(i'm|i am|im) (just |eagerly |anxiously |impatiently |now )?(waiting|awaiting)", "I look forward to your reply"),
    ("(we'll|we will|we shall|we) (be |just |eagerly )?(wait|waiting|await|awaiting)", "we look forward to your reply"),
    ("(we're|we are) (just |eagerly |anxiously |now )?(waiting|awaiting)", "we look forward to your reply"),
)
_THANKED = (
    r"\b(?:thanks?|thank\s+you|thankful|grateful\s+for\s+(?:your|the)|appreciated?\s+(?:your|the|how)|sorry|apologi[sz]e|no|"
    r"not|n't|without|never|needn't|i\s+promise|known\s+for)\b[^.!?\n]*"
)
_TEAM = r"\s+(?:teams?|units?|codes?|services?|rates?|times?|systems?|vehicles?|plans?|from\s+(?!you)|is\s+fine|to\s+(?:the|an?))\b"
_CALM = r"\b(?:no|not|in\s+a|without|your|my|a|and|n't|need\s+to|on|will|the\s+first)\s+"
_HARMLESS = (
    r"\s+to\s+(?:a|one|two|three|four|five|six|ten|twelve|twenty|each|eight|fifteen)\b|\s+(?:for\s+(?:an?\s+)?(?:answer|reply)|to\s+(?:ask|contact|reach|write|say|call|get|let)|until|too\s+long|because|"
    r"\d|by|the\s+(?:bus|train|chance\s+to))\b|\s+\w+\s+chance|[^.!?\n]*\d"
)

_PHRASES = (
    PhraseData(match=(f"{_ASAP} (please|pls)",), at="start", then=r"\s*[:!–—-]+\s*(?=\w)", by=""),
    PhraseData(match=(f"(please |kindly )?{_ASAP}",), at="start", unless_then=r"\s+\w", by="Whenever it suits you"),
    PhraseData(
        match=(_ASAP,),
        then=r"(?:\s+(?:opportunity|possible|instance))?",
        unless_then=r"\s+convenience\b|\s+(?!opportunity|possible|instance)(?:stage|age|days?|one|point|date|time)\b",
        unless_after=f"{_ASKED}|{_OWN}|{_START}",
        fix="remove",
    ),
    PhraseData(
        match=(_ASAP,),
        then=r"(?:\s+(?:opportunity|possible|instance))?",
        unless_then=r"\s+convenience\b|\s+(?!opportunity|possible|instance)(?:stage|age|days?|one|point|date|time)\b",
        unless_after=f"{_OWN}|{_START}",
        by=_LATER,
    ),
    PhraseData(match=("the (sooner|quicker|faster|earlier) the better",), at="start", by="whenever it suits you"),
    PhraseData(match=("the (sooner|quicker|faster|earlier) the better",), by=_LATER),
    PhraseData(match=("urgently",), unless_after=r"\b(?:not|n't|never)\s+", fix="remove"),
    PhraseData(match=("(so )?(act|hurry|move) (now|fast|quickly|quick)",), unless_after=_CALM, fix="remove"),
    PhraseData(match=("without (any )?(further |more )?delay",), unless_after=_OWN, fix="remove"),
    *HASTE,
    # Urgent.
    PhraseData(match=("urgent", "very urgent", "most urgent"), at="start", then=r"\s*[:!–—-]+\s*(?=\w)", by=""),
    PhraseData(
        match=(
            "(it's|it is|this is|that's|that is|its|the matter is) ((very|really|quite|super|extremely|rather|so|now|most) )?(urgent|time sensitive|time critical|an emergency|a matter of urgency)",
        ),
        unless_then=_MEDICAL,
        fix="drop",
    ),
    PhraseData(match=("an urgent",), then=r"(?=\s+[b-df-hj-np-tv-z])", unless_then=_MEDICAL, by="a"),
    PhraseData(
        match=("(an urgent|a very urgent|a most urgent)",), then=r"(?=\s+[aeiou])", unless_then=_MEDICAL, by="an"
    ),
    PhraseData(
        match=("(very |most |super |quite |extremely )?urgent",),
        then=r"(?=\s+[a-z])",
        unless_then=_MEDICAL + r"|\s+(?:or|nor|but|and|than)\b",
        unless_after=r"\b(?:an?|not|nothing|non|isn't|no|never|nor|less|more|is|are|anything|if|something|the)[\s-]+",
        fix="remove",
    ),
    PhraseData(
        match=("(very |most |super |quite |extremely )?urgent",),
        unless_then=_MEDICAL + r"|\s+(?:or|nor|but|than)\b",
        unless_after=r"\b(?:not|nothing|non|isn't|n't|no|never|nor|less|more|anything|if|something)[\s-]+(?:\w+\s+)?",
    ),
    # The wait for an answer.
    *(
        PhraseData(
            match=(f"{wait} (for )?(your|a|an|the)( {_QUICK}( and {_KIND})?)? (reply|response|answer|revert)",),
            unless_after=r"\b(?:still|been|am|are|not|without|while|don't|after)\s+",
            by=by,
        )
        for wait, by in _WAITS
    ),
    PhraseData(
        match=(
            f"(eagerly |anxiously |impatiently )?(waiting|awaiting) (for )?your( {_QUICK}| {_KIND})? (reply|response|answer)",
        ),
        at="start",
        by="I look forward to your reply",
    ),
    *(
        PhraseData(
            match=(f"{_QUICK} {noun}",),
            unless_after=_THANKED + r"|\b(?:and|emergency|crisis|an?)\s+",
            unless_then=_TEAM,
            by=noun,
        )
        for noun in _NOUNS
    ),
    *(
        PhraseData(match=(f"(a|an) {_QUICK} {noun}",), unless_after=_THANKED, unless_then=_TEAM, by=by)
        for noun, by in (
            ("reply", "a reply"),
            ("response", "a response"),
            ("answer", "an answer"),
            ("decision", "a decision"),
        )
    ),
    # Time that runs out: a sentence that says no more than that goes.
    PhraseData(
        match=RUNS_OUT,
        at="start",
        then=r"[^.!?\n\d]{0,60}[.!]+",
        unless_then=_HARMLESS,
        unless_after=_CALM,
        fix="remove",
    ),
    PhraseData(match=RUNS_OUT, unless_then=_HARMLESS, unless_after=_CALM),
    PhraseData(
        match=(
            "(at|with) (the )?(top|highest|utmost|high) (priority|urgency)",
            "(top|highest|high) priority",
            "as a matter of urgency",
            "on an urgent basis",
            "on (an )?(immediate|urgent|priority) basis",
            "time (sensitive|critical)",
        ),
        unless_after=r"\b(?:a|our|my|the|their|is|are|of|not|low|and|non)[\s-]+",
        unless_then=r"\s+(?:for\s+(?:us|me|our|the)|areas?|med\w+|samples?|data|tests?|items?|projects?|list|research)\b",
        fix="remove",
    ),
)

RULE = Rule(
    id="urgency",
    kind="code",
    group="tone",
    severity="warning",
    repair="rewrite",
    needs="text",
    statement="Don't expect an answer at once: no urgency, no short deadlines, no waiting at the door.",
    why="A stranger's day isn't planned around your message. Pressure makes people put it off, or say no to be safe.",
    message="“{excerpt}” presses for an answer at once.",
    sources=("001",),
    phrases=_PHRASES,
    bad=(
        Example(
            text="Hi Maya, could you send me the sensor data ASAP? I'm writing my thesis on soils.",
            excerpt="ASAP",
        ),
        Example(
            text="Hello Tom, please let me know as soon as possible whether the kiln is free.",
            excerpt="as soon as possible",
            fixed="Hello Tom, please let me know when you have a moment whether the kiln is free.",
        ),
        Example(
            text="Hi Ines, we are looking for a nurse in Porto. It's urgent. Would you like to hear more?",
            excerpt="It's urgent",
            fixed="Hi Ines, we are looking for a nurse in Porto. Would you like to hear more?",
        ),
        Example(
            text="Dear Dr Okafor, may I cite figure 2? I'll wait for your quick response.",
            excerpt="I'll wait for your quick response",
            fixed="Dear Dr Okafor, may I cite figure 2? I look forward to your reply.",
        ),
        Example(
            text="Hi Noor, could you look at the timetable and reply today? It has 40 stops.",
            excerpt="today",
            fixed="Hi Noor, could you look at the timetable and reply when you have a moment? It has 40 stops.",
        ),
        Example(
            text="Hello Bea, kindly send the two forms within 24 hours. We have a stall for you.",
            excerpt="within 24 hours",
            fixed="Hello Bea, kindly send the two forms when you have a moment. We have a stall for you.",
        ),
        Example(
            text="Hi Jonas, I have an urgent request about the harbour crane. Could we talk?",
            excerpt="an urgent",
            fixed="Hi Jonas, I have a request about the harbour crane. Could we talk?",
        ),
        Example(
            text="Hi Lou, we look for an editor in Oslo. This role won't be open long! Would you talk to Siri?",
            excerpt="This role won't be open long!",
            fixed="Hi Lou, we look for an editor in Oslo. Would you talk to Siri?",
        ),
        Example(
            text="Hi Emeka, we need a welder and need your answer right away. Are you free in June?",
            excerpt="right away",
            fixed="Hi Emeka, we need a welder and need your answer when you have a moment. Are you free in June?",
        ),
        Example(text="Hi Pia, you have until Friday to tell us.", excerpt="you have until Friday"),
    ),
    good=(
        Example(text="Hi Maya, I lead the urgent care ward in Leeds. Could I ask how you plan your shifts?"),
        Example(text="Hello Tom, it isn't urgent at all, and there is no hurry. Whenever you have time is fine."),
        Example(text="Hi Ines, thank you for your quick reply. I'll send you the rota as soon as possible."),
        Example(text="Dear Dr Okafor, great speaking with you today. I sent the sample within 24 hours, as agreed."),
        Example(text="Hi Noor, I could start immediately, and I'm available today and tomorrow if you'd like to talk."),
        Example(
            text="Hi Jonas, the crane was repaired right away. Would you like to see the report at your convenience?"
        ),
        Example(text="Hi Lou, your talk on rapid response teams and the early answers to reader mail was a joy."),
        Example(text="Hello Åsa, I write to you today because my sister and I now work on the same archive in Ghent."),
    ),
)

_HASTE = regex(
    r"(?:(?<!of )(?<!by )(?:today|tonight)|(?<!right )(?<!by )(?<!until )(?<!till )(?<!for )now|right\s+now|right\s+away|straight\s+away|straightaway|immediately|at\s+once|instantly|"
    r"promptly|quickly|this\s+(?:instant|minute|very\s+minute)|within\s+(?:the\s+(?:next\s+)?)?(?:\d+|an?|one|two|few|hour|day)"
    r"(?:\s+(?:business\s+)?(?:hours?|hrs?|minutes?|mins?|days?))?|in\s+the\s+next\s+(?:\d+\s+|few\s+|two\s+)?(?:hours?|minutes?|"
    r"day)|by\s+(?:(?:the\s+)?(?:end\s+of\s+(?:the\s+)?(?:business\s+)?(?:day|today)|close\s+of\s+business)|today|tonight|"
    r"tomorrow(?:\s+(?:morning|noon|afternoon|evening))?|eod|cob|noon|midnight))(?:\s+(?:itself|only|at\s+the\s+latest))?"
    r"(?=\s*[.!?,;:\n)–—]|\s*\Z|\s+(?:so|because|as|or|if|otherwise|and|to|since|before|about|for|please|pls)\b)",
    re.IGNORECASE,
)
_HASTY = (
    "today, tonight, now, right, straight, immediately, at once, instantly, promptly, quickly, within, in the next, by"
)
_WORDS = tuple(f" {words} ".encode() for words in _HASTY.split(", "))
_DIRECTED = regex(
    r"(?:\b(?:reply|respond|answer)(?:\s+to\s+(?:me|us|this))?|\bget\s+back\s+to\s+(?:me|us)|\blet\s+(?:me|us)\s+know|\blmk|"
    r"\b(?:call|email|e-mail|contact|write|text|message|ring|phone|tell|send|give|get)\s+(?:me|us)|\bwrite\s+back|"
    r"\b(?:could|can|would|will)\s+you\s+\w+|\b(?:decide|confirm|apply|register|sign\s+up|book)|\b(?:please|kindly|pls)\s+(?:\w+)|"
    r"\bneeds?\s+(?:an?|your|this|it|them|that|some)(?:\s+\w+)?\s*(?:answer|reply|response|decision|help|confirmation|feedback)?|"
    r"\b(?:want|expect)\s+(?:an?|your)\s+(?:answer|reply|response|decision)|\byou\s+(?:must|have\s+to|need\s+to)\s+(?!have|be)\w+|"
    r"\bhear\s+(?:back\s+)?from\s+you)(?P<between>[^.!?;\n,]{0,90})\Z",
    re.IGNORECASE,
)
_ASIDE = regex(
    r"\b(?:if|whether|when|what|how|who|where|which|that|are|is|was|were|am|have|has|will|free|available|work|works)\b",
    re.IGNORECASE,
)
_OTHERS = regex(r"(?:\b(?:I|we|they|he|she|who|always|usually|not|never|to)|'ll|n't)\s+\Z", re.IGNORECASE)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each word of haste that belongs to what the reader shall do."""
    body = reading.body
    for words in _WORDS:
        at = body.flat.find(words)
        while at >= 0:
            start = body.span(at, at + len(words))[0]
            if (haste := _HASTE.match(body.plain, start)) and _presses(reading, start, haste.end()):
                by = left_open(haste.group(), body.plain[haste.end() : haste.end() + 4]) if words == b" by " else _LATER
                yield Hit("body", start, haste.end(), fixes.replace(body, start, haste.end(), by))
            at = body.flat.find(words, at + 1)


def _presses(reading: Reading, start: int, end: int) -> bool:
    """Say whether what stands before asks the reader for something, so that haste is theirs."""
    text = reading.body.plain
    asked = _DIRECTED.search(text, max(0, start - 130), start)
    if asked is None or _ASIDE.search(asked["between"]) or SOFTENED.match(text, end):
        return False
    if reading.is_protected(reading.body, start, start + 1):
        return False
    needs = asked.group().lower().startswith(("need", "want", "expect", "you", "hear"))
    return needs or not _OTHERS.search(text, max(0, asked.start() - 12), asked.start())
