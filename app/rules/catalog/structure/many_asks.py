"""One focused request."""

import re
from collections.abc import Iterator

from app.domain.context import Context
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule
from app.rules.text import flatten

RULE = Rule(
    id="many-asks",
    kind="code",
    group="structure",
    severity="warning",
    repair="rewrite",
    needs="text",
    statement="Ask for one thing; leave the rest for later.",
    why="One small request is easy to say yes to; a list is work, and is put off for good.",
    message="The message asks for several things at once; keep the most important one.",
    sources=("001", "E:email-length"),
    parameters={
        "asks": Parameter(
            value=2, unit="separate requests", evidence="ours", source="The article asks for one focus", as_of="2026"
        ),
        "questions": Parameter(
            value=3,
            unit="question marks",
            evidence="study",
            source="In a study of 40 million mails one to three questions got the most answers",
            as_of="2016",
        ),
    },
    bad=(
        Example(
            text="Hi Rosa, could you review my CV, introduce me to your head chef and write me a recommendation? Ben"
        ),
        Example(
            text="Hello Sven, which tool do you use? How much is it? Does it know Swedish law? Who supports it? And may I "
            "see it?"
        ),
        Example(
            text="Dear Grace,\n\nCould you send me the rota? Would you also check my application? Can you forward it to "
            "the matron?\n\nThank you, Petra"
        ),
        Example(
            text="Hi Aoife, I'd be glad if you could look at my portfolio. Please share my post too, and would you refer "
            "me to your manager?"
        ),
        Example(
            channel="email",
            subject="Three things",
            text="Dear Ms Okoye,\n\nplease sign the petition, please forward it to your staff and please introduce me to "
            "the mayor.\n\nLars",
        ),
        Example(
            text="Hello Mei, I'd like to know how you choose the wood, what glue you use, which saw is best and who taught "
            "you. Thanks, Piotr"
        ),
        Example(
            text="Dear Amina, could you send me the slides, write to the dean, check my budget and also book the room? Ole"
        ),
        Example(text="Hey Kofi, can you call me? Can you lend me the scales? Could you also read my plan? Thanks!"),
        Example(
            text="Hi Lea, how do you teach bowing? Which book is best? Do you have room for a pupil? What does it cost?"
        ),
        Example(
            text="Hi Tomas, would you mentor me? I also need feedback on my thesis, and it would be great if you could put "
            "me in touch with the people in Graz and endorse my skills."
        ),
    ),
    good=(
        Example(text="Hi Rosa, could you review my CV? Two pages, no hurry. Would Friday be too soon?"),
        Example(text="Hello Sven, which tool do you use? And does it know Swedish law?"),
        Example(text="Dear Grace, could you send me the rota? If it is easier, would you tell me who keeps it?"),
        Example(text="Hi Aoife, would you be open to a call? Let me know if Tuesday suits you, or please name a day."),
        Example(
            text="Hi Jo, could you send the slides? Can you also book the room? Would you call the caterer? And the keys?",
            context=Context(relationship="close"),
        ),
        Example(text="Hi Kofi, is it true?! Really??? You won? Congratulations!"),
        Example(
            text="Hi Lea, the form asks https://a.example/?q=1 and https://b.example/?q=2 and https://c.example/?q=3 and "
            "https://d.example/?q=4. Which one is right?"
        ),
        Example(
            text="Hello Mei, I'd like to know which glue you use. I make boxes, write about wood, teach on Fridays and sell "
            "what I can."
        ),
        Example(text="Hi Tomas, I'd love to connect and hear how you started. Could we talk for ten minutes?"),
    ),
)

_KINDS = {
    "ask_review",
    "ask_referral",
    "ask_introduction",
    "ask_forward",
    "ask_promotion",
    "ask_mentor",
    "ask_job",
    "ask_meeting",
    "ask_money",
}
_POLITE = frozenset(("could you", "would you", "can you", "will you", "please", "kindly", "pls"))
_VERB = regex(r"(?: (?:please|kindly|also|maybe|perhaps|possibly|just|then)){0,3} ([a-z]+)", re.IGNORECASE)
_ENOUGH = 20
# What one can be asked to do, where it follows a request: `could you send me …, check … and write …`.
_TASKS = frozenset(
    "send share review introduce write forward explain give help call meet visit borrow check read look fill sign "
    "refer recommend teach show translate book pay order confirm guide connect put arrange donate lend sponsor "
    "endorse follow like repost subscribe comment rate vote correct edit proofread find get bring print lead "
    "speak talk host mentor coach join accept nominate invite fund buy pass post record test try design answer "
    "complete return sell offer attend come watch listen download register apply drop pick set draft prepare "
    "organise organize supply provide transfer tell".split()
)
_TASK = regex(
    r"(?:^|[,;:.?!•*-]\s*|\d[.)]\s*|\b(?:you|you to|and|and to|also|then|please|kindly|plus|me|maybe|perhaps)\s+)"
    rf"({'|'.join(sorted(_TASKS))})\b",
    re.IGNORECASE | re.MULTILINE,
)
# What one can be asked to say: `how you began, what it costs, which book is best, and if …`.
_WONDERED = regex(
    r"(?:^|[,;:(?.•*-]\s*|\b(?:and|or|also|me|know|tell|ask|is|explain)\s+)"
    r"(?:how|what|which|who|whom|whose|where|when|why|whether|if)\b"
    r"(?! you (?:like|want|wish|need|prefer|can|could|have (?:any )?(?:time|questions))\b)",
    re.IGNORECASE | re.MULTILINE,
)
# What one can be asked for.
_THINGS = frozenset(
    "feedback comments advice introduction intro referral recommendation letter reference endorsement quote review "
    "call meeting visit interview post repost shoutout signature vote donation copy sample quotation opinion "
    "testimonial blessing sponsorship".split()
)
_THING = regex(rf"\b(?:your|an?|the|some)\s+(?:[\w-]+\s+)?({'|'.join(sorted(_THINGS))})\b", re.IGNORECASE)
_FLAT_THINGS = frozenset(thing.encode() for thing in _THINGS)
_MARK = 2  # the full stop before a sentence, and a space
_FLAT_TASKS = frozenset(task.encode() for task in _TASKS)
_ASKED = frozenset(b"how what which who whom whose where when why whether if".split())
_NO_TASK = frozenset(
    """
    be have like mind let consider want feel prefer know rather accept find excuse forgive note disregard ignore
    do so think say recommend suggest advise tell understand name don reply respond
    """.split()
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where there are more questions, or more separate requests, than one sitting can answer."""
    if reading.known:
        return
    if reading.questions > parameters["questions"]:
        yield Hit(message=f"The message asks {reading.questions} questions; one to three are answered best.")
    elif reading.says("ask") and (
        _asks(reading, parameters["asks"]) > parameters["asks"] or _is_list(reading, parameters["questions"])
    ):
        yield Hit()


def _is_list(reading: Reading, most: int) -> bool:
    """Say whether the sentences that ask hold more tasks, or more questions without a mark, than `most`."""
    words = reading.words
    if len(_FLAT_TASKS.intersection(words)) <= most and sum(word in _ASKED for word in words) <= most:
        return False
    text = reading.body.plain
    starts = {reading.sentence_at(start) for start, _ in reading.cues["ask"] if start < reading.own_end}
    asking = [(max(0, since - _MARK), to) for since, to in starts]
    said = [word for since, to in asking for word in flatten(text[since:to]).split()]
    if len(_FLAT_TASKS.intersection(said)) <= most and sum(word in _ASKED for word in said) <= most:
        return False
    tasks = {task.lower() for since, to in asking for task in _TASK.findall(text, since, to)}
    wondered = sum(len(_WONDERED.findall(text, since, to)) for since, to in asking)
    return len(tasks) > most or wondered > most


def _things(reading: Reading, most: int) -> int:
    """Count the different things that the sentences that ask would have: feedback, an introduction, a quote."""
    if len(_FLAT_THINGS.intersection(reading.words)) <= most:
        return 0
    text = reading.body.plain
    asking = {reading.sentence_at(start) for start, _ in reading.cues["ask"] if start < reading.own_end}
    return len({thing.lower() for since, to in asking for thing in _THING.findall(text, since, to)})


def _asks(reading: Reading, most: int) -> int:
    """Count the separate requests: by what they are about, or by what they would have the reader do."""
    kinds = max(sum(map(reading.says, _KINDS & reading.cues.keys())), _things(reading, most))
    if kinds > most or len(reading.cues["ask"]) <= most:
        return kinds
    text = reading.body.plain
    polite = [end for start, end in reading.cues["ask"] if end < reading.own_end and text[start:end].lower() in _POLITE]
    if len(polite) <= most:
        return kinds
    verbs = {match[1].lower() for end in polite[:_ENOUGH] if (match := _VERB.match(text, end))}
    return len(verbs - _NO_TASK)
