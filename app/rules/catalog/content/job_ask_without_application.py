"""Asking for a job before applying for it the formal way."""

from collections.abc import Iterator
from functools import cache

from app.domain.context import Application, ApplicationStatus, Context, Thread
from app.rules.matching import Matcher
from app.rules.phrases import Phrase, PhraseData
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule
from app.rules.ruleset import rulebook


def _status(status: ApplicationStatus) -> Context:
    return Context(application=Application(status=status))


_NONE = _status("none")
_FORMS = "(forms|form|portal|website|site|application|applications|paperwork|online application|online form|careers page|hr|procedure|formalities|queue)"
_UNAPPLIED = (
    PhraseData(
        match=(
            f"(skip|skipping|bypass|bypassing|avoid|avoiding|without|instead of|rather than|before i bother with|not bother with|filling out no|filling in no|no time for) (doing|filling in|filling out|going through|using)? (the|your|all the|all that|any|whole)? (whole|entire|online|official|formal|usual)? {_FORMS}",
            "(i|he|she) (haven't|have not|havent|has not|hasn't|did not|didn't|don't have|never) (yet|even|formally|officially)? (applied|apply|sent an application|handed in an application)",
            "(applying|apply|coming|writing) (straight|directly)? to you (directly|straight)? (instead|directly|first)",
        ),
        unless_then=r"\s+(?:because|until|before|yet (?:because|since)|and (?:want|wanted) to know)\b",
    ),
)

RULE = Rule(
    id="job-ask-without-application",
    kind="code",
    group="content",
    severity="warning",
    repair="hold",
    needs="context",
    statement="Don't ask for a job or an internship before you have applied the formal way.",
    why="Without an application the reader can do nothing but send you back to the form. With one they can look you up.",
    message="This asks for a job that you haven't applied for: apply first, then write.",
    sources=("001",),
    cues={"unapplied": _UNAPPLIED},
    bad=(
        Example(
            text="Hi Wanda, we met at the fair. I'd rather skip the online form: when could I start in the archive?",
            context=Context(application=Application(status="none"), relationship="acquaintance"),
        ),
        Example(
            text="Hello Mr Silva, I am a crane driver from Recife. Please give me a job in your port. Thank you.",
            context=_NONE,
        ),
        Example(
            text="Dear Ms Larsen, I study marine biology in Bergen. Could you find me an internship for July?",
            context=_NONE,
        ),
        Example(text="Hi Abdul, please hire me for the night shift, I live next to the warehouse.", context=_NONE),
        Example(
            text="Good morning Dr Weiss, I admire your ward. Is there a job for me as a physiotherapist?", context=_NONE
        ),
        Example(
            text="Hello Ms Tran, I have six years in audit. Could you refer me for the senior role at your bank?",
            context=_NONE,
        ),
        Example(
            text="Hi Pedro, I need a job and heard that your kitchen is short of cooks. When may I come?", context=_NONE
        ),
        Example(
            text="Dear Professor Roy, I am looking for an internship at your lab this winter. My grades are attached.",
            context=_NONE,
        ),
        Example(
            text="Hi Mina, thanks for your reply. Can you get me a position at the theatre, as a prompter perhaps?",
            context=Context(application=Application(status="none"), thread=Thread(sent=1, replied=True)),
        ),
    ),
    good=(
        Example(
            text="Hello Mr Silva, I applied for the crane job on 3 June. Could you give me a job offer before August?",
            context=_status("applied"),
        ),
        Example(
            text="Dear Ms Larsen, I study marine biology in Bergen. What do your interns do in July?", context=_NONE
        ),
        Example(text="Hi Abdul, is your warehouse hiring for the night shift at the moment?", context=_NONE),
        Example(text="Good morning Dr Weiss, is there a job for me as a physiotherapist on your ward?"),
        Example(
            text="Hello Ms Tran, could you tell me how your bank trains new auditors before I apply?", context=_NONE
        ),
        Example(
            text="Hi Pedro, we know each other from the hotel school. What should I learn before I apply to your kitchen?",
            context=Context(application=Application(status="none"), relationship="close"),
        ),
        Example(
            text="Dear Professor Roy, I did an internship at your lab in 2021 and still use your protocol. Thank you!",
            context=_NONE,
        ),
        Example(text="Hi Mina, I got the job at the theatre! Thank you for your advice.", context=_status("hired")),
        Example(text="Hello Jo, could you send me the job description? I'd like to read it first.", context=_NONE),
    ),
)


@cache
def _asks() -> Matcher:
    """Return what finds the asks that the rule `job-ask` knows; here they count whatever the thread holds."""
    return Matcher(Phrase(RULE.id, data) for data in rulebook().rules["job-ask"].phrases)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit for an ask for a job where the caller says that there is no application."""
    application = reading.application
    if application is None or application.status != "none":
        return
    if reading.says("unapplied") or any(
        not reading.is_protected(field, start, end) for field in reading.fields for _, start, end in _asks().find(field)
    ):
        yield Hit()
