"""The same text for many people."""

from collections import Counter
from collections.abc import Iterator

from app.domain.history import History, SameText, alike
from app.domain.report import Severity
from app.rules.reading import Reading, Span
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule


def _went(recipients: int, *sentences: str) -> History:
    return History(same_text=SameText(recipients=recipients, sentences=sentences, days=30))


def _goes(recipients: int, *sentences: str, went: int = 0) -> History:
    before = SameText(recipients=went, sentences=sentences, days=30) if went else None
    return History(same_text=before, same_drafts=SameText(recipients=recipients, sentences=sentences))


_TRAINING = "Our clinic trains newcomers in Portuguese during their first half year."
_SHIFTS = "The ward works in shifts of eight hours and never calls on free days."
_SENSOR = "My thesis compares cheap moisture sensors in clay, and I am short of field data."
_LOAN = "Would you lend us one of your instruments for the exhibition in May?"
_KILN = "We build small kilns that fire with wood chips and need no chimney."
_ROLE = "A firm in Utrecht looks for somebody who has kept old timetables running."

RULE = Rule(
    id="mass-message",
    kind="code",
    group="conduct",
    severity="warning",
    repair="rewrite",
    needs="history",
    languages="any",
    statement="Don't send the same message to many people: say what only this reader would get.",
    why="Text that fits anybody reads as if it was meant for nobody. Readers recognise bulk text, compare notes within a company, and platforms hold it against the sender.",
    message="Nearly the same text went to other people.",
    sources=("000", "001", "002", "E:bulk-text"),
    parameters={
        "warning": Parameter(
            value=2,
            unit="other recipients of nearly the same text: a warning",
            evidence="ours",
            source="Two may be a coincidence of one evening; to be tuned",
            as_of="2026",
        ),
        "error": Parameter(
            value=5,
            unit="other recipients of nearly the same text: an error",
            evidence="ours",
            source="Five are a mailing; to be tuned",
            as_of="2026",
        ),
        "days": Parameter(
            value=30,
            unit="days that are looked back",
            evidence="ours",
            source="A campaign lasts days or weeks; to be tuned",
            as_of="2026",
        ),
        "share": Parameter(
            value=0.5,
            unit="share of the shorter message's sentences, names and numbers masked, that both have",
            evidence="ours",
            source="On generated mail merges half of the sentences found all, and 3 of 10,000 unrelated pairs",
            as_of="2026",
        ),
        "same_words": Parameter(
            value=0.7,
            unit="share of a sentence's words that makes it the same sentence after a small edit",
            evidence="ours",
            source="A corrected word leaves this much, another sentence doesn't; to be tuned",
            as_of="2026",
        ),
    },
    bad=(
        Example(
            text=f"Hello Ines, your talk in Braga was the best of the day. {_TRAINING} {_SHIFTS} Might that interest you?",
            excerpt=_TRAINING,
            history=_went(2, _TRAINING, _SHIFTS),
        ),
        Example(
            text=f"Hello João,\n\n{_TRAINING} {_SHIFTS}\n\nMay I call you?\n\nBest regards,\nClara",
            channel="inmail",
            subject="Nurses for Porto",
            excerpt=_TRAINING,
            history=_went(12, _TRAINING, _SHIFTS),
        ),
        Example(
            text=f"Dear Dr Okafor, {_SENSOR} Could I use yours?",
            excerpt=_SENSOR,
            history=_went(5, _SENSOR),
        ),
        Example(
            text=f"Hi Tom, {_LOAN}",
            channel="connection_note",
            excerpt=_LOAN,
            history=_went(3, _LOAN),
        ),
        Example(
            text=f"Good morning Mr Adeyemi,\n\n{_KILN} They cost less than you think.\n\nYours,\nBea",
            channel="email",
            subject="Small kilns",
            excerpt=_KILN,
            history=_went(40, _KILN, "They cost less than you think."),
        ),
        Example(
            text=f"Hi Noor, {_ROLE} Is that you?",
            excerpt=_ROLE,
            history=_goes(2, _ROLE),
        ),
        Example(
            text=f"Hej Åsa! {_ROLE} The team is small, and the pay is good. Shall I tell you more?",
            excerpt=_ROLE,
            history=_goes(4, _ROLE, "The team is small, and the pay is good.", went=3),
        ),
        # Corrected, but still the sentence that the others got.
        Example(
            text="Hi Lou, we build very small kilns that fire with wood chips and need no chimney. Worth a look?",
            excerpt="Hi Lou, we build very small kilns that fire with wood chips and need no chimney.",
            history=_went(6, "we bild small kilns that fire with wood chips and need no chimney."),
        ),
    ),
    good=(
        Example(text=f"Hello Ines, {_TRAINING} {_SHIFTS} Might that interest you?", history=_went(1, _TRAINING)),
        Example(text=f"Hello Ines, {_TRAINING} {_SHIFTS} Might that interest you?"),
        Example(text=f"Dear Dr Okafor, {_SENSOR} Could I use yours?", history=History(company_recipients=2)),
        # The author has since written something else.
        Example(
            text="Hi Tom, your lute from 1702 would close a gap between our two Dutch ones. May we ask for it in May?",
            history=_went(8, _LOAN),
        ),
        Example(
            text=f"Good morning Mr Adeyemi, you asked what fires without a chimney. {_KILN} Shall I bring one on Friday?",
            history=_went(9, _KILN, "They cost less than you think.", "Delivery takes four weeks from the order."),
        ),
        Example(text="Hi Noor, thank you for Thursday. I'll bring the drawings.", history=_goes(1)),
        Example(text="Hej Åsa! Tack för senast, och hälsa Bo.", history=History(notes_this_month=3)),
        Example(text=f"Hi Lou, {_KILN} You saw the first one in Ghent. Does it still stand?", history=_went(0)),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield the first sentence that others get, where enough of such sentences still stand in the draft."""
    history = reading.history
    went, go = (_standing(reading, same, parameters) for same in (history.same_text, history.same_drafts))
    recipients = sum(
        same.recipients for same in (history.same_text if went else None, history.same_drafts if go else None) if same
    )
    if recipients >= parameters["warning"]:
        severity: Severity | None = "error" if recipients >= parameters["error"] else None
        yield Hit("body", *min(went | go), severity=severity, message=_message(history, went, go))


def _standing(reading: Reading, same: SameText | None, parameters: Parameters) -> frozenset[Span]:
    """Return where the sentences that others get stand in the body; nothing where too few of them are left."""
    if same is None:
        return frozenset()
    found = (_place(reading, text, parameters["same_words"]) for text in same.sentences)
    spans = frozenset(span for span in found if span)
    return spans if alike(len(spans), len(same.sentences), parameters["share"]) else frozenset()


def _place(reading: Reading, text: str, same_words: float) -> Span | None:
    """Return where a sentence stands in the body, small edits aside."""
    at = reading.body.text.find(text)
    if at >= 0:
        return at, at + len(text)
    words = Counter(text.casefold().split())
    for start, end in reading.sentences:
        others = Counter(reading.body.text[start:end].casefold().split())
        if (words & others).total() >= same_words * max(words.total(), others.total()):
            return start, end
    return None


def _message(history: History, went: frozenset[Span], go: frozenset[Span]) -> str:
    count = len(went | go)
    what, one = (f"These {count} sentences", "") if count > 1 else ("This sentence", "s")
    ways = []
    if go and (same := history.same_drafts):
        ways.append(f"stand{one} in the drafts for {_others(same)} in this batch")
    if went and (same := history.same_text):
        ways.append(f"went to {_others(same)} in {same.days} days")
    return f"{what} {' and '.join(ways)}. Say what only this reader would get."


def _others(same: SameText) -> str:
    return "1 other person" if same.recipients == 1 else f"{same.recipients} other people"
