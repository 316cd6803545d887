"""What in a text ties it to this reader: their work, or at least their place.

All of it hangs on `you` and `your` (and on names in the possessive), so only what follows these is looked at.
"""

import re

from app.rules.lazy import regex


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


_WORKS = _any(
    "talks? keynotes? posts? articles? papers? preprint thesis dissertation books? chapters? podcasts? "
    "episodes? blog videos? interviews? presentations? webinars? workshops? comments? newsletters? repo "
    "repository library plug-?in launch exhibitions? film songs? designs? report study studies research "
    "posters? lectures? seminars? tutorials? courses? classes answers? threads? columns? reviews? recipes? "
    "photos? photographs paintings? drawings? award prize speech panel essays? novels? poems? translation "
    "dataset maps? garden bread cheese wine furniture buildings? houses? bridge trials? campaign migration "
    "insight point argument tool app game"
)
_DEEDS = _any(
    "led built wrote founded spoke spoken gave given said ran taught won made told left grew drew sang shot "
    "chose brought took moved launched shared mentioned published created designed started presented posted "
    "organi[sz]ed managed developed studied graduated joined hosted explained described argued recommended "
    "suggested used measured trained opened restored translated edited curated coached discovered solved "
    "invented rebuilt handled planned asked answered introduced did described maintained recorded performed played "
    "composed conducted chaired judged reported filmed photographed interviewed illustrated carved exhibited baked "
    "cooked collected catalogu?ed mapped drafted proposed tested compared showed shown drawn listed patched released "
    "shipped merged fixed repaired converted documented noted observed warned testified drove sailed climbed"
)
_DOINGS = _any(
    "adding hiring building expanding opening leading running teaching studying launching moving planning "
    "restoring rebuilding training organi[sz]ing hosting connected"
)
_TRADES = _any(
    "run teach study lead edit host organi[sz]e grow bake make build restore train coach write live manage own "
    "head represent curate publish practi[sc]e repair design sing paint translate maintain moderate chair record "
    "illustrate collect breed brew weave carve compose conduct"
)
_MAKERS = _any(
    "author editor maintainer creator curator founder translator organi[sz]er illustrator photographer composer "
    "designer architect inventor"
)
_PLACES = _any(
    "clinic hospital ward lab laboratory museum bakery farm school gallery studio shop restaurant surgery "
    "department institute library yard mill workshop joinery theatre orchestra choir garden vineyard brewery "
    "archive kitchen hotel parish nursery kindergarten university college group town village harbou?r stand "
    "booth meetup conference festival fair newspaper magazine bookshop bookstore caf[eé] foundation charity "
    "shelter union practice faculty"
)
_ASSETS = _any("background experience years skills expertise training degree studies phd role position time")
_RANK = r"(?! (?:Engineer|Manager|Developer|Analyst|Designer|Director))"

_YOU = regex(r"\b[Yy]ou")
_WORK = regex(
    rf".{{3}}(?:r (?:[\w'-]+ ){{0,4}}?{_WORKS}\b|r (?:\w+ ){{0,2}}work (?:on|at|in|with|for|as|around|about)\b|"
    r"r (?:\w+ )?(?:company|team|organi[sz]ation)(?:'s)? (?:work|research|project|product|approach|move)\b|"
    rf"(?:'ve| have| had)? (?:(?:recently|once|also|just|first|both|all|so \w+ly|\w+ly) )?{_DEEDS}\b|"
    rf"(?:'re| are| were) (?:\w+ )?(?:listed|named|credited|cited|quoted|thanked|acknowledged) (?:as|in|on|for|by|at) |"
    rf"(?:'re| are| were) the (?:\w+ )?{_MAKERS} (?:of|behind|for) )"
)
_PLACE = regex(
    rf".{{3}}(?:r (?:[\w-]+ ){{0,6}}(?:at|with|from|for) (?:the |a )?[A-Z0-9]|"
    rf"r {_ASSETS} (?:\w+ ){{0,3}}(?:in|with|as|of|at) (?:the )?[A-Z]\w+{_RANK}|r (?:[\w-]+ ){{0,2}}{_PLACES}\b|"
    r"(?:'re| are|'ve| have| were| work| worked)? ?(?:been |currently |now |just |also |previously )?"
    r"(?:work(?:ing|ed)? |teach(?:ing)? |study(?:ing)? |studied )?(?:at|with|for|in|from) (?:the )?[A-Z]\w|"
    rf"(?:'re| are) (?:{_DOINGS}|working on)\b|"
    r"r (?:company|firm|team|agency|group|startup|lab) (?:makes|builds|runs|sells|designs|publishes|grows|bakes|prints|"
    r"owns|operates|teaches|develops|opened|launched|announced|won|moved|just|recently|"
    r"is (?:hiring|opening|building|moving)))"
)
_TRADE = regex(rf".{{3}} {_TRADES} ")
_ASKING = regex(r"\b(?:would|could|can|will|do|did|might|may|if) \Z", re.IGNORECASE)
_HOW = regex(r".{3} (?!are\b|could\b|can\b|would\b|might\b|feel\b|doing\b|like\b)\w")
_OWNER = regex(
    r"(?<=[a-z,:] )(?!(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Today|It|What|That|Let|Here|There)')"
    r"[A-Z]\w+'s (?!offering|hiring)[a-z]"
)


# What every reader has, and what every seller speaks of.
_COMMON = frozenset(
    (
        "profile background experience experiences experiance skills skill skillset time company team business "
        "network consideration help advice response reply convenience schedule interest interests email mail message "
        "inbox industry career organization organisation organizations needs goals goal role thoughts opinion "
        "perspective insight insights support area current name contact details day week weekend connection "
        "connections position job jobs future website site work field client clients customer customers sales revenue "
        "growth success journey feedback guidance attention cv resume application applications sdr sdrs reps leads "
        "pipeline brand marketing seo traffic conversion roi aov budget bottom operations workflow productivity cost "
        "costs hiring recruitment recruiting staff employees employee monthly bill order favourite favorite kind "
        "kindness expertise knowledge guidance mentorship understanding patience thinking view views ideas idea "
        "linkedin page picture pictures photo photos smile number phone address date birth bank account passport "
        "personal private family husband wife age health life home side end own next last previous previous prior "
        "recent latest new potential possible quick prompt early soonest earliest availability calendar agency firm "
        "employer organisation institution department sector niche space market city country region area location "
        "community followers audience professional impressive extensive exemplary distinguished strong great "
        "excellent amazing unique vast diverse outstanding incredible exceptional solid wonderful fantastic esteemed "
        "reputed prestigious respected valuable precious kind good honest best whole entire very other online "
        "linkedin level credentials accomplishments achievements qualifications strengths talent talents potential "
        "portfolio trajectory path passion dreams dream ambitions aspirations challenges challenge problems pain "
        "points process processes systems tech stack platform product products services service solution solutions "
        "offering offerings tool tools software data needs requirements requirement investment investments portfolio "
        "money savings finances financial energy utility electricity insurance spot place seat copy pass ticket "
        "tickets salary income earnings earning sake situation case timeline plans plan peers colleagues colleague "
        "friends friend boss manager managers director head ceo hr recruiter recruiters leadership executives reports "
        "developers engineers people members workforce hands heart mind eyes eye face body looks "
    ).split()
)
_A_PLACE = regex(rf"{_PLACES}\Z")
_YOURS = regex(r".{3}r ([\w'-]+)")


def names_work(text: str) -> bool:
    """Say whether a text with straight apostrophes names something the reader did, made or said."""
    text = _spelt_out(text)
    for match in _YOU.finditer(text):
        start = match.start()
        if _WORK.match(text, start) or (text[start - 4 : start].lower() == "how " and _HOW.match(text, start)):
            return True
        if (yours := _YOURS.match(text, start)) and not _is_common(yours[1].lower()):
            return True
    return "'s " in text and _OWNER.search(text) is not None


def _spelt_out(text: str) -> str:
    return text.replace(" ur ", " your ").replace(" u ", " you ")


def _is_common(noun: str) -> bool:
    """Say whether any reader could have it, or whether it is a place and no work."""
    return noun in _COMMON or _A_PLACE.match(noun) is not None


def names_place(text: str) -> bool:
    """Say whether a text with straight apostrophes names where the reader works, or what they do there."""
    text = _spelt_out(text)
    for match in _YOU.finditer(text):
        start = match.start()
        if _PLACE.match(text, start):
            return True
        if _TRADE.match(text, start) and not _ASKING.search(text, max(0, start - 8), start):
            return True
    return False


def names_any(text: str, facts: tuple[str, ...]) -> bool:
    """Say whether one of the facts, or a telling word of it, stands in the text."""
    folded = text.casefold()
    return any(fact.casefold() in folded or _telling(fact, folded) for fact in facts)


def _telling(fact: str, folded: str) -> bool:
    words = [word for word in re.findall(r"\w{4,}", fact) if word[0].isupper() or len(word) > _LONG_WORD]
    return any(re.search(rf"\b{re.escape(word.casefold())}\b", folded) for word in words)


_LONG_WORD = 7
