"""Drafts to evaluate with: one request a line, and what a good rewrite still says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from app.domain.context import Line
from app.domain.errors import DecorumError
from app.domain.request import RewriteRequest
from app.domain.rewrite import Kept


class UnusableCases(DecorumError):
    """A file that can't be read, or holds a line that is no case."""

    code = "unusable_cases"


class Case(RewriteRequest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rewrite request to evaluate with.

    Attributes:
        id: tells it from the others of its file.
        says: facts that must still stand in a rewrite, in any case of letters. The model isn't told.

    """

    id: Annotated[Line, Meta(min_length=1)]
    says: Annotated[tuple[Kept, ...], Meta(max_length=50)] = ()


def read_cases(path: Path) -> list[Case]:
    """Read a file of cases, one JSON object a line.

    Raises:
        UnusableCases: the file can't be read, a line is no case, or two have the same id.

    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UnusableCases(f"{path}: {error.strerror or 'unreadable'}") from error
    cases = list(_cases(path, lines))
    if len({case.id for case in cases}) < len(cases):
        raise UnusableCases(f"{path}: two drafts have the same id.")
    return cases


def _cases(path: Path, lines: list[bytes]) -> Iterator[Case]:
    decoder = msgspec.json.Decoder(Case)
    for number, line in enumerate(lines, start=1):
        try:
            yield decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UnusableCases(f"{path}, line {number}: {error}") from error
