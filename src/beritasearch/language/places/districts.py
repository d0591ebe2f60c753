"""Kecamatan in running text, and the kabupaten or kota that each lies in."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from beritasearch.language.places.gazetteer import KOTA, cities_by_district, gazetteer, key
from beritasearch.language.places.mentions import Mention

_DISTRICT = re.compile(
    r"(?:K(?:ecamatan|ec\.)|Camat|Distrik|(?:Map|Kap|P)olsek|(?:Ko|Dan)ramil)\s+([A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*){0,2})"
)
_SIGNS = ("ecamatan", "Kec.", "Camat", "Distrik", "olsek", "ramil")
"""Of the kecamatan itself, and of its police and soldiers. Looked for first: str.__contains__ is
far faster than a pattern.
"""


def find_districts(text: str, known: Collection[str]) -> Iterator[Mention]:
    """The cities of the kecamatan that `text` names, where only one can be meant.

    That is the one city of the country with such a kecamatan, or the one in a province that the
    text names. A kecamatan of a city in `known` adds nothing.
    """
    if not any(sign in text for sign in _SIGNS):
        return
    for match in _DISTRICT.finditer(text):
        cities = _longest(match[1])
        if not cities or any(city in known for city in cities):
            continue
        if len(cities) > 1:
            cities = _in_named_province(cities, text)
        if len(cities) == 1:
            yield Mention(match.start(), match.end(), cities[0])


def _longest(name: str) -> tuple[str, ...]:
    """The cities of the longest name of a kecamatan that `name` begins with."""
    words = name.split()
    for length in range(len(words), 0, -1):
        cities = cities_by_district().get(key("".join(words[:length])))
        if cities:
            is_part = length < len(words) or length == 1  # "Kecamatan Kota Metro", "Kapolsek Kota"
            return () if words[0] == KOTA and is_part else cities
    return ()


def _in_named_province(cities: tuple[str, ...], text: str) -> tuple[str, ...]:
    province_of, provinces = gazetteer().province_of, gazetteer().provinces
    named = {provinces[key(name)] for name in set(_province().findall(text))}
    return tuple(city for city in cities if province_of[city] in named)


@cache
def _province() -> re.Pattern[str]:
    longest_first = sorted(gazetteer().province_names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
