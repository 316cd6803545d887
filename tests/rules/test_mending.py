"""What the safe fixes make of a whole message: it reads as if a person had written it."""

import pytest

from app.domain.context import Context, Recipient, Sender
from app.domain.draft import Draft
from app.rules import check, courtesies, mend

OUT = "If now isn't a good time, I completely understand."
THANKS = "Thank you for your time."


def plain(text: str) -> str:
    """Return a text with one and the same courtesy wherever another fits better."""
    for one, table in ((OUT, courtesies.EASY_OUTS), (THANKS, courtesies.THANKS)):
        for other in (sentence for row in table.values() for sentence in row if sentence != "Thank you!"):
            text = text.replace(other, one)
    return text


BODIES = {
    "a count of messages becomes one, and what they were about stays": (
        "Hi Ben, I've emailed you twice about the kiln and haven't heard back. Is it free?",
        f"Hi Ben, I wrote to you earlier about the kiln. Is it free? {OUT} {THANKS}",
    ),
    "a reproachful question asks for an answer": (
        "Hi Ana, we talked in Porto about cork floors. May I ask why you are ignoring me?",
        f"Hi Ana, we talked in Porto about cork floors. Could you let me know either way? {OUT} {THANKS}",
    ),
    "a personal question goes where another is asked": (
        "Hi Ann, how old are you, dear? Could you tell me about the kiln? Thank you.",
        f"Hi Ann, could you tell me about the kiln? Thank you. {OUT}",
    ),
    "thanks in a formula go where there are other thanks": (
        "Dear Grace,\n\nThank you for the tour. Could you send me the plan?\n\nThanking you in anticipation,\nRaj",
        f"Dear Grace,\n\nThank you for the tour. Could you send me the plan?\n\n{OUT}\n\nRaj",
    ),
    "the needful and a reply are one request": (
        "Dear Grace,\n\nKindly do the needful and revert at the earliest with the plan.\n\nThank you,\nRaj",
        f"Dear Grace,\n\nCould you help with this and get back to me with the plan?\n\n{OUT}\n\nThank you,\nRaj",
    ),
    "nothing is left alone in capitals": (
        "Hi Sean, WE ARE HIRING A WELDER IN CORK. Are you free?",
        f"Hi Sean, we are hiring a welder in Cork. Are you free? {OUT} {THANKS}",
    ),
    "what stresses a word goes with what shouts": (
        "Hi Lea, WOULD YOU COME ON THE SHOW? It would mean the WORLD to us. Thank you.",
        f"Hi Lea, would you come on the show? It would mean the world to us. Thank you. {OUT}",
    ),
    "a nod at the end goes": (
        "Hi Tom, could you send me the rota on Friday, k? Thank you.",
        f"Hi Tom, could you send me the rota on Friday? Thank you. {OUT}",
    ),
    "an order ends where a need begins": (
        "Hi Tom, send me the plan and I need a number for Ann. Thank you.",
        f"Hi Tom, could you send me the plan? I need a number for Ann. Thank you. {OUT}",
    ),
    "a way out stands before what looks ahead": (
        "Hi Tom, would you have ten minutes on Monday? Looking forward to hearing from you.\n\nThanks,\nIda",
        f"Hi Tom, would you have ten minutes on Monday? {OUT} Looking forward to hearing from you.\n\nThanks,\nIda",
    ),
    "a signature with a company stays last": (
        "Dear Ines,\n\nwould you send me the price of the loom?\n\nThank you,\nMarta Sola, University of Murcia",
        (
            f"Dear Ines,\n\nwould you send me the price of the loom?\n\n{OUT}\n\n"
            "Thank you,\nMarta Sola, University of Murcia"
        ),
    ),
    "begging goes, the question stays": (
        "Hello Ms Osei, you are my last hope. Is the post of night porter still open? God bless you.",
        f"Hello Ms Osei, is the post of night porter still open? {OUT} {THANKS}",
    ),
    "a date that an answer is needed by stays, and is left to the reader": (
        "Hi Ben, I need a reply by Thursday because the crane is booked. Thank you.",
        f"Hi Ben, I'd be grateful for your reply by Thursday if possible because the crane is booked. Thank you. {OUT}",
    ),
    "a guess with what follows from it becomes a condition": (
        "Hi Ben, we run a dairy. You're clearly bored at St. Anne's, so could we talk? Thank you.",
        f"Hi Ben, we run a dairy. If you're bored at St. Anne's, could we talk? Thank you. {OUT}",
    ),
    "the needful for something is help with it": (
        "Dear Grace,\n\nKindly do the needful asap with the renewal of my pass.\n\nThank you,\nRaj",
        f"Dear Grace,\n\nCould you help with the renewal of my pass?\n\n{OUT}\n\nThank you,\nRaj",
    ),
    "a link at the end of a request isn't touched": (
        "Hi Ben, thank you for the tour. Book a table here: https://mill.example/book.",
        "Hi Ben, thank you for the tour. Could you book a table here: https://mill.example/book",
    ),
    "begging goes from before a request": (
        "Hi Ben, I'm begging you, please read my two pages on cork. Thank you.",
        f"Hi Ben, please read my two pages on cork. Thank you. {OUT}",
    ),
    "scarcity goes, wherever it stands": (
        "Hi Ben, spots are limited! Could you tell me your size? Thank you.",
        f"Hi Ben, could you tell me your size? Thank you. {OUT}",
    ),
    "a numbered question isn't taken from its number": (
        "Hi Ben, thank you for your help. 1. Which press is it? 2. How old are you? 3. Who built it?",
        f"Hi Ben, thank you for your help. 1. Which press is it? 2. How old are you? 3. Who built it? {OUT}",
    ),
    "one condition doesn't follow on another": (
        "Hi Ben, the kiln is yours in May. Let me know by Friday if you want it. Thank you.",
        f"Hi Ben, the kiln is yours in May. Let me know by Friday, or when you can, if you want it. Thank you. {OUT}",
    ),
    "an hour at the end of a sentence is no number of a question": (
        "Hi Ben, thank you for the tour. Could we meet tomorrow at 3. I won't take no for an answer.",
        "Hi Ben, thank you for the tour. Could we meet tomorrow at 3.",
    ),
    "a letter is asked for": (
        "Dear Grace, I need a recommendation letter for the choir school. Please send it to Mrs Oduya.",
        f"Dear Grace, I'd be grateful for a recommendation letter for the choir school. Please send it to Mrs Oduya. {OUT}",
    ),
    "a sign-off of thanks stays last without a name": (
        "Dear Grace,\n\nCould you send the plan?\n\nThanks & Regards",
        f"Dear Grace,\n\nCould you send the plan?\n\n{OUT}\n\nThanks & Regards",
    ),
    "a request to be hired asks whether there is a place": (
        "Hello Mr Ito, I lay tiles and saw your new shop. Can you hire me?",
        f"Hello Mr Ito, I lay tiles and saw your new shop. Could you tell me whether you are hiring? {OUT} {THANKS}",
    ),
    "what the author did stays beside a reproach": (
        "Hi Ben, I sent you my portfolio two weeks ago and you never had the courtesy to answer. Did it arrive? Thanks.",
        f"Hi Ben, I sent you my portfolio two weeks ago and you never had the courtesy to answer. Did it arrive? Thanks. {OUT}",
    ),
    "a deadline is left open as a whole": (
        "Hi Ben, thank you for the plan. Let me know by Friday EOD.",
        "Hi Ben, thank you for the plan. Let me know by Friday EOD if possible.",
    ),
    "an order that is made small is no odd question": (
        "Hi Kim, thank you for the tour. Just send me the drawings of the boiler.",
        f"Hi Kim, thank you for the tour. Could you send me the drawings of the boiler? {OUT}",
    ),
}


@pytest.mark.parametrize(("body", "mended"), BODIES.values(), ids=BODIES)
def test_a_mended_message_reads_well(body, mended):
    assert plain(mend(Draft(channel="message", body=body), Context()).body) == mended


SUBJECTS = [
    (
        "Exciting role!",
        "Hi Kofi, we look for someone for the night nurse position. May I tell you more?",
        "Night nurse position",
    ),
    (
        "Been a while",
        "Hi Lea, we worked together at Fernhill. Would you like to meet?",
        "We worked together at Fernhill",
    ),
    (
        "Hello",
        "Dear Dr Oko, your talk on peat cores was a help to me. May I ask for the slides?",
        "Your talk on peat cores",
    ),
    ("Quick favour", "Hi Nina, could you write me a reference letter? Thank you.", "A reference letter"),
    ("Hi", "Dear Ms Ruiz, I am Tom Vale of Harbour Kilns. Could we talk in May?", "Introduction from Harbour Kilns"),
]


@pytest.mark.parametrize(("subject", "body", "better"), SUBJECTS)
def test_a_subject_that_says_nothing_is_made_of_what_the_message_says(subject, body, better):
    assert mend(Draft(channel="email", subject=subject, body=body)).subject == better


def test_a_subject_stays_where_two_matters_could_be_meant():
    body = "Hi Kofi, the night nurse position is gone, but the day nurse position is open. May I tell you more?"
    assert mend(Draft(channel="email", subject="Hello", body=body)).subject == "Hello"


def test_what_the_caller_says_can_give_the_subject():
    context = Context(purpose="recruiting", sender=Sender(company="Fernhill"), recipient=Recipient(name="Kofi Mensah"))
    body = "Hi Kofi, would you like to hear more about it? Thank you."
    mended = mend(Draft(channel="email", subject="Opportunity", body=body), context)
    assert mended.subject == "A position at Fernhill"


def test_a_merge_field_in_capitals_is_no_shouting():
    body = "Hi Ana, we would LOVE to see you at %COMPANY% in June. Would that suit you?"
    excerpts = [
        finding.excerpt for finding in check(Draft(channel="message", body=body)).findings if finding.rule == "shouting"
    ]
    assert excerpts == ["LOVE"]


def test_messages_end_in_many_ways_and_each_always_in_the_same():
    bodies = (
        "Hi Ana, could we talk for ten minutes about cork floors?",
        "Hi Ana, could you send me the plan of the old mill?",
        "Hi Ana, would you introduce me to the head of the choir?",
        "Hi Ana, could you tell me how you bend the oak?",
        "Hi Ana, is there a vacancy on the night shift at the bakery?",
    )
    mended = [mend(Draft(channel="message", body=body)).body for body in bodies]
    assert mended == [mend(Draft(channel="message", body=body)).body for body in bodies]
    assert len({one.partition("? ")[2] for one in mended}) == len(bodies)


@pytest.mark.parametrize("adverb", ["", "really ", "really, really "])
@pytest.mark.parametrize("ask", ["you send me the plan", "we talk", "you tell me how it is bent", "I have a job"])
def test_a_letter_ends_as_formally_as_it_begins(ask, adverb):
    body = f"Dear Ms Ruiz, your mill {adverb}pleased us all. Could {ask}?"
    ending = mend(Draft(channel="message", body=body)).body.partition("? ")[2]
    assert ending
    assert "worries" not in ending


@pytest.mark.parametrize("channel", ["connection_note", "message", "inmail", "email"])
@pytest.mark.parametrize("out", [one for row in courtesies.EASY_OUTS.values() for one in row])
@pytest.mark.parametrize("thanks", sorted({one for row in courtesies.THANKS.values() for one in row}))
def test_every_courtesy_is_one_and_no_fault(channel, out, thanks):
    body = f"Hi Ana, we met at the fair in Porto. Could you show me the cork press? {out} {thanks}"
    with_subject = channel in {"inmail", "email"}
    draft = Draft(channel=channel, subject="The cork press at the fair" if with_subject else None, body=body)
    assert [one.rule for one in check(draft).findings if one.start is None or one.start > 70] == []


@pytest.mark.parametrize("room", range(0, 40, 3))
def test_no_courtesy_breaks_a_limit(room):
    body = "Hi Ana, could you show me the cork press? " + "It is old. " * 30
    body = body[: 300 - room - 1].rstrip() + "?"
    after = mend(Draft(channel="connection_note", body=body), Context(sender=Sender(account_tier="premium"))).body
    assert len(after) <= 300
