"""The stem that forms of one word share: enough to see that `spoke` and `speaking` say the same, no dictionary."""

from functools import lru_cache

# A verb and its forms that no ending gives away.
_IRREGULAR = """
be am is are was were been being
become became  begin began begun  bring brought  build built  buy bought  catch caught  choose chose chosen
come came  cut cutting  do does did done doing  draw drew drawn  drive drove driven  eat ate eaten
fall fell fallen  feel felt  fight fought  find found finding  founded founder founding
fly flew flown  forget forgot forgotten  get got gotten
give gave given  go goes went gone going gonna  grow grew grown  have has had having  hear heard  hold held
keep kept  know knew known  lead led  leave left  lend lent  let letting  lie lying  lose lost  make made making
meet met mtg mtgs  mean meant  pay paid  put putting  read reading  ride rode ridden  rise rose risen  run ran running
say said says  see saw seen seeing  seek sought  sell sold  send sent  set setting  share shared sharing
show showed shown  sit sat  speak spoke spoken  spend spent  stand stood  swim swam  take took taken taking
teach taught  tell told  think thought  understand understood  use used using  wear wore worn  win won winning
write wrote written writing  study studies studied studying  apply applies applied applying application
reply replies replied replying  try tries tried trying  hire hired hiring  chat chatted chatting
refer referred referring referral  mother mom mum mommy  father dad
child children kid kids  person people  man men  woman women  company companies
introduce introduction intro  interview interviewed interviewing  able unable  graduate graduated graduation
recommend recommended recommendation  discuss discussion  invite invitation  decide decision  apology apologise
interest interested interesting  please pls plz  message msg  information info  december dec  thank thanks thx
"""
_LEMMAS = {
    form: words[0]
    for line in _IRREGULAR.strip().splitlines()
    for words in (group.split() for group in line.split("  "))
    for form in words
}
_ENDINGS = (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_VOWELS = frozenset("aeiouy")
_SHORTEST = 3  # letters that a stem needs


@lru_cache(maxsize=8192)
def lemma(word: str) -> str:
    """Return the stem of a word in small letters; different words may share one now and then."""
    if word in _LEMMAS:
        return _LEMMAS[word]
    for ending, by in _ENDINGS:
        stem = word[: -len(ending)] + by
        if word.endswith(ending) and len(stem) >= _SHORTEST and not _VOWELS.isdisjoint(stem) and word[-2:] != "ss":
            return _LEMMAS.get(stem, _bare(stem))
    return _bare(word)


def _bare(stem: str) -> str:
    """Return a stem without the doubled consonant or the final `e` that endings put there or take away."""
    if len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "aeioulsz":
        stem = stem[:-1]
    return stem[:-1] if len(stem) > _SHORTEST and stem[-1] == "e" else stem


def stems(words: str) -> frozenset[str]:
    """Return the stems of words, as tables of words are written."""
    return frozenset(map(lemma, words.split()))
