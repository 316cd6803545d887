"""How long a message should be on each channel: what reads easily, and from where it costs answers.

These are the defaults of the parameters of `too-long` and `wall-of-text`, where their evidence stands. What is added to
a message by a fix stays within them.
"""

from app.domain.draft import Channel

# Characters, for e-mail words: what is fine, and what is too much.
LENGTHS: dict[Channel, tuple[int, int]] = {"message": (500, 1000), "inmail": (400, 800), "email": (125, 300)}
PARAGRAPHS = 3
PARAGRAPH_WORDS = 8  # a shorter line is no paragraph
BLOCK_WORDS = 75


def length(channel: Channel, text: str) -> int:
    """Return the length of a body in the unit that counts on the channel: words for e-mail, else code points."""
    return len(text.split()) if channel == "email" else len(text)


def crosses(channel: Channel, text: str, longer: str) -> bool:
    """Say whether `longer` is over a mark that `text` keeps."""
    if channel not in LENGTHS:
        return False
    before, after = length(channel, text), length(channel, longer)
    return any(before <= mark < after for mark in LENGTHS[channel])
