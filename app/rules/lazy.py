"""Attributes worked out when a rule first asks."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

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
