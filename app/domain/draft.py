"""The message as its author wrote it."""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

Channel = Literal["connection_note", "message", "inmail", "email"]
Field = Literal["subject", "body"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
FIELDS: tuple[Field, ...] = get_args(Field)
WITH_SUBJECT: frozenset[Channel] = frozenset({"inmail", "email"})
MAX_BODY = 20_000
MAX_SUBJECT = 2_000

Body = Annotated[str, Meta(min_length=1, max_length=MAX_BODY, pattern=r"\S")]
Subject = Annotated[str, Meta(max_length=MAX_SUBJECT)]


class Text(Struct, frozen=True):
    """Subject and body: what a draft holds and what a rewrite replaces."""

    subject: str | None
    body: str

    def field(self, name: Field) -> str | None:
        """Return the text of one field; None where the message has no subject."""
        return self.subject if name == "subject" else self.body


class Draft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message before it is sent.

    Attributes:
        channel: where it will be sent; sets the limits.
        subject: its subject, for the channels that have one.
        body: 1 to 20,000 code points, at least one of them visible.

    """

    channel: Channel
    subject: Subject | None = None
    body: Body

    def text(self) -> Text:
        """Return what a rewrite may change."""
        return Text(self.subject, self.body)

    def field(self, name: Field) -> str | None:
        """Return the text of one field; None where the draft has no subject."""
        return self.subject if name == "subject" else self.body

    def reworded(self, text: Text) -> "Draft":
        """Return the same draft with other words."""
        return Draft(channel=self.channel, subject=text.subject, body=text.body)
