"""Messages that open with the author's need of a job."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules import ties
from app.rules.lazy import regex
from app.rules.reading import Reading, Span
from app.rules.rule import Example, Hit, Parameters, Rule

# One of each stands in whatever the pattern matches; looking for them is far cheaper.
_POSTS = frozenset(
    b"job jobs employment position positions role roles internship internships placement placements apprenticeship "
    b"apprenticeships traineeship traineeships vacancy vacancies opening openings opportunity opportunities work career "
    b"challenge market step move scheme unemployed jobless laid redundant fired go employ hire".split()
)
_WANTS = frozenset(
    b"look looking market lookout searching search seek seeking hunting hunt exploring need want require open interested desperate eager "
    b"trying hoping applying after unemployed jobless out between without laid redundant let fired lost hire employ give find get "
    b"offer".split()
)
_EARLY = 500
_POST = (
    r"(?:jobs?(?!-| description| board| fair| title| market| share)|employment|positions?(?! paper)|roles?(?! (?:model|play))|"
    r"internships?|placements?|apprenticeships?|traineeships?|vacanc(?:y|ies)|openings?|opportunit(?:y|ies)|"
    r"work(?! (?:on|samples?|by|of|space|wear|bench|boots|gloves|experience|shadow\w*))|career change|job change|job switch|"
    r"next (?:step|challenge|move)|new challenge|graduate scheme)\b(?!\s+(?:to (?:collaborate|partner|cooperate|sponsor|"
    r"invest|volunteer|sell|exhibit|publish)|for (?:collaboration|partnership|my (?:team|students?|client|apprentices?|company)|"
    r"our|your|us|students|them|investment)))"
)
_FEW = r"(?:(?!people\b|person\b|somebody\b|someone\b|candidates?\b|nurses?\b|engineers?\b|for\b|to\b|who\b|business\b)[\w/'&-]+,? ){0,6}?"
_NEED = regex(
    r"\b(?:(?:i'm|i am|im|am|i've been|i have been|i was|been|who is|who's) (?:\w+ly |now |still |also |just |"
    r"here |in the process of )*(?:looking (?:out )?for|searching (?:for)?|hunting for|seeking(?: for)?|in search of|on the look ?out "
    rf"for|after|exploring|open to|interested in|in need of|desperate for|eager for|trying to (?:find|get|land)|hoping (?:for|to "
    rf"(?:find|get|land|secure))|applying for) {_FEW}{_POST}"
    r"|(?:(?:currently|actively|urgently|desperately|presently) )(?:looking|searching|seeking|hunting|exploring) "
    rf"(?:for )?{_FEW}{_POST}"
    rf"|i (?:really |badly |urgently |desperately |also |just )*(?:need|want|seek|require|am after) {_FEW}{_POST}"
    r"|(?<!are )(?<!is )(?<!who )(?<!people )(?<!friends )(?<!candidates )(?:looking|searching|hunting|seeking)(?: for)? (?:an? |my |some |any )?(?:new |next |full[- ]time |part[- ]time |entry[- ]level |"
    rf"junior |summer )*{_POST}"
    r"|i(?:'m| am)? (?:\w+ly )?(?:unemployed|jobless|out of work|between jobs|out of a job|without (?:a )?(?:job|work))\b"
    r"|i (?:was|have been|got|had been|just got|recently got|was just|was recently) (?:\w+ly )?(?:laid off|made redundant|let go|fired)\b"
    r"|i(?:'ve)?(?: have)?(?: just| recently)? lost my job\b"
    r"|(?:on|in) the (?:job )?market (?:for|and)\b|(?:on|entering) the job market\b"
    r"|my (?:job (?:search|hunt)|search for (?:a |an )?(?:new )?(?:job|work|employment|position|internship))\b"
    r"|(?:please |kindly |pls )?(?:(?:could|can|would|will) you )?(?:hire|employ) me\b"
    rf"|(?:give|find|get|offer) me (?:an? |any |some ){_FEW}{_POST})",
    re.IGNORECASE,
)
_PLEASANTRY = regex(
    r"(?:(?:i|we) (?:really |do |sincerely |truly )?(?:hope|trust)|hope|hoping|how are you|trust|greetings|good (?:day|morning|afternoon|"
    r"evening)|hello|hi|hey|dear|my name is|this is|it is nice|nice to|pleased to|sorry|apologies|excuse me|thank you|thanks|warm)\b",
    re.IGNORECASE,
)
_LEADING = 2

RULE = Rule(
    id="job-seeker-first",
    kind="code",
    group="content",
    severity="suggestion",
    repair="rewrite",
    needs="text",
    statement="Open with what ties you to the reader; let your search for a job come later, if at all.",
    why="Who opens with the need of a job is remembered as somebody in need. Who opens with something shared is remembered for that.",
    message="“{excerpt}” opens with your need of a job: begin with what ties you to the reader.",
    sources=("000",),
    bad=(
        Example(
            text="Hi Farah, I am looking for a job in logistics. I saw that you run the depot in Lille.",
            excerpt="I am looking for a job",
        ),
        Example(
            text="Dear Mr Osei,\n\nI hope you are well. I'm currently seeking new opportunities in accounting and found your name on the union's page.",
            excerpt="I'm currently seeking new opportunities",
        ),
        Example(
            text="Hello, my name is Dmitri and I am searching for a position as a chemist. You work at the plant in Gyor.",
            excerpt="I am searching for a position",
        ),
        Example(
            text="Hi Joan, I was recently laid off. Your talk on old roofs made me want to ask you something.",
            excerpt="I was recently laid off",
        ),
        Example(
            text="Good morning Ms Pham, I need an internship for my degree. Do you supervise students in your pharmacy?",
            excerpt="I need an internship",
        ),
        Example(
            text="Hi Eli, recent law graduate actively looking for entry-level roles here. We share a home town, I believe.",
            excerpt="actively looking for entry-level roles",
        ),
        Example(
            text="Dear Signora Conti, I am unemployed since March and a trained framer. Do you still run the workshop?",
            excerpt="I am unemployed",
        ),
        Example(
            text="Hello Sam, please hire me. I can drive anything on wheels and come from your village.",
            excerpt="please hire me",
        ),
    ),
    good=(
        Example(
            text="Hi Farah, your post on night shifts in Lille matched what I saw at our depot. May I ask how you plan them?"
        ),
        Example(
            text="Dear Mr Osei, we sat next to each other at the union's evening in Tema. I'm now looking for a job in accounting and remembered your advice."
        ),
        Example(text="Hello Dmitri, we are looking for a chemist at the plant in Gyor. Would you like to hear more?"),
        Example(
            text="Hi Joan, I'm looking for work samples of old roofs for our exhibition. Might I borrow two of yours?"
        ),
        Example(
            text="Good morning Ms Pham, I am exploring opportunities to collaborate on asthma leaflets. Could we talk in May?"
        ),
        Example(text="Hi Eli, I'm looking for somebody who knows maritime law. Is this your field?"),
        Example(
            text="Dear Signora Conti, I'm looking for a job again, as I told you on Sunday. Do you still need a framer?",
            context=Context(thread=Thread(sent=3, replied=True)),
        ),
        Example(
            text="Hello Sam, thank you for the tour of the garage. You asked what I do next: I'm looking for a position near home.",
        ),
        Example(text="Hi Rhea, I work on river gauges in Assam. How did you calibrate yours after the flood?"),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit for a need of work that stands before anything that ties author and reader."""
    words = set(reading.body.flat[:_EARLY].split())
    if reading.known or words.isdisjoint(_POSTS) or words.isdisjoint(_WANTS):
        return
    start, end = _lead(reading)
    need = _NEED.search(reading.body.plain, start, end)
    if need and not _tied(reading, start, need.start()) and not reading.is_protected(reading.body, *need.span()):
        yield Hit("body", *need.span())


def _lead(reading: Reading) -> Span:
    """Return where the message begins to say something: its first sentences after the pleasantries."""
    begin, end = reading.content
    text = reading.body.plain
    said = [(max(start, begin), to) for start, to in reading.sentences if begin < to <= max(end, begin + 1)]
    while len(said) > 1 and _PLEASANTRY.match(text, said[0][0]) and not _NEED.search(text, *said[0]):
        said.pop(0)
    return (said[0][0], said[:_LEADING][-1][1]) if said else (begin, end)


def _tied(reading: Reading, start: int, before: int) -> bool:
    cues = (*reading.cues.get("common_ground", ()), *reading.cues.get("news", ()))
    lead = reading.body.plain[start:before]
    return any(start <= at < before for at, _ in cues) or ties.names_work(lead) or ties.names_place(lead)
