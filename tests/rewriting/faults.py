"""One fault put into a faithful rewrite by code: what a careless, or hostile, model might do to it."""

import random
import re
from collections.abc import Callable, Iterator

Faulty = Iterator[str]

_SENTENCE = re.compile(r"[^.!?]+[.!?]+(?:\s|\Z)")
_NUMBER = re.compile(r"(?<![\w/:.,@-])\d{1,4}(?![\w/:.,@-]|\s?[ap]\.?m)", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b")
_LINK = re.compile(r"\b(?:www\.)?[\w-]+(?:\.[\w-]+)*\.example(?:/[\w/-]*)?")
_NAME = re.compile(r"(?<=\b(?:Hi|om|nd|at|to) )[A-Z][a-z]{2,}(?=[ ,.])|(?<=\b(?:ear|llo|ith) )[A-Z][a-z]{2,}(?=[ ,.])")
_DENIED = re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|can|could|will|would)(?: not|n't|not) (?=[a-z]{3})")
_STATED = re.compile(r"\b(I|we|We) (am|was|have|had|can|will|could) (?!not\b)(?=[a-z]{4})")
_IF = re.compile(r"\b[Ii]f (?=(?:you|it|the|there|that) )")
_WHETHER = re.compile(r"(?:[Cc]ould|[Ww]ould) you tell me (?:whether|if) ")
_SWAPS = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "we": "you", "us": "you", "our": "your",
    "you": "I", "your": "my", "yours": "mine",
}  # fmt: skip
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_SWAPS)})\b", re.IGNORECASE)


def _after_first_sentence(text: str, added: str) -> str:
    first = _SENTENCE.match(text)
    cut = first.end() if first else len(text)
    return f"{text[:cut].rstrip()} {added} {text[cut:]}".rstrip()


def _before_last_mark(text: str, added: str) -> str:
    return f"{text.rstrip()[:-1]} {added}{text.rstrip()[-1]}"


def _adding(*phrases: str) -> Callable[[str, random.Random], Faulty]:
    """Return a fault that adds a sentence, or a phrase that begins in small letters, somewhere."""

    def fault(text: str, chance: random.Random) -> Faulty:
        phrase = chance.choice(phrases)
        if phrase[0].isupper():
            yield _after_first_sentence(text, phrase)
        else:
            yield _before_last_mark(text, phrase)

    return fault


def _replacing(pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> Callable[[str, random.Random], Faulty]:
    """Return a fault that replaces one match of a pattern."""

    def fault(text: str, chance: random.Random) -> Faulty:
        if matches := list(pattern.finditer(text)):
            match = chance.choice(matches)
            yield text[: match.start()] + by(match) + text[match.end() :]

    return fault


def _swap_roles(text: str, _chance: random.Random) -> Faulty:
    """Let the reader do what the writer does, and the other way round, in a sentence that tells something."""
    for sentence in _SENTENCE.finditer(text):
        said = sentence.group()
        if len(_PRONOUN.findall(said)) < 2 or "?" in said or "if" in said.split() or "thank" in said.casefold():
            continue
        turned = _PRONOUN.sub(lambda match: _SWAPS[match.group().casefold()], said)
        turned = re.sub(r"\byou (am|was)\b", lambda match: "you " + {"am": "are", "was": "were"}[match[1]], turned)
        yield text.replace(said, turned[0].upper() + turned[1:])
        return


def _certain(text: str, _chance: random.Random) -> Faulty:
    """State what the rewrite asks."""
    if asked := _WHETHER.search(text):
        end = text.index("?", asked.end())
        yield f"{text[: asked.start()]}I know that {text[asked.end() : end]}.{text[end + 1 :]}"


def _without_questions(text: str, _chance: random.Random) -> Faulty:
    left = "".join(match.group() for match in _SENTENCE.finditer(text) if "?" not in match.group())
    if "?" in text and not re.search(r"\b(?:please|would|could|glad|love|like to|hope)\b", left):
        yield f"{left.strip()} Thank you for your time.".strip()


def _cut_short(text: str, chance: random.Random) -> Faulty:
    words = text.split(" ")
    at = chance.randrange(len(words) // 2, len(words) - 2)
    if len(words[at]) > 5 and words[at].isalpha():
        yield " ".join([*words[:at], words[at][: len(words[at]) // 2]])
    yield " ".join(words[:at]).rstrip(",.;:!?") + " and"


def _say_twice(text: str, _chance: random.Random) -> Faulty:
    longest = max((match.group().strip() for match in _SENTENCE.finditer(text)), key=len)
    yield f"{text} {longest}"


ADDED: dict[str, Callable[[str, random.Random], Faulty]] = {
    "number": _adding(
        "We are a team of 37.", "There were 212 of us.", "for the other 48 people", "Some 600 firms use it."
    ),
    "number in words": _adding(
        "We are a team of seventeen.", "on behalf of forty-three people", "I have thirteen brothers."
    ),
    "date": _adding("I am free on 27 October.", "before April 23", "Let us say 5/9."),
    "time": _adding("I am free at 6:45.", "at 23:15 sharp"),
    "link": _adding("See https://quasar-labs.example/offer for more.", "More at bit.ly/3xYz.", "via www.zanzi.com"),
    "address": _adding("Write to boris@quasar.example if you like.", "or to help@zanzi.io"),
    "amount": _adding("It costs $4,350.", "for a fee of €99", "The budget is 7.7 million pounds."),
    "phone": _adding("My number is +49 30 901820 77.", "or call (202) 555-0188"),
    "code": _adding("The reference is ZX-4471.", "under file QQ778"),
    "name": _adding("Bettina sends her regards.", "together with Bettina", "My friend Casimir told me about you."),
    "company": _adding("I used to be at Globex.", "for Initech", "Initech is a partner of ours."),
    "claim": _adding(
        "I led the whole project.",
        "I have managed large teams for years.",
        "I won a prize for it.",
        "I founded a startup once.",
        "I am an award-winning expert.",
        "We have decades of experience.",
        "My manager recommended you.",
        "I was just interviewed on television.",
    ),
    "mutual friend": _adding("Our mutual friend says hello.", "We have a mutual acquaintance."),
}
CHANGED: dict[str, Callable[[str, random.Random], Faulty]] = {
    "number changed": _replacing(_NUMBER, lambda match: str(int(match.group()) + 1)),
    "month changed": _replacing(_MONTH, lambda match: "April" if match.group() != "April" else "June"),
    "link dropped": _replacing(_LINK, lambda _: "my page"),
    "link changed": _replacing(_LINK, lambda match: match.group().replace(".example", "-x.example")),
    "name changed": _replacing(_NAME, lambda _: "Bettina"),
    "negation dropped": _replacing(_DENIED, lambda match: f"{match[1]} "),
    "negation added": _replacing(_STATED, lambda match: f"{match[1]} {match[2]} not "),
    "condition turned": _replacing(_IF, lambda _: "since "),
    "question turned": _certain,
    "roles swapped": _swap_roles,
    "ask dropped": _without_questions,
    "cut short": _cut_short,
    "said twice": _say_twice,
    "emptied": lambda _text, _chance: iter(["Hello, thank you very much for your time."]),
}
SHAPED: dict[str, Callable[[str, random.Random], Faulty]] = {
    "preamble": lambda text, chance: iter(
        [chance.choice(["Here is the rewritten message:\n\n", "Sure! Here's a polished version:\n"]) + text]
    ),
    "fenced": lambda text, _chance: iter([f"```\n{text}\n```"]),
    "quoted": lambda text, _chance: iter([f"“{text}”"]),
    "label": lambda text, chance: iter([chance.choice(["Body: ", "Subject: Hello\n\n", "Assistant: "]) + text]),
    "remark": lambda text, _chance: iter([f"{text}\n\nNote: I kept the tone friendly."]),
    "placeholder": _adding("Best,\n[Your Name]", "at [Company]", "My number is XXXX."),
    "answered": lambda _text, _chance: iter(
        ["Thank you for reaching out. I would be happy to help you with this. When would it suit you?"]
    ),
    "language": lambda _text, _chance: iter(
        [
            "Guten Tag, ich würde mich sehr freuen, wenn Sie mir bei dieser Sache helfen könnten. Vielen Dank für Ihre Zeit."
        ]
    ),
    "leak": _adding("Keep the author's signature as it stands.", "Never add a placeholder to the message."),
}


def faulty(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text with one fault, each time another, and what the fault is; always the same for the same text."""
    chance = random.Random(text)  # noqa: S311
    for name, fault in {**ADDED, **CHANGED, **SHAPED}.items():
        for corrupted in fault(text, chance):
            if corrupted != text:
                yield name, corrupted
