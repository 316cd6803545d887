"""Whether a candidate is a whole message: not cut short, not emptied, nothing said twice, asking what was asked."""

import re
from collections.abc import Iterator, Sequence

from app.domain.attempt import Objection
from app.domain.report import Finding
from app.rewriting.everyday import is_everyday
from app.rewriting.gist import FUNCTION, Gist, Phrases, Word
from app.rewriting.lemmas import stems
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
    welcome, let me know, i am looking for, be glad to, would mean, tell me, send me, would it be, if you could,
    if you can, worth a, let us, grateful if, reach me, contact me, my number
    is, i would love, grateful for, be grateful, wanna, happy if, were possible, was possible
    """
)
# What a draft may say instead of asking: an order, or a need.
_ORDERED = frozenset(
    """
    fix correct send look hire bring come approve call give tell sort refund introduce put share check reply answer sign
    forward review stop help visit join connect book try buy show refer consider meet ping lmk hmu
    """.split()
)
# Words of a request that ask for nothing: small talk, and ways to say no.
_SMALL_TALK = Phrases(
    """
    how are you, can you believe, how is it going, how are things, please feel free to say no, please do not, please
    feel free to decline, please feel free to ignore, please ignore, please say no
    """
)
_LED_BY = frozenset("please kindly just and so then now".split())
_QUESTIONS = frozenset("how what whats where who whos why when".split())
_INVERTED = frozenset(
    "do does did is are was were can could shall should will would may have has much many the".split()
)
_NEEDS = Phrases("need your, need the, i need, i want you to, want to know, wants to know, would need")
# Ways to meet: whoever wants one of them may have to do with another.
_MEETINGS = stems(
    "call conversation meet coffee chat talk speak demo lunch dinner zoom phone visit appointment drink catch "
    "see discuss"
)
_SIGN_OFF = re.compile(
    r"\W*(?:(?:kind|best|warm|many|with|my|very)\s+)*(?:regards|wishes|thanks|thank you|sincerely|cheers|best)\W*"
    r"(?:yours\W*)?",
    re.IGNORECASE,
)
_OWN_PLACE = re.compile(r"[,\n–—-]\s*(?:[^\W\d_][\w.'’-]*\s+){0,3}[^\W\d_][\w'’-]*\s*\Z")
_STUMP = 2  # letters of a word cut short that can be told
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
    if _is_cut(pair, new, old):
        yield Objection("truncated", "The message breaks off. Write it to its end.")
    if _is_emptied(pair, flagged):
        yield Objection("emptied", "Hardly anything of the draft is left. Say what the author says.")
    if twice := _said_twice(new, old):
        yield Objection("repetition", f"This is said twice: {twice}")
    if listed := _only_facts(new, old):
        yield Objection("fact_list", f"This only lists facts; say them where they belong: {listed}")
    if not _asks(new) and (_asks(old) or _orders(old)) and not any(one.group == "content" for one in flagged):
        yield Objection("ask_lost", "The draft asks something of the reader, and the answer doesn't. Ask it.")
    if wanted := _new_wish(pair):
        yield Objection("ask_added", f"The draft doesn't ask for this; leave it out: {wanted}.")


def _is_cut(pair: Pair, new: Gist, old: Gist) -> bool:
    """Say whether the text ends in the middle of a sentence or of a word."""
    end = pair.text.body.rstrip()
    if not new.words or not end or (old.words and new.words[-1].text == old.words[-1].text):
        return False
    last = new.words[-1]
    if end[-1].isalnum():
        return not _signs(last, pair) and (last.text in _HANGING or _is_stump(last, old))
    if end[-1] == "," and _SIGN_OFF.fullmatch(end.rpartition("\n")[2]):
        return False
    return end[-1] in ",;:(–—-…" or end.endswith("...")


def _signs(last: Word, pair: Pair) -> bool:
    """Say whether the last word signs the message: a known name, or one after a comma or in its own line."""
    if last.text in pair.known.words:
        return True
    return last.shown[0].isupper() and last.shown != "I" and bool(_OWN_PLACE.search(pair.text.body, 0))


def _is_stump(word: Word, old: Gist) -> bool:
    """Say whether the word is no word, or the beginning of one of the draft's."""
    if len(word.text) < _STUMP or word.stem in old.stems or not word.shown.islower():
        return False
    return not is_everyday(word.text) or any(
        one.startswith(word.text) and len(one) > len(word.text) + 1 for one in old.spoken
    )


def _is_emptied(pair: Pair, flagged: Sequence[Finding]) -> bool:
    """Say whether the rewrite has next to nothing of what no finding flags."""
    start = len(pair.draft.subject) + 1 if pair.draft.subject else 0
    free = bytearray(b"\1" * len(pair.own.gist.text))
    for one in flagged:
        if one.field == "body" and one.start is not None and one.end:
            free[start + one.start : start + one.end] = bytes(one.end - one.start)
    kept = {word.stem for word in pair.own.gist.words if free[word.start] and word.carries}
    return len(kept) >= _LEAST and len(kept & pair.after.gist.stems) < _SHARE * len(kept)


def _said_twice(new: Gist, old: Gist) -> str | None:
    """Return a sentence that says what another one says, where the draft doesn't do so itself."""
    seen: list[frozenset[str]] = []
    for sentence in new.sentences:
        said = _spoken(sentence)
        if len(said) < _WORDS:
            continue
        if any(_alike(said, other) for other in seen) and sum(_alike(said, _spoken(one)) for one in old.sentences) < 2:
            return " ".join(word.shown for word in sentence)
        seen.append(said)
    return None


def _spoken(sentence: Sequence[Word]) -> frozenset[str]:
    return frozenset([word.text for word in sentence])


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < _ALIKE * max(len(one), len(other)):
        return False
    return len(one & other) >= _ALIKE * len(one | other)


def _only_facts(new: Gist, old: Gist) -> str | None:
    """Return a sentence that only lists words of the draft, and doesn't stand in it."""
    for sentence in new.sentences:
        items = len({word.clause for word in sentence})
        if items < _LISTED or any(word.text in FUNCTION or word.stem not in old.stems for word in sentence):
            continue
        if [word.text for word in sentence] not in ([word.text for word in one] for one in old.sentences):
            return ", ".join(word.shown for word in sentence)
    return None


def _new_wish(pair: Pair) -> str | None:
    """Return what a question of the rewrite wants of the reader's time where the draft wants nothing of the kind."""
    if not _MEETINGS.isdisjoint(pair.stems):
        return None
    new = pair.after.gist
    asked = (word for word in new.words if word.stem in _MEETINGS and new.asked(word.sentence))
    return next((word.shown for word in asked if f"{word.shown} that" not in new.text), None)


def _questions(gist: Gist) -> bool:
    """Say whether something is asked with a question mark, small talk aside."""
    return any(gist.asked(sentence[0].sentence) and not _SMALL_TALK.occur_in(sentence) for sentence in gist.sentences)


def _orders(gist: Gist) -> bool:
    """Say whether something is ordered, said to be needed, or asked without a question mark."""
    for clause in gist.clauses:
        said = [word.text for word in clause if word.text not in _LED_BY]
        if len(said) > 1 and (said[0] in _ORDERED or (said[0] in _QUESTIONS and said[1] in _INVERTED)):
            return True
    return _NEEDS.occur_in(gist.words)


def _asks(gist: Gist) -> bool:
    """Say whether something is asked, in whatever way."""
    return _questions(gist) or any(
        _REQUESTS.occur_in(sentence) and not _SMALL_TALK.occur_in(sentence) for sentence in gist.sentences
    )
