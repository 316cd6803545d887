"""Plain faults of grammar and punctuation."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from app.domain.report import Fix
from app.rules import harper
from app.rules.carried_over import carried_over
from app.rules.forms import verb_forms
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule
from app.rules.slips import slips, small_openings
from app.rules.text import FieldText

_TABLE = tomllib.loads((Path(__file__).parent / "tables" / "grammar.toml").read_text("utf-8"))

RULE = Rule(
    id="grammar",
    kind="code",
    group="proofreading",
    severity="warning",
    repair="fix",
    needs="text",
    statement="Proofread: mind agreement, articles, doubled words, capitals and punctuation.",
    why="Slips of grammar distract from what you say, and suggest that the message wasn't worth a second look.",
    message="“{excerpt}” isn't right; read it once more.",
    sources=("001",),
    parameters={
        "checker": Parameter(
            value="own",
            unit="who looks: our own tables, or `harper` as well, where the extra `[grammar]` is installed",
            evidence="ours",
            source="On forty clean messages Harper raised no false alarm with the settings used here",
            as_of="2026",
            choices=("own", "harper"),
        )
    },
    phrases=(
        *msgspec.convert(_TABLE["phrases"], tuple[PhraseData, ...]),
        *(PhraseData(match=(wrong,), by=right) for wrong, right in _TABLE["pairs"].items()),
        *(PhraseData(match=(wrong,), by=right, at="start") for wrong, right in _TABLE["openings"].items()),
        *verb_forms(),
        *carried_over(),
    ),
    bad=(
        Example(
            text="Hi Maya, I would like to ask about the the clay plots. I look forward to hear from you.",
            excerpt="the the",
            fixed="Hi Maya, I would like to ask about the clay plots. I look forward to hearing from you.",
        ),
        Example(
            text="Hello Tom, if your available on Thursday, could we talk about the ward in Porto?",
            excerpt="if your",
            fixed="Hello Tom, if you're available on Thursday, could we talk about the ward in Porto?",
        ),
        Example(
            text="Dear Dr Okafor, please find attach my two pages. Thanks for you're help with the table.",
            excerpt="please find attach",
            fixed="Dear Dr Okafor, please find attached my two pages. Thanks for your help with the table.",
        ),
        Example(
            text="Hi Noor, i work on an tram timetable and found a error in line 4. Whom should I tell?",
            excerpt="i",
            fixed="Hi Noor, I work on a tram timetable and found an error in line 4. Whom should I tell?",
        ),
        Example(
            text="Hello Ines, this role require two years on a ward. Lets meet, if you like.",
            excerpt="role require",
            fixed="Hello Ines, this role requires two years on a ward. Let's meet, if you like.",
        ),
        Example(
            text="Hi Bea, there is many lichens on our walls . could I send you pictures?",
            excerpt="there is",
            fixed="Hi Bea, there are many lichens on our walls. Could I send you pictures?",
        ),
        Example(
            text="Good day Mr Adeyemi, I have ten years experiences with kilns and work here since 2015.",
            excerpt="years experiences",
            fixed="Good day Mr Adeyemi, I have ten years of experience with kilns and work here since 2015.",
        ),
        Example(
            text="Hi Lou, we are looking for someone who have read old letters. It would be an honour,and a pleasure.",
            excerpt="someone who have",
            fixed="Hi Lou, we are looking for someone who has read old letters. It would be an honour, and a pleasure.",
        ),
        Example(
            text="Your going to laugh, Sam: I have driven trams since 2019 and never saw line 4.",
            excerpt="Your",
            fixed="You're going to laugh, Sam: I have driven trams since 2019 and never saw line 4.",
        ),
        Example(
            text="Hi Priya, are you free on monday? My colleague speaks german and would join us.",
            excerpt="monday",
            fixed="Hi Priya, are you free on Monday? My colleague speaks German and would join us.",
        ),
        Example(
            text="Hello Ewa, I have big interest in mills. Do you would show me yours?",
            excerpt="big interest",
            fixed="Hello Ewa, I have great interest in mills. Would you show me yours?",
        ),
        Example(text="Dear Mr Hahn, I am since 2019 baker in Ulm and like to see your oven.", excerpt="am since"),
        Example(text="Hello Ana, we search a nurse for Porto. How many rooms your ward has?", excerpt="we search a"),
        Example(
            text="Dear Ms Li, thank you for support me. My professor also want to visit.",
            excerpt="My professor also want",
        ),
        Example(
            text="Hi Jun, I'm looking for internship in Seoul and readed your post on kilns.",
            excerpt="readed",
            fixed="Hi Jun, I'm looking for an internship in Seoul and read your post on kilns.",
        ),
    ),
    good=(
        Example(text="Hi Maya, I know that that plot had had two summers of rain. Could I ask about it?"),
        Example(
            text="Hello Tom, an MBA, an SQL course and an hour with a European union helped me. A one-day visit too?"
        ),
        Example(
            text="Dear Dr Okafor, your going there helped a lot. I listened to your talk and look forward to the next."
        ),
        Example(
            text="Hi Noor, e.g. line 4 runs late, i.e. after nine. iPhone users see it first. npm is not to blame."
        ),
        Example(text="Hello Ines, does this role require two years on a ward? Let's meet, if you like."),
        Example(
            text="Hi Ewa, when you are in Ulm, could we meet? As I like bread, the company I work for sells ovens."
        ),
        Example(text="Dear Ms Li, what I need to know is when you can come. Because of the fair, I can't say yet."),
        Example(text="Hi Bea, there are a lot of lichens on our walls :) Could I send you pictures?"),
        Example(
            text="Good day Mr Adeyemi, I have worked here since 2015 and have ten years of experience. A few years' rest? No."
        ),
        Example(text="Hi Lou, people who have read old letters know that it's an honour... and its rewards come late."),
        Example(text="Hello Sam,\n\nthanks for your reply! The .NET version is at trams.example, and the old one too."),
        Example(
            text="Hi Priya, Will sent me your address. May I bring my colleague, who is from Duran Duran's home town?"
        ),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield doubled words, wrong articles, missing capitals, and marks with a space too many or too few."""
    for field in reading.fields:
        for start, end, replacement, message in slips(field):
            if not reading.is_protected(field, start, end):
                fix = Fix(field.name, start, end, replacement, safe=True)
                yield Hit(field.name, start, end, (fix,), message=message)
        if parameters["checker"] == "harper":
            yield from _remarked(reading, field)
    for start, end in small_openings(reading):
        if not reading.is_protected(reading.body, start, end):
            fix = Fix("body", start, start + 1, reading.body.text[start].upper(), safe=True)
            yield Hit("body", start, end, (fix,), message="“{excerpt}” opens a sentence and takes a capital.")


def _remarked(reading: Reading, field: FieldText) -> Iterator[Hit]:
    """Yield what Harper finds, words with a capital left out: they may be names, and are no business of grammar's."""
    for start, end, message, by in harper.remarks(field.text):
        if not reading.is_protected(field, start, end) and field.text[start:end].islower():
            fixes = (Fix(field.name, start, end, by, safe=False),) if by is not None else ()
            yield Hit(field.name, start, end, fixes, message=message)
