"""Short paragraphs."""

from collections.abc import Iterator
from itertools import pairwise

from app.domain.report import Fix
from app.rules import targets
from app.rules.lazy import regex
from app.rules.reading import Reading, Span
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule

_WHO = (
    "I am a district nurse in Tampere and have looked after people with chronic wounds at home for eleven years, most "
    "of them over seventy and many of them alone. "
)
_WHY = (
    "Last winter our team tried the dressing that your group describes in its report, and the change was plain: fewer "
    "visits, less pain, and patients who slept again. "
)
_MORE = (
    "Two of the doctors here still doubt it because the study had no control group, and the hospital board will not "
    "pay for a second year without better numbers. "
)
_ASK = "Would you tell me how you counted the visits, and whether the raw data may be shared with us?"
_WALL = "Dear Dr Salo, " + _WHO + _WHY + _MORE + _ASK
_SPLIT = "Dear Dr Salo,\n\n" + _WHO + _WHY.strip() + "\n\n" + _MORE + _ASK
_DRONE = "so " + (_WHO + _MORE).replace(".", "").lower() + _WHY.lower()
_STEPS = (
    "Hi Ana. I bake. I sell. I teach too. I read your book. It helped me. My bread rose. I was glad. Now I plan a class "
    "for the whole street, with flour from the mill down the road. It is in May. May I quote you on the leaflet?"
)

RULE = Rule(
    id="wall-of-text",
    kind="code",
    group="structure",
    severity="warning",
    repair="fix",
    needs="text",
    languages="any",
    statement="Break long blocks: one thought, one short paragraph.",
    why="A long unbroken block looks like work, above all on a phone, and is skipped.",
    message="This block has too many words in one piece; break it where the thought turns.",
    sources=("001", "002"),
    parameters={
        "words": Parameter(
            value=targets.BLOCK_WORDS,
            unit="words in a paragraph",
            evidence="ours",
            source="About nine lines on a phone; the articles ask for short paragraphs without a number",
            as_of="2026",
        ),
        "sentences": Parameter(
            value=8,
            unit="sentences in a paragraph of some length",
            evidence="ours",
            source="The articles ask for short paragraphs without a number",
            as_of="2026",
        ),
    },
    bad=(
        Example(text=_WALL, excerpt=_WALL, fixed=_SPLIT),
        Example(
            text="Dear Dr Salo,\n\n" + _WHO + _WHY + _MORE + _ASK + "\n\nKind regards,\nMinna",
            excerpt=_WHO + _WHY + _MORE + _ASK,
            fixed=_SPLIT + "\n\nKind regards,\nMinna",
        ),
        Example(text=_WHO + _WHY + _MORE + _ASK, excerpt=_WHO + _WHY + _MORE + _ASK),
        Example(channel="email", subject="Dressings", text=_WALL + "\nMinna", excerpt=_WALL),
        Example(
            channel="inmail",
            subject="Dressings",
            text="Hello. " + _WHY + _MORE + _ASK,
            excerpt="Hello. " + _WHY + _MORE + _ASK,
        ),
        Example(text="Hi!\n" + _MORE + _WHO + _WHY + "Thanks!", excerpt=_MORE + _WHO + _WHY + "Thanks!"),
        Example(text=_DRONE, excerpt=_DRONE.strip()),
        Example(text=_STEPS, excerpt=_STEPS),
    ),
    good=(
        Example(text="Dear Dr Salo,\n\n" + _WHO + "\n\n" + _WHY + "\n\n" + _ASK),
        Example(text="Dear Dr Salo, " + _WHY + _ASK),
        Example(text=_WHO + "\n" + _WHY + "\n" + _MORE + "\n" + _ASK),
        Example(text="Hi Ana,\n\nThe order:\n- twelve loaves of rye\n- nine of spelt\n- forty rolls\n\nMinna"),
        Example(text="Hi Ana. I bake. I teach. I read your book. It helped. Thanks. May I quote you?"),
        Example(
            channel="email",
            subject="Re: visits",
            text="Thank you, that helps.\n\nMinna\n\nOn Mon, 3 March 2025, A. Salo wrote:\n> " + _WHO + _WHY + _MORE,
        ),
        Example(text="Dear Dr Salo, " + _WHO + "\n\n" + _ASK),
        Example(text=_ASK),
    ),
)

_LINE = regex(r"\S[^\n]*")
_TURN = regex(
    r"(?:I'm|I am|My|I have|I've|I'd|I would|I wanted|I was|I know|Would|Could|Can|May|Might|Are you|Do you|If|We|We're|"
    r"Our|The|This|That said|However|But|So|Now|Last|Recently|Currently|Given|Based|As|Because|Since|Thank|Thanks|"
    r"Looking|Please|Let|In return|Happy|Not sure|Either way|Also|At|For|On|Your|You)\b"
)
_SHORT_BLOCK = 40
_TOO_LONG = 400  # words that no break makes readable


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each line that has too many words, or many sentences, without a break."""
    text, most = reading.body.text, parameters["words"]
    if max(map(len, text.split("\n"))) < 3 * _SHORT_BLOCK:
        return
    for match in _LINE.finditer(text, 0, reading.own_end):
        line = match.group().rstrip()
        if len(line) < 3 * _SHORT_BLOCK:
            continue
        span = (match.start(), match.start() + len(line))
        if (words := len(line.split())) >= most or (
            words >= _SHORT_BLOCK
            and line.count(". ") + line.count("? ") + line.count("! ") >= parameters["sentences"]
            and len(_sentences(reading, span)) > parameters["sentences"]
        ):
            yield Hit("body", *span, _breaks(reading, span, parameters))


def _sentences(reading: Reading, block: Span) -> list[Span]:
    return [(start, end) for start, end in reading.sentences if block[0] <= start and end <= block[1]]


def _breaks(reading: Reading, block: Span, limits: Parameters) -> tuple[Fix, ...]:
    """Return the paragraph breaks: after the greeting, and between sentences into blocks of like length."""
    text, since = reading.body.text, block[0]
    if text.count(" ", *block) > _TOO_LONG:
        return ()
    starts = [start for start, _ in _sentences(reading, block)]
    if reading.greeting and reading.greeting[0] <= block[0] < reading.greeting[1] < block[1]:
        since = reading.content[0]
        starts = [since, *(start for start in starts if start > since)]
    breaks = [since] if since > block[0] else []
    breaks += _turns(text, starts, block[1], limits)
    if reading.room is not None and len(breaks) > reading.room:
        return ()
    return tuple(_break(text, at) for at in breaks)


def _turns(text: str, starts: list[int], end: int, limits: Parameters) -> list[int]:
    """Choose the sentences that open a new paragraph: as few as leave no block too long, or all that help."""
    total = len(text[starts[0] : end].split()) if starts else 0
    chosen: list[int] = []
    for parts in range(max(2, -(-total // max(1, limits["words"] - 1))), len(starts) + 1):
        chosen = _parted(text, starts, end, parts)
        if all(_fits(text, starts, span, limits) for span in pairwise((starts[0], *chosen, end))):
            break
    return chosen


def _fits(text: str, starts: list[int], block: Span, limits: Parameters) -> bool:
    words = len(text[slice(*block)].split())
    many = sum(block[0] <= start < block[1] for start in starts) > limits["sentences"]
    return words < limits["words"] and not (many and words >= _SHORT_BLOCK)


def _parted(text: str, starts: list[int], end: int, parts: int) -> list[int]:
    """Choose the sentences that open one of so many paragraphs of like length, where the thought turns if possible."""
    chosen: list[int] = []
    for part in range(1, parts):
        aim = starts[0] + (end - starts[0]) * part // parts
        free = [start for start in starts[1:] if start > (chosen[-1] if chosen else starts[0])]
        if free:
            chosen.append(min(free, key=lambda start: abs(start - aim) + (0 if _TURN.match(text, start) else 60)))
    return chosen


def _break(text: str, at: int) -> Fix:
    start = len(text[:at].rstrip())
    return Fix("body", start, at, "\n\n", True)
