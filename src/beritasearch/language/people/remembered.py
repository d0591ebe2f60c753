"""Values that depend on one key alone, worked out once: most words of an article are common."""

from collections.abc import Callable
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_MANY = 30_000  # an archive of noise must not fill the memory


class Remembered(dict[_Key, _Value]):
    """A mapping that makes a value when it is first asked for; never more than twice `limit`.

    Not functools.lru_cache: it is called, and keeps an order; this is a lookup in a dict. Full, it
    begins anew, but takes over what is asked for again: what is common is hardly ever made twice.
    """

    def __init__(self, make: Callable[[_Key], _Value], limit: int = _MANY) -> None:
        self._make = make
        self._limit = limit
        self._before: dict[_Key, _Value] = {}

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= self._limit:
            self._before = dict(self)
            self.clear()
        value = self._before[key] if key in self._before else self._make(key)
        self[key] = value
        return value
