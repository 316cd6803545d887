"""Phrases that are wrong in the same way for many verbs, each with the form that belongs there."""

from collections.abc import Iterator

from app.rules.phrases import PhraseData

_GERUNDS = {
    "hear": "hearing", "meet": "meeting", "speak": "speaking", "connect": "connecting", "discuss": "discussing",
    "learn": "learning", "join": "joining", "receive": "receiving", "read": "reading", "see": "seeing",
    "collaborate": "collaborating", "explore": "exploring", "know": "knowing", "contribute": "contributing",
    "share": "sharing", "build": "building", "continue": "continuing", "get": "getting", "have": "having",
    "be": "being", "find": "finding", "apply": "applying", "ask": "asking", "help": "helping", "send": "sending",
    "introduce": "introducing", "understand": "understanding", "schedule": "scheduling", "invite": "inviting",
    "catch": "catching",
}  # fmt: skip
_NOUNS = ("help", "share", "read", "build", "catch", "find")
_PASTS = {
    "received": "receive", "got": "get", "heard": "hear", "saw": "see", "had": "have", "went": "go", "knew": "know",
    "applied": "apply", "worked": "work", "answered": "answer", "replied": "reply", "sent": "send", "took": "take",
    "made": "make", "wanted": "want", "came": "come", "told": "tell", "wrote": "write", "noticed": "notice",
}  # fmt: skip
_THIRDS = {
    "have": "has", "require": "requires", "include": "includes", "involve": "involves", "provide": "provides",
    "seem": "seems", "want": "wants", "allow": "allows", "give": "gives", "appear": "appears", "know": "knows",
    "understand": "understands", "bring": "brings", "possess": "possesses", "do": "does", "make": "makes",
    "don't": "doesn't",
}  # fmt: skip
_COMPARED = (
    "more better less rather other sooner later higher bigger easier faster longer greater larger smaller earlier"
)
_THANKED = {
    "accept": "accepting", "connect": "connecting", "take": "taking", "consider": "considering", "reach": "reaching",
    "give": "giving", "provide": "providing", "get": "getting", "respond": "responding",
}  # fmt: skip
_SINGULAR = (
    "role position job candidate project product opportunity platform app tool profile manager recruiter programme"
).split()
_SOMEBODY = "someone somebody anyone anybody everyone everybody".split()
_INVERTED = (
    r"\b(?:do|does|did|would|could|should|can|will|may|might|must|let|lets|make|makes|made|help|helps|helped|see|hear|watch|"
    r"have|has|had|having|if|that|wish|suggest|recommend|in|for|of|on|at|with|from|about|by|like|as|and|or|to|than|not)"
    r"(?: \w+){0,2} "
)
_BARE = (
    r"\b(?:do|does|did|don't|would|could|should|can|will|may|might|must|let|make|makes|help|see|and|to|than|if|"
    r"that|wish) "
)
_AFTER_WHO = _THIRDS | {"are": "is", "work": "works", "need": "needs", "love": "loves", "like": "likes"}
_AFTER_SOMEBODY = {"have": "has", "are": "is", "want": "wants", "need": "needs", "know": "knows"}
_NOT_LOOKING = r"(?<!\blook )(?<!looking )(?<!looked )(?<!looks )"
_BY_THEN = r"\s*[.,;:!?]|\s*\Z|\s+(?:and|but|if|we|i|you|he|she|they|it|the|in|on|at|please|let)\b"
_OBJECT = r"(?=\s+(?:you|us|people|teams|companies|many|them|a|an|someone|somebody|more|good|strong)\b)"
_JOBS = (
    "nurse engineer developer designer student teacher recruiter manager analyst accountant consultant researcher "
    "journalist electrician carpenter programmer tester graduate architect scientist doctor driver chef marketer"
).split()
_AFTER_JOB = r"(?=\s+(?:from|at|in|with|and|who|for|by|of|looking|working|based)\b|\s*[.,;!?]|\s*\Z)"
_QUESTION = r"\s+(?:you|we|they|I)\b"
# What stands after “your” where “you're” is meant.
_YOU_ARE = (
    r"(?=\s+(?:interested|available|free|looking|busy|well|doing|having|hiring|open|around|able|willing|ready|not|still|"
    r"enjoying|keeping|staying|safe|ok|okay|fine|good|great|working|based|located|currently|also|already|always|going|"
    r"really|very|too|swamped|happy|thinking|planning|right|up for|in town|the (?:right|best|one|perfect))\b"
    r"(?:\s+(?:to|for|in|on|at|as|by|this|next|and|or|but|let|please|we|i|you|then|a|an|the|with|about|that|any|anything|"
    r"tomorrow|today|now|from|soon|hiring|looking|interested|available|open|doing|having|right|person|candidate|fit|well|"
    r"great|good)\b|\s*[.,;:!?)]|\s*\Z))"
)


def verb_forms() -> Iterator[PhraseData]:
    """Yield a phrase for each word and each place where its form goes wrong."""
    for verb, gerund in _GERUNDS.items():
        yield from _gerund_or_plain(verb, gerund)
    yield from _pasts()
    yield from _agreement()
    yield from _thanks_and_comparisons()
    yield from _jobs()
    for head in ("if", "whether", "hope", "think", "believe", "know", "guess", "sure", "heard", "when", "once", "that"):
        yield PhraseData(match=(f"{head} your",), then=_YOU_ARE, by=f"{head} you're")


def _pasts() -> Iterator[PhraseData]:
    for past, verb in _PASTS.items():
        for helper in ("didn't", "did not", "didnt", "did you", "did they", "did he", "did she", "did i"):
            yield PhraseData(match=(f"{helper} {past}",), by=f"{helper.replace('didnt', 'did not')} {verb}")
    for verb in ("would", "could", "should", "must", "might"):
        yield PhraseData(match=(f"{verb} of",), unless_then=r"\s+course\b", by=f"{verb} have")


def _thanks_and_comparisons() -> Iterator[PhraseData]:
    for verb, gerund in _THANKED.items():
        for thanks in ("thank you for", "thanks for"):
            yield PhraseData(match=(f"{thanks} {verb}",), by=f"{thanks} {gerund}")
    for word in _COMPARED.split():
        yield PhraseData(match=(f"{word} then",), unless_then=_BY_THEN, by=f"{word} than")


def _jobs() -> Iterator[PhraseData]:
    for job in _JOBS:
        article = "an" if job[0] in "aeiou" else "a"
        for head in ("i am", "i'm", "i work as", "working as", "i was", "is looking for", "are looking for"):
            yield PhraseData(match=(f"{head} {job}",), then=_AFTER_JOB, by=f"{head} {article} {job}")


def _gerund_or_plain(verb: str, gerund: str) -> Iterator[PhraseData]:
    yield PhraseData(match=(f"forward to {verb}",), unless_after=_NOT_LOOKING, by=f"forward to {gerund}")
    for wish in (
        () if verb in _NOUNS else ("would like", "i'd like", "would love", "i'd love", "we'd love", "we'd like")
    ):
        yield PhraseData(match=(f"{wish} {verb}",), by=f"{wish} to {verb}")
    for wish in ("like to", "love to", "want to", "wanted to", "able to", "happy to", "hope to", "glad to", "need to"):
        yield PhraseData(match=(f"{wish} {gerund}",), by=f"{wish} {verb}")


def _agreement() -> Iterator[PhraseData]:
    for verb, third in _THIRDS.items():
        yield from _third_person(verb, third)
    for verb in ("help", "need"):
        for subject in _SINGULAR:
            phrase = f"{subject} {verb}"
            yield PhraseData(match=(phrase,), unless_after=_INVERTED, then=_OBJECT, by=f"{phrase}s")
    for verb, third in _AFTER_WHO.items():
        for one in (*_SOMEBODY, "the person", "a person", "a candidate", "the candidate"):
            yield PhraseData(match=(f"{one} who {verb}",), by=f"{one} who {third}")
    for verb, third in _AFTER_SOMEBODY.items():
        for one in _SOMEBODY:
            yield PhraseData(match=(f"{one} {verb}",), unless_after=_BARE, by=f"{one} {third}")


def _third_person(verb: str, third: str) -> Iterator[PhraseData]:
    for subject in () if verb.startswith("do") else _SINGULAR:
        yield PhraseData(
            match=(f"{subject} {verb}",), unless_after=_INVERTED, unless_then=_QUESTION, by=f"{subject} {third}"
        )
    for helper in (
        "do you",
        "do they",
        "can you",
        "could you",
        "would you",
        "does he",
        "does she",
        "does it",
        "did you",
    ):
        yield PhraseData(match=(f"{helper} {third}",), by=f"{helper} {verb}")
    for subject in ("he", "she"):
        yield PhraseData(match=(f"{subject} {verb}",), unless_after=_BARE, by=f"{subject} {third}")
