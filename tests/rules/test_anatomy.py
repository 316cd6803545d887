"""The parts of a message are found where a reader sees them."""

import pytest

from app.domain.context import Context, Recipient
from app.domain.draft import Draft
from app.rules import courtesies
from app.rules.reading import Reading


def _reading(text: str, **context) -> Reading:
    return Reading(Draft(channel="message", body=text), Context(**context))


@pytest.mark.parametrize(
    ("text", "greeting", "name"),
    [
        ("Hi Maya, I read your paper.", "Hi Maya,", "Maya"),
        ("Dear Dr. Okafor, may I ask?", "Dear Dr. Okafor,", "Dr. Okafor"),
        ("Hi Jean-Luc—your talk was a joy.", "Hi Jean-Luc—", "Jean-Luc"),
        ("Hey my name is Ken, I live in Cork.", "Hey", None),
        ("Hello Zoë I saw your post", "Hello Zoë", "Zoë"),
        ("Good morning!\n\nMay I ask?", "Good morning!", None),
        ("Ron, good to hear from you.", "Ron,", "Ron"),
        ("Unfortunately, we are full.", None, None),
        ("Hiring is hard.", None, None),
        ("Thanks for connecting, Monique! How are you?", None, "Monique"),
    ],
)
def test_greeting(text, greeting, name):
    reading = _reading(text)
    assert (text[slice(*reading.greeting)] if reading.greeting else None) == greeting
    assert (text[slice(*reading.greeted)] if reading.greeted else None) == name


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Hi Lou,\n\nWould you?\n\nRegards,\nJan", "Would you?"),
        ("Hi Lou, is it free? Thanks, Rui", "is it free?"),
        ("Hi Lou,\n\nWould you?\n\nHope to hear from you,\n\nJosh", "Would you?"),
        ("Hi Lou,\n\nWould you?\n\nDana Field\nRecruiter, Fernhill\n555-0142", "Would you?"),
        ("Hi Lou, I'm glad of any help. - Gareth", "I'm glad of any help."),
        ("Hi Lou,\n\nThanks!\n\nCould you send me the plan?\n\nBest,\nMina", "Thanks!\n\nCould you send me the plan?"),
        ("Hi Lou,\n\nFriday.\n\nJan\n\nOn Mon, 3 March 2025, Lou wrote:\n> When?", "Friday."),
        ("No parts at all", "No parts at all"),
    ],
)
def test_content_lies_between_greeting_and_closing(text, content):
    assert text[slice(*_reading(text).content)] == content


def test_a_wrapped_line_is_one_sentence():
    text = "I have read all of the papers that your group wrote about peat\nand liked them. May I visit?"
    assert len(_reading(text).sentences) == 2


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Maya Patel", "Maya"),
        ("maya patel", "Maya"),
        ("Dr. Meera Rao", "Dr Rao"),
        ("Mr Jo Lund", "Jo"),
        ("KOWALSKA, Anna", "Anna"),
        ("J. Smith", None),
        ("info@mill.example", None),
        (None, None),
    ],
)
def test_first_name(name, first):
    assert courtesies.first_name(name) == first


def test_strangers_only_where_the_caller_says_so():
    assert not _reading("Hi").strangers
    assert _reading("Hi", degree=3).strangers
    assert _reading("Hi", relationship="stranger").strangers
    assert not _reading("Hi", relationship="acquaintance", degree=3, recipient=Recipient(name="Jo")).strangers
