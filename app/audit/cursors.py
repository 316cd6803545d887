"""Cursors: the opaque place after the last row of a page, which rows written meanwhile don't move."""

import base64
import binascii

from app.audit.texts import line
from app.domain.errors import InvalidCursor


def cursor_after(number: int, id_: str, mark: str = "") -> str:
    """Return the place after a row; `mark` tells lists of different orders apart."""
    return base64.urlsafe_b64encode(f"{mark}{number}.{id_}".encode()).decode().rstrip("=")


def place(cursor: str, mark: str = "") -> tuple[int, str]:
    """Return the number and the id that a cursor stands for.

    Raises:
        InvalidCursor: no page of such a list gave it.

    """
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        if not text.startswith(mark):
            raise ValueError(text)
        number, id_ = text.removeprefix(mark).split(".", 1)
        return storable(int(number)), line(id_)
    except (binascii.Error, ValueError, OverflowError) as error:
        raise InvalidCursor("This cursor comes from no page of this list.") from error


def storable(number: int) -> int:
    """Let through a number that a column can hold.

    Raises:
        OverflowError: it is too large.

    """
    number.to_bytes(8, signed=True)
    return number
