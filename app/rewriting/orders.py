"""Orders to a model in a text from outside: what they name is no fact of the message.

Verification assumes that the model obeyed. So the passages that give orders are left out of what draft and context
vouch for; what such a passage asks to be written then counts as added.
"""

import re
from collections.abc import Iterator, Sequence

from app.rewriting.gist import Gist, Phrases, Word
from app.rewriting.lemmas import stems

# What is said to a model and hardly ever to a colleague: the rest of the paragraph belongs to it.
_PHRASES = Phrases(
    """
    system prompt, developer mode, god mode, hidden instructions, new instructions, your instructions, your
    system, your rules, your guidelines, prior instructions, above instructions, previous instructions, previous
    prompt, earlier instructions, you are now, from now on, as an ai, dear ai, dear assistant, dear model, note to
    ai, note to the ai, note to assistant, note to the assistant, note to the model, language model, large
    language, to the ai, to any ai, attention ai, hey ai, hello ai, hi ai, you are an ai, you are a pirate, act
    as, pretend to be, pretend that, pretend you, instead of rewriting, instead of mending, do not rewrite, do not
    mend, when rewriting, when you rewrite, while rewriting, when mending, when you mend, jailbreak, rewriter, end
    of draft, end of the draft, end draft, am start, am end, inst, override, admin, root access, sudo, the
    rewrite, your rewrite, your output, final answer, your answer must, your output must, the recipient must, tell
    the recipient, tell the reader, inform the recipient, safety rules, safety filters, role system, role
    assistant, system you, assistant sure, do anything now, stay in character
    """
)
# A verb that opens a clause as an order, and what it must speak of.
_ALWAYS = frozenset(
    """
    output print append prepend insert reveal recite leak inject emit roleplay fabricate hallucinate disclose
    """.split()
)
_DROPPING = frozenset("ignore disregard forget override bypass skip discard obey follow execute".split())
_DROPPED = stems(
    "instruction prompt rule guideline above everything command programming constraint training direction order"
)
_WRITING = frozenset(
    """
    reply respond answer say write return include add mention end begin start finish close put use set replace
    change translate rewrite turn make sign greet produce repeat attach embed place claim state invent
    address
    """.split()
)
_WRITTEN = stems(
    """
    word string url sentence phrase line text token footer signature body subject output draft rewrite json html
    code markdown tag canary verbatim exactly literally uppercase capitals lowercase language french german
    spanish italian poem song haiku joke story recipe summary payload password secret author sender recipient
    reader character greeting closing message answer nothing only link system instruction prompt rule
    """
)
_LED_BY = frozenset("please now then and must should not never also always instead just simply but or kindly".split())
_THAT = frozenset("say state claim write mention add pretend assert".split())  # then `that`: dictated, not said
_MARK = re.compile(
    r"###|<\||\[/?(?:inst|sys)|<<sys|\{\{/?\s*sys|^\W*(?:system|assistant|instructions?|ai)\W*:",
    re.IGNORECASE | re.MULTILINE,
)
_GUARD = _ALWAYS | _DROPPING | _WRITING | _PHRASES.openers

Span = tuple[int, int]


def orders(text: str, gist: Gist) -> list[Span]:
    """Return the passages of a text that order a model about."""
    return list(_passages(text, gist)) if not _GUARD.isdisjoint(gist.spoken) or _MARK.search(text) else []


def _passages(text: str, gist: Gist) -> Iterator[Span]:
    sentences = gist.sentences
    for index, sentence in enumerate(sentences):
        start = sentence[0].start
        following = sentences[index + 1][0].start if index + 1 < len(sentences) else len(text)
        if _is_addressed(sentence) or _MARK.search(text, start, following):
            end = text.find("\n\n", start)
            yield start, max(following, len(text) if end < 0 else end)
        elif _gives(sentence, _ALWAYS, None) or _gives(sentence, _WRITING, _WRITTEN):
            yield start, following


def _is_addressed(sentence: Sequence[Word]) -> bool:
    """Say whether the sentence speaks to a model, or takes back what it was told."""
    return _PHRASES.occur_in(sentence) or _gives(sentence, _DROPPING, _DROPPED)


def _gives(sentence: Sequence[Word], verbs: frozenset[str], objects: frozenset[str] | None) -> bool:
    """Say whether the sentence orders one of the verbs, of one of the objects."""
    for index, word in enumerate(sentence):
        if word.text not in verbs:
            continue
        before = sentence[index - 1] if index else None
        if before and before.clause == word.clause and before.text not in _LED_BY:
            continue
        rest = sentence[index + 1 :]
        if objects is None or any(other.stem in objects for other in rest):
            return True
        if word.text in _THAT and rest and rest[0].text == "that" and not (before and before.text == "not"):
            return True
    return False


def without(text: str, spans: Sequence[Span]) -> str:
    """Return the text with the passages blanked, so that all else stays in its place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
