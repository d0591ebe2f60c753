"""What the words around a name say about it: office, street, club, list (place_context.yaml)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from functools import cache

from beritasearch.language import wordlists
from beritasearch.language.places.gazetteer import KABUPATEN, KOTA, bare, gazetteer, key

_RUN = 7  # words before a name that are looked at
_MARKS = "\"“”'‘’([)."
_ENDS = ',.;:!?)]”"|–—-'


class Fit(Enum):
    """What the words before a name make of it."""

    NO = auto()
    OTHER = auto()
    """A street, a harbour, a province of that name: Jakarta's are in Jakarta all the same."""
    NAME = auto()
    PLACE = auto()
    OFFICE = auto()
    KOTA = auto()
    KABUPATEN = auto()


class Needs(IntEnum):
    """How much company a name needs to be a city."""

    NOTHING = auto()
    CONTEXT = auto()
    """A preposition, a list of cities, a province after it."""
    LIST = auto()
    """A province's name as well: other cities beside it."""
    KIND = auto()
    """An office, or Kabupaten or Kota."""


_KINDS = {Fit.KOTA: KOTA, Fit.KABUPATEN: KABUPATEN}


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for; without cities it is something else and hides what it holds."""

    cities: tuple[str, ...] = ()
    needs: Needs = Needs.NOTHING
    acronym: bool = False
    """Written in capitals only: OKU."""
    in_jakarta: bool = False
    """A part of Jakarta bears it too: Kuningan."""

    def city(self, fit: Fit) -> str:
        """The city that is meant; the bare name where two bear it and `fit` leaves open which."""
        kind = _KINDS.get(fit)
        of_kind = [city for city in self.cities if kind and city.startswith(kind)]
        if len(of_kind) == 1:
            return of_kind[0]
        return self.cities[0] if len(self.cities) == 1 else bare(self.cities[0])


@dataclass(frozen=True, slots=True)
class Table:
    """All names by `key`, and what the words around them say."""

    names: Mapping[str, Name]
    lengths: Mapping[str, int]
    """First word of a name → how many words the longest such name has."""
    spellings: frozenset[str]
    """The same words as texts write them."""
    company: Mapping[str, Fit]
    """Word before a name, anywhere in its run of capitals → what it makes of the name."""
    neighbours: Mapping[str, Fit]
    """The same of the one word right before it."""
    between: frozenset[str]
    abbreviations: frozenset[str]
    after: frozenset[str]
    provinces: re.Pattern[str]

    def fit(self, before: str) -> Fit:
        """What the run of capitals before a name, and the word before that run, make of it."""
        nearest, place = True, Fit.NAME
        for raw in before.rpartition("\n")[2].split()[: -_RUN - 1 : -1]:
            if raw[-1] in _ENDS and raw.lower() not in self.abbreviations and raw[0] != "(":
                break
            word = raw.rpartition("/")[2].strip(_MARKS).lower()
            fit = self.company.get(word) or (self.neighbours.get(word) if nearest else None)
            if fit is Fit.PLACE:
                place = Fit.PLACE
            elif fit is not None:
                return fit
            if not (raw[0].isupper() or raw[0] in "(0123456789" or word in self.between):
                break
            nearest = nearest and word in self.between
        return place


@cache
def table() -> Table:
    data = wordlists.shipped("place_context.yaml")
    names, lengths, spellings = {}, dict[str, int](), set[str]()
    for spelled, name in _names(data):
        words = spelled.lower().replace("-", " ").split()
        joined = "".join(words)
        names[joined] = name
        for first in (words[0], joined):
            lengths[first] = max(len(words), lengths.get(first, 0))
            spellings |= {first.capitalize(), first.upper()}
        spellings |= {spelled.replace(" ", ""), spelled.partition(" ")[0]}
    provinces = "|".join(map(re.escape, gazetteer().province_names))
    return Table(
        names,
        lengths,
        frozenset(spellings),
        company=_company(data),
        neighbours=dict.fromkeys(data["adjacent"], Fit.OTHER)
        | dict.fromkeys(data["prepositions"], Fit.PLACE),
        between=frozenset(data["between"]),
        abbreviations=frozenset(data["abbreviations"]),
        after=frozenset(data["after"]),
        provinces=re.compile(rf"\s*[,(]\s*(?:Provinsi\s+)?(?:{provinces})\b"),
    )


def _company(data: Mapping[str, list[str]]) -> dict[str, Fit]:
    return (
        dict.fromkeys(data["names"], Fit.NO)
        | dict.fromkeys(data["province_offices"], Fit.OTHER)
        | dict.fromkeys(data["offices"], Fit.OFFICE)
        | dict.fromkeys(data["kota"], Fit.KOTA)
        | dict.fromkeys(data["kabupaten"], Fit.KABUPATEN)
    )


def _names(data: Mapping[str, list[str]]) -> Iterator[tuple[str, Name]]:
    """Every spelling that a text may hold, weakest first: a later one replaces an earlier."""
    places = gazetteer()
    for city, districts in places.districts.items():
        yield from _districts(city, districts.split("|"))
    for phrase in (*data["not_cities"], *places.province_names):
        yield phrase, Name()
    context, kind = frozenset(data["needs_context"]), frozenset(data["needs_kind"])
    asked_only, areas = frozenset(data["asked_only"]), frozenset(data["jakarta_areas"])
    for spelled in places.city_names:
        small, acronym = spelled.lower(), spelled.isupper()
        if small in asked_only:
            continue
        cities, needs = places.cities[key(spelled)], Needs.NOTHING
        if small in kind:
            needs = Needs.KIND
        elif small in data["province_first"]:
            needs = Needs.LIST
        elif small in context or acronym:
            needs = Needs.CONTEXT
        yield spelled, Name(cities, needs, acronym, small in areas)


def _districts(city: str, districts: list[str]) -> Iterator[tuple[str, Name]]:
    """Districts that hold a city's name: "Semarang Barat" is of it, "Seputih Surabaya" isn't."""
    cities, own = gazetteer().cities, bare(city).lower()
    for district in districts:
        words = district.lower().split()
        parts = ("".join(part) for part in _parts(words))
        if len(words) > 1 and any(part in cities for part in parts):
            yield district, Name((city,) if district.lower().startswith(f"{own} ") else ())


def _parts(words: list[str]) -> Iterator[list[str]]:
    """The runs of words within them, shorter than all."""
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start < len(words):
                yield words[start:end]
