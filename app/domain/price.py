"""What a model's tokens cost."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

MILLION = 1_000_000
LONGEST_SOURCE = 200


class Price(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """US dollars for a million tokens, and who says so.

    Attributes:
        input: tokens of the prompt.
        cached_input: tokens of the prompt that the provider had from an earlier call; None: as `input`.
        output: tokens of the answer, hidden reasoning included.
        source: where the price was read.
        date: when it was read there; None where the source says its release.

    """

    input: Decimal
    cached_input: Decimal | None = None
    output: Decimal
    source: Annotated[str, Meta(min_length=1, max_length=LONGEST_SOURCE)]
    date: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse what is no price."""
        given = (self.input, self.output, self.input if self.cached_input is None else self.cached_input)
        if not all(price.is_finite() and price >= 0 for price in given):
            raise ValueError("a price is a finite number of dollars, not below 0")

    def cost(self, input_tokens: int, output_tokens: int, cached_tokens: int = 0) -> Decimal:
        """Return dollars for a call; `cached_tokens` are part of `input_tokens`."""
        cached = min(cached_tokens, input_tokens)
        cached_price = self.input if self.cached_input is None else self.cached_input
        return ((input_tokens - cached) * self.input + cached * cached_price + output_tokens * self.output) / MILLION


def dollars(amount: Decimal) -> str:
    """Write an amount without exponent or trailing zeros: `0.00125`."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
