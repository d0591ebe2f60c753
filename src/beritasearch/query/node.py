"""What the nodes of a query are made of: values that are equal when their parts are."""

from collections.abc import Mapping
from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True)
class Node:
    """A class of nodes declares its parts as a frozen dataclass does, and mypy takes it for one.

    Not a dataclass: for each of them Python writes and compiles seven methods, and every search
    would wait for those of the thirteen in tree.py.
    """

    _names: ClassVar[tuple[str, ...]]
    _parts: tuple[Any, ...]

    def __init_subclass__(cls) -> None:
        cls._names = tuple(cls.__annotations__)
        setattr(cls, "__match_args__", cls._names)  # noqa: B010 - mypy makes it out by itself

    def __init__(self, *parts: Any, **named: Any) -> None:
        """The parts in order or by name; one that has a default may be left out."""
        if len(parts) != len(self._names) or named:
            parts = self._filled(parts, named)
        own = self.__dict__
        own.update(zip(self._names, parts, strict=True))
        own["_parts"] = parts
        self.__post_init__()

    def _filled(self, parts: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
        given: dict[str, Any] = dict(zip(self._names, parts, strict=False), **named)
        if len(given) < len(parts) + len(named) or not given.keys() <= {*self._names}:
            raise TypeError(f"{type(self).__name__} is made of: {', '.join(self._names)}")
        # A default stands in the class, as with a dataclass; without one AttributeError names it.
        return tuple(given[n] if n in given else getattr(type(self), n) for n in self._names)

    def __post_init__(self) -> None:
        """Refuse nonsense: ValueError."""

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{name} of a query's node is as it was built")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def __repr__(self) -> str:
        parts = (f"{name}={part!r}" for name, part in zip(self._names, self._parts, strict=True))
        return f"{type(self).__name__}({', '.join(parts)})"
