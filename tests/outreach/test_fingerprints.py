import json
from pathlib import Path

import pytest

from app.domain.context import Context, Recipient
from app.domain.draft import Draft
from app.domain.history import SameText
from app.outreach.fingerprints import company_key, fingerprints, recipient_key, same_texts

CORPUS = Path(__file__).parents[1] / "corpus" / "clean.jsonl"
SALT = bytes(32)
OPENINGS = ("I hope you are doing well. ", "I hope this message finds you well. ")
ENDING = (
    " Would you be open to a quick call next week? No worries if you are too busy. Thank you for your time and "
    "consideration. I look forward to hearing from you.\n\nBest regards,\nAnn"
)
KILN = "We build small kilns that fire with wood chips and need no chimney."
FAIR = "The first ones stood at the fair in Ghent and ran for four days."
SHIPS = "They ship flat in one crate and take an afternoon to set up."


def draft(body: str) -> Draft:
    return Draft(channel="message", body=body)


def to(ref: str, **known: str) -> Context:
    return Context(recipient=Recipient(ref=ref, **known))


def test_a_mail_merge_is_told_with_its_sentences():
    people = [("Maya", "Fieldwise"), ("Dr Okafor", "the University of Leeds"), ("Åsa", "Skärgårdsvarvet AB")]
    drafts = [
        (draft(f"Hi {name},\n\n{OPENINGS[0]}{KILN} {company} could fire 20 plates a day.{ENDING}"), to(name))
        for name, company in people
    ]
    for (message, _), found in zip(drafts, same_texts(drafts), strict=True):
        assert found is not None
        assert (found.recipients, found.days) == (2, None)
        assert found.sentences[0] == KILN
        assert all(sentence in message.body for sentence in found.sentences)


def test_personal_openings_hide_no_common_body():
    openings = (
        "Your lecture on lichens in Lund made me look at walls with other eyes.",
        "Two of my apprentices spent their summer at your foundry and came back changed.",
    )
    drafts = [(draft(f"Hello,\n\n{opening} {KILN} {FAIR} {SHIPS}{ENDING}"), to(opening)) for opening in openings]
    assert same_texts(drafts) == [SameText(recipients=1, sentences=(KILN, FAIR, SHIPS))] * 2


def test_an_introduction_of_oneself_alone_is_no_mass_message():
    me = "I am a pharmacist in Kano and have run the night shift for six years."
    drafts = [
        (draft(f"Dear Dr Okafor,\n\n{me} Your dosage table saved us from a grave error in March."), to("1")),
        (draft(f"Hello Ines,\n\n{me} Which of the Porto clinics recognise the Nigerian diploma?"), to("2")),
    ]
    assert same_texts(drafts) == [None, None]


def test_drafts_for_one_person_count_once_and_those_without_a_ref_each():
    message = draft(f"Hi Lou, {KILN} {FAIR}")
    assert same_texts([(message, to("1")), (message, to("1"))]) == [None, None]
    both = same_texts([(message, to("1")), (message, Context()), (message, Context())])
    assert [found and found.recipients for found in both] == [2, 2, 2]
    assert same_texts([]) == []


@pytest.mark.parametrize("opening", ["", *OPENINGS])
def test_messages_that_people_wrote_have_nothing_in_common_but_pleasantries(opening: str):
    rows = [json.loads(line)["draft"]["body"] for line in CORPUS.read_text("utf-8").splitlines()]
    drafts = [(draft(f"Hi Sam,\n\n{opening}{body}\n\n{ENDING}"), Context()) for body in rows]
    assert len(drafts) > 200
    assert not any(same_texts(drafts))


def test_keys_are_64_bits_and_nothing_without_the_salt():
    message = draft(f"Hi Lou, {KILN} {FAIR}")
    keys = fingerprints(message, Context(), SALT)
    assert list(keys.values()) == [KILN, FAIR]
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert fingerprints(message, Context(), SALT) == keys
    assert not keys.keys() & fingerprints(message, Context(), b"x" * 32).keys()
    assert recipient_key("crm-7", SALT) != recipient_key("crm-7", b"x" * 32)
    assert recipient_key("crm-7", SALT) != recipient_key("CRM-7", SALT)


@pytest.mark.parametrize(
    "name", ["Fieldwise", "FIELDWISE", " Fieldwise,  Inc. ", "Fieldwise GmbH", "fieldwise co. ltd"]
)
def test_a_company_is_the_same_under_any_legal_form(name: str):
    assert company_key(name, SALT) == company_key("fieldwise", SALT)


def test_other_companies_are_others():
    names = ["Fieldwise", "Fieldwise Labs", "Ltd", "Co", "Incas", ""]
    assert len({company_key(name, SALT) for name in names}) == len(names)
