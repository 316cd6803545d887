"""What a model costs: as its profile says, else by genai-prices, which knows most providers' lists.

The only module that imports genai_prices. A model without a known price costs None, never 0.
"""

from decimal import Decimal

from app.domain.price import Price
from app.llm.profiles import Profile

OPENAI = "https://api.openai.com/v1"


def price_of(model: str, profile: Profile, base_url: str | None = None) -> Price | None:
    """Return what a model costs at a server.

    The profile's own price goes first, then the list of the provider whose server it is, then that of the provider that
    the profile names. A server that nobody knows, such as one on this machine, has no list.

    Args:
        model: the server's name of the model.
        profile: what is known of it.
        base_url: the server's address; None is OpenAI itself.

    """
    if profile.price is not None:
        return profile.price
    return _listed(model, address=base_url or OPENAI) or (
        _listed(model.rpartition("/")[2], provider=profile.priced_as) if profile.priced_as else None
    )


def _listed(model: str, *, address: str | None = None, provider: str | None = None) -> Price | None:
    # Imported here: its tables take a fifth of a second, and most processes on a desk do without.
    from genai_prices import Usage, __version__, calc_price

    nothing = Usage(input_tokens=0, output_tokens=0)
    try:
        found = (
            calc_price(nothing, model, provider_api_url=address)
            if address
            else calc_price(nothing, model, provider_id=provider)
        )
    except LookupError:
        return None
    listed = found.model_price
    prompt, answer = _base(listed.input_mtok), _base(listed.output_mtok)
    if prompt is None or answer is None:
        return None
    return Price(
        input=prompt,
        cached_input=_base(listed.cache_read_mtok),
        output=answer,
        source=f"genai-prices {__version__}: {found.provider.id}/{found.model.id}",
    )


def _base(price: object) -> Decimal | None:
    """Return the price of the first tier: no prompt of ours comes near the next one."""
    base = getattr(price, "base", price)
    return base if isinstance(base, Decimal) else None
