"""One field of a draft, in the views that the rules match on.

The `flat` view holds one byte for each code point (one space before and after): letters in lower case without
accents, digits, apostrophes; everything else is a space. So a byte offset is a code-point offset plus one, and a
phrase written as `b" act now "` carries its own word boundaries. Runs of white space that are no paragraph break
count as one space; only texts that have such runs pay for the shifted offsets.
"""

import re
from bisect import bisect_right

from app.domain.draft import Field
from app.rules.lazy import lazy

_APOSTROPHES = "\u2019\u2018\u02bc\u00b4`"
_RUN = re.compile(r"[ \t\u00a0\r\n]{2,}")
_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_BASE = {
    "àáâãäåæ": "a", "ç": "c", "èéêë": "e", "ìíîï": "i", "ð": "d", "ñ": "n",
    "òóôõöø": "o", "ß": "s", "ùúûü": "u", "ýÿ": "y", "þ": "t",
}  # fmt: skip


def _flat_table() -> bytes:
    table = bytearray(b" " * 256)
    for code in range(256):
        letter = chr(code).lower()
        if letter.isascii() and (letter.isalnum() or letter == "'"):
            table[code] = ord(letter)
        for letters, base in _BASE.items():
            if letter in letters:
                table[code] = ord(base)
    return bytes(table)


_TABLE = _flat_table()


def _kind(code: int) -> str:
    """Say what a character is: a blank, a line break, a letter of a word, or something else."""
    if code == ord("\n"):
        return "n"
    if chr(code) in " \t\xa0\r":
        return " "
    return "x" if _TABLE[code] == ord(" ") else "w"


_KINDS = "".join(map(_kind, range(256))).encode()
JOINT = ord("_")


def flatten(text: str) -> bytes:
    """Return the flat view of a text without runs of white space, such as a phrase."""
    return b" " + text.encode("latin-1", "replace").translate(_TABLE) + b" "


class FieldText:
    """The text of one field and its views.

    Attributes:
        name: which field.
        text: as the author wrote it.
        plain: the same with every apostrophe straight.
        flat: the view that phrases are found in.
        joints: as long as the flat view, with `JOINT` where nothing but white space stands between two words.
        exotic: whether any code point lies outside Latin-1, such as an emoji or a letter of another script.

    """

    def __init__(self, name: Field, text: str) -> None:
        self.name = name
        self.text = text
        plain = text
        if not text.isascii():
            for apostrophe in _APOSTROPHES:
                plain = plain.replace(apostrophe, "'")
        self.plain = plain
        self._shifts = None
        encoded = plain.encode("latin-1", "replace")
        kinds = encoded.translate(_KINDS)
        if b"  " in kinds or b" n" in kinds or b"n " in kinds:
            plain, self._shifts = _squeeze(plain)
            encoded = plain.encode("latin-1", "replace")
            kinds = encoded.translate(_KINDS)
        self.exotic = not text.isascii() and encoded.count(b"?") != plain.count("?")
        self.flat = b" " + encoded.translate(_TABLE) + b" "
        self.joints = b"x" + kinds.replace(b" w", b"_w").replace(b"nw", b"_w") + b"x"

    @lazy
    def words(self) -> list[bytes]:
        """The words of the flat view."""
        return self.flat.split()

    @lazy
    def vocabulary(self) -> frozenset[bytes]:
        """The same words, each once."""
        return frozenset(self.words)

    @lazy
    def _astral(self) -> list[int]:
        """Where code points stand that take two UTF-16 units."""
        if not self.exotic or len(self.text.encode("utf-16-le")) == 2 * len(self.text):
            return []
        return [match.start() for match in _ASTRAL.finditer(self.text)]

    def span(self, flat_start: int, flat_end: int) -> tuple[int, int]:
        """Return the code points `start, end` for a phrase hit in the flat view, its two spaces left out."""
        start, end = flat_start, flat_end - 2
        if self._shifts is None:
            return start, end
        positions, missing = self._shifts
        return start + missing[bisect_right(positions, start)], end + missing[bisect_right(positions, end - 1)]

    def whole_words(self, start: int, end: int) -> bool:
        """Say whether no letter outside Latin-1, which the flat view shows as a space, touches the span."""
        text = self.text
        before, after = text[start - 1 : start], text[end : end + 1]
        return not (before > "\xff" and before.isalnum()) and not (after > "\xff" and after.isalnum())

    def utf16(self, offset: int) -> int:
        """Return the offset in UTF-16 units of an offset in code points."""
        return offset + bisect_right(self._astral, offset - 1) if self._astral else offset


def _squeeze(plain: str) -> tuple[str, tuple[list[int], list[int]]]:
    """Make each run of white space that is no paragraph break one space.

    Returns:
        The squeezed text, the offsets in it after which code points are missing, and how many are by then.

    """
    pieces: list[str] = []
    positions, missing, at = [], [0], 0
    for run in _RUN.finditer(plain):
        start, end = run.span()
        if plain.count("\n", start, end) < 2:
            pieces += plain[at:start], " "
            at = end
            positions.append(start + 1 - missing[-1])
            missing.append(missing[-1] + end - start - 1)
    return "".join((*pieces, plain[at:])), (positions, missing)
