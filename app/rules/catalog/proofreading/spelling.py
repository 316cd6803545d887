"""Misspelt words: a table of our own, never names, companies or jargon."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from app.rules import fixes
from app.rules.kept import digest, kept
from app.rules.phrases import PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.templates import expand
from app.rules.text import FieldText

_HERE = Path(__file__).parent
_SOURCE = _HERE / "tables" / "spelling.toml"
_OTHER_VOWELS = {"a": "eio", "e": "ai", "i": "eay", "o": "ua", "u": "oi", "y": "i"}
_SHORT = 5


class _Table(msgspec.Struct):
    """What is written in `tables/spelling.toml`, and what follows from it.

    Attributes:
        meant: what each misspelling stands for; nothing where it could stand for two words.
        sure: misspellings that are hardly a name.
        confused: words that are right in themselves, and wrong where they stand.

    """

    meant: dict[str, str]
    sure: frozenset[str]
    confused: tuple[PhraseData, ...]


def _table() -> _Table:
    given = tomllib.loads(_SOURCE.read_text("utf-8"))
    words = {word for template in given["words"].split() for word in expand(template)}
    meant: dict[str, str] = {}
    for word in sorted(words):
        for slip in set(_slips(word)):
            meant[slip] = word if slip not in meant else ""
    for word in words.union(given["real"].split()):
        meant.pop(word, None)
    for word, misspelt in given["misspelt"].items():
        meant |= dict.fromkeys(misspelt.split(), word)
    sure = frozenset(wrong for misspelt in given["misspelt"].values() for wrong in misspelt.split())
    return _Table(meant, sure, msgspec.convert(given["confused"], tuple[PhraseData, ...]))


def _slips(word: str) -> Iterator[str]:
    """Yield what slow fingers or ears make of a word: inner letters swapped, left out, doubled or changed; `-full`."""
    if word.endswith("ful"):
        yield word + "l"
    for at in range(1, len(word) - 1):
        head, letter, tail = word[:at], word[at], word[at + 1 :]
        yield head + tail[0] + letter + tail[1:]
        if len(word) <= _SHORT:
            continue
        yield head + tail
        if letter in _OTHER_VOWELS:
            for vowel in _OTHER_VOWELS[letter]:
                yield head + vowel + tail
        elif letter in "lmnrstcpfgd":
            yield head + letter + letter + tail


def _read() -> tuple[dict[bytes, str], frozenset[str], tuple[PhraseData, ...]]:
    """Return the table with its words as texts hold them; it isn't held in memory twice."""
    table = kept("spelling", digest(_HERE, (_SOURCE, Path(__file__))), _Table, _table)
    return {wrong.encode(): word for wrong, word in table.meant.items()}, table.sure, table.confused


_MEANT, _SURE, _CONFUSED = _read()

RULE = Rule(
    id="spelling",
    kind="code",
    group="proofreading",
    severity="warning",
    repair="fix",
    needs="text",
    statement="Proofread: spell every word right.",
    why="A slip in a first message is taken as a sign of how carefully you work.",
    message="“{excerpt}” is misspelt.",
    sources=("001",),
    phrases=_CONFUSED,
    bad=(
        Example(
            text="Hi Maya, I recieved your paper on soil sensors and have two questions. Could I ask them?",
            excerpt="recieved",
            fixed="Hi Maya, I received your paper on soil sensors and have two questions. Could I ask them?",
        ),
        Example(
            text="Hello Tom, we have an oppurtunity for a nurse with ward experiance in Porto. Would you like to hear more?",
            excerpt="oppurtunity",
            fixed="Hello Tom, we have an opportunity for a nurse with ward experience in Porto. Would you like to hear more?",
        ),
        Example(
            text="Dear Dr Okafor, thank you for the helpfull answer. I definately want to repeat the trial.",
            excerpt="definately",
            fixed="Dear Dr Okafor, thank you for the helpful answer. I definitely want to repeat the trial.",
        ),
        Example(
            text="Hi Noor, I work in the planing departement of the trams. Seperate question: who draws your maps?",
            excerpt="Seperate",
        ),
        Example(
            text="Hello Ines, my collegues told me that your clinic is a wonderfull place to work. Is there an opening?",
            excerpt="collegues",
            fixed="Hello Ines, my colleagues told me that your clinic is a wonderful place to work. Is there an opening?",
        ),
        Example(
            text="Hi Bea, this is an exiting opportunity for a botanist. Shall I send the details?",
            excerpt="exiting",
            fixed="Hi Bea, this is an exciting opportunity for a botanist. Shall I send the details?",
        ),
        Example(
            text="Good day Mr Adeyemi, would your project manger have time for a call tommorow?",
            excerpt="manger",
            fixed="Good day Mr Adeyemi, would your project manager have time for a call tomorrow?",
        ),
        Example(
            text="Hi Lou, thankyou for the tour. I dont know how to begin with the managment of so many letters.",
            excerpt="managment",
        ),
        Example(
            text="Hi Sam, I would like some advise on my carrier as a tram driver. Do you have ten minutes?",
            excerpt="advise",
            fixed="Hi Sam, I would like some advice on my career as a tram driver. Do you have ten minutes?",
        ),
    ),
    good=(
        Example(text="Hi Maya, Reilly Lerner of Brillant GmbH told me about your sensors. Could I ask two questions?"),
        Example(text="Hello Tom, we organise the programme at the centre and value honour, colour and good behaviour."),
        Example(text="Hello Tom, we organize the program at the center and value honor, color and good behavior."),
        Example(
            text="Dear Dr Okafor, the dbt models run on k8s; the npm package is at github.com/okafor/recieve-queue."
        ),
        Example(text="Hi Noor, the “recieve” button on page 3 of the manual is misspelt. Whom should I tell?"),
        Example(text="Hello Ines, after exiting the programme I moved to Porto and advise new nurses there."),
        Example(text="Hi Bea, the carrier of the samples lost one; may I send another?"),
        Example(text="Good day Mr Adeyemi, write to info@managment.example or to my own address, as you like."),
        Example(
            text="Hi Lou, a teacher from Wisconsin visits the archive with her massage therapist. Could you show them around?"
        ),
        Example(text="Hi Sam, I follow #oppurtunity and @experiance for trams. Which do you read?"),
    ),
)

_LONG = 9


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each misspelt word that stands in lower case, or opens a sentence."""
    for field in reading.fields:
        if not _MEANT.keys().isdisjoint(field.vocabulary):
            for word in sorted(_MEANT.keys() & field.vocabulary):
                yield from _hits(reading, field, word.decode(), _MEANT[word])


def _hits(reading: Reading, field: FieldText, word: str, meant: str) -> Iterator[Hit]:
    for match in re.finditer(rf"(?<![\w@#/.'’-]){word}(?![\w@'’]|[./-]\w)", field.plain, re.IGNORECASE):
        start, end = match.span()
        if not _is_plain(field, start, end) or reading.is_protected(field, start, end):
            continue
        if meant:
            message = f"“{{excerpt}}” is misspelt: it should be “{meant}”."
            yield Hit(field.name, start, end, fixes.replace(field, start, end, meant), message=message)
        else:
            yield Hit(field.name, start, end)


def _is_plain(field: FieldText, start: int, end: int) -> bool:
    """Say whether the word is no name: in lower case, or opening a sentence and no likely name for its length."""
    word = field.text[start:end]
    if word.islower():
        return True
    sure = word.lower() in _SURE or len(word) >= _LONG
    return sure and word[1:].islower() and fixes.starts_sentence(field.text, start)
