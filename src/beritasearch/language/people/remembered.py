"""Values that depend on one key alone, worked out once: most words of an article are common."""

from collections.abc import Callable
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_MANY = 30_000  # an archive of noise must not fill the memory


class Remembered(dict[_Key, _Value]):
    """A mapping that makes a value when it is first asked for.

    Not functools.lru_cache: it is called, and keeps an order; this is a lookup in a dict.
    """

    def __init__(self, make: Callable[[_Key], _Value], limit: int = _MANY) -> None:
        self._make = make
        self._limit = limit

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= self._limit:
            self.clear()
        value = self[key] = self._make(key)
        return value
