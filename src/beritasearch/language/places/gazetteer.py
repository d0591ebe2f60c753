"""What the shipped gazetteer holds: regions.tsv (made by training/gazetteer.py) and places.yaml."""

import hashlib
import string
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from beritasearch.language import wordlists
from beritasearch.language.prepared import prepared
from beritasearch.language.tokens import words

KABUPATEN, KOTA, PROVINSI = "Kabupaten", "Kota", "Provinsi"
_COLUMNS = 3
_PARTING = dict.fromkeys(map(ord, string.punctuation + string.whitespace))


class Gazetteer(NamedTuple):
    """Places by name. A key of a mapping is what `key` makes of a name."""

    province_of: Mapping[str, str]
    """Kabupaten or kota → its province."""
    cities: Mapping[str, tuple[str, ...]]
    """Any name → the kabupaten and kota that bear it."""
    provinces: Mapping[str, str]
    """Any name → the province."""
    city_names: tuple[str, ...]
    """Every spelling of the names of kabupaten and kota, without Kabupaten and Kota."""
    province_names: tuple[str, ...]
    """Every spelling of the names of provinces."""
    districts: Mapping[str, str]
    """Kabupaten or kota → its kecamatan, parted by bars: most runs need none of them."""
    words: frozenset[str]
    """The words of all names of cities and provinces."""


def key(name: str) -> str:
    """A name as it is looked up: "Tulang Bawang", "TULANGBAWANG", "tulang-bawang" are one."""
    if not name.isascii():
        name = "".join(words(name))
    return name.lower().translate(_PARTING)


def bare(city: str) -> str:
    """The name without Kabupaten or Kota."""
    kind, _, name = city.partition(" ")
    return name if kind in (KABUPATEN, KOTA) else city


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer(*prepared("gazetteer", lambda: tuple(_gazetteer())))


def _gazetteer() -> Gazetteer:
    rows = list(_rows())
    aliases = wordlists.shipped("places.yaml")
    province_of = {city: province for province, city, _ in rows}
    cities: dict[str, tuple[str, ...]] = {}
    for name, city in _city_names(province_of, aliases):
        known = cities.get(name, ())
        if city not in known:
            cities[name] = (*known, city)
    provinces = dict.fromkeys(province_of.values())
    return Gazetteer(
        province_of=province_of,
        cities=cities,
        city_names=tuple(_spelled(dict.fromkeys(map(bare, province_of)), aliases["cities"])),
        province_names=tuple(_spelled(provinces, aliases["provinces"])),
        provinces=dict(_province_names(provinces, aliases)),
        districts={city: districts for _, city, districts in rows},
        words=frozenset(_words(province_of, aliases)),
    )


@cache
def seats() -> Mapping[str, str]:
    """Name of a town, as `key` makes it → the kabupaten or kota that it stands for.

    Apart from the gazetteer, for few runs need them and every search loads the gazetteer.
    """
    towns = wordlists.shipped("seats.yaml")
    return {key(town): city for city, names in towns.items() for town in names}


def seats_hash() -> str:
    """Equal for two files of towns that are the same; read, not parsed."""
    return hashlib.sha256(_data("seats.yaml")).hexdigest()


def _data(name: str) -> bytes:
    return (wordlists.DATA / name).read_bytes()


@cache
def cities_by_district() -> Mapping[str, tuple[str, ...]]:
    """Name of a kecamatan, as `key` makes it → the cities that have one so named."""
    found: dict[str, tuple[str, ...]] = {}
    for city, districts in gazetteer().districts.items():
        for district in map(key, districts.split("|")):
            found[district] = (*found.get(district, ()), city)
    return found


def _rows() -> Iterator[list[str]]:
    for line in _data("regions.tsv").decode().splitlines():
        if not line.startswith("#"):
            yield line.split("\t", _COLUMNS - 1)


def _city_names(
    cities: Iterable[str], data: Mapping[str, Mapping[str, list[str]]]
) -> Iterator[tuple[str, str]]:
    kinds = {kind: [key(word) for word in (kind, *data["kinds"][kind])] for kind in data["kinds"]}
    for city in cities:
        kind = city.partition(" ")[0] if bare(city) != city else KOTA  # "Kota Jakarta Pusat"
        for name in (bare(city), *data["cities"].get(city, ())):
            plain = key(name)
            yield plain, city
            for prefix in kinds.get(kind, ()):
                yield prefix + plain, city


def _province_names(
    provinces: Iterable[str], data: Mapping[str, Mapping[str, list[str]]]
) -> Iterator[tuple[str, str]]:
    prefixes = [key(word) for word in (PROVINSI, *data["kinds"][PROVINSI])]
    for province in provinces:
        for name in (province, *data["provinces"].get(province, ())):
            yield key(name), province
            for prefix in prefixes:
                yield prefix + key(name), province


def _spelled(names: Iterable[str], aliases: Mapping[str, list[str]]) -> Iterator[str]:
    return chain(names, chain.from_iterable(aliases.values()))


def _words(province_of: Mapping[str, str], data: Mapping[str, Any]) -> Iterator[str]:
    names = {*map(bare, province_of), *province_of.values()}
    for table in ("cities", "provinces"):
        names.update(name for others in data[table].values() for name in others)
    yield from frozenset(words("\n".join(names))).difference(data["plain_words"])
