"""From mentions to people: every form of a name belongs to the fullest one."""

from collections.abc import Iterable, Sequence

from beritasearch.language.people.pieces import word_list, written

_Name = tuple[str, ...]


def full_names(mentions: Iterable[_Name]) -> tuple[str, ...]:
    """One full name a person, in order of first mention."""
    forms = list(dict.fromkeys(filter(None, map(trimmed, mentions))))
    return tuple(dict.fromkeys(written(_fullest(form, forms)) for form in forms))


def trimmed(name: Sequence[str]) -> _Name:
    """The name without titles before it and degrees after it; empty if nothing else is left."""
    first, last = 0, len(name)
    while first < last and name[first].casefold() in word_list("titles"):
        first += 1
    while first < last and name[last - 1].casefold() in word_list("degrees"):
        last -= 1
    return tuple(name[first:last])


def _fullest(form: _Name, forms: Sequence[_Name]) -> _Name:
    longer = [other for other in forms if len(other) > len(form) and set(form) <= set(other)]
    return max(longer, key=len, default=form)
