"""Texts from outside, made such that both databases, JSON and every reader can hold them."""

from typing import overload


@overload
def whole(text: str) -> str: ...
@overload
def whole(text: None) -> None: ...
def whole(text: str | None) -> str | None:
    """Return a text as Unicode: a lone surrogate, which JSON can smuggle in, becomes U+FFFD."""
    return None if text is None else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@overload
def line(text: str) -> str: ...
@overload
def line(text: None) -> None: ...
def line(text: str | None) -> str | None:
    """Return a code or reference as a column can hold it: without NUL, which PostgreSQL refuses."""
    return None if text is None else whole(text).replace("\0", "\ufffd")
