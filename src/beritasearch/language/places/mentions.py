"""Cities in running text: a name of the gazetteer, and company that makes it a city.

Not the tagger of people: a dictionary over capitalised words runs at 17 MB/s (language.md).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from beritasearch.language import wordlists
from beritasearch.language.places.gazetteer import KABUPATEN, KOTA, bare, gazetteer, key

_CAPITALISED = re.compile(r"(?<![\w@#])[A-Z][^\W\d_]+")
_WORD = re.compile(r"(?:[ \t]+|-)([^\W\d_]+)")
_NEXT_WORD = re.compile(r"[ \t]+([^\W\d_]+)")
_DOMAIN = re.compile(r"\.(?:com|co|id|go|net|org)\b|@")
_AMONG = re.compile(r"\s*(?:[,/&–-]|dan\b|serta\b)\s*(?:dan|serta|hingga|maupun|atau)?\s*")
_ADDRESS = re.compile(r"\b(?:Desa|Kelurahan|Kecamatan|Kec\.|Dusun|Jalan|Jl\.?)\s[^.;:]{2,45},\s*$")
_DAY_FOLLOWS = re.compile(r"\)?,?\s*(?:\(\d|(?:Senin|Selasa|Rabu|Kamis|Jum'?at|Sabtu|Minggu)\b)")
_BEFORE = 70  # characters of company that are looked at
_RUN = 7  # words of it
_MARKS = "\"“”'‘’([."
_ENDS = ",.;:!?)]”\"|–—-"


class Fit(Enum):
    """What the words before a name make of it."""

    NO = auto()
    NAME = auto()
    PLACE = auto()
    OFFICE = auto()
    KOTA = auto()
    KABUPATEN = auto()


_JAKARTA = ("DKI Jakarta",)  # city and province in one
_KINDS = {Fit.KOTA: KOTA, Fit.KABUPATEN: KABUPATEN}


@dataclass(frozen=True, slots=True)
class Mention:
    """A city where the text names it. `city` is canonical, or the bare name of two cities."""

    start: int
    end: int
    city: str


@dataclass(frozen=True, slots=True)
class _Name:
    """What a name of the table stands for, and how much company it needs to be a city."""

    cities: tuple[str, ...] = ()
    needs_context: bool = False
    needs_kind: bool = False
    acronym: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    """All names by `key`, and what the words around them say."""

    lengths: Mapping[str, int]
    """First word of a name → how many words the longest such name has."""
    names: Mapping[str, _Name]
    company: Mapping[str, Fit]
    """Word before a name, anywhere in its run of capitals → what it makes of the name."""
    neighbours: Mapping[str, Fit]
    """The same of the one word right before it."""
    between: frozenset[str]
    abbreviations: frozenset[str]
    after: frozenset[str]
    provinces: re.Pattern[str]


def find_cities(text: str) -> Iterator[Mention]:
    """The cities that `text` tells of, in order; those of clubs, streets and schools aren't."""
    table = _table()
    end, last = 0, -1
    for match in _CAPITALISED.finditer(text):
        if match.start() < end:
            continue
        length = table.lengths.get(match[0].lower())
        if length is None:
            continue
        name, end = _longest(text, match, length, table.names)
        if name is None or not name.cities:
            continue
        among = last >= 0 and _AMONG.fullmatch(text, last, match.start()) is not None
        city = _city(text, match.start(), end, name, among=among)
        if city is not None:
            last = end
            yield Mention(match.start(), end, city)


def _longest(
    text: str, match: re.Match[str], length: int, names: Mapping[str, _Name]
) -> tuple[_Name | None, int]:
    """The longest name that begins at `match`, and where it ends."""
    joined, end = match[0].lower(), match.end()
    best, stop = names.get(joined), end
    for _ in range(length - 1):
        word = _WORD.match(text, end)
        if word is None:
            break
        joined, end = joined + word[1].lower(), word.end()
        if joined in names and word[1][0].isupper():
            best, stop = names[joined], end
    if best is not None and best.acronym and not match[0].isupper():
        return None, stop
    return best, stop


def _city(text: str, start: int, end: int, name: _Name, *, among: bool) -> str | None:
    table = _table()
    if _DOMAIN.match(text, end):
        return None
    fit = _fit(text[max(0, start - _BEFORE) : start], table)
    if fit is Fit.NO and name.cities != _JAKARTA:
        return None
    following = _NEXT_WORD.match(text, end)
    if following and (following[1].lower() in table.after or _is_part(name, following[1], table)):
        return None
    if following and following[1] == KOTA and fit is Fit.OFFICE:
        fit = Fit.KOTA
    if fit in (Fit.NAME, Fit.PLACE) and not _sure(text, start, end, name, fit, among=among):
        return None
    return _chosen(name.cities, fit)


def _is_part(name: _Name, following: str, table: _Table) -> bool:
    """ "Polres Metro Bekasi" has nothing to do with Kota Metro."""
    return name.needs_kind and following[0].isupper() and following.lower() in table.lengths


def _sure(text: str, start: int, end: int, name: _Name, fit: Fit, *, among: bool) -> bool:
    if name.needs_kind:
        return False
    if not name.needs_context or among or fit is Fit.PLACE:
        return True
    if _table().provinces.match(text, end) or _DAY_FOLLOWS.match(text, end):
        return True
    return _ADDRESS.search(text, max(0, start - _BEFORE), start) is not None


def _fit(before: str, table: _Table) -> Fit:
    """What the run of capitals before a name, and the word before that run, make of it."""
    nearest, place = True, Fit.NAME
    for raw in before.rpartition("\n")[2].split()[: -_RUN - 1 : -1]:
        if raw[-1] in _ENDS and raw.lower() not in table.abbreviations:
            return place
        word = raw.rpartition("/")[2].strip(_MARKS).lower()
        fit = table.company.get(word) or (table.neighbours.get(word) if nearest else None)
        if fit is Fit.PLACE:
            place = Fit.PLACE
        elif fit is not None:
            return fit
        if not (raw[0].isupper() or raw.isdigit() or word in table.between):
            return place
        nearest = nearest and word in table.between
    return place


def _chosen(cities: tuple[str, ...], fit: Fit) -> str:
    if len(cities) == 1:
        return cities[0]
    kind = _KINDS.get(fit)
    of_kind = [city for city in cities if kind and city.startswith(kind)]
    return of_kind[0] if len(of_kind) == 1 else bare(cities[0])


@cache
def _table() -> _Table:
    data = wordlists.shipped("place_context.yaml")
    names, lengths = {}, {}
    for spelled, name in _names(data):
        words = spelled.lower().replace("-", " ").split()
        joined = "".join(words)
        names[joined] = name
        for first in (words[0], joined):
            lengths[first] = max(len(words), lengths.get(first, 0))
    return _Table(
        lengths=lengths,
        names=names,
        company=_company(data),
        neighbours=dict.fromkeys(data["adjacent"], Fit.NO) | dict.fromkeys(data["prepositions"], Fit.PLACE),
        between=frozenset(data["between"]),
        abbreviations=frozenset(data["abbreviations"]),
        after=frozenset(data["after"]),
        provinces=_provinces(),
    )


def _company(data: Mapping[str, list[str]]) -> dict[str, Fit]:
    return (
        dict.fromkeys(data["names"] + data["province_offices"], Fit.NO)
        | dict.fromkeys(data["offices"], Fit.OFFICE)
        | dict.fromkeys(data["kota"], Fit.KOTA)
        | dict.fromkeys(data["kabupaten"], Fit.KABUPATEN)
    )


def _names(data: Mapping[str, list[str]]) -> Iterator[tuple[str, _Name]]:
    """Every spelling that the text may hold, weakest first: a later one replaces an earlier."""
    places = gazetteer()
    for city, districts in places.districts.items():
        yield from _districts(city, districts.split("|"))
    for phrase in (*data["not_cities"], *places.province_names):
        yield phrase, _Name()
    context, kind = frozenset(data["needs_context"]), frozenset(data["needs_kind"])
    for spelled in places.city_names:
        cities = places.cities[key(spelled)]
        small, acronym = spelled.lower(), spelled.isupper()
        yield spelled, _Name(cities, small in context or acronym, small in kind, acronym)


def _districts(city: str, districts: list[str]) -> Iterator[tuple[str, _Name]]:
    """Districts named after a city: "Semarang Barat" is of it, "Banjar Agung" is elsewhere."""
    for district in districts:
        first, _, rest = district.partition(" ")
        if rest and key(first) in gazetteer().cities:
            yield district, _Name((city,) if first == bare(city) else ())


def _provinces() -> re.Pattern[str]:
    names = "|".join(map(re.escape, gazetteer().province_names))
    return re.compile(rf"\s*[,(]\s*(?:Provinsi\s+)?(?:{names})\b")
