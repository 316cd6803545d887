import msgspec
import pytest

from app.audit.redaction import Redaction
from app.domain.context import Context, Recipient, Sender

CONTEXT = Context(
    sender=Sender(name="Zoë Quist"),
    recipient=Recipient(name="Ann  van Lee"),
    mutual_connections=("李雷", "Will"),
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Write to ann.lee+job@mail.example.co.uk.", "Write to [email]."),
        ("See https://example.com/in/ann?x=1 or www.example.com", "See [link] or [link]"),
        ("My page is linkedin.com/in/zoe", "My page is [link]"),
        ("Call +49 (0)30 123-4567 or 555-123-4567.", "Call [phone] or [phone]."),
        ("Dear Ann van Lee, hello ANN", "Dear [name], hello [name]"),
        ("zoë's friend Anna, and 李雷你好", "[name]'s friend Anna, and [name]你好"),
        ("We met on 2026-12-01 at 10:30, 3 of 40 people.", "We met on 2026-12-01 at 10:30, 3 of 40 people."),
    ],
)
def test_persons_and_their_addresses_are_replaced(text: str, kept: str):
    assert Redaction(CONTEXT).text(text) == kept


def test_without_names_only_addresses_are_replaced():
    assert Redaction(Context()).text("Ann: ann@example.com") == "Ann: [email]"


def test_the_callers_metadata_is_text_whatever_its_keys_are():
    assert Redaction(CONTEXT).tree({"metadata": {"role": "for Ann"}}) == {"metadata": {"role": "for [name]"}}


def test_the_context_itself_names_nobody():
    tree = Redaction(CONTEXT).tree(msgspec.to_builtins(CONTEXT))
    assert not any(name in str(tree) for name in ("Zoë", "Quist", "Ann", "Lee", "李雷", "Will"))


@pytest.mark.parametrize("filler", ["a", "1", "a.", "1 ", "-"])
def test_long_texts_without_addresses_are_quick_to_read(filler: str):
    text = filler * 10_000
    assert len(Redaction(CONTEXT).text(text)) <= len(text)
