"""What the safe fixes make of a whole message: it reads as if a person had written it."""

import pytest

from app.domain.context import Context, Recipient, Sender
from app.domain.draft import Draft
from app.rules import check, mend

OUT = "If now isn't a good time, I completely understand."
THANKS = "Thank you for your time."

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
    "a request to be hired asks whether there is a place": (
        "Hello Mr Ito, I lay tiles and saw your new shop. Can you hire me?",
        f"Hello Mr Ito, I lay tiles and saw your new shop. Could you tell me whether you are hiring? {OUT} {THANKS}",
    ),
}


@pytest.mark.parametrize(("body", "mended"), BODIES.values(), ids=BODIES)
def test_a_mended_message_reads_well(body, mended):
    assert mend(Draft(channel="message", body=body), Context()).body == mended


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
