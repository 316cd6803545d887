"""The words that a policy prefers and those that it bans, as lines for a prompt."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from app.prompting.material import quoted

MOST = 40  # a prompt shows no more: what else is wrong with an answer, the check says


class Vocabulary(Struct, frozen=True):
    """How a house speaks.

    Attributes:
        preferred: what to write, by the words it stands in place of.
        banned: words not to write.

    """

    preferred: Mapping[str, str]
    banned: tuple[str, ...]

    def listed(self, text: str) -> str:
        """List the words, those first that `text` holds."""
        lines = dict(self._lines())
        plain = text.casefold()
        return "\n".join(sorted(lines, key=lambda line: lines[line].casefold() not in plain)[:MOST])

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Yield each line with the words it is about."""
        for words, by in self.preferred.items():
            yield f"write {quoted(by)}, not {quoted(words)}", words
        for words in self.banned:
            yield f"never write {quoted(words)}", words


NO_VOCABULARY = Vocabulary({}, ())
