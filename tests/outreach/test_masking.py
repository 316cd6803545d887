from app.domain.context import Context, Recipient
from app.domain.draft import Draft
from app.outreach.masking import masked_sentences


def forms(body: str, **recipient: str) -> list[str]:
    context = Context(recipient=Recipient(**recipient)) if recipient else Context()
    return list(masked_sentences(Draft(channel="message", body=body), context))


def test_names_companies_numbers_and_links_are_masked():
    one = forms(
        "Hi Maya,\n\nYour team at Fieldwise moved 12 plots to drip lines, as https://example.org/a?u=1 says.\n\nBest,\nAnn"
    )
    other = forms(
        "Dear Dr Tom Okafor,\n\nYour team at the University of Leeds moved 3,400 plots to drip lines, "
        "as https://example.org/b says.\n\nKind regards,\nAnn Lee"
    )
    assert one == other
    assert len(one) == 1
    assert not any(word in one[0] for word in ("fieldwise", "maya", "12", "example"))


def test_what_the_caller_says_of_the_recipient_is_masked_in_any_case():
    one = forms("Hi,\n\nthe way ikea trains its fork-lift drivers in sweden is new to me.", company="IKEA")
    other = forms(
        "Hi,\n\nthe way north wind trains its fork-lift drivers in sweden is new to me.", company="North Wind"
    )
    assert one == other


def test_a_company_called_like_a_common_word_masks_no_common_word():
    body = "Could the next shipment of bearings leave Genoa before the strike begins?"
    assert forms(body, company="Next") == forms(body)


def test_unfilled_merge_fields_look_like_filled_ones():
    template = "I tested the pump that {{company}} sells in clay soil near [City] and kept a diary."
    filled = template.replace("{{company}}", "Fieldwise").replace("[City]", "Plovdiv")
    assert forms(template) == forms(filled)


def test_styled_letters_capitals_and_accents_make_no_difference():
    assert forms("𝐖𝐞 𝐛𝐮𝐢𝐥𝐝 𝐬𝐦𝐚𝐥𝐥 𝐤𝐢𝐥𝐧𝐬 that need no chimney at all.") == forms(
        "We build small kilns that need no chimney at all."
    )
    assert forms("WE BUILD SMALL KILNS THAT NEED NO CHIMNEY AT ALL.") == forms(
        "We build small kilns that need no chimney at all."
    )


def test_greeting_pleasantries_sign_off_and_quoted_mail_are_left_out():
    body = (
        "Good morning Mr Adeyemi,\n\nI hope this message finds you well. Our kilns fire with wood chips and need no "
        "chimney. I would be grateful for a few minutes of your time. No worries at all if this isn't the right time. "
        "Thank you very much for your time and consideration. I look forward to hearing from you soon.\n\n"
        "Kind regards,\nBea Lindqvist\n\n> We have a chimney already and no wish to replace it."
    )
    assert forms(body) == ["our kilns fire with wood chips and need no chimney"]


def test_a_message_of_pleasantries_alone_counts_as_a_whole():
    assert forms("Hi Sam, I would love to connect with you here. Thanks a lot!") == forms(
        "Hello Noor, I would love to connect with you here. Thanks a lot!"
    )
    assert len(forms("Hi Sam, I would love to connect with you here. Thanks a lot!")) == 1
    assert forms("Thanks, Sam!") == []


def test_a_sentence_is_kept_as_it_stands_in_the_body():
    body = "Hi Maya, I tested your pump in clay soil near Plovdiv. May I send the diary?"
    texts = masked_sentences(Draft(channel="message", body=body), Context()).values()
    assert list(texts) == ["I tested your pump in clay soil near Plovdiv."]
    assert all(text in body for text in texts)
