import json
from itertools import product
from pathlib import Path

import pytest

from app.domain.context import Context, Recipient
from app.domain.draft import Draft
from app.domain.history import SameText
from app.outreach.batch import VERSIONS, same_texts

CORPUS = Path(__file__).parents[1] / "corpus" / "clean.jsonl"
OPENINGS = ("I hope you are doing well. ", "I hope this message finds you well. ")
ENDING = (
    " Would you be open to a quick call next week? No worries if you are too busy. Thank you for your time and "
    "consideration. I look forward to hearing from you.\n\nBest regards,\nAnn"
)
KILN = "We build small kilns that fire with wood chips and need no chimney."
FAIR = "The first ones stood at the fair in Ghent and ran for four days."
SHIPS = "They ship flat in one crate and take an afternoon to set up."


def compared(drafts: list[tuple[Draft, Context]]) -> list[SameText | None]:
    return same_texts(drafts, [0.5] * len(drafts))


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
    for (message, _), found in zip(drafts, compared(drafts), strict=True):
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
    assert compared(drafts) == [SameText(recipients=1, sentences=(KILN, FAIR, SHIPS))] * 2


def test_an_introduction_of_oneself_alone_is_no_mass_message():
    me = "I am a pharmacist in Kano and have run the night shift for six years."
    drafts = [
        (draft(f"Dear Dr Okafor,\n\n{me} Your dosage table saved us from a grave error in March."), to("1")),
        (draft(f"Hello Ines,\n\n{me} Which of the Porto clinics recognise the Nigerian diploma?"), to("2")),
    ]
    assert compared(drafts) == [None, None]


def test_drafts_for_one_person_count_once_and_those_without_a_ref_each():
    message = draft(f"Hi Lou, {KILN} {FAIR}")
    assert compared([(message, to("1")), (message, to("1"))]) == [None, None]
    both = compared([(message, to("1")), (message, Context()), (message, Context())])
    assert [found and found.recipients for found in both] == [2, 2, 2]
    assert compared([]) == []


@pytest.mark.parametrize("opening", ["", *OPENINGS])
def test_messages_that_people_wrote_have_nothing_in_common_but_pleasantries(opening: str):
    rows = [json.loads(line)["draft"]["body"] for line in CORPUS.read_text("utf-8").splitlines()]
    drafts = [(draft(f"Hi Sam,\n\n{opening}{body}\n\n{ENDING}"), Context()) for body in rows]
    assert len(drafts) > 200
    assert not any(compared(drafts))


def test_the_order_of_the_drafts_makes_no_difference():
    bodies = [
        f"Hi, {one} {other} Could I bring one to your yard on a market day?"
        for one in (KILN, FAIR, SHIPS)
        for other in (SHIPS, FAIR)
    ]
    drafts = [(draft(body), to(f"{number % 9}")) for number, body in enumerate(bodies * 4)]
    found = compared(drafts)
    order = sorted(range(len(drafts)), key=lambda place: (place * 7 % 11, place))
    assert compared([drafts[place] for place in order]) == [found[place] for place in order]


def test_a_text_in_countless_versions_is_still_told():
    variants = [
        [f"{start} {end}" for start in starts]
        for starts, end in (
            (["We build", "Our firm makes", "Our yard turns out", "We sell"], "small kilns that fire with wood chips."),
            (["They stood", "You saw them", "Five ran", "Some burnt"], "at the pottery fair for four windy days."),
            (["They ship", "All arrive", "We send them", "They travel"], "flat in one crate with bricks and tools."),
            (["Potters pay", "Schools pay", "Clubs pay", "You pay"], "by the firing, with no deposit or contract."),
        )
    ]
    bodies = [" ".join(sentences) for sentences in product(*variants)]
    assert len(bodies) > 2 * VERSIONS
    found = compared([(draft(f"Hi,\n\n{body}"), to(str(number))) for number, body in enumerate(bodies)])
    assert all(one and one.recipients >= 5 for one in found)


def test_people_of_a_batch_are_known_by_a_few_keys_and_oneself_is_no_other():
    drafts = [(draft(f"Hi, {KILN} {FAIR}"), to(f"crm-{number}")) for number in range(60)]
    first, *_ = same_texts(drafts, [0.5] * 60, key=str.upper)
    assert first
    assert first.recipients == 59
    assert len(first.keys) == 50
    assert "CRM-0" not in first.keys
    assert set(first.keys) < {f"CRM-{number}" for number in range(60)}


def test_each_draft_is_judged_by_its_own_share():
    long = draft(
        f"Hi, {KILN} {FAIR} Your pots at the tram museum were the first blue ones we saw. The glaze alone kept our apprentices busy. Nobody here could tell the clay."
    )
    other = draft(
        f"Hi, {KILN} {FAIR} Last spring your class painted our yard. The herons on that wall have become our sign. Could pupils fire tiles here?"
    )
    lenient, strict = same_texts([(long, to("1")), (other, to("2"))], [0.3, 0.8])
    assert lenient == SameText(recipients=1, sentences=(KILN, FAIR))
    assert strict is None
