"""What stands in the way of a query, told beside what it found."""

from collections.abc import Iterator, Sequence

from beritasearch.language.city_parts import part
from beritasearch.language.places import Places
from beritasearch.query.tree import Or, Phrase, Prefix, Query, Term, leaves, narrowings
from beritasearch.spelling import Spelling


def doubts(query: Query, spelling: Spelling, places: Places) -> tuple[str, ...]:
    """Places and media that there aren't, and parts of cities that no article states."""
    named = (leaf for leaf in leaves(query) if isinstance(leaf, Term))
    unknown = (
        note
        for leaf in named
        if (note := _unknown(leaf, spelling, places)) and not spelling.count(leaf)
    )
    return tuple(dict.fromkeys((*unknown, *_parts(query))))


def _unknown(leaf: Term, spelling: Spelling, places: Places) -> str | None:
    match leaf:
        case Term("city", name) if not places.canonical(name):
            return _unknown_city(name, places)
        case Term("province", name) if not places.provinces(name):
            return _told(f'no province is called "{name}"', places.nearest_provinces(name))
        case Term("outlet", name) if not spelling.count(Prefix("outlet", name)):
            near = [other.word for other in spelling.others("outlet", name)]
            return _told(f'no outlet is called "{name}"', near[:1])
        case _:
            return None


def _unknown_city(name: str, places: Places) -> str:
    if places.provinces(name):
        return f'"{name}" is a province: provinsi:"{name}" or --province'
    told = f'no kabupaten or kota is called "{name}"'
    if cities := places.listed(name):
        return f"{told}; for any of several write kota:({' ATAU '.join(cities)})"
    near = places.nearest(name)
    return _told(told, (near,) if near else ())


def _told(unknown: str, near: Sequence[str]) -> str:
    return f"{unknown}; {', '.join(near)}?" if near else unknown


def _parts(query: Query) -> Iterator[str]:
    for narrowing in narrowings(query):
        match narrowing:
            case Or((Phrase("title", words), *_)) if known := part(" ".join(words)):
                yield (
                    f"articles state {known.city} as the city, not its parts; these are its "
                    f"articles that name {known.name}"
                )
