"""What is worked out when it is first asked for."""

import re
from collections.abc import Callable
from typing import Any, AnyStr, Generic, TypeVar, cast

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - used as a decorator, like `property`
    """A property whose value is worked out once.

    `functools.cached_property` takes a lock at each first access up to Python 3.11, which costs more than many of the
    values; a reading belongs to one check and so to one thread.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self.work = work
        self.name = work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, owner: Any, _kind: object = None) -> T:  # noqa: ANN401 - of whatever class it stands in
        """Work the value out; from then on the attribute itself is found first."""
        value = owner.__dict__[self.name] = self.work(owner)
        return value


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regex that is compiled when it is first used.

    Compiling all of the rules' own takes as long as the rest of a start, and one draft needs few of them.
    """
    return cast("re.Pattern[AnyStr]", _Regex(pattern, flags))


class _Regex:
    """Stands in for a compiled regex and becomes as fast as one: its methods are those of the compiled one."""

    def __init__(self, pattern: Any, flags: int) -> None:  # noqa: ANN401 - str or bytes
        self._uncompiled = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a regex
        compiled = re.compile(*self._uncompiled)
        for method in ("match", "search", "fullmatch", "finditer", "findall", "sub", "pattern", "flags"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
