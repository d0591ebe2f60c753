"""Synonyms: names that mean the same, one word or several ("kpu", "komisi pemilihan umum")."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from beritasearch.errors import LanguageDataError
from beritasearch.language.tokens import normalise, words

Name = tuple[str, ...]
"""The normalised words of one name."""


class Synonyms:
    """Groups of names; each name finds the others of its group.

    A name may stand in several groups ("ma": mahkamah agung, madrasah aliyah): it finds the
    names of all of them, but they don't find each other.
    """

    def __init__(
        self,
        groups: Iterable[Sequence[str]],
        known: Mapping[Name, tuple[Name, ...]] | None = None,
    ) -> None:
        """`known`: what `table` says of the groups before these."""
        self._others = dict(known or {})
        for group in groups:
            names = tuple(dict.fromkeys(_names(group)))
            for name in names:
                others = (other for other in names if other != name)
                self._others[name] = (*self._others.get(name, ()), *others)
        self.longest = max(map(len, self._others), default=0)
        """The most words that a name has."""

    @property
    def table(self) -> Mapping[Name, tuple[Name, ...]]:
        """Name → the others of its groups."""
        return self._others

    def others(self, name: Sequence[str]) -> tuple[Name, ...]:
        """The other names of what `name` means; none for a word without synonyms."""
        return self._others.get(tuple(name), ())


def _names(group: Sequence[str]) -> Iterator[Name]:
    if isinstance(group, str) or len(group) < 2:  # noqa: PLR2004
        raise LanguageDataError(
            f"a group of synonyms is a list of two names or more, not {group!r}", key="synonyms"
        )
    for written in group:
        name = tuple(words(normalise(written)))
        if not name:
            raise LanguageDataError(f"{written!r} holds no word", key="synonyms")
        yield name
