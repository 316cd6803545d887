"""What one rewrite has cost so far, over all its calls to all models, and what it may cost."""

from decimal import Decimal

from app.domain.attempt import Completion, Prompt
from app.domain.price import Price, dollars
from app.domain.rewrite import Degraded, Usage
from app.llm.estimate import largest_size


class Spending:
    """The bill of one rewrite.

    Args:
        limit: US dollars that it may cost; None for no limit.

    """

    def __init__(self, limit: Decimal | None = None) -> None:
        self._limit = limit
        self._input_tokens = 0
        self._output_tokens = 0
        self._costs: list[Decimal | None] = []

    @property
    def usage(self) -> Usage:
        """Tokens and dollars of all calls; no dollars where one answer's cost isn't known."""
        known = [cost for cost in self._costs if cost is not None]
        whole = bool(known) and len(known) == len(self._costs)
        return Usage(self._input_tokens, self._output_tokens, dollars(sum(known, Decimal())) if whole else None)

    def add(self, completion: Completion, price: Price | None) -> str | None:
        """Count an answer and return its cost in dollars; None where price or tokens aren't known."""
        self._input_tokens += completion.input_tokens or 0
        self._output_tokens += completion.output_tokens or 0
        cost = _cost(completion, price)
        self._costs.append(cost)
        return None if cost is None else dollars(cost)

    def refusal(self, prompt: Prompt, price: Price | None, most_output: int, calls: int = 1) -> Degraded | None:
        """Return why no more calls must be made, if they could take the sum past the limit.

        Args:
            prompt: what would be asked.
            price: what the model costs.
            most_output: the most tokens that an answer may have.
            calls: how many would be made at once.

        """
        if self._limit is None:
            return None
        if price is None or None in self._costs:
            return _exhausted("what a call costs isn't known, so the limit can't be kept")
        spent = sum((cost for cost in self._costs if cost is not None), Decimal())
        if spent + calls * price.cost(largest_size(prompt), most_output) <= self._limit:
            return None
        return _exhausted(
            f"{dollars(spent)} of {dollars(self._limit)} USD are spent, and the next step could cost too much"
        )


def _cost(completion: Completion, price: Price | None) -> Decimal | None:
    if price is None or completion.input_tokens is None or completion.output_tokens is None:
        return None
    return price.cost(completion.input_tokens, completion.output_tokens, completion.cached_tokens or 0)


def _exhausted(reason: str) -> Degraded:
    return Degraded("budget_exhausted", f"The model wasn't asked: {reason}.")
