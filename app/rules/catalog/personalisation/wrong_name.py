"""The recipient's own name in the greeting."""

import re
import unicodedata
from collections.abc import Iterator

from app.domain.context import Context, Recipient
from app.rules import courtesies
from app.rules.fixes import replace
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule


def _to(name: str) -> Context:
    return Context(recipient=Recipient(name=name))


RULE = Rule(
    id="wrong-name",
    kind="code",
    group="personalisation",
    severity="error",
    repair="fix",
    needs="context",
    statement="Greet the recipient by their own name, spelt right.",
    why="Nothing tells a reader faster that the message was meant for somebody else.",
    message="“{excerpt}” isn't the recipient's name.",
    sources=("001",),
    bad=(
        Example(
            text="Hi Laura, your talk in Ghent was a joy. May I visit the lab?",
            excerpt="Laura",
            context=_to("Maya Patel"),
            fixed="Hi Maya, your talk in Ghent was a joy. May I visit the lab?",
        ),
        Example(
            text="Dear Dr. Smith,\n\nmay I cite your paper on peat?",
            excerpt="Dr. Smith",
            context=_to("Dr. Meera Rao"),
            fixed="Dear Dr Rao,\n\nmay I cite your paper on peat?",
        ),
        Example(
            text="Hello Micheal, is the apprenticeship still open?",
            excerpt="Micheal",
            context=_to("Michael Braun"),
            fixed="Hello Michael, is the apprenticeship still open?",
        ),
        Example(
            text="Jonas, one question about the kiln.",
            excerpt="Jonas",
            context=_to("Piotr Zielinski"),
            fixed="Piotr, one question about the kiln.",
        ),
        Example(text="hey sara! are you at the fair in Lyon?", excerpt="sara", context=_to("Noor Haddad")),
        Example(
            text="Good morning Mr Brown, is the hall free on Friday?", excerpt="Mr Brown", context=_to("Ines Braga")
        ),
        Example(text="Thanks for connecting, Bob! How is the yard?", excerpt="Bob", context=_to("Kwame Boateng")),
        Example(
            text="Dear Katherine,\n\nthank you for the invitation.",
            excerpt="Katherine",
            context=_to("Kateryna Shevchenko"),
            fixed="Dear Kateryna,\n\nthank you for the invitation.",
        ),
    ),
    good=(
        Example(text="Hi Maya, your talk was a joy.", context=_to("Maya Patel")),
        Example(text="Dear Dr. Rao,\n\nmay I cite your paper?", context=_to("Meera Rao")),
        Example(text="Hi Mike, is the apprenticeship still open?", context=_to("Michael Braun")),
        Example(text="Hello Zoe, see you in Lyon.", context=_to("Zoë Müller")),
        Example(text="Hi there, is the hall free?", context=_to("Ines Braga")),
        Example(text="Dear Hiring Manager, is the post still open?", context=_to("Kwame Boateng")),
        Example(text="Hi Laura, is the kiln free?"),
        Example(text="Dear Mr van der Berg, thank you for the drawings.", context=_to("Hans van der Berg")),
        Example(text="Hi Wei, the samples came today.", context=_to("Zhang Wei")),
        Example(text="Hello all, the group meets on Friday.", context=_to("Noor Haddad")),
        Example(text="Dear Ms Kowalska, thank you.", context=_to("KOWALSKA, Anna")),
        Example(text="Hi Alex, good to hear from you.", context=_to("Alexandra Costa")),
        Example(text="Dear Acme team, is the post open?", context=_to("Jo Lund")),
        Example(text="Dear Engr. Balogun,\n\nis the borehole in Ilesa still in use?", context=_to("Tunde Balogun")),
        Example(text="Respected Smt. Iyer, thank you for the tour of the loom.", context=_to("Lakshmi Iyer")),
        Example(text="Dear Tchr. Abena, is the choir open to parents?", context=_to("Abena Owusu")),
    ),
)

_NICKNAMES = [
    frozenset(group.split())
    for group in (
        "michael mike mick mikey misha michel miguel mikhail",
        "william bill will billy liam willy",
        "robert bob rob bobby bert roberto",
        "richard rick dick rich richie",
        "james jim jimmy jamie",
        "john jack johnny jon",
        "elizabeth liz beth betty lisa eliza libby elisabeth elsie",
        "katherine kate kathy katie cathy catherine kat kit",
        "margaret maggie peggy meg greta",
        "edward ed ted eddie ned teddy",
        "charles charlie chuck chas",
        "thomas tom tommy",
        "anthony tony antonio",
        "henry harry hank",
        "patricia pat patty tricia trish",
        "alexander alex sasha sandy alec alejandro xander lex alexandra aleksandra",
        "dmitri dmitry dima dmytro",
        "ekaterina katya kateryna katia",
        "joseph joe joey jose pepe josef",
        "francisco paco pancho frank francis fran",
        "theodore ted theo",
        "deborah debbie deb",
        "rebecca becky bex",
        "susan sue susie susanne",
        "andrew andy drew",
        "stephen steve steven",
        "peggy margaret",
        "nathaniel nate nathan",
        "gerald jerry gerry",
        "jerome jerry",
        "leonard len lenny leo",
        "lawrence larry laurence",
        "eugene gene",
        "vladimir volodya vova volodymyr",
        "johannes hans jan johann",
        "friedrich fritz fred frederick freddie",
        "jennifer jen jenny",
        "natalia natasha nataliya",
        "maria masha marie mia mary",
        "yevgeny evgeny zhenya eugene",
        "guillermo memo",
        "ignacio nacho",
        "giuseppe beppe pino",
        "bartholomew bart",
        "albert bert al",
        "sarah sally sara",
        "helen nell ellen",
        "dorothy dot dottie",
        "ann anne anna annie nancy",
    )
]
_NOT_NAMES = frozenset(
    """
    there sir madam maam all everyone everybody team folks friend friends guys both colleague colleagues
    candidate recruiter hiring manager professional neighbour neighbor committee member members again everyone
    people group department office crew ladies gentlemen human resources hr director editor editors board
    friends customer client connection reader again mate buddy bro dude esteemed valued fellow applicant
    representative staff talent recruiting admissions organizers organisers
    """.split()
)
_TITLES = frozenset(
    """
    mr mrs ms mx miss dr prof professor doctor sir madam rev fr herr frau senor senora sr sra hon ing eng capt
    dipl mme mlle monsieur madame signor signora dame lord lady phd md mba jr the and de van der von da del la
    engr engineer arch architect barr barrister adv advocate atty att attorney avv avvocato dott dottore dottoressa
    dra lic licenciado licenciada mtro mtra maestro maestra dona sig sigra ir drs mw dhr mevr mevrouw meneer mej hr fru
    pan pani pane bay bayan bey hanim hoca hocam sayin shri shrimati smt sri shree kum kumari pt pandit ustad ustaz
    sheikh shaikh sheik hajj haji hajji hajia hajiya alhaji alhaja mallam malam chief oba otunba eze encik puan cik
    dato datuk datin bapak pak ibu khun sensei san sama nim ssi bhai bhaiya didi ji sahib saheb sahab ato weyzero mwalimu
    ndugu comrade cde father mother sister brother pastor bishop archbishop cardinal imam rabbi canon deacon elder
    reverend captain cpt cdr cmdr commander commodore col colonel gen general lt lieutenant maj major sgt sergeant cpl
    corporal adm admiral judge justice honourable honorable amb ambassador excellency gov governor mayor sen senator
    councillor cllr cr councilman councilwoman alderman minister president chancellor vc provost rector dean principal
    headmaster headmistress head chair chairman chairwoman chairperson secretary treasurer coach chef nurse matron
    midwife pharm qs surv esq kt obe mbe cbe msc bsc ma ba sc ii iii sr
    """.split()
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield the greeted name where no part of it is a part of the recipient's name."""
    if not reading.recipient.name or not reading.greeted:
        return
    start, end = reading.greeted
    excerpt = reading.body.text[start:end]
    greeted, own = _parts(excerpt), _parts(reading.recipient.name)
    if not greeted or not own or any(character in excerpt for character in "[]{}<>/") or set(greeted) & _NOT_NAMES:
        return
    if _comparable(greeted, own) and not (_agree(greeted, own) or _agree(_after(reading, end), own)):
        name = courtesies.first_name(reading.recipient.name)
        yield Hit("body", start, end, replace(reading.body, start, end, name) if name else ())


def _after(reading: Reading, end: int) -> list[str]:
    """Return the words after a full stop that ends the greeted name: it may only shorten a title (`Dear Tchr. Abena`)."""
    text = reading.body.text
    return _parts(text[end + 1 : end + _NAME_LENGTH].partition("\n")[0])[:3] if text[end : end + 1] == "." else []


_NAME_LENGTH = 40


def _parts(name: str) -> list[str]:
    """Return the parts of a name in lower case without accents, titles left out."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("ł", "l").replace("ß", "ss"))
    words = re.findall(r"[^\W\d_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return [word for word in words if word not in _TITLES]


def _comparable(greeted: list[str], own: list[str]) -> bool:
    """Say whether both are written in one script."""
    return "".join(greeted).isascii() == "".join(own).isascii()


def _agree(names: list[str], own: list[str]) -> bool:
    return any(_same(one, other) for one in names for other in own)


def _same(one: str, other: str) -> bool:
    """Say whether two parts are one name: equal, shortened, an initial, or a nickname of it."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    return any(one in group and other in group for group in _NICKNAMES)
