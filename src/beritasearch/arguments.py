"""What a program hands to Archive, refused where it would be misread in silence."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path


def one_of(name: str, value: str, known: Collection[str]) -> None:
    """ValueError for a value that isn't one of those there are."""
    if value not in known:
        raise ValueError(f"{name}={value!r}; choose one of: {', '.join(known)}")


def not_negative(**numbers: int) -> None:
    """ValueError for a number below 0."""
    for name, number in numbers.items():
        if number < 0:
            raise ValueError(f"{name}={number}; it must be 0 or more")


def several(given: str | Path | Iterable[str | Path]) -> list[str | Path]:
    """One path alone is meant as the only one: it would be taken letter by letter."""
    return [given] if isinstance(given, str | Path) else list(given)


def queries(given: str | Sequence[str]) -> Sequence[str]:
    """One query alone is meant as the only one."""
    return [given] if isinstance(given, str) else given
