"""Forms that people carry over from their first language: participles, agreement, articles and word order."""

from collections.abc import Iterator

from app.rules.phrases import PhraseData

# Past participle: forms that stand in its place after “have”.
_PARTICIPLES = {
    "seen": "saw", "written": "wrote", "spoken": "spoke", "chosen": "chose", "taken": "took", "given": "gave",
    "gone": "went", "done": "did", "begun": "began", "known": "knew", "driven": "drove", "broken": "broke",
    "grown": "grew", "forgotten": "forgot", "worn": "wore", "flown": "flew", "drawn": "drew",
    "found": "find", "decided": "decide", "received": "receive", "applied": "apply", "sent": "send",
    "learned": "learn", "attended": "attend", "submitted": "submit", "developed": "develop", "created": "create",
    "obtained": "obtain", "acquired": "acquire", "published": "publish", "attached": "attach",
    "participated": "participate", "discovered": "discover", "prepared": "prepare", "taught": "teach", "sold": "sell",
    "bought": "buy", "collaborated": "collaborate", "succeeded": "succeed", "invited": "invite", "heard": "hear",
    "enclosed": "enclose", "achieved": "achieve", "met": "meet", "managed": "manage", "realized": "realize",
    "translated": "translate", "implemented": "implement", "introduced": "introduce", "improved": "improve",
}  # fmt: skip
_HAVE = "(i|we|they|you) have( (already|recently|also|just|not|never))?"
_HAS = "(he|she|it|who|company|team) has( (already|recently|also|just|not|never))?"

# Verbs whose third person stands after “we” and “they”.
_THIRDS = (
    "provides, needs, wants, works, offers, looks, helps, gives, makes, deals, believes, hopes, thinks, knows, likes,"
    " sells, produces, manufactures, requires, seeks, does, goes, comes, lives, speaks, uses, supplies, specializes,"
    " specialises, designs, develops, builds, organizes, organises, invites, wishes, writes, asks, sends, supports,"
    " understands, expects, exports, imports, delivers, creates, appreciates, considers, starts, plans, studies, waits"
)
_PLURALS = (
    "things, people, children, investors, students, colleagues, clients, customers, companies, candidates, prices,"
    " products, services, skills, members, jobs, documents, teachers, patients, partners, results, friends, parents"
)
_SINGULARS = (
    "situation, team, company, project, work, problem, school, country, job, city, family, product, professor, boss,"
    " manager, research, english, profile, position, experience, price, business, question, article, son, daughter"
)

# Irregular verbs, formed as if they were regular.
_REGULARISED = {
    "read": "readed", "taught": "teached", "wrote": "writed", "sent": "sended", "bought": "buyed", "went": "goed",
    "found": "finded", "spoke": "speaked", "thought": "thinked", "caught": "catched", "brought": "bringed",
    "built": "builded", "chose": "choosed", "came": "comed", "cut": "cutted", "drove": "drived", "drew": "drawed",
    "ate": "eated", "fell": "falled", "felt": "feeled", "forgot": "forgetted", "gave": "gived", "grew": "growed",
    "heard": "heared", "held": "holded", "hurt": "hurted", "kept": "keeped", "knew": "knowed", "lost": "losed",
    "made": "maked", "meant": "meaned", "met": "meeted", "ran": "runned", "said": "sayed", "sold": "selled",
    "set": "setted", "slept": "sleeped", "spent": "spended", "spread": "spreaded", "stood": "standed",
    "swam": "swimmed", "told": "telled", "understood": "understanded", "won": "winned", "wore": "weared",
    "paid": "payed", "shut": "shutted", "let": "letted", "became": "becomed", "began": "beginned",
}  # fmt: skip

_BARE = (
    "looking for, looking to, looking forward, searching, seeking, working as, working at, working in, working for,"
    " writing to, writing you, writing because, studying, planning to, waiting for, waiting your, hoping to, trying to,"
    " contacting you, sending you, living in, interested in, very interested, very happy, very glad, very excited,"
    " very sorry, very grateful, very thankful, very pleased, so happy, so grateful, happy to, glad to, ready to,"
    " able to, sorry for"
)
_AUXILIARY = (
    r"\b(?:am|are|was|were|be|been|is|mind|with|of|than|as|and|when|while|not|if|though|although|ever|still|like|make|makes|"
    r"keep|got|get|made|for)\s+"
)
_COUNTED = (
    "paper, place, project, question, company, student, product, problem, candidate, opportunity, country, client, article,"
    " person, reason, method, experiment, course, book, language, skill, sample, partner, customer, program, programme,"
    " position, event, school, university, supplier, model, type, kind, colleague, kid, child, option, copy, thing, email,"
    " message, hour, minute, week, day, month, year, brother, sister"
)
_STOP = r"(?=\s*[.,;!?]|\s*\Z|\s+(?:in|at|with|from|for|of|to|and|but|as|since|now|here|by|on|about|that|which|who|where|because)\b)"
_SEEKS = (
    "job, internship, summer internship, position, phd position, postdoc position, new job, opportunity, new opportunity,"
    " scholarship, placement, suitable job, suitable position, full time job, part time job, good job, partner, reliable"
    " partner, partner school, reliable supplier, new challenge, new position, good opportunity, employment opportunity,"
    " good company, distributor, agent, supervisor, mentor, vacancy, apprenticeship, research position, training position"
)
_ROLES = (
    "student, engineer, manufacturer, supplier, company, researcher, teacher, nurse, developer, graduate, agency, doctor,"
    " manager, designer, exporter, importer, firm, team, postdoc, post doc, freelancer, specialist, professional, trainer,"
    " producer, distributor, startup, start up, enterprise, candidate, officer, factory, trader, consultant, artist, writer"
)
_ADJECTIVES = (
    "final year, first year, second year, third year, last year, fourth year, master, masters, master's, phd, bachelor,"
    " undergraduate, graduate, postgraduate, professional, leading, registered, certified, qualified, experienced,"
    " freelance, young, senior, junior, small, big, large, new, german, french, italian, chinese, indian, polish, russian,"
    " spanish, turkish, software, mechanical, civil, electrical, medical, exchange, international, global, famous,"
    " ph d, university, college, high school, computer science, recent, fresh, good, reliable, private"
)


def carried_over() -> Iterator[PhraseData]:
    """Yield the phrases of all families."""
    yield from _participles()
    yield from _subjects()
    yield from _articles()
    yield from _bare_nouns()
    yield from _people()
    for past, wrong in _REGULARISED.items():
        yield PhraseData(match=(wrong,), by=past)


def _any(words: str) -> str:
    return f"({'|'.join(word.strip() for word in words.split(','))})"


def _participles() -> Iterator[PhraseData]:
    message = "“{excerpt}”: after “have” stands the participle, “%s”."
    for participle, wrong in _PARTICIPLES.items():
        yield PhraseData(match=(f"{_HAVE} {wrong}", f"{_HAS} {wrong}"), message=message % participle)
        yield PhraseData(match=(f"(i've|we've|they've|you've) {wrong}",), message=message % participle)


def _subjects() -> Iterator[PhraseData]:
    yield PhraseData(
        match=(f"(we|they) {_any(_THIRDS)}",),
        unless_after=r"\b(?:how|what|than)\s+",
        unless_then=r"\s+(?:meetings?|groups?|time)\b",
        message="“{excerpt}”: verb and person don't agree.",
    )
    yield PhraseData(
        match=(
            f"{_any(_PLURALS)} (is|was|has|needs|wants|waits|works|helps|comes|knows|does|doesn't|isn't|wasn't|hasn't)",
        ),
        after=r"(?:(?<=\band )|(?<=\bbut )|(?<=\bbecause )|(?<=\bour )|(?<=\bthese )|(?<=\bthose )|(?<=\bmany )|(?<=\bthat ))",
        unless_after=r"\b(?!because|but|and|that|as|since|so)[a-z']+\s+(?:(?:our|my|the|these|those|many)\s+)|\b(?:of|for|with|in|on|to)\s+[^.,;!?\n]{0,40}",
        message="“{excerpt}”: verb and subject don't agree.",
    )
    yield PhraseData(
        match=(f"(my|our) {_any(_SINGULARS)} (it|he|she|they) (is|has|was|have|are|can|will|needs|works|does|had)",),
        unless_after=(
            r"\b(?:in|at|for|with|of|on|to|from|by|about|if|when|see|know|like|through|near|after|before|around|outside|"
            r"join|visit|as|than|told|tell|show|give|read|without|within|during|since|love|inside|via|do|did|at)\s+"
        ),
        message="“{excerpt}” names the subject twice.",
    )
    yield PhraseData(
        match=(f"(i|we) {_any(_BARE)}",),
        unless_after=_AUXILIARY,
        unless_then=r"\s+(?:people|parties|party|persons)\b",
        message="“{excerpt}”: “am” or “are” is missing.",
    )


def _articles() -> Iterator[PhraseData]:
    yield PhraseData(
        match=(
            f"(many|several|few|various|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred) {_any(_COUNTED)}",
        ),
        then=_STOP,
        unless_after=r"\b(?:a|one|per|each|every|the|this)\s+(?:\w+\s+)?",
        message="“{excerpt}”: the noun is plural.",
    )
    for sought in _SEEKS.split(","):
        one = sought.strip()
        article = "an" if one[0] in "aeio" else "a"
        for verb in (
            "looking for",
            "searching for",
            "seeking",
            "apply for",
            "applying for",
            "applied for",
            "search for",
        ):
            yield PhraseData(match=(f"{verb} {one}",), then=_STOP, by=f"{verb} {article} {one}")
    roles = (
        rf"(?=\s+(?:{'|'.join(role.strip() for role in _ROLES.split(','))})\b(?!['’-]|\s+(?:students|teams|members)\b))"
    )
    for adjective in _ADJECTIVES.split(","):
        word = adjective.strip()
        article = "an" if word[0] in "aeio" or word == "undergraduate" else "a"
        for head in ("i am", "i'm", "we are", "we're"):
            yield PhraseData(match=(f"{head} {word}",), then=roles, by=f"{head} {article} {word}")


# Nouns that never stand alone in the singular.
_NOUNS = (
    "question, meeting, problem, idea, project, company, website, book, article, letter, friend, brother, sister, daughter,"
    " son, car, house, shop, factory, product, partner, client, customer, degree, diploma, certificate, visa, invitation,"
    " ticket, answer, chance, opportunity, team, plan, proposal, list, document, contract, offer, presentation, video,"
    " thesis, position, internship, scholarship, teacher, doctor, nurse, engineer, student, professor, supervisor, dream,"
    " suggestion, request, favour, favor, big project, small company, new project, new job, good job, small shop, new idea,"
    " big company, important question, short meeting, small question, quick question, good idea, appointment, mentor"
)
_TAKE = (
    "have, has, had, having, need, needs, want, wants, find, get, write, receive, prepare, create, send you, send me, made,"
    " make, buy, sell, read, organize, organise, develop, start, own, give me, give you, ask you, offer you, build"
)
_PLACES = (
    "in company, in university, in department, in laboratory, in clinic, in restaurant, in hotel, in factory, in project,"
    " in village, in big company, in international company, in small company, in private clinic, in good company, in your"
    " country side, at company, at hospital, at clinic, at restaurant, at hotel, at factory, at conference, at exhibition,"
    " at department, for company, for hospital, for university, for position, for job, for project, for big company, with"
    " company, with professor, with partner, with supplier, with friend, with colleague, from company, from website, from"
    " conference, from friend, of company, of university, as student, as teacher, as nurse, as doctor, as engineer, as"
    " intern, as assistant, as volunteer, as developer, as programmer, as waiter, as waitress, as accountant, as designer,"
    " as driver, as cook, as translator, as freelancer, as guest, as trainee, as researcher, as specialist, as salesman"
)
_PRAISED = (
    "good, great, big, nice, important, interesting, small, new, young, difficult, perfect, wonderful, famous, beautiful,"
    " popular, unique, excellent, amazing, useful, serious, reliable, hard, strong, simple, real, true, special, short"
)
_PRAISE = (
    "opportunity, question, idea, company, project, product, person, student, teacher, problem, place, city, country,"
    " example, chance, article, presentation, book, honor, honour, pleasure, team, way, step, decision, job, position,"
    " candidate, specialist, engineer, doctor, partner, event, program, programme, platform, website, tool, solution,"
    " gift, mistake, reason, topic, moment, day, success, school, university, organization, organisation, field, man, woman"
)
_RELATIVES = (
    "friend, wife, husband, brother, sister, son, daughter, cousin, colleague, boss, professor, manager, teacher,"
    " supervisor, mother, father, nephew, niece, uncle"
)
_PLAIN = (
    "need, want, live, study, know, think, like, have, say, recommend, suggest, speak, come, go, do, don't, tell, work"
)


def _bare_nouns() -> Iterator[PhraseData]:
    message = "“{excerpt}”: an article is missing."
    yield PhraseData(
        match=(f"{_any(_TAKE)} {_any(_NOUNS)}",),
        then=_STOP,
        unless_after=r"\b(?:must|a|an|the|my|your|our|any|no|this|that|to\s+be|one|good|ready|in|of|each|every)[\s-]+",
        message=message,
    )
    yield PhraseData(
        match=(_any(_PLACES),),
        then=_STOP,
        unless_after=r"\b(?:as\s+much|as\s+well|such|same|head|dean|part|kind|type|sort|not|known)\s+",
        unless_then=r"\s+(?:and\s+(?:as|a|the)|to\s+(?:university|company|hospital|factory))\b",
        message=message,
    )
    yield PhraseData(
        match=(
            f"(is|was|be|it's|i'm|am|become|became|been) (very |really |so |also |such )?{_any(_PRAISED)} {_any(_PRAISE)}",
            "(is|was|it's|will be) (my )?(first|second|last) (time|visit) (for|in|to|i|that|when)",
        ),
        then=_STOP,
        unless_then=r"\s+(?:and|to)\s+\w+ing\b",
        unless_after=r"\b(?:there|how|what|my|your)\s+",
        message=message,
    )


def _people() -> Iterator[PhraseData]:
    adverb = "( (also|always|already|really|often|still|never|now))?"
    yield PhraseData(
        match=(f"(my|our|his|her) {_any(_RELATIVES)}{adverb} {_any(_PLAIN)}",),
        unless_after=(
            r"\b(?:do|does|did|would|could|should|can|will|may|might|must|let|make|makes|made|help|helps|helped|see|hear|have|"
            r"has|had|if|that|wish|and|or|for|of|to|with|what|when|watch|like|than|from)\s+(?:\w+\s+)?"
        ),
        message="“{excerpt}”: verb and person don't agree.",
    )
    yield PhraseData(
        match=(
            "it (have|need|depend|mean|seem|sound|contain|include|don't|do not|make me|take|require|help|cost me|look like)",
        ),
        unless_after=(
            r"\b(?:do|does|did|don't|doesn't|would|could|should|can|will|may|might|must|let|lets|make|makes|made|help|helps|see|"
            r"hear|have|has|had|if|that|wish|and|or|to|not|watch|than|want|use|using|give|is|was|in|of|like|what|"
            r"how|feel|having|with|on|about|at|for)\s+"
        ),
        message="“{excerpt}”: verb and person don't agree.",
    )
    yield PhraseData(
        match=(
            f"(two|three|four|five|six|seven|eight|nine|ten|2|3|4|5|6|7|8|9|10|12|15|20|30|50|both) {_any(_COUNTED)}",
        ),
        then=_STOP,
        unless_after=r"\b(?:one|no|number|phase|part|level|version|figure|table|step|room|page|the|a|one\s+or|day|year|top|of)\s+",
        message="“{excerpt}”: the noun is plural.",
    )
    yield PhraseData(
        match=(
            (
                "(a|an|one|each|every|another) (students|companies|jobs|opportunities|persons|years|days|ideas|products|clients|"
                "customers|colleagues|articles|problems|books|countries|engineers|teachers)"
            ),
            (
                f"one of (the|my|our|your|his|their) ((best|most important|top|largest|biggest|leading|good|famous|important|main|first|"
                f"oldest|few|great|new|most famous|most popular|most interesting) )?{_any(_COUNTED)}"
            ),
        ),
        then=_STOP,
        unless_after=r"\b(?:half|once|per)\s+",
        message="“{excerpt}”: number and noun don't agree.",
    )
