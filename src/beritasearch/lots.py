"""A stream as lists that memory holds: of so many items, or of fewer that are large."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

LARGEST = 8 << 20
"""Characters after which a list ends: one article may have 32 million, and 500 such have 16 GB."""


def _never() -> bool:
    return False


def lots(
    items: Iterable[Item],
    most: int,
    size: Callable[[Item], int],
    *,
    largest: int = LARGEST,
    over: Callable[[], bool] = _never,
) -> Iterator[list[Item]]:
    """The items, at most `most` together, and no more once they have `largest` characters.

    A list ends, too, with the item that comes when it is `over`.
    """
    lot: list[Item] = []
    characters = 0
    for item in items:
        lot.append(item)
        characters += size(item)
        if len(lot) >= most or characters >= largest or over():
            yield lot
            lot, characters = [], 0
    if lot:
        yield lot
