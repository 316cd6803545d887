"""The automaton finds what the plain matcher finds, on any text."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidRule
from app.rules import ruleset
from app.rules.matching import Match, Matcher, leftmost_longest
from app.rules.openings import openings
from app.rules.phrases import Phrase, PhraseData
from app.rules.templates import expand
from app.rules.text import FieldText
from tests.rules import reference

PHRASES = [
    Phrase("slang", PhraseData(match=("gonna", "hit me up", "u", "cafe (au lait)?"))),
    Phrase("urgency", PhraseData(match=("asap", "as soon as", "as soon as possible", "time-sensitive"))),
    Phrase("cue", PhraseData(match=("me up", "don't", "i'm", "to"))),
    # Stands for more literals than go into the automaton, so its end is looked up word by word.
    Phrase(
        "long",
        PhraseData(match=("(i'm|as|u|gonna|time|to|let) (me |up |soon )?(know|as|me|hit) (possible|please)?( u)?",)),
    ),
    Phrase("demanding", PhraseData(match=("let me know",), then=r"\s+by\s+\w+", unless_after=r"please\s+")),
]
MATCHER = Matcher(PHRASES)

WORDS = ["gonna", "Hit", "me", "up", "U", "as", "soon", "as", "possible", "ASAP", "don’t", "I'm", "café", "au", "lait"]
WORDS += [
    "time",
    "sensitive",
    "let",
    "me",
    "know",
    "by",
    "Friday",
    "please",
    "to",
    "Łódź",
    "мир",
    "😀",
    "naïve",
    "ﬁ",
    "İ",
]
GAPS = [
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    " \r\n ",
    "\t",
    "-",
    ", ",
    ". ",
    "",
    "'",
    "\u00a0",
    " \n \n ",
    "—",
    "\x00",
    "\u2028",
]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=14).map(
    lambda pieces: "".join(word + gap for word, gap in pieces)
)


def longest(matches: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int], int]:
    """Keep, for each owner and start, the longest span: which shorter ones are found too is nobody's concern."""
    ends: dict[tuple[str, int], int] = {}
    for owner, start, end in matches:
        ends[owner, start] = max(end, ends.get((owner, start), 0))
    return ends


def found(text: str) -> dict[tuple[str, int], int]:
    return longest((phrase.owner, start, end) for phrase, start, end in MATCHER.find(FieldText("body", text)))


def expected(text: str) -> dict[tuple[str, int], int]:
    return longest(reference.matches(PHRASES, text))


@settings(max_examples=600)
@given(TEXTS)
def test_automaton_agrees_with_the_plain_matcher(text):
    assert found(text) == expected(text)


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_automaton_agrees_on_any_text(text):
    assert found(text) == expected(text)


@settings(max_examples=300)
@given(TEXTS)
def test_spans_are_the_same_in_utf16(text):
    field = FieldText("body", text)
    encoded = text.encode("utf-16-le", "surrogatepass")
    for _, start, end in MATCHER.find(field):
        units = encoded[2 * field.utf16(start) : 2 * field.utf16(end)]
        assert units.decode("utf-16-le", "surrogatepass") == text[start:end]


def test_telling_phrases_apart_by_the_next_words_loses_none():
    rulebook = ruleset("default").rulebook
    phrases = (*rulebook.cues, *rulebook.phrases)
    plain, apart = Matcher(phrases, often=0), Matcher(phrases, often=1)
    for text in written():
        field = FieldText("body", text)
        apart.find(field)  # from now on each literal in it has told its phrases apart
        assert sorted(map(by_place, apart.find(field))) == sorted(map(by_place, plain.find(field)))


def by_place(match: Match) -> tuple[int, int, str, int]:
    phrase, start, end = match
    return start, end, phrase.owner, phrase.rank


def written() -> Iterator[str]:
    for rule in ruleset("default").rulebook.rules.values():
        yield from (example.text for example in (*rule.bad, *rule.good))
    for name in ("clean", "messages"):
        lines = (Path(__file__).parent.parent / "corpus" / f"{name}.jsonl").read_text("utf-8").splitlines()
        bodies = [json.loads(line)["draft"]["body"] for line in lines]
        yield from bodies
        # The same words with other marks between them.
        yield from (body.replace(" ", gap) for body in bodies[::9] for gap in ("\n", ",", ", ", "\n\n", "  ", "-"))


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        (r"\s+(?:asap|now)\b", {"asap", "now", "now'"}),
        (r"\s+by\s+(?:monday|\d)", {"by mond", "by"}),
        (r"\s*,?\s+please", {"plea"}),
        (r"(?=\s+(?:to|for) you\b)", {"to you", "for you"}),
        (r"\s+\w+ asap", None),
        (r"(?:\s+very)? much", {"very much", "much"}),
    ],
)
def test_a_regex_says_which_words_it_can_go_on_with(pattern, heads):
    assert openings(pattern) == (heads and {head.encode() for head in heads})


def test_overlaps_of_one_rule_keep_the_leftmost_and_longest():
    matches = MATCHER.find(FieldText("body", "Reply as soon as possible, ASAP"))
    spans = [match[1:] for match in leftmost_longest([match for match in matches if match[0].owner == "urgency"])]
    assert spans == [(6, 25), (27, 31)]


@pytest.mark.parametrize(
    ("template", "literals"),
    [
        ("let me know (asap)?", ["let me know", "let me know asap"]),
        ("(a|b(c|d)?) x", ["a x", "b x", "bc x", "bd x"]),
        ("plain", ["plain"]),
    ],
)
def test_templates_expand_to_their_literals(template, literals):
    assert expand(template) == literals


@pytest.mark.parametrize(
    "template", ["(a|b", "a)", "(a)?", "", "(" + "|".join(f"w{n}" for n in range(60)) + ")" + " (x|y|z)" * 4]
)
def test_bad_templates_are_refused(template):
    with pytest.raises(InvalidRule):
        expand(template)
