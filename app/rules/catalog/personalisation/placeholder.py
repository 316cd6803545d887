"""Merge fields that nobody filled."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from app.domain.context import Context, Recipient, Sender
from app.domain.report import Fix
from app.rules import courtesies
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.text import FieldText

_MAYA = Context(recipient=Recipient(name="Maya Patel", company="Soilworks"), sender=Sender(name="Jan Mertens"))

RULE = Rule(
    id="placeholder",
    kind="code",
    group="personalisation",
    severity="error",
    repair="ask",
    needs="text",
    languages="any",
    statement="Fill every placeholder before you send.",
    why="An unfilled field tells the reader that the message went to a list.",
    message="“{excerpt}” is a placeholder that nobody filled.",
    question="What should stand in place of the unfilled placeholder?",
    sources=("001", "002"),
    bad=(
        Example(
            text="Hi {first_name}, your talk in Ghent was a joy. May I visit your field lab?",
            excerpt="{first_name}",
            context=_MAYA,
            fixed="Hi Maya, your talk in Ghent was a joy. May I visit your field lab?",
        ),
        Example(
            text="Dear [Name],\n\nwould your team at [Company] take an apprentice?\n\nThank you,\nTomasz",
            excerpt="[Company]",
        ),
        Example(text="Hello {{contact.firstname}}, we met at the fair in Lyon.", excerpt="{{contact.firstname}}"),
        Example(text="Hi <NAME>, the welding course starts in May.", excerpt="<NAME>"),
        Example(text="Good day %FIRST_NAME%, may I send you our catalogue?", excerpt="%FIRST_NAME%"),
        Example(
            text="Hi ,\n\nyour paper on peat was a great help. May I ask one question?",
            excerpt="Hi ,",
            context=_MAYA,
            fixed="Hi Maya,\n\nyour paper on peat was a great help. May I ask one question?",
        ),
        Example(text="Hi Ana, I saw that you worked at XXX for ten years.", excerpt="XXX"),
        Example(
            text="Dear Ms Osei, I admire [mention a recent project]. Could we talk?",
            excerpt="[mention a recent project]",
        ),
        Example(text="Dear *|FNAME|*, the reading group meets on Friday.", excerpt="*|FNAME|*"),
        Example(text="Hi FirstName, are you still looking for night nurses?", excerpt="FirstName"),
        Example(text="Dear null, thank you for applying to our bakery.", excerpt="null"),
        Example(
            channel="email",
            subject="A role at [insert company here]",
            text="Hi Kofi, would you like to hear more?",
            excerpt="[insert company here]",
        ),
        Example(
            text="Hi Maya,\n\nmay I call you on Monday?\n\nBest regards,\n[Your Name]",
            excerpt="[Your Name]",
            context=_MAYA,
            fixed="Hi Maya,\n\nmay I call you on Monday?\n\nBest regards,\nJan Mertens",
        ),
        Example(text="Hello Sven, I have X years of experience in roofing.", excerpt="X years"),
        Example(text="Hi Lea, I'd love to talk about ____ with you.", excerpt="____"),
    ),
    good=(
        Example(text="Hi Maya, the notes are on [my page](https://maya.example/notes). Best, Jan"),
        Example(text="Hi Maya, see <https://maya.example> or write to <jan@mertens.example>."),
        Example(text="Dear Dr Rao, the result in [3] agrees with [12, 14]. May I cite it?"),
        Example(text="Hi Sam, in the template I write `{first_name}` and get an empty string. Do you know why?"),
        Example(text="Hi Ana, the book calls it “{name}”. Is that how you say it in Porto?"),
        Example(text="Hi Piotr, {x in S} is empty, so f(x) = x[0] fails; can you check \\frac{a}{b}?"),
        Example(text="Hi Jo, he wrote that they was [sic] late. [Laughs] See you at Super Bowl XXX :}"),
        Example(text="Bonjour Léa !\n\nMerci pour votre message."),
        Example(text="Hello ! I am from Lyon and would like to visit your workshop."),
        Example(text="Hi Tom, 50% of them use it and 30% don't. The <b> tag is fine, and I <3 your blog."),
        Example(text="Hi Nina,\n\nthe minutes are below.\n\n____________________\nNina Berg\nBergen Library"),
        Example(text="Hi Max, the queue returns null for the first request. Could you look?"),
        Example(text="Hi Lu, the [Remote] tag in your post made me curious. See you soon xxx"),
    ),
)

_FIELD_WORD = (
    r"(?:(?:first|last|full|given|sur|user|company|job|recipient|contact|candidate|client|customer|sender|prospect|"
    r"your|"
    r"hiring|manager'?s?|their|school|industry|product|role|event|person'?s?|the)[ _.-]?)*"
    r"(?:f|l)?names?|surname|fname|lname|company(?:[ _]?name)?|companies|employer|organi[sz]ation|firm|business|"
    r"(?:job|position|role)?[ _]?title|position|role|job|industry|sector|skills?(?:[ _]?\d)?|field|expertise|"
    r"speciali[sz]\w+|"
    r"city|location|country|town|state|region|university|school|college|department|degree|major|recipient|sender|"
    r"candidate|prospect|client|customer|contact|person|mutual|connection|topic|subject|link|url|product|service|"
    r"project|event|conference|article|post|achievements?|accomplishments?|experience|number|amount|date|day|time|"
    r"month|"
    r"years?|email|phone|website|signature|something|insert|mention|specific|add|describe|relevant|reason|detail|"
    r"details|"
    r"compliment|industry|area|areas|interest|interests|calendar|calendly|salary|budget|team|tool|technology|hobby|"
    r"benefit|problem|challenge|pain|result|xx|xxx|your"
)
_BENIGN = regex(
    r"(?i:confidential|external|internal|redacted|remote|hybrid|urgent|edit|sic|link removed|update|draft|m/[wf]/[dx]|"
    r"job \w+ attached|subject to .*|time permitting)\Z"
)
_HTML = frozenset(
    """
    title link address time data input code body head html br hr b i u p a div span img table form button label
    select section article main nav footer header script style meta template object summary details field
    """.split()
)
_WORDED = regex(rf"(?<![\w])(?:{_FIELD_WORD})(?![\w])", re.IGNORECASE)

_BRACES = regex(
    r"(?<![\w\\^_}`])(?:\$?\{\{?|\$\{)[#/]?\s*(?P<inner>[A-Za-z][\w .|'’/:-]{0,40}?)\s*\}\}?(?![\w`])|"
    r"\{\{[^{}\n]{0,60}\}\}"
)
_SQUARE = regex(r"(?<![\w\]`!\\])\[{1,2}\s*(?P<inner>[A-Za-z][^\[\]\n]{0,60}?)\s*\]{1,2}(?![(\[:`\w])")
_ANGLED = regex(r"(?<![\w`<])<{1,2}\s*(?P<inner>[A-Za-z][\w '’./-]{1,40}?)\s*>{1,2}(?![\w`>])")
_PERCENT = regex(r"%{1,2}[A-Za-z][A-Za-z_]{2,30}%{1,2}|\*\|[A-Z_:]{2,30}\|\*|##?[A-Z][A-Z_]{2,30}##?(?!\w)")
_BLANK = regex(r"(?<=[ (])_{3,}(?=[ ,.!?;:)]|\n|\Z)|(?<!\.)\.{6,}(?= [a-z])")
_CROSSES = regex(
    r"\bX{3,4}\b(?!L)|\bXX\b(?=\+? (?:years?|months?|%|people|employees|percent|million))|\bxxx\b(?= (?:company|"
    r"years?|and|as|for|in)\b)|"
    r"\bX\+? (?:years?|months?|weeks|employees|percent)\b|\bXYZ\b(?! (?:axis|plane|space|coordinates?|file|format|"
    r"stage|table))"
)
_ROMAN = regex(
    r"(?:Bowl|Games|Olympiad|Chapter|Act|Part|Volume|Vol|Title|Article|Pope|Canto|Psalm|Type|MCM|size)\.? \Z"
)
_BARE = regex(
    r"\b(?:FIRST|LAST|FULL|COMPANY|RECIPIENT|CANDIDATE|CLIENT|CONTACT|CUSTOMER|SENDER|PROSPECT|JOB|YOUR)"
    r"[_ ]?(?:NAME|TITLE|COMPANY)\b|\bF_?NAME\b|\b(?:[Ff]irst|[Ll]ast|[Cc]ompany|[Rr]ecipient|[Cc]andidate|"
    r"[Jj]ob)_?(?:Name|Title)\b|"
    r"\b(?:first|last|company|job)_(?:name|title)\b|"
    r"(?<=\bat )COMPANY\b|\(\((?i:first |last |full )?(?i:name)\)\)|__[A-Z]{4,20}__|"
    r"(?<=\n)Your (?:Full )?Name(?=\s*(?:\n|\Z))|"
    r"\b(?i:insert (?:\w+ ){0,4}here|(?:your|company|recipient'?s?) name here|lorem ipsum dolor)\b"
)
_BARE_MARKS = ("NAME", "Name", "_name", "Title", "TITLE", "COMPANY", "((", "__", "ame here", "nsert ", "orem ipsum")
_EMPTY_GREETING = regex(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)),?(?P<gap> +,| *,,|  +[!.])", re.IGNORECASE
)
_NOBODY = regex(
    r"\s*(?:hi|hello|hey|dear) (?P<name>null|undefined|none|nan|n/?a|unknown|first ?name|name|recipient|no name|nil|"
    r"test|"
    r"insert name|\(name\)|\(?first name\)?|your name|xxx?|x)(?=\s*[,!.:\n—–-])",
    re.IGNORECASE,
)
_EMPTY_FIELD = regex(
    r"\b(?:work|role|position|team|experience|background|time|job|opening|opportunity|working|worked|colleagues|"
    r"career|based)"
    r" (?:at|with|in) [,.!](?=\s|\Z)"
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each placeholder; a name that the context gives fills those in greeting and signature."""
    for field in reading.fields:
        seen: list[tuple[int, int]] = []
        for start, end in islice(_spans(field), _ENOUGH):
            if not any(start < to and since < end for since, to in seen) and not reading.is_protected(
                field, start, end
            ):
                seen.append((start, end))
                yield Hit(field.name, start, end, _filled(reading, field, start, end))


_ENOUGH = 40  # nobody mends more at once


def _spans(field: FieldText) -> Iterator[tuple[int, int]]:
    text = field.text
    yield from _greetings(field)
    for marks, pattern, holds in _SHAPES:
        if _holds(text, marks):
            yield from (match.span() for match in pattern.finditer(text) if holds(match) and not _is_code(text, match))
    yield from _bare(field)


def _holds(text: str, marks: tuple[str, ...]) -> bool:
    return any(mark in text for mark in marks)


def _is_code(text: str, match: re.Match[str]) -> bool:
    return "`" in text and text.count("`", 0, match.start()) % 2 == 1


def _greetings(field: FieldText) -> Iterator[tuple[int, int]]:
    if field.name == "body":
        if match := _EMPTY_GREETING.match(field.text):
            yield len(field.text) - len(field.text.lstrip()), match.end()
        elif named := _NOBODY.match(field.text):
            yield named.span("name")


def _bare(field: FieldText) -> Iterator[tuple[int, int]]:
    text = field.text
    if _holds(text, _BARE_MARKS):
        yield from (match.span() for match in _BARE.finditer(text) if not _is_code(text, match))
    if " ," in text or " ." in text or " !" in text:
        yield from (match.span() for match in _EMPTY_FIELD.finditer(text))


def _is_merge(match: re.Match[str]) -> bool:
    """Say whether what stands in braces is a field; in double braces everything is."""
    inner = match["inner"]
    if match.group().startswith("{{") or "_" in inner or "." in inner:
        return True
    return inner.isalpha() and len(inner) > 2 if " " not in inner else _is_field(match)


def _is_field(match: re.Match[str]) -> bool:
    """Say whether brackets hold a field: its words or its underscores show it."""
    inner = match["inner"]
    return not _BENIGN.match(inner) and (inner == "X" or "_" in inner or _WORDED.search(inner) is not None)


def _is_tagged(match: re.Match[str]) -> bool:
    inner = match["inner"]
    return (inner.lower() not in _HTML or inner.isupper()) and _is_field(match)


def _is_no_numeral(match: re.Match[str]) -> bool:
    return not _ROMAN.search(match.string, max(0, match.start() - 12), match.start())


def _always(match: re.Match[str]) -> bool:
    return True


_SHAPES: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (("{",), _BRACES, _is_merge),
    (("[",), _SQUARE, _is_field),
    (("<",), _ANGLED, _is_tagged),
    (("%", "|", "#"), _PERCENT, _always),
    (("__", "......"), _BLANK, _always),
    (("X", "xxx"), _CROSSES, _is_no_numeral),
)


def _filled(reading: Reading, field: FieldText, start: int, end: int) -> tuple[Fix, ...]:
    """Fill in the name that the caller gives, where it is plain whose name belongs there."""
    if field.name != "body":
        return ()
    name = courtesies.first_name(reading.recipient.name)
    greeting = reading.greeting
    if name and greeting and start < greeting[1] and _names_person(field.text[start:end]):
        excerpt = field.text[start:end]
        if start <= greeting[0] + 1:
            return (Fix("body", start, end, f"{excerpt.rstrip(' ,.!')} {name},", True),)
        return (Fix("body", start, end, name, True),)
    if reading.sender.name and start >= reading.content[1] and re.search(r"(?i)name", field.text[start:end]):
        return (Fix("body", start, end, reading.sender.name, True),)
    return ()


def _names_person(excerpt: str) -> bool:
    return not re.search(r"(?i)company|title|role|organi", excerpt)
