"""A subject that tells the reason."""

from collections.abc import Iterator

from app.domain.report import Fix
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.stock import COURTESY, GRAMMAR, NETWORKING
from app.rules.subjects import subjects
from app.rules.text import FieldText, flatten


def _mail(
    subject: str, text: str = "Dear Ms Okoye, may I visit the workshop in May?", flagged: str | None = None
) -> Example:
    return Example(channel="email", subject=subject, text=text, excerpt=flagged)


def _bad(subject: str) -> Example:
    return _mail(subject, flagged=subject)


RULE = Rule(
    id="vague-subject",
    kind="code",
    group="structure",
    severity="warning",
    repair="rewrite",
    needs="text",
    statement="Let the subject tell the reason for the message, in plain case.",
    why="The subject decides whether a message is opened; one that could stand over anything is passed over.",
    message="“{excerpt}” could stand over any message; say what this one is about.",
    sources=("001", "E:subject-lines"),
    scope=("subject",),
    bad=(
        _bad("Hello"),
        _bad("Quick question"),
        _bad("Exciting opportunity!"),
        _bad("Following up"),
        _bad("Important - please read"),
        _bad("Let's connect"),
        _bad("Job opportunity"),
        _bad("Re: your profile"),
        _bad("A HUGE favour"),
        _bad("VISIT TO THE WORKSHOP IN MAY"),
        _bad("Partnership inquiry 🚀"),
        _bad("Respected sir"),
        _bad("heyyy"),
        _bad("Job needed urgently"),
    ),
    good=(
        _mail("A visit to your joinery in May?"),
        _mail("Quick question about peat cores"),
        _mail("Following up from the fair in Lyon"),
        _mail("Night nurse for Leeds"),
        _mail("Thank you for Tuesday", "Dear Grace, thank you for the tour."),
        _mail("AWS SRE role", "Hi Kofi, would you like to hear more?"),
        _mail("Application: apprentice joiner"),
        _mail("Ruth Adeyemi suggested I write"),
        _mail("Congratulations on the prize", "Dear Lea, well deserved!"),
        Example(channel="message", text="Hi Tomas, is the tool library open on Friday?"),
        _mail("Introduction to Ivan Duarte"),
    ),
)

_VAGUE = (
    GRAMMAR
    | (COURTESY - {b"thanks", b"thank", b"sorry", b"coffee"})
    | (NETWORKING - {b"coffee", b"experience", b"accept"})
    | frozenset(
        b"job jobs role roles position positions vacancy vacancies opening openings career offer offers proposal inquiry "
        b"enquiry query following followup followups checking check base touching urgent important attention immediate asap "
        b"needed needs required read open me huge giant big small tiny enormous massive special exclusive limited unique top "
        b"talent new latest information info update news reminder introduction intro inquiring regarding re fw fwd aw tr sv "
        b"reaching opportunity oppurtunity opportunties synergy win proposition request requesting advice action alert "
        b"interesting incredible fantastic perfect dream game changing changer life future success growth increase results "
        b"free money sales services service product solution solutions offering hiring recruitment recruiting candidate "
        b"employment potential possible here are you funny joke wow omg lol hot must try test subject no none untitled "
        b"document file attached attachment attachments resume cv follow up ups last final attempt second third time "
        b"respected ma'am maam mam ma esteemed hallo hola namaste salam heya hiya howdy yo bro buddy mate ok okay "
        b"assistance guidance urgently desperate desperately desparate immediately apply applying application applications "
        b"applicant candidature seeking seek looking search searching vacancies "
        b"employed unemployed jobseeker seeker fresher graduate student professional experienced hire hired "
        b"collab collabs collaborate collaborating cooperation partner partners partnering deal deals investment invest "
        b"venture project projects idea ideas thoughts support enquiries inquiries issue issues concern concerns "
        b"matter matters stuff anything everything nothing whatever various misc several couple thing "
        b"believe miss missing regret biggest best better secret secrets proven guaranteed boost grow skyrocket double triple "
        b"10x revenue profit profits roi leads lead clients customers traffic money cash earn earning save saving savings "
        b"discount cheap cheapest lowest rates price prices chance lifetime once amazing incredible awesome fabulous "
        b"subject title untitled email mail message msg text note letter chatting chat catching reconnect reconnecting "
        b"saying pinging ping bump bumping nudge circling circle back thread gentle friendly kind humble sincere plea "
        b"pick brain brains question questions thanks-in-advance reply replied answer respond response needed wanted want "
        b"this that those these me myself us team ceo sir/madam sirs madams dears friend friends favour favor yes no "
        b"january february march april june july august september october november december".split()
    )
)
_PREFIX = frozenset((b"re", b"fw", b"fwd", b"aw", b"wg"))
_LOUD = 4
_DRAWN = regex(rb"([a-z])\1{2,}")  # `heyyy`


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield the subject where every word of it is stock, or where it is all in capitals."""
    field = reading.subject
    if field is None or not (text := field.text.strip()):
        return
    start = field.text.index(text)
    words = flatten(field.plain).split()
    loud = [word for word in text.split() if word.isupper() and sum(map(str.isalpha, word)) >= _LOUD]
    if len(loud) > 1 and text.isupper():
        yield Hit("subject", start, start + len(text), message="“{excerpt}” shouts; write the subject in plain case.")
    elif words and all(map(_is_vague, words)) and not _is_answer(reading, words):
        yield Hit("subject", start, start + len(text), _better(reading, field))


def _better(reading: Reading, field: FieldText) -> tuple[Fix, ...]:
    """Put the matter of the message in the place of its subject, where the message names one."""
    for subject in subjects(reading):
        if not all(map(_is_vague, flatten(subject).split())):
            return (Fix("subject", 0, len(field.text), subject, True),)
    return ()


def _is_vague(word: bytes) -> bool:
    return word in _VAGUE or _DRAWN.sub(rb"\1", word) in _VAGUE


def _is_answer(reading: Reading, words: list[bytes]) -> bool:
    """Say whether the subject is that of the mail which is answered."""
    return words[0] in _PREFIX and (reading.thread.replied is True or reading.own_end < len(reading.body.text))
