"""Whether a draft is written in English, the language that the rules of words know."""

from app.rules.text import FieldText

_ENGLISH = frozenset(
    b"about after all also and any are as at be because been but by can could did do does for from get had has "
    b"have hello how i'd i'll i'm i've if into is it it's its just know like more my need new not now of one our "
    b"out please she some than thank thanks that the their them then there they this time to up us very we were "
    b"what when where which who will with work would you you're your "
    # as people write who are in a hurry, or young
    b"cant dont gimme gonna gotta hey hi hmu idk ive kinda lemme lol pls plz thats thx ur wanna wont yeah".split()
)
# Small words of the other languages most met in outreach, as the flat view shows them.
_OTHER = frozenset(
    b"al bir ce com con dan das dat de dei del den der des det di din doar du een eine el em en er es est et ett "
    b"fra het ich icin ihre ik il ist j'ai jag je jeg jest jestem jo la las le les lo los mai med men met mi mit "
    b"moja mon na nao nicht nie niet no och oder og om os pa par para per pour que sa saya se set si sich sie "
    b"som son su sua sur til tu uma un und une van ve vi vil von voor vous w wir yang z zu".split()
)
# Small words that other languages know as well.
_ALSO_ENGLISH = frozenset(b"a am an dear good i in mr mrs ms no on or".split())
_MIN_WORDS = 8
_MIN_SHARE = 0.06


def is_english(field: FieldText) -> bool:
    """Say whether a text reads as English; fewer than eight words in Latin letters count as English.

    English has more of its own small words than of other languages', and a few of them in any text.
    """
    words = field.words
    if len(words) < _MIN_WORDS:
        return _is_latin(field.text)
    if len(_ENGLISH & field.vocabulary) >= _MIN_SHARE * len(words) and _OTHER.isdisjoint(field.vocabulary):
        return True  # as nearly always, and seen without counting
    english, other = sum(map(_ENGLISH.__contains__, words)), sum(map(_OTHER.__contains__, words))
    if not english and not other:
        english = sum(map(_ALSO_ENGLISH.__contains__, words))
    return english >= _MIN_SHARE * len(words) and english > other


def _is_latin(text: str) -> bool:
    if text.isascii():
        return True
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < "\u0250" for letter in letters) >= len(letters)
