import pytest

from app.domain.context import Context, Recipient, Sender, Thread
from app.domain.draft import Draft, Text
from app.domain.rewrite import Options
from app.rewriting.assignment import Assignment
from app.rewriting.fixing import fixed
from app.rewriting.verification import verify
from app.rules import check, ruleset

CLUMSY = "hey sam, gonna be in Leeds on 30 Nov, wanna grab a coffee?"
GOOD = (
    "Hi Sam, I will be in Leeds on 30 Nov. Would you like to meet for a coffee? "
    "If it does not suit you, I understand. Thank you for your time."
)
SAM = Context(recipient=Recipient(name="Sam Moss"), sender=Sender(name="Kim Park"))


def assignment(body=CLUMSY, *, subject=None, channel="message", context=SAM, **options):
    draft = Draft(channel=channel, subject=subject, body=body)
    return Assignment(
        draft=draft, context=context, options=Options(**options), rules=ruleset("default"), before=check(draft, context)
    )


def codes(given, body, subject=None):
    return [objection.code for objection in verify(given, Text(subject, body)).objections]


def test_nothing_speaks_against_a_good_candidate():
    found = verify(assignment(), Text(None, GOOD))
    assert found.accepted
    assert found.objections == ()
    assert found.after.verdict == "ready"
    assert found.faithfulness.accepted


@pytest.mark.parametrize(
    ("candidate", "code"),
    [
        (GOOD.replace("I will", "I'm gonna"), "rule_still_broken"),
        (GOOD + " 🎉🎊😀🙏🔥", "rule_broken"),
        (GOOD.replace("30 Nov", "30 Nov or 1 Dec"), "facts_added"),
        (GOOD.replace("Leeds", "York"), "facts_added"),
        (GOOD.replace(" on 30 Nov", ""), "facts_lost"),
        (GOOD.replace("Hi Sam", "Hi Kim"), "greets_author"),
        (GOOD.replace("Hi Sam", "Hello"), "facts_lost"),
        ("Sure! Here is the rewritten message:\n\n" + GOOD, "preamble"),
        ("Here's a polished version of your note:\n" + GOOD, "preamble"),
        ("Subject: Coffee\n\n" + GOOD, "label"),
        ("```\n" + GOOD + "\n```", "fenced"),
        (CLUMSY, "identical"),
        (GOOD + " I look forward to it." * 200, "too_long"),
        (f"“{GOOD}”", "quoted"),
        (f'{{"subject": null, "body": "{GOOD}"}}', "markup"),
        (GOOD.replace("coffee", "**coffee**"), "markup"),
        ("Assistant: " + GOOD, "label"),
        (GOOD + "\n\nChanges made: warmer tone", "label"),
        (GOOD.replace("Sam", "[Name]"), "placeholder_added"),
        (GOOD.replace("a coffee", "a ____"), "placeholder_added"),
        ("Hi Kim, thank you for reaching out. I will be in Leeds on 30 Nov, Sam.", "answered"),
        ("Hola Sam, voy a estar en Leeds el 30 Nov. ¿Te gustaría tomar un café conmigo? Gracias.", "other_language"),
        (GOOD.removesuffix("Thank you for your time.") + "Thank you for your", "truncated"),
        (GOOD.partition(" a coffee")[0], "truncated"),
        (GOOD + " Would you like to meet for a coffee?", "repetition"),
        ("Hi Sam. Thank you.", "facts_lost"),
        ("Hi Sam, I will be in Leeds on 30 Nov. Thank you for your time.", "ask_lost"),
        ("Hi Sam, I will be in Leeds on 30 Nov. Please feel free to say no. Thank you for your time.", "ask_lost"),
        (GOOD + "\n\nSam", "signed_by_reader"),
        (GOOD + "\n\nBest regards,\nSam, head of the roastery", "signed_by_reader"),
        (GOOD + " Sam, Leeds, 30 Nov, coffee.", "fact_list"),
        (GOOD.replace("I will be", "I led a team and will be"), "facts_added"),
        (GOOD.replace("I will be", "I will not be"), "negation_turned"),
    ],
)
def test_each_fault_of_a_candidate_has_its_objection(candidate, code):
    assert code in codes(assignment(), candidate)


@pytest.mark.parametrize(
    ("draft", "candidate", "code"),
    [
        ("hey sam i cant make it on 3 May", "Hi Sam, I can make it on 3 May.", "negation_turned"),
        ("hey sam, were u free w/o a deposit?", "Hi Sam, were you free with a deposit?", "negation_turned"),
        ("sam, pls say if ur hiring", "Sam, since you are hiring, could you say so?", "condition_turned"),
        ("hey sam, i interviewed with you lol", "Hi Sam, you interviewed me.", "roles_swapped"),
        ("hey sam, i interviewed with you lol", "Hi Sam, thank you for your interview.", "roles_swapped"),
        ("yo sam u gotta read my thesis", "Hi Sam, would you let me read your thesis?", "roles_swapped"),
        ("yo sam wanna talk bridges", "Hi Sam, I led a team. Would you talk about bridges?", "facts_added"),
        ("yo sam wanna talk bridges", "Hi Sam, our mutual friend says hi. May we talk about bridges?", "facts_added"),
        ("yo sam wanna talk bridges", "Hi Sam, may we talk about bridges? Priya told me of you.", "facts_added"),
    ],
)
def test_a_statement_turned_round_is_refused(draft, candidate, code):
    assert code in codes(assignment(draft), candidate)


@pytest.mark.parametrize(
    ("under", "objected"),
    [
        ("Kim\n\nThank you for your time.", True),
        ("Kim\n\nThank you.\n\nKim", True),
        ("Kim", False),
        ("Kim\nRoastery on the Quay", False),
        ("Thank you for your time.\n\nKim", False),
        ("Thank you for your time.\n\nWarm regards,\nKim", False),
    ],
)
def test_the_signature_stays_last(under, objected):
    given = assignment("hey sam, gonna be in Leeds on 3 May. coffee?\n\nKim")
    candidate = f"Hi Sam, I am going to be in Leeds on 3 May. Would you like a coffee?\n\n{under}"
    assert ("after_signature" in codes(given, candidate)) is objected


@pytest.mark.parametrize(
    ("draft", "candidate"),
    [
        ("hey sam i cant make it on 3 May", "Hi Sam, unfortunately I am unable to make it on 3 May."),
        ("sam, pls say if ur hiring", "Sam, could you tell me whether you are hiring?"),
        ("hey sam, i interviewed with you lol", "Hi Sam, I had an interview with you."),
        ("yo sam u gotta read my thesis", "Hi Sam, would you be willing to read my thesis?"),
        ("hey sam idk the price, u know it??", "Hi Sam, I do not know the price. Do you know it?"),
        ("hey sam saw ur post, i write bout soil", "Hi Sam, I read your post with interest; I write about soil."),
    ],
)
def test_other_words_for_the_same_are_not_refused(draft, candidate):
    meant = {"negation_turned", "condition_turned", "roles_swapped", "facts_added", "facts_lost"}
    assert meant.isdisjoint(codes(assignment(draft), candidate))


@pytest.mark.parametrize(
    "ending",
    [
        "Best regards,\nSam Moss",
        "Thank you, Kim",
        "Thank you,\nkim",
        "Best,\nWill",
        "Kind regards,",
        "Many thanks,\nOf",
    ],
)
def test_a_sign_off_ends_a_message(ending):
    assert "truncated" not in codes(assignment(), f"{GOOD.removesuffix('Thank you for your time.')}\n\n{ending}")


@pytest.mark.parametrize(
    "ending", ["Thank you for your", "Thank you for your conv", "Best regards and", "Thank you. I"]
)
def test_a_sign_off_cut_short_does_not(ending):
    assert "truncated" in codes(assignment(), f"{GOOD.removesuffix('Thank you for your time.')}\n\n{ending}")


@pytest.mark.parametrize(
    ("draft", "candidate"),
    [
        (
            "prof, ur lecture on bogs rocked. i lecture too",
            "Professor, your lecture on bogs was excellent. I lecture, too.",
        ),
        (
            "dr moss i read ur book at uni of Leeds on High st",
            "Doctor Moss, I read your book at the University of Leeds.",
        ),
        ("hey sam need 2 pick ur brain, gr8 talk", "Hi Sam, I would like to hear your view. It was a great talk."),
        ("im looking 4 a job, free b4 noon", "I am looking for a job and am free before noon."),
        ("the pay is 75k-90k EUR", "The pay is between €75k and €90k."),
        ("the pay is $75k to 90k", "The pay is $75,000 to $90,000."),
        ("lets meet 9.15 nxt wk", "Could we meet at 9:15 next week?"),
        ("music till 3:30am last wk", "Last week, there was music until 3:30 in the morning."),
        ("as per my previous 2 emails on the lease", "I have written to you twice about the lease."),
        ("hi its sean oneill, free 4 coffee?", "Hi, this is Sean O'Neill. Are you free for a coffee?"),
        ("i was ceo of a mill", "I was CEO of a mill and held that role with joy."),
    ],
)
def test_the_same_in_another_form_is_neither_new_nor_lost(draft, candidate):
    found = verify(assignment(draft, context=Context()), Text(None, candidate))
    assert {"facts_added", "facts_lost", "roles_swapped"}.isdisjoint(one.code for one in found.objections), (
        found.objections
    )


@pytest.mark.parametrize(
    ("draft", "candidate", "code"),
    [
        ("the pay is 75k-90k", "The pay is between €75k and €90k.", "facts_added"),
        ("the pay is 75k-90k EUR", "The pay is between $75k and $90k.", "facts_added"),
        ("lets meet 9.15", "Could we meet at 9:50?", "facts_added"),
        ("we need 2 rooms", "We need rooms.", "facts_lost"),
        ("im looking for a job", "I am looking for 4 jobs.", "facts_added"),
        ("i wrote to u about the lease", "I wrote to you twice about the lease.", "facts_added"),
        ("the teaching post suits me", "I led a team and held that role.", "facts_added"),
    ],
)
def test_another_fact_in_a_like_form_is_refused(draft, candidate, code):
    assert code in codes(assignment(draft, context=Context()), candidate)


def test_an_objection_says_what_to_do():
    found = verify(assignment(), Text(None, GOOD.replace("Leeds", "York")))
    details = {objection.code: objection.detail for objection in found.objections}
    assert "York" in details["facts_added"]


def test_a_message_may_speak_of_its_text():
    note = "Here is the note I promised: " + GOOD
    assert "preamble" not in codes(assignment("here is the note i promised: gonna be late, sam, 30 Nov, leeds"), note)


def test_the_asked_length_counts():
    assert codes(assignment(max_characters=len(GOOD)), GOOD) == []
    assert codes(assignment(max_characters=len(GOOD) - 1), GOOD) == ["too_long"]


def test_what_is_to_be_kept_must_stay():
    assert "not_kept" in codes(assignment(keep=("grab a coffee",)), GOOD)


def test_a_subject_stays_a_subject():
    given = assignment(subject="coffee in leeds", channel="email")
    assert "subject_missing" not in codes(given, GOOD, "Coffee in Leeds")
    assert "subject_missing" in codes(given, GOOD, None)
    assert "subject_unwanted" in codes(assignment(), GOOD, "Coffee in Leeds")


def test_what_only_the_author_or_patience_mends_may_remain():
    context = Context(recipient=Recipient(name="Sam Moss"), thread=Thread(declined=True))
    found = verify(assignment(context=context), Text(None, GOOD))
    assert found.after.verdict == "hold"
    assert found.accepted


def test_safe_fixes_that_lose_nothing_are_all_made():
    found = fixed(assignment())
    assert "gonna" not in found.text.body
    assert "wanna" not in found.text.body
    assert found.faithfulness.accepted


def test_a_safe_fix_that_touches_what_is_to_be_kept_is_left_out():
    found = fixed(assignment(keep=("gonna be",)))
    assert "gonna be" in found.text.body
    assert "wanna" not in found.text.body
    assert found.faithfulness.accepted


def test_safe_fixes_never_outgrow_the_asked_length():
    found = fixed(assignment(max_characters=len(CLUMSY) + 5))
    assert len(found.text.body) <= len(CLUMSY) + 5


def test_without_safe_fixes_the_draft_remains():
    body = "Hi Sam, thank you for the slides. " + "May I cite them? If not, that is fine. " * 8
    given = assignment(body, channel="connection_note")
    assert given.before.mendable
    assert fixed(given).text == Text(None, body)
