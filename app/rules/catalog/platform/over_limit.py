"""The hard limits of the channels."""

from collections.abc import Iterator

from app.domain.context import Context, Sender
from app.rules.limits import DEFAULTS, channel_limits
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule

_USERS = "As users of the platform confirm it"
_NOTE = "Hi Maya, I heard your talk on soil sensors in Gent and have used two of your field plots as a model. "
_NURSE = (
    "Hello Ines, I am a ward nurse from Cork and moved to Porto in May. You wrote in the nurses' forum that your clinic "
    "trains newcomers in Portuguese. I'd like to connect and hear how the first months went for the others. Ana"
)
_LETTER = (
    "I work on small vegetable farms near Plovdiv, where water is short. Your sensors were the first that lasted a "
    "whole summer in our clay soil. "
)
_SUBJECT = "Soil sensors on small farms near Plovdiv: a question about summer "
_FREE = Context(sender=Sender(account_tier="free"))
_PREMIUM = Context(sender=Sender(account_tier="premium"))

RULE = Rule(
    id="over-limit",
    kind="code",
    group="platform",
    severity="error",
    repair="rewrite",
    needs="context",
    languages="any",
    statement="Stay within the channel's character limit.",
    why="The platform cuts or refuses what is longer, so the end of your message is lost.",
    message="The text is longer than the channel allows.",
    sources=("E:platform-limits",),
    parameters={
        name: Parameter(
            value=DEFAULTS[name], unit=unit, evidence="platform", source=source, as_of="2026", disputed=disputed
        )
        for name, unit, source, disputed in (
            ("note_free", "characters of a connection note, free or unknown account", _USERS, False),
            ("note_premium", "characters of a connection note, premium account", _USERS, False),
            ("inmail_subject", "characters of an InMail's subject", _USERS, False),
            ("inmail_body", "characters of an InMail's body", "Sources say 1,900 or 2,000; the smaller is safe", True),
            ("message", "characters of a message", _USERS, False),
        )
    },
    bad=(
        Example(text=_NOTE * 2, channel="connection_note", excerpt=(_NOTE * 2)[200:]),
        Example(text=_NOTE * 3, channel="connection_note", context=_PREMIUM, excerpt=(_NOTE * 3)[300:]),
        Example(text=_NURSE, channel="connection_note", context=_FREE, excerpt=_NURSE[200:]),
        Example(text=_NOTE + "🌱" * 100, channel="connection_note", excerpt="🌱"),
        Example(text=_LETTER * 14, channel="inmail", subject="Your talk in Gent", excerpt=(_LETTER * 14)[1900:]),
        Example(text=_LETTER, channel="inmail", subject=_SUBJECT * 4, excerpt=(_SUBJECT * 4)[200:]),
        Example(text=_LETTER * 22, excerpt=(_LETTER * 22)[3000:]),
        Example(text=_LETTER * 14, channel="inmail", subject=None, context=_PREMIUM, excerpt=(_LETTER * 14)[1900:]),
    ),
    good=(
        Example(text=_NOTE, channel="connection_note"),
        Example(text=_NURSE, channel="connection_note", context=_PREMIUM),
        Example(text=_NOTE + "🌱" * 99, channel="connection_note"),
        Example(text=_LETTER * 13, channel="inmail", subject="Your talk in Gent"),
        Example(text=_LETTER, channel="inmail", subject=_SUBJECT * 3),
        Example(text=_LETTER * 14),
        Example(text=_LETTER * 30, channel="email", subject="Two questions about your field trial"),
        Example(text=_LETTER, channel="email", subject=_SUBJECT * 4),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield the part of a field that lies beyond the limit."""
    limits = channel_limits(reading.draft.channel, reading.sender.account_tier, parameters)
    for field in reading.fields:
        limit = limits.subject if field.name == "subject" else limits.body
        if limit is not None and (length := len(field.text)) > limit:
            message = (
                f"The {field.name} has {length} characters; this channel takes {limit}: {length - limit} too many."
            )
            yield Hit(field.name, limit, length, message=message)
