"""What a house adds to the rulebook: words that it prefers or bans, and rules of its own.

They run beside ours, in time that grows with the text alone: their templates are few wordings each, found by the
automaton, and their patterns run on RE2.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.domain.errors import InvalidRule
from app.rules.lazy import regex
from app.rules.loader import parse_rule
from app.rules.patterns import LONGEST, Pattern
from app.rules.phrases import Phrase, PhraseData
from app.rules.policy import Policy
from app.rules.rule import Rule
from app.rules.templates import parse
from app.rules.text import flatten

WORDS = "house-words"
SOURCE = "house"

_ID = regex(r"house(?:-[a-z0-9]+)+")
_MAX_ID = 64
_MAX_TEMPLATE = 200  # characters: its parentheses nest no deeper than the stack allows
_MAX_WORDINGS = 60  # of one template: the automaton holds them whole
_MAX_ALL_WORDINGS = 20_000
_MAX_SAME = 8  # phrases that begin alike are tried one by one
_MAX_PATTERNS = 20
_REGEXES = ("then", "after", "unless_then", "unless_after")


def house_rules(policy: Policy) -> list[Rule]:
    """Return the rules that a policy adds to ours.

    Raises:
        InvalidRule: one of them is refused.

    """
    own = [read_house_rule(text) for text in policy.rules]
    words = rule_of_words(policy)
    return [*own, words] if words else own


def house_phrases(rules: Sequence[Rule]) -> list[Phrase]:
    """Compile the phrases of house rules.

    Raises:
        InvalidRule: a template is malformed, or there are too many wordings in all.

    """
    phrases = [Phrase(rule.id, data, rank) for rule in rules for rank, data in enumerate(rule.phrases) if data.match]
    counts = Counter(literal for phrase in phrases for anchor in phrase.anchors for literal in anchor.literals)
    if sum(anchor.count() for phrase in phrases for anchor in phrase.anchors) > _MAX_ALL_WORDINGS:
        raise InvalidRule(f"Words and house rules stand for more than {_MAX_ALL_WORDINGS:,} wordings in all")
    for literal, times in counts.items():
        if not literal.strip():
            raise InvalidRule("A template can stand for no word at all")
        if times > _MAX_SAME:
            raise InvalidRule(f"The wording {literal.strip()!r} stands in {times} templates: {_MAX_SAME} do")
    return phrases


def house_patterns(rules: Sequence[Rule]) -> list[Pattern]:
    """Compile the patterns of house rules.

    Raises:
        InvalidRule: one is malformed or too large, or there are too many.

    """
    found = [(rule.id, data, rank) for rule in rules for rank, data in enumerate(rule.phrases) if data.pattern]
    if len(found) > _MAX_PATTERNS:
        raise InvalidRule(f"House rules hold more than {_MAX_PATTERNS} patterns in all")
    return [Pattern(*one) for one in found]


def read_house_rule(text: str) -> Rule:
    """Read a house rule from its TOML.

    Raises:
        InvalidRule: what our own rules may not hold either, or what is ours alone, such as a regex.

    """
    rule = parse_rule(text.encode(), "The house rule", sources=(SOURCE,), needs="text")
    if not _ID.fullmatch(rule.id) or len(rule.id) > _MAX_ID or rule.id == WORDS:
        raise InvalidRule(f"The id {rule.id[:_MAX_ID]!r} must begin with `house-`, in lower case, and isn't `{WORDS}`")
    for complaint in _complaints(rule):
        raise InvalidRule(f"{rule.id}: {complaint}")
    return rule


def _complaints(rule: Rule) -> Iterator[str]:
    if rule.kind != "phrases" or rule.needs != "text":
        yield "a house rule looks for phrases in the text: leave `kind` and `needs` out"
    if rule.cues or rule.parameters:
        yield "a house rule has no cues and no parameters"
    if not (rule.bad and rule.good):
        yield "it needs examples: a message that breaks it, under `bad`, and one that keeps it, under `good`"
    for data in rule.phrases:
        yield from _phrase_complaints(data)


def _phrase_complaints(data: PhraseData) -> Iterator[str]:
    if regex := next((name for name in _REGEXES if getattr(data, name) is not None), None):
        yield f"`{regex}` is a regex, which house rules can't hold: write templates, or a `pattern`"
    if bool(data.match) == bool(data.pattern):
        yield "a phrase has either templates under `match` or a `pattern`"
    if data.pattern and len(data.pattern) > LONGEST:
        yield f"the pattern {data.pattern[:40]!r}… is longer than {LONGEST} characters"
    for template in data.match:
        yield from _template_complaints(template)


def _template_complaints(template: str) -> Iterator[str]:
    shown = template[:40]
    if len(template) > _MAX_TEMPLATE:
        yield f"the template {shown!r}… is longer than {_MAX_TEMPLATE} characters"
    elif not template.isascii() and max(template) > "\xff":
        yield f"the template {shown!r} holds letters that aren't Latin, or a curly apostrophe: these are never found"
    elif parse(template).count() > _MAX_WORDINGS:
        yield f"the template {shown!r} stands for more than {_MAX_WORDINGS} wordings: split it"


def fold(words: str) -> str:
    """Return words in the form in which they are compared: lower case, straight apostrophes, single spaces."""
    return " ".join(words.replace("’", "'").lower().split())


def rule_of_words(policy: Policy) -> Rule | None:
    """Return the rule that looks for the words a policy mends or bans; None where it does neither."""
    phrases = tuple(_words(policy))
    if not phrases:
        return None
    return Rule(
        id=WORDS,
        kind="phrases",
        group="tone",
        severity="warning",
        repair="fix",
        needs="text",
        statement="Use the words that the sender's house prefers, and none that it bans.",
        why="The sender's house has settled how it speaks.",
        message="“{excerpt}” isn't a word of your house.",
        sources=(SOURCE,),
        phrases=phrases,
        bad=(),
        good=(),
    )


def _words(policy: Policy) -> Iterator[PhraseData]:
    for words, by in policy.preferred.items():
        message = f"Your house writes “{by}”, not “{{excerpt}}”."
        yield PhraseData(match=(words,), by=by, unless_then=_as_wanted(words, by), message=message)
    for words in policy.banned:
        yield PhraseData(match=(words,), message="“{excerpt}” is a word that your house doesn't use.")


def _as_wanted(words: str, by: str) -> str | None:
    """Return the regex of what needs no mending where the two differ in case or hyphens alone, such as GitHub."""
    if flatten(words).split() != flatten(by.replace("’", "'")).split():
        return None
    plain = by.replace("’", "'")
    spellings = dict.fromkeys((plain, plain[0].upper() + plain[1:], plain.upper()))
    return f"(?-i:{'|'.join(f'(?<={re.escape(spelling)})' for spelling in spellings)})"
