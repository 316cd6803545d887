"""Sentences as a mail merge sees them: names, companies and numbers masked, what everybody writes left out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from app.domain.context import Context
from app.domain.draft import Draft
from app.rules.reading import Reading

SHORTEST = 25  # code points of a sentence that can tell two messages apart
TELLING = 3  # words in it that not everybody writes
MOST = 60  # sentences of one message
NAME, NUMBER = "§", "#"

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_FILLED = re.compile(
    r"\[[^\]\n]{1,40}\]|\{\{?[^{}\n]{1,40}\}\}?|<[^<>\n]{1,40}>"  # merge fields
    r"|\bhttps?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_CONNECTORS = frozenset("of and for the de la du del der den van von y e & at".split())
# Words of pleasantries, of asking politely and of English grammar: a sentence of these alone stands in any message.
_COMMON = frozenset(
    """
    a about absolutely accept acceptance accepting advance after again all also always am an and answer any anything
    appreciate appreciated appreciation are around as ask at attention away back be because been before being best
    better big bit brief briefly busy but by call can can't catch chance chat coffee come coming completely connect
    connected connecting connection consider consideration considering contact convenience convenient conversation
    could currently day days dear decline delighted did discuss discussing do does don't done email enjoy even ever
    every everything explore few find finds fine first fit for forward free friday from fully further get getting give
    glad go going good grateful great had happy has have haven't having hear heard hearing hello help helpful hesitate
    hey hi hope hopefully hoping how however i i'd i'll i'm i've if in information inside interest interested into
    introduce is isn't it it's join just keep kind kindly know last learn let let's like line little long look looking
    lot love make many may maybe me meet meeting message minute minutes moment monday month more morning most much my
    myself name need network next nice no not note nothing now obligation of off on once one only open or other our
    out over part perfectly perhaps person personally please pleased pleasure possible pressure problem profile
    question questions quick quickly rather reach reaching read reading ready really reason receive regarding regards
    rely reply respond response safe say schedule see send sent share short should simple so some someone something
    soon sorry speak speaking still suit suits sure take talk talking tell than thank thanks that that's the their
    them then there these they thing things think this those though thought thoughts thursday time times timing to
    today together tomorrow too touch truly tuesday understand understood until up upon us useful very view want
    wanted was way we we'd we'll we're we've wednesday week weekend weeks well were what when where whether which
    while who whom why will wish with without wonderful wondering word work working works worries worry would write
    writing wrong year yes you you'd you'll you're you've your yours yourself
    """.split()
)


def masked_sentences(draft: Draft, context: Context) -> dict[str, str]:
    """Return the sentences that make the message what it is, by their masked form, as they stand in the body.

    Greeting, sign-off, quoted mail, pleasantries and short sentences are left out; a message that has nothing else
    is one sentence as a whole.
    """
    found: dict[str, str] = {}
    given = _given(context)
    whole = []
    for sentence in _content(draft, context):
        words = masked(sentence, given)
        whole.append((words, sentence))
        form = " ".join(words)
        if len(found) < MOST and len(form) >= SHORTEST and _tells(words):
            found.setdefault(form, sentence)
    if not found and len(form := " ".join(word for words, _ in whole for word in words)) >= SHORTEST:
        found[form] = whole[0][1]
    return found


def masked(sentence: str, given: re.Pattern[str] | None) -> list[str]:
    """Return the words of a sentence in lower case, with a mark for each name and each number."""
    text = unicodedata.normalize("NFKC", sentence).replace("’", "'")
    if text.isupper():
        text = text.lower()
    text = _FILLED.sub("X", text)
    if given:
        text = given.sub("X", text)
    words: list[str] = []
    for word in _WORD.findall(text):
        _add(words, _mask(word, opens=not words))
    return words


def _content(draft: Draft, context: Context) -> Iterator[str]:
    """Yield the sentences between greeting and sign-off."""
    reading = Reading(draft, context)
    since, to = reading.content
    for start, end in reading.sentences:
        if sentence := draft.body[max(start, since) : min(end, to)].strip():
            yield sentence


def _mask(word: str, *, opens: bool) -> str:
    folded = word.casefold()
    if word[0].isdigit():
        return NUMBER
    if word[0].isupper() and folded.partition("'")[0] != "i" and not (opens and folded in _COMMON):
        return NAME
    return folded


def _add(words: list[str], word: str) -> None:
    """Add a word; names in a row are one, those joined by `of` or `and` too, and an article is part of a name."""
    if word == NAME and (words[-1:] == ["the"] or (words[-2:-1] == [NAME] and words[-1] in _CONNECTORS)):
        words.pop()
    if word not in (NAME, NUMBER) or words[-1:] != [word]:
        words.append(word)


def _tells(words: Iterable[str]) -> bool:
    return len({word for word in words if word not in _COMMON and word not in (NAME, NUMBER)}) >= TELLING


def _given(context: Context) -> re.Pattern[str] | None:
    """Return a pattern for what the caller says of the recipient; a lone common word such as `Next` is left alone."""
    recipient = context.recipient
    said = (recipient.name, recipient.company, recipient.headline) if recipient else ()
    spaced = [text.split() for text in said if text and text.casefold() not in _COMMON]
    patterns = [r"\s+".join(map(re.escape, words)) for words in sorted(spaced, key=len, reverse=True) if words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE) if patterns else None
