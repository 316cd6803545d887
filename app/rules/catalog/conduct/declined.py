"""Writing on after a no."""

import re
from collections.abc import Iterator

from app.domain.context import Context, Thread
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

_NO = Context(thread=Thread(sent=1, replied=True, declined=True))
_YES = Context(thread=Thread(sent=1, replied=True, declined=False))

RULE = Rule(
    id="declined",
    kind="code",
    group="conduct",
    severity="error",
    repair="hold",
    needs="history",
    languages="any",
    statement="Take a no as a no: never write again to somebody who declined or asked you to stop.",
    why="Who has said no has dealt with you honestly. To write on tells them that their answer didn't count.",
    message="This person has declined. Let it rest, whatever the wording.",
    sources=("001",),
    bad=(
        Example(text="Hi Maya, thanks for your answer. May I ask again in the autumn?", context=_NO),
        Example(text="Hello Tom, the nurse position in Porto has a better rate now. Worth a look?", context=_NO),
        Example(
            text="Dear Dr Okafor, perhaps a shorter call would suit you. Ten minutes?",
            context=Context(thread=Thread(declined=True)),
        ),
        Example(text="Hi Noor, no offence meant by my last note. Would you read this one?", context=_NO),
        Example(
            text="Hi Ines, I know you said no, but the clinic has raised its offer since.",
            excerpt="I know you said no",
        ),
        Example(
            text="Hello Lou,\n\nAlthough you asked me not to contact you again, I'd like to try once more.",
            excerpt="you asked me not to contact you again",
        ),
        Example(
            text="Hi Bea, you told me you weren't interested in the catalogue, yet the new edition may change that.",
            excerpt="you told me you weren't interested",
        ),
        Example(
            text="Good day Mr Adeyemi, even though you already declined my offer, here is a lower price for the kiln.",
            excerpt="you already declined my offer",
        ),
    ),
    good=(
        Example(text="Hi Maya, thank you for your answer. I'll send the two pages on Monday.", context=_YES),
        Example(text="Hello Tom, the nurse position in Porto has a better rate now. Worth a look?"),
        Example(text="Dear Dr Okafor, if you'd rather not, just say no and I won't write again."),
        Example(text="Hi Noor, you asked me to send the timetable once it is ready. Here it is."),
        Example(text="Hi Ines, I know you said no, but that was last year.", context=_YES),
        Example(
            text="Hello Lou, you told me that you were not interested in steel, only in wood, so I wrote down the oaks.",
            context=_YES,
        ),
        Example(text="Hi Bea, the reviewers declined my paper on lichens, and your advice would help me a lot."),
        Example(text="Good day Mr Adeyemi, you asked me to stop by when I am in Lagos. I arrive on 4 May."),
    ),
)

# A cheap look, in the letters of the flat view: whatever the exact pattern matches holds this.
_SAYING = frozenset(b"said told wrote replied answered mentioned declined rejected turned passed asked".split())
_SAID = regex(
    rb" you(?:'ve| have| had|)(?: already| once| previously| just|) "
    rb"(?:said|told|wrote|replied|answered|mentioned|declined|rejected|turned|passed|asked)"
)
_KNOWN = regex(
    r"\b(?:(?:(?:I|we) (?:know|understand|realise|realize|remember|see|get)(?: that)? )?"
    r"you(?:'ve| have| had)?(?: already| once| previously| just)? (?:said|told (?:me|us)|wrote|replied|answered|mentioned)"
    r"(?: that)?(?: it(?:'s| is| was) a| a)? no\b(?! (?:one|more|longer|problem|issue|rush|worries|matter|doubt))"
    r"|you(?:'ve| have| had)?(?: already| once| previously| just)? "
    r"(?:said|told (?:me|us)|wrote|replied|answered|mentioned)(?: that)?"
    r" you(?:'re| are|'d| would|'ve| were| do| did| had)? ?(?:not|n't|weren't|aren't|don't|didn't|wouldn't|no longer)"
    r" (?:be )?(?:interested|looking|keen|want(?: to be)? (?:contacted|bothered)|want (?:me|us) to (?:write|contact))"
    r"|you(?:'ve| have| had)?(?: already| once| previously| just)? (?:declined|rejected|turned down|passed on)"
    r" (?:my|our|me|us|the|this) ?(?:offer|request|invitation|proposal|last \w+|first \w+|opportunity|role)?"
    r"|you(?:'ve| have| had)?(?: already| once| previously| just)? (?:asked|told) (?:me|us) "
    r"(?:not to (?:contact|write|message|email|call|reach|bother|send|follow|get)|"
    r"to stop (?:contacting|writing|messaging|emailing|e-mailing|calling|sending|reaching|bothering|following))"
    r"(?: out)?(?: (?:to )?(?:you|me))?(?: (?:again|anymore|any more))?)",
    re.IGNORECASE,
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where the caller says that the reader declined, or where only the text says so."""
    declined = reading.thread.declined
    if declined:
        yield Hit()
    elif declined is None and _may_say_no(reading):
        for match in _KNOWN.finditer(reading.body.plain):
            if not reading.is_protected(reading.body, *match.span()):
                yield Hit("body", *match.span(), message="“{excerpt}”: then don't write again. Let it rest.")


def _may_say_no(reading: Reading) -> bool:
    body = reading.body
    return not _SAYING.isdisjoint(body.vocabulary) and _SAID.search(body.flat) is not None
