"""How long a message may be on each channel before the platform cuts or refuses it."""

from collections.abc import Mapping

from msgspec import Struct

from app.domain.draft import Channel


class ChannelLimits(Struct, frozen=True):
    """Hard limits in code points; None where the channel has none."""

    subject: int | None
    body: int | None


# The defaults of the parameters of `over-limit`, where their evidence stands.
DEFAULTS: Mapping[str, int] = {
    "note_free": 200,
    "note_premium": 300,
    "inmail_subject": 200,
    "inmail_body": 1900,
    "message": 3000,
}


def channel_limits(channel: Channel, tier: str | None, parameters: Mapping[str, int] = DEFAULTS) -> ChannelLimits:
    """Return the hard limits for a channel; an unknown account tier counts as free."""
    if channel == "connection_note":
        return ChannelLimits(None, parameters["note_premium" if tier == "premium" else "note_free"])
    if channel == "inmail":
        return ChannelLimits(parameters["inmail_subject"], parameters["inmail_body"])
    return ChannelLimits(None, parameters["message"] if channel == "message" else None)
