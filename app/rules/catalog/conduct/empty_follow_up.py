"""Follow-ups that bring nothing new."""

from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule

_SECOND = Context(thread=Thread(sent=1, replied=False))

_OWN = r" (?:my|the) (?:\w+ ){0,2}?(?:e-?mail|mail|message|note|inmail|dm|request|invitation|invite|proposal|offer|outreach)s?\b"
_THIS = rf"(?: (?:this|it)\b|{_OWN})"
_NUDGES = (
    PhraseData(
        match=(
            "(just|quickly|simply|only|i'm|i am|wanted to|want to|thought i'd|like to|me) (just |quickly )?(check|checking) (back )?in",
        ),
        unless_then=r" (?:at|to|into|the|code|luggage|with (?:your|the|other|his|her|my|all))\b",
    ),
    PhraseData(match=("(checking|checking back) in",), at="start", unless_then=r" (?:at|to|into|the|luggage)\b"),
    PhraseData(
        match=(
            "(quick|just a) check in",
            "(circle|circling|loop|looping) (back|around)",
            "(ping|pinging) you (again|once more|back)",
            "(a|quick|little|friendly|gentle|small) (nudge|ping)",
            "(gentle|friendly|kind|quick|small|polite|little|just a|another) reminder",
            "(remind|reminding) you (of|about) my",
            "following up (again|once more|to see|and see|here|to check|on this|with you|to find out)",
            "follow up (again|once more|to see|and see|on this|with you (on this|again|regarding this|about this))",
            "(second|third|2nd|3rd|another|last|final|quick|short|brief) (follow up|followup)",
            "(did|have) you (get|got|had|have) (a|the|any) (chance|time|moment|opportunity) to (respond|reply|consider|think)",
            "(make|be|making|being|was|am) sure (that )?you (received|saw|got|have seen|had seen|did not miss|didn't miss)",
            "in case (you missed (it|this|my)|you did not see|you didn't see)",
            "still (waiting|hoping) (for|to hear)",
            "(write|writing|reaching out|reach out|messaging|emailing|contacting) (to )?(you )?(again|once more)",
            "(see|check|wondering|know|confirm) (if|whether) (you|you've|you have|you'd|you had) (got|gotten|received|seen|saw|read) (it|this|my)",
        ),
    ),
    PhraseData(
        match=(
            "(follow|following|followed) up (again |once more )?(on|to|regarding|about|from|with)",
            "(in|with) (regard|regards|reference) to",
            "(did|have) you (even |maybe |perhaps |already )?(see|seen|get|got|receive|received|read)",
            "any (update|updates|news|thoughts|feedback|word|answer|response) (on|about|regarding|after|to)",
            "(make|making|be|being) sure (that )?",
        ),
        then=_OWN,
    ),
    PhraseData(
        match=(
            "(bump|bumping|float|floating|push|pushing|surfacing|resurfacing|resurface|resend|resending|re send|re sending)",
        ),
        then=_THIS,
        unless_then=r" (?:this|it) (?:forward|through|further|down|on)\b",
    ),
    PhraseData(match=("(bring|bringing|move|moving|put|putting)",), then=rf"{_THIS} (?:back )?(?:up|to the top)\b"),
    PhraseData(match=("(send|sending) (you )?",), then=rf"{_THIS} (?:again|once more)\b"),
    PhraseData(match=("in case",), then=rf"{_THIS} (?:got|was|slipped|fell|went|has|ended)\b"),
    PhraseData(
        match=("(just|simply|only) (follow|following) up",), unless_then=r" (?:on|from|after|to) (?:our|your|the|his)\b"
    ),
    PhraseData(
        match=("(did|have) you (get|got|had|have) (a |the |any )?(chance|time|moment|opportunity) to",),
        then=rf" (?:see|read|look|review|check|go)(?=(?: at| over| through| into| on)?{_THIS}|[?.,!]|\s*$)",
    ),
    PhraseData(
        match=(
            "(haven't|have not|hadn't|had not|not) (yet )?(heard|received) (anything )?(back|from you|a reply|a response|an answer)",
            "(didn't|did not|never) (hear|heard|receive|received|get|got) (anything )?(back|from you|a reply|a response|an answer)",
        ),
        unless_after=r"\bif (?:I|we) (?:still )?",
    ),
    PhraseData(
        match=(
            "(no|without a|without any|without) (reply|response|answer)",
            "(didn't|did not|haven't|have not) (reply|replied|respond|responded|answer|answered)",
        ),
        unless_then=r" (?:is )?(?:needed|necessary|required|expected|to)\b",
    ),
)
# Words that begin many first messages as well: a nudge only where the caller says that a message went before.
_MILD = PhraseData(
    match=(
        "(touch|touching) base",
        "(check|checking) (back )?in",
        "(follow|following) up",
        "any (update|updates|news|thoughts)",
        "(try|trying) (you )?again",
    )
)
_DONE = (
    r"(?: (?:since|now|just|also|recently|finally))? (?:published|finished|released|opened|launched|won|completed|found|read|"
    r"watched|tried|built|made|prepared|put together|drafted|talked (?:to|with)|spoke (?:to|with)|met|learned|learnt|decided|"
    r"changed|moved|agreed|raised|drew|collected|measured|tested|extended|confirmed|updated|shortened|added|received|hired|"
    r"signed|heard that|(?:saw|noticed)(?! (?:that )?you\b))\b"
)
_NEWS = (
    PhraseData(
        match=("(i|i've|i have|we|we've|we have|they|they have|team|board|clinic|company|team has)",), then=_DONE
    ),
    PhraseData(
        match=(
            "(since then|in the meantime|meanwhile|attached|attach|attaching|attachment|enclosed|good news|congratulations)",
            "(news|update) is that",
            "(come|came) (in|out) (this|last|on|yesterday|today)",
            "since (new|the new|a new)",
            "(here is|here are|here's)",
            "(wanted|forgot) to (share|tell you|add|mention|say)",
            "(this|that|it) (might|may|could|would) (help|interest|be useful|be of)",
            "thought of you",
            "one (more|other|new|further) (thing|thought|idea|question|point|reason|option|detail|note|date|change|step|offer)",
            "new (result|results|figures|data|information|date|dates|study|article|paper|version|draft|report|idea|evidence)",
            "(now|just|recently|also) (have|has|had|got|offer|offers|include|includes|come|comes|won|raised|opened|launched)",
            "(deadline|closing date|salary|budget|date|place|price|rate|start date) (is|was|has|moved|changed|went|closes)",
            "as (promised|agreed|you asked|requested|we discussed|you suggested)",
            "(my|the) (application|interview)",
        ),
    ),
    PhraseData(match=("(a|an|our|one|with) new",), unless_then=r" (?:role|position|opportunit|job|challenge|chapter)"),
    PhraseData(
        match=("(has|have|was|were|is|are) (now|just|since|now been|just been|since been|been)",),
        then=r" (?:\w+ed|open|free|out|live|ready|back|due)\b",
        unless_then=r" (?:wondered|received|answered|reached|interested)\b",
    ),
    PhraseData(
        match=("(on|from|after|to|for) (our|your|the|yesterday's|today's)",),
        then=r" (?:\w+ )?(?:call|chat|conversation|meeting|talk|interview|session|workshop|visit|panel|post|event|conference)\b",
    ),
)

RULE = Rule(
    id="empty-follow-up",
    kind="code",
    group="conduct",
    severity="warning",
    repair="ask",
    needs="context",
    statement="Bring something new with a follow-up: a result, a date, an article, a smaller question.",
    why="A nudge alone says only that you wait. Something new gives the reader a reason to answer this time.",
    message="“{excerpt}” alone brings nothing new. Add a reason to answer now.",
    question="What is new since your last message: a result, a date, an article, a smaller question?",
    sources=("002", "E:follow-ups"),
    parameters={
        "max_words": Parameter(
            value=60,
            unit="words besides the nudge; a longer text is taken to bring something",
            evidence="ours",
            source="Tuned on our own messages",
            as_of="2026",
        )
    },
    cues={"nudge": _NUDGES, "mild_nudge": (_MILD,), "follow_up_news": _NEWS},
    bad=(
        Example(text="Hi Maya, just checking in on my note from last week. Any thoughts?", excerpt="just checking in"),
        Example(
            text="Hello Tom,\n\nI'm bumping this to the top of your inbox. Let me know!\n\nBest,\nJo",
            excerpt="bumping this",
        ),
        Example(
            text="Dear Dr Okafor, following up on my previous email about the dosage table. I hope to hear from you.",
            channel="email",
            subject="Dosage table",
            context=_SECOND,
            excerpt="following up on my previous email",
        ),
        Example(
            text="Hi Noor, did you get a chance to read my message? Thanks!", excerpt="did you get a chance to read"
        ),
        Example(
            text="Hello Ines, a gentle reminder about the nurse position in Porto. Are you interested?",
            excerpt="gentle reminder",
        ),
        Example(
            text="Hi Bea, I wanted to circle back on this. Would you have ten minutes on Thursday?",
            context=_SECOND,
            excerpt="circle back",
        ),
        Example(
            text="Good day Mr Adeyemi, I want to be sure you received my offer for the kiln. Please tell me yes or no.",
            excerpt="be sure you received",
        ),
        Example(text="Hi Lou, touching base again. Any update?", context=_SECOND, excerpt="touching base"),
        Example(text="Hey Sam, I haven't heard back from you yet. Still keen to talk.", excerpt="haven't heard back"),
        Example(
            text="Hi Priya, following up on my message of last week. Do tell me what you think of it.",
            context=_SECOND,
            excerpt="following up on my message",
        ),
    ),
    good=(
        Example(
            text="Hi Maya, following up on my note of last week: since then we have the results of the second field. "
            "They are attached. Could I ask you about plot 4?"
        ),
        Example(text="Hello Tom, just checking in on my message. Good news: the flat in Porto is free from May."),
        Example(text="Dear Dr Okafor, following up on our talk in Kano, here is the table that you asked for."),
        Example(
            text="Hi Noor, I wanted to follow up on my application of 3 May for the planner's post. "
            "Could you tell me when you expect to decide?",
            context=Context(purpose="application_follow_up"),
        ),
        Example(
            text="Hello Ines, a gentle reminder that the form closes on Friday, as you asked.",
            context=Context(thread=Thread(sent=2, replied=True)),
        ),
        Example(text="Just checking in, Bea: how is the new flat?", context=Context(relationship="close")),
        Example(text="Good day Mr Adeyemi, I check in at the Lagos hotel on 4 May. Could we meet the day after?"),
        Example(
            text="Hi Lou, did you get a chance to read my message? I found a second reel of the 1931 film in our cellar. "
            "Would your volunteers like to see it?"
        ),
        Example(text="Hi Sam, I follow your updates on tram timetables. Could I ask how you draw them?"),
        Example(
            text="Hi Priya, I'd like to touch base with other ward managers in Leeds. Would you be open to a call?"
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit for the first nudge of a message that says nothing else."""
    thread, body = reading.thread, reading.body
    if reading.known or thread.sent == 0:
        return
    cues = reading.cues
    nudges = cues.get("nudge") or (cues.get("mild_nudge", []) if thread.sent else [])
    if not nudges or "follow_up_news" in cues or "://" in body.text or "www." in body.text:
        return
    start, end = min(nudges, key=lambda span: (span[0], -span[1]))
    since, to = reading.sentence_at(start)
    other = len(body.text[:since].split()) + len(body.text[to:].split())
    if other <= parameters["max_words"] and not reading.is_protected(body, start, end):
        yield Hit("body", start, end)
