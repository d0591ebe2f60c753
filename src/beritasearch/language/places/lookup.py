"""Names of places → the one form under which they are indexed and found."""

import hashlib
from collections.abc import Iterable
from functools import cache, cached_property
from typing import TYPE_CHECKING

from beritasearch.language.places.gazetteer import (
    KOTA,
    bare,
    cities_by_district,
    gazetteer,
    key,
    seats,
    seats_hash,
)
from beritasearch.language.prepared import prepared

if TYPE_CHECKING:
    from beritasearch.language.places.mentions import Mention

_RESEMBLING = 0.75
"""Below this share of letters in common a name isn't offered as what was meant."""


class Places:
    """Kabupaten, kota and provinces by name. A canonical city is "Kabupaten Karanganyar",
    "Kota Surabaya", "DKI Jakarta", or the bare name where a text leaves open which of two.
    """

    def __init__(self) -> None:
        self._data = gazetteer()
        self.words = self._data.words
        """The folded words of all names, which no stemmer should touch."""

    @cached_property
    def fingerprint(self) -> str:
        """Equal for two gazetteers that index every article under the same names."""
        found: str = prepared("places", self._fingerprint)
        return found

    def _fingerprint(self) -> str:
        data = self._data
        names = (sorted(data.cities.items()), sorted(data.province_of.items()))
        facts = (sorted(self.words), names, seats_hash())
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All canonical names of cities, bare names and provinces, for completion."""
        cities = self._data.province_of
        return tuple(sorted({*cities, *map(bare, cities), *cities.values()}))

    def province(self, city: str) -> str | None:
        """The province of a canonical or bare city; None where it isn't one, or in two of them."""
        found = self._data.province_of.get(city)
        if found is not None:
            return found
        provinces = {self._data.province_of[c] for c in self._data.cities.get(key(city), ())}
        return provinces.pop() if len(provinces) == 1 else None

    def as_keyword(self, city: str) -> str:
        """The form under which `city` is indexed; one outside the gazetteer keeps its words."""
        if city in self._data.province_of:
            return city
        cities = self._named(city)
        if cities:
            return cities[0] if len(cities) == 1 else bare(cities[0])
        return " ".join(word.casefold().capitalize() for word in city.split())

    def canonical(self, name: str) -> tuple[str, ...]:
        """Every form under which an article of the place that a query calls `name` is indexed.

        "semarang" is the open Semarang, the kota and the kabupaten; unknown names are none.
        """
        cities = self._named(name)
        if len(cities) > 1:
            kota_first = sorted(cities, key=lambda city: not city.startswith(KOTA))
            return (bare(cities[0]), *kota_first)
        return cities

    def _named(self, name: str) -> tuple[str, ...]:
        """The cities so called; the one city where a town so called lies."""
        spelled = key(name)
        cities = self._data.cities.get(spelled)
        if cities is None:
            cities = (seats()[spelled],) if spelled in seats() else ()
        return cities

    def shared_name(self, city: str) -> str | None:
        """The bare name that a canonical city shares with another; None for any other."""
        name = bare(city)
        return name if name != city and len(self._data.cities[key(name)]) > 1 else None

    def provinces(self, name: str) -> tuple[str, ...]:
        """The province that a query calls `name`, or nothing."""
        found = self._data.provinces.get(key(name))
        return (found,) if found else ()

    def of_district(self, name: str, province: str | None = None) -> str | None:
        """The city of the kecamatan `name`, where only one (in that province) has one so named."""
        cities = cities_by_district().get(key(name), ())
        if province is not None:
            cities = tuple(city for city in cities if self.province(city) == province)
        return cities[0] if len(cities) == 1 else None

    def find(self, text: str) -> "list[Mention]":
        """The cities of a story's text, in order: names in the company of offices and the like,
        and the cities of its kecamatan.
        """
        # Here, not above: every search loads this module, and only reading needs the patterns.
        from beritasearch.language.places.districts import find_districts
        from beritasearch.language.places.mentions import find_cities

        named = list(find_cities(text))
        districts = find_districts(text, self._forms({mention.city for mention in named}))
        return sorted((*named, *districts), key=lambda mention: mention.start)

    def _forms(self, cities: Iterable[str]) -> set[str]:
        """The cities and, for a name left open, both that bear it."""
        return {form for city in cities for form in (city, *self._data.cities.get(key(city), ()))}

    def nearest(self, name: str) -> str | None:
        """The known name that `name` is most likely a misspelling of."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        best = process.extractOne(
            key(name),
            self._display.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=_RESEMBLING,
        )
        return self._display[best[0]] if best else None

    def nearest_provinces(self, name: str) -> tuple[str, ...]:
        """The provinces that `name` is likeliest a misspelling or the beginning of: all of Java."""
        from rapidfuzz.distance import OSA

        length = len(name.split())
        likeness: dict[str, float] = {}
        for spelled in self._data.province_names:
            begins = key("".join(spelled.split()[:length]))
            province = self._data.provinces[key(spelled)]
            like = OSA.normalized_similarity(key(name), begins)
            likeness[province] = max(like, likeness.get(province, _RESEMBLING))
        best = max(likeness.values())
        return tuple(p for p, like in likeness.items() if like == best > _RESEMBLING)

    def listed(self, name: str) -> tuple[str, ...]:
        """The cities that `name` holds side by side, as typed; none where it holds other words."""
        words = name.replace(",", " ").split()
        for end in range(len(words) - 1, 0, -1):
            first, rest = " ".join(words[:end]), " ".join(words[end:])
            if self._named(first):
                others = (rest,) if self._named(rest) else self.listed(rest)
                if others:
                    return (first, *others)
        return ()

    @cached_property
    def _display(self) -> dict[str, str]:
        # The official names first: of two that are equally near, the first is offered.
        return {key(name): name for name in (*self.names, *self._data.city_names)}


@cache
def places() -> Places:
    """The shipped gazetteer, loaded once."""
    return Places()
