"""How large a prompt is in tokens, without a tokenizer: each model has its own, and none is needed for a bound."""

from app.domain.attempt import Prompt

CHARACTERS_A_TOKEN = 3  # English has about four; a low number makes a high estimate


def largest_size(prompt: Prompt) -> int:
    """Return more tokens than a prompt of English, or a language near it, has."""
    return sum(len(message.content) for message in prompt.messages) // CHARACTERS_A_TOKEN + 1
