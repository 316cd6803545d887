"""Characters that nobody sees, shown: a prompt must read to us as it reads to the model."""

import json
import re

_JOINERS = "\u200b-\u200f"
_VARIANTS = "\ufe00-\ufe0f"
# Joiners and variants belong to emoji and to some scripts: one may follow a visible character that isn't ASCII.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0d\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
    r"|\r(?!\n)"
    f"|(?<![^\x00-\x7f{_JOINERS}])[\u200c\u200d]"
    f"|(?<![^\x00-\x7f{_JOINERS}{_VARIANTS}])[\ufe0e\ufe0f]"
)


def visible(text: str) -> str:
    r"""Return a text with control and invisible characters as escapes such as `\u200b`; line breaks and tabs stay."""
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub(_escaped, text)


def _escaped(hidden: re.Match[str]) -> str:
    return json.dumps(hidden[0])[1:-1]
