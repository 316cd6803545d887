"""Where the parts of a message lie: greeting, content, sign-off, signature, quoted mail. Pure functions of the text."""

import re
from collections.abc import Iterator

from app.rules.lazy import regex

Span = tuple[int, int]

_WORD = r"[^\W\d_](?:[\w'’]|-(?=\w))*"
_TITLE = r"(?:dr|mr|mrs|ms|mx|prof|professor|doctor|sir|madam|miss|rev|fr|ing|eng|hon|capt|herr|frau|señora?|sra?)\b\.?"
_SALUTE = (
    r"(?:hi+|hello+|hey+|hiya|heya|helo|hallo|hola|bonjour|ciao|namaste|sal[au]{1,2}m|shalom|hej|hei|moin|servus|"
    r"ol[áa]|"
    r"good (?:morning|afternoon|evening|day)|g'?day|guten (?:tag|morgen|abend)|bom dia|boa tarde|buenos d[ií]as|"
    r"greetings|howdy|salutations|dear(?:est)?|yo|happy (?:(?:mon|tues|wednes|thurs|fri)day|new year)|"
    r"morning|afternoon|evening|to whom it may concern)\b"
)
# Words that show that what follows the salute is already the message.
_SPEECH = (
    r"(?:i|i'?[md]|i'?ve|my|we|we're|this|it|it's|is|am|are|was|hope|just|thanks?|how|what|when|why|can|could|would|"
    r"will|do|did|you|you're|your|so|sorry|want|wanted|looking|saw|from|to see|need|quick|please|not|let|if|as)\b"
)
_DELIMITER = r"(?P<mark>[ \t]*(?:[,.!:;]+|[—–]+|(?<= )-+)|(?=[ \t]*(?:\n|\Z)))"
_GREETING = regex(
    rf"\s*(?P<salute>{_SALUTE})"
    rf"(?:,? (?P<name>(?!{_SPEECH}){_TITLE}(?: (?!{_SPEECH})(?:[a-z]\.|{_WORD})){{0,3}}|"
    rf"(?!{_SPEECH})(?:{_WORD}|\[[^\]\n]{{1,40}}\]|\{{{{?[^}}\n]{{1,40}}\}}\}}?|<[^>\n]{{1,40}}>)"
    rf"(?:(?: |/| ?& ?)(?!{_SPEECH})(?:[a-z]\.|{_WORD})){{0,4}}))?{_DELIMITER}",
    re.IGNORECASE,
)
_BARE = regex(
    rf"\s*(?P<salute>(?i:{_SALUTE}))(?P<mark>)(?: (?P<name>(?:(?i:{_TITLE}) )?(?!(?i:{_SPEECH}))[A-ZÀ-Þ][\w'’-]+"
    rf"(?: (?!(?i:{_SPEECH}))[A-ZÀ-Þ][\w'’-]+)?))?"
)
_NAME_ONLY = regex(
    r"\s*(?P<salute>)(?P<name>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,2})(?P<mark>[,:]| [-—–]|—)(?=\s|\w)"
)
_ADVERB = regex(
    r"(?:[A-Z][a-z]+ly|However|Congrat\w*|Yesterday|Today|Tomorrow|Thanks?.*|Sorry|Yes|No|Well|First|Also|Hope.*|"
    r"Great.*|"
    r"Re|Fwd?|So|Now|Then|Please|Okay|Ok|Sure|Indeed|Instead|Still|Again|Hence|Therefore|Overall|Meanwhile|Long.*|PS|"
    r"Subject|Note|Last.*|This.*|Next.*|In .*|As .*|On .*|At .*|If .*|Just.*|Good.*|Nice.*|(?:My|I|We|Our) .*|Besides|"
    r"Perhaps|Maybe|Anyway|Lately|Question|Quick .*|Update|Hiring|Wow|Oh|Ah|Haha|Cheers|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri)day)\Z"
)
_VOCATIVE = regex(r"[^\n.!?]{4,40}, (?P<name>[A-ZÀ-Þ][\w'’-]+)(?P<mark>[!.,]| [-—–]|—)(?=\s)")

_THREAD = regex(
    r"^(?:>|On .{5,120} wrote:|-{2,} ?(?:original|forwarded) message ?-{2,}|Begin forwarded message:|"
    r"From: .*\n(?:Sent|Date|To): )",
    re.IGNORECASE | re.MULTILINE,
)
_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|van|von|de|der|da|do|dos|bin|binti|ibn|el|la|al|s/o|d/o)){0,4}"
# A name with the house it writes for, or a house alone.
_SIGNED = rf"(?:{_NAME}(?:(?:,| [@|–—-]) ?[^\n.?!]{{2,60}})?|(?:[Tt]he|[Yy]our) {_NAME} (?:[Tt]eam|[Cc]rew|[Oo]ffice))"
_WISH = (
    r"(?:(?:many|with|all|my|best|kind|warm|kindest|warmest|friendly|very|much|sincere|a thousand) )*"
    r"(?:thanks|thank you|thx|regards|rgds|greetings|wishes|best|cheers|sincerely|respectfully|cordially|gratefully)"
    r"(?: again| so much| very much| a lot| in advance| (?:and|&) (?:kind |best |warm )?(?:regards|wishes)|"
    r" from [\w ]{2,20})?|"
    r"yours(?: \w+)?|all the best|take care|talk soon|speak soon|warmly|sincerely yours|br|kr|mfg|"
    r"have a (?:great|nice|good) \w+"
)
_SIGN_OFF = regex(rf"[ \t]*(?:{_WISH})[ \t]*[,.!–—-]*[ \t]*(?:(?-i:{_NAME})[ \t]*)?\Z", re.IGNORECASE)
_INLINE_SIGN_OFF = regex(rf"(?<=[.!?)] )(?:{_WISH})[ \t]*[,–—-]+\s*(?-i:{_NAME})\s*\Z", re.IGNORECASE)
_COMMA_SIGN_OFF = regex(rf"^[^\n.?!]{{4,60}},[ \t]*\n\s*{_SIGNED}[ \t]*(?:\n[^\n]{{1,80}}){{0,4}}\s*\Z", re.MULTILINE)
_SIGNATURE = regex(rf"\n[ \t]*(?:[-–—~] ?)?{_SIGNED}[ \t]*(?:\n[^\n?!]{{1,80}}(?<![.!?])){{0,5}}\s*\Z")
_INLINE_SIGNATURE = regex(rf"(?<=[.!?)])[ \t]+(?:[-–—~] ?{_NAME}|[A-ZÀ-Þ][\w'’-]+)\s*\Z")
_RULED = regex(r"^-- ?$", re.MULTILINE)
_LINE = regex(r"\S[^\n]*")
_CLOSING_MARKS = frozenset(",-–—")
_TAIL = 800
_CLOSING_LINES = 12
_CLOSING_LENGTH = 80

# One class of characters first: the search for these is many times faster than one for alternatives.
_SENTENCE_END = regex(r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)[.!?…]*[\"'”’)\]]*(?=\s|\Z))")
_SHORTENED = (
    "mr mrs ms dr prof st no vs etc inc ltd co corp jr sr approx dept ext esp incl e.g i.e a.m p.m ph.d u.s u.k".split()
)
_SHORT_ENDS = frozenset(word[-2:] for word in _SHORTENED)
_ABBREVIATION = regex(rf"(?:\b(?:{'|'.join(map(re.escape, _SHORTENED))})|\b[A-Z])\.\Z", re.IGNORECASE)


def greeting(text: str) -> re.Match[str] | None:
    """Return the greeting that opens the text, with the groups `salute`, `name` and `mark`."""
    match = _GREETING.match(text) or _BARE.match(text)
    if match:
        return match
    match = _NAME_ONLY.match(text)
    if match and not _ADVERB.match(match["name"]):
        return match
    return None


def vocative(text: str) -> Span | None:
    """Return the name in an opening such as `Thanks for connecting, Monique!`."""
    match = _VOCATIVE.match(text)
    return match.span("name") if match else None


def thread_start(text: str) -> int:
    """Return where quoted mail begins; the end of the text where there is none."""
    if ">" in text or "--" in text or (":" in text and ("wrote:" in text or "From:" in text or "forwarded" in text)):
        match = _THREAD.search(text)
        return match.start() if match else len(text)
    return len(text)


def sign_off(text: str, since: int, to: int) -> Span | None:
    """Return the last closing words, such as `Best regards,`, between `since` and `to`; only a signature may follow."""
    own = text[:to]
    line = to + 1
    for _ in range(_CLOSING_LINES):
        end, line = line - 1, own.rfind("\n", since, line - 1) + 1
        if line <= since and since:
            line = since
        if 2 <= end - line <= _CLOSING_LENGTH and _SIGN_OFF.match(own, line, end) and _only_signature(own[end:]):
            return line, end
        if line <= since:
            break
    return _unusual_sign_off(own, max(since, to - _TAIL))


def _unusual_sign_off(own: str, since: int) -> Span | None:
    """Return closing words that share their line with a name, or any words with a comma above a name."""
    near = max(since, len(own) - _CLOSING_LENGTH)
    if not _CLOSING_MARKS.isdisjoint(own[near:]) and (inline := _INLINE_SIGN_OFF.search(own, near)):
        return inline.span()
    if ",\n" in own[since:] and (line := _COMMA_SIGN_OFF.search(own, since)):
        return line.start(), own.index("\n", line.start())
    return None


def _only_signature(rest: str) -> bool:
    first = _LINE.search(rest)
    return first is None or (len(first.group().split()) <= 6 and "?" not in first.group())


def signature(text: str, since: int, to: int) -> int:
    """Return where the name under the message begins; `to` where there is none."""
    own, since = text[:to], max(since, to - _TAIL)
    last_line = max(since, own.rfind("\n", 0, len(own.rstrip())))
    match = (
        ("--" in own and _RULED.search(own, since))
        or _SIGNATURE.search(own, since)
        or _INLINE_SIGNATURE.search(own, last_line)
    )
    return match.start() if match else to


def sentences(text: str) -> list[Span]:
    """Split a text into sentences; abbreviations and initials end none, nor does a line that goes on in lower case."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match.group() == "." and _is_abbreviation(text, match.start()):
            continue
        if match.group() == "\n" and _wrapped(text, match.start()):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return list(_trimmed(text, spans))


def _is_abbreviation(text: str, at: int) -> bool:
    """Say whether the dot at `at` ends an abbreviation or an initial; the last two letters rule most words out."""
    tail = text[max(0, at - 2) : at]
    if len(tail) > 1 and tail[0].isalnum() and tail.lower() not in _SHORT_ENDS:
        return False
    return _ABBREVIATION.search(text, max(0, at - 7), at + 1) is not None


def _wrapped(text: str, at: int) -> bool:
    """Say whether the line break at `at` only wraps a long line."""
    return text[at + 1 : at + 2].islower() and at - text.rfind("\n", 0, at) > _WRAPPED


_WRAPPED = 50


def _trimmed(text: str, spans: list[Span]) -> Iterator[Span]:
    """Yield the spans without the white space at their ends; what is nothing else is left out."""
    for start, end in spans:
        if said := text[start:end].rstrip():
            to = start + len(said)
            yield to - len(said.lstrip()), to
