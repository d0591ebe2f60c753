"""Cities in running text: a name of the gazetteer, and company that makes it a city.

Not the tagger of people: a dictionary over capitalised words runs at 17 MB/s (language.md).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beritasearch.language.places.company import Fit, Name, Needs, table
from beritasearch.language.places.gazetteer import KOTA, bare, gazetteer

_CAPITALISED = re.compile(r"[A-Z][A-Za-z]+")
_WORD = re.compile(r"(?:[ \t]+|-)([^\W\d_]+)")
_NEXT_WORD = re.compile(r"[ \t]+([^\W\d_]+)")
_NEXT_LISTED = re.compile(r"\s?,\s*(?:dan\s+)?([A-Z][^\W\d_]+)")
_DOMAIN = re.compile(r"\.(?:com|co|id|go|net|org)\b|@", re.IGNORECASE)
_AMONG = re.compile(r"\s*(?:[,/&–-]|dan\b|serta\b)\s*(?:dan|serta|hingga|maupun|atau)?\s*")
_WITHIN = re.compile(r"\s?[,( ]\s*(?:Provinsi\s+)?")
_IN_JAKARTA = re.compile(r",\s*(?:Kota\s+|DKI\s+)?Jakarta\b")
_ADDRESS = re.compile(r"\b(?:Desa|Kelurahan|Kecamatan|Kec\.|Dusun|Jalan|Jl\.?)\s[^.;:]{2,45},\s*$")
_DAY_FOLLOWS = re.compile(r"\)?,?\s*(?:\(\d|(?:Senin|Selasa|Rabu|Kamis|Jum'?at|Sabtu|Minggu)\b)")
_BEFORE = 70  # characters of company that are looked at
_HYPHENS = frozenset(("-", "–", " - ", " – "))
_HYPHEN = max(map(len, _HYPHENS))
_JAKARTA = ("DKI Jakarta",)  # city and province in one


@dataclass(frozen=True, slots=True)
class Mention:
    """A city where the text names it. `city` is canonical, or the bare name of two cities."""

    start: int
    end: int
    city: str


def find_cities(text: str) -> Iterator[Mention]:
    """The cities that `text` tells of, in order; those of clubs, streets and schools aren't."""
    end, last = 0, None
    refused = -_HYPHEN - 1  # where the last name that isn't a city ends: "tol Batang-Semarang"
    for start, word in _first_words(text):
        if start < end:
            continue
        name, end = _longest(text, start, word)
        if name is None or not name.cities:
            continue
        city = None
        if start - refused > _HYPHEN or text[refused:start] not in _HYPHENS:
            city = _city(text, start, end, name, last)
        if city is None:
            refused = end
        else:
            last = Mention(start, end, city)
            yield last


def _first_words(text: str) -> list[tuple[int, str]]:
    """The words that may begin a name, and where they stand.

    Most stories hold a dozen of some hundred capitalised words: set and str.find are faster than
    a look at each.
    """
    found = []
    for word in table().spellings.intersection(_CAPITALISED.findall(text)):
        at = text.find(word)
        while at >= 0:
            after = at + len(word)
            if not text[after : after + 1].isalpha() and not _joined(text, at):
                found.append((at, word))
            at = text.find(word, after)
    return sorted(found)


def _joined(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return before.isalnum() or before in ("_", "@", "#")


def _longest(text: str, start: int, first: str) -> tuple[Name | None, int]:
    """The longest name that begins there, and where it ends."""
    names, joined, end = table().names, first.lower(), start + len(first)
    best, stop = names.get(joined), end
    for _ in range(table().lengths[joined] - 1):
        word = _WORD.match(text, end)
        if word is None:
            break
        joined, end = joined + word[1].lower(), word.end()
        if joined in names and word[1][0].isupper():
            best, stop = names[joined], end
    if best is not None and best.acronym and not first.isupper():
        return None, stop
    return best, stop


def _city(text: str, start: int, end: int, name: Name, last: Mention | None) -> str | None:
    """The city that a name means where it stands; None where it means something else."""
    if _DOMAIN.match(text, end) or (last and _is_its_province(text, start, name, last)):
        return None
    fit = table().fit(text[max(0, start - _BEFORE) : start])
    following = _following(text, end)
    if fit is Fit.OTHER:
        fit = Fit.OFFICE if name.cities == _JAKARTA else Fit.NO
    if fit is Fit.NO or following.lower() in table().after:
        return None
    if fit in (Fit.NAME, Fit.PLACE):
        among = last is not None and _AMONG.fullmatch(text, last.end, start) is not None
        named = (among and name.needs < Needs.KIND) or _is_sure(text, start, end, name, fit)
    else:
        named = not (name.needs is Needs.KIND and _is_known(following))  # "Polres Metro Bekasi"
    if following == KOTA and fit is Fit.OFFICE:  # "Polres Malang Kota"
        fit = Fit.KOTA
    return name.city(fit) if named else None


def _following(text: str, end: int) -> str:
    word = _NEXT_WORD.match(text, end)
    return word[1] if word else ""


def _is_its_province(text: str, start: int, name: Name, last: Mention) -> bool:
    """Whether the name is the province of the city before it: "Sleman, Yogyakarta"."""
    if _WITHIN.fullmatch(text, last.end, start) is None:
        return False
    provinces, own = gazetteer().province_of, name.cities[0]
    return provinces.get(last.city) == provinces[own] and bare(own) in provinces[own]


def _is_sure(text: str, start: int, end: int, name: Name, fit: Fit) -> bool:
    """Whether a name without office, Kabupaten or Kota has the company that it needs."""
    if name.in_jakarta and _IN_JAKARTA.match(text, end):
        return False
    if name.needs is Needs.NOTHING or table().provinces.match(text, end):
        return True
    if fit is Fit.PLACE and _DAY_FOLLOWS.match(text, end):
        return True
    return name.needs is Needs.CONTEXT and _has_context(text, start, end, fit)


def _has_context(text: str, start: int, end: int, fit: Fit) -> bool:
    """A preposition and no longer name; a list of cities; a day after it; an address before."""
    if fit is Fit.PLACE:
        following = _following(text, end)
        return not following or following[0].islower() or _is_known(following)
    listed = _NEXT_LISTED.match(text, end)
    if (listed and _is_known(listed[1])) or _DAY_FOLLOWS.match(text, end):
        return True
    return _ADDRESS.search(text, max(0, start - _BEFORE), start) is not None


def _is_known(word: str) -> bool:
    """Whether a word begins the name of a city or province."""
    return word[:1].isupper() and word.lower() in table().lengths
