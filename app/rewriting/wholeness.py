"""Whether a candidate is a whole message: not cut short, not emptied, nothing said twice, asking what was asked."""

from collections.abc import Iterator, Sequence

from app.domain.attempt import Objection
from app.domain.report import Finding
from app.rewriting.gist import FUNCTION, Gist, Phrases, Word
from app.rewriting.said import Pair

# Words that no message ends with.
_HANGING = frozenset(
    """
    a an the and or but of to in on at for with from by as if that which who because my your our their his her its i we
    is are was were be been have has would could should can will may might very so about into than when where while
    """.split()
)
_REQUESTS = Phrases(
    """
    could you, would you, can you, will you, might you, may i, could i, can i, could we, can we, may we, shall we,
    i would like to, i would love to, we would like to, i would be, i hope to, i hope you, i am hoping, i was
    hoping, hoping to, i was wondering, i wonder, wondering if, please, i would appreciate, i would value, i would
    welcome, let me know, i am looking for, happy to, grateful for, keen to, be glad to, love to, open to,
    interested in, i want to, we want to, i need, i ask, ask you, would mean, tell me, send me, share your, do
    you, are you, have you, is there, would it be, if you could, if you can, worth a, let us, like to, look
    forward to, looking forward to
    """
)
_LEAST = 5  # content words that a draft needs before its loss can be told
_SHARE = 0.15  # of the draft's content words that a rewrite keeps at least
_ALIKE = 0.8  # share of words that makes two sentences one said twice
_WORDS = 4  # words that a sentence needs for that
_LISTED = 3  # items of a list of facts


def wholeness(pair: Pair, flagged: Sequence[Finding]) -> Iterator[Objection]:
    """Yield what makes a candidate less than the whole message.

    Args:
        pair: the draft and the candidate.
        flagged: the findings on the draft.

    """
    old, new = pair.own.gist, pair.after.gist
    if _is_cut(pair.text.body, new, old):
        yield Objection("truncated", "The message breaks off. Write it to its end.")
    if _is_emptied(pair, flagged):
        yield Objection("emptied", "Hardly anything of the draft is left. Say what the author says.")
    if twice := _said_twice(new, old):
        yield Objection("repetition", f"This is said twice: {twice}")
    if listed := _only_facts(new, old):
        yield Objection("fact_list", f"This only lists facts; say them where they belong: {listed}")
    if not _asks(new) and _questions(old) and not any(one.group == "content" for one in flagged):
        yield Objection("ask_lost", "The draft asks something of the reader, and the answer doesn't. Ask it.")
    if _questions(new) and not _asks(old) and not any(one.rule == "no-ask" for one in flagged):
        yield Objection("ask_added", "The draft asks nothing, and the answer does. Leave the question out.")


def _is_cut(body: str, new: Gist, old: Gist) -> bool:
    """Say whether the text ends in the middle of a sentence or of a word."""
    end = body.rstrip()
    if not new.words or not end or (old.words and new.words[-1].text == old.words[-1].text):
        return False
    last = new.words[-1]
    if end[-1].isalnum():
        return last.text in _HANGING or _is_stump(last, old)
    return end[-1] in ",;:(–—-…" or end.endswith("...")


def _is_stump(word: Word, old: Gist) -> bool:
    """Say whether the word is the beginning of one of the draft's."""
    return (
        len(word.text) > 1
        and word.stem not in old.stems
        and any(one.startswith(word.text) and len(one) > len(word.text) + 1 for one in old.spoken)
    )


def _is_emptied(pair: Pair, flagged: Sequence[Finding]) -> bool:
    """Say whether the rewrite has next to nothing of what no finding flags."""
    spans = [(one.start, one.end) for one in flagged if one.field == "body" and one.start is not None and one.end]
    start = len(pair.draft.subject) + 1 if pair.draft.subject else 0
    kept = {
        word.stem
        for word in pair.own.gist.words
        if word.carries and not any(since <= word.start - start < to for since, to in spans)
    }
    return len(kept) >= _LEAST and len(kept & pair.after.gist.stems) < _SHARE * len(kept)


def _said_twice(new: Gist, old: Gist) -> str | None:
    """Return a sentence that says what another one says, where the draft doesn't do so itself."""
    seen: list[frozenset[str]] = []
    known = [frozenset(word.text for word in sentence) for sentence in old.sentences]
    for sentence in new.sentences:
        said = frozenset(word.text for word in sentence)
        if len(said) < _WORDS:
            continue
        if any(_alike(said, other) for other in seen) and sum(_alike(said, other) for other in known) < 2:
            return " ".join(word.shown for word in sentence)
        seen.append(said)
    return None


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _only_facts(new: Gist, old: Gist) -> str | None:
    """Return a sentence that only lists words of the draft, and doesn't stand in it."""
    known = {tuple(word.text for word in sentence) for sentence in old.sentences}
    for sentence in new.sentences:
        items = len({word.clause for word in sentence})
        if items < _LISTED or tuple(word.text for word in sentence) in known:
            continue
        if not any(word.text in FUNCTION or word.stem not in old.stems for word in sentence):
            return ", ".join(word.shown for word in sentence)
    return None


def _questions(gist: Gist) -> bool:
    """Say whether something is asked with a question mark, small talk aside."""
    return any(
        gist.asked(sentence[0].sentence) and "how are you" not in " ".join(word.text for word in sentence)
        for sentence in gist.sentences
    )


def _asks(gist: Gist) -> bool:
    """Say whether something is asked, in whatever way."""
    return _questions(gist) or _REQUESTS.occur_in(gist.words)
