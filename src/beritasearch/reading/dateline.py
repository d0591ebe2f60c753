"""The head of a news story: "SURABAYA, KOMPAS.com - ", "Jakarta (ANTARA) - ", "Solo - "."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from beritasearch.language import wordlists
from beritasearch.language.places import places

_LOOKED_AT = 420  # characters from the start in which a signed dateline may stand
_WORDS = 4  # of the longest names: Ogan Komering Ulu Selatan
_LONGEST_SITE = 40  # characters
_PARAGRAPH = 100  # characters; a title longer than that is a paragraph
_LINES = 4  # in which an unsigned dateline may stand
_ALONE_BEFORE = 60  # characters that the line after a city alone has at least

# Where a web address ends; it begins with what the engine can run to, and what stands before is
# read backwards: five times faster than a pattern of the whole that is tried at every word.
_TOP_LEVEL = re.compile(
    r"[.,]\s?(?:(?:co|go|or|my|web|CO|GO|OR)\s?\.\s?)?"
    r"(?:COM|(?<!,)(?<!,\s)(?:[Cc]om|co|CO|[Ii]d|ID|[Nn]et|NET|org|news|tv|info|asia))\b"
)
_SITE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]+(?=\s?\Z)")
_PLACE = r"(?:K(?:ab|AB)\.\s?)?[A-Z][\w'’]*(?:[ -][A-Za-z][\w'’]*){0,3}?"
_DASH = r"\s{0,2}(?:[-–—]\s?[-–—]?|\|\|?|:)"
_ENDS = re.compile(rf"\)?\s?,?{_DASH}|\)?\s*\n")
_PLACE_AFTER = re.compile(rf"\s?(?:[,.|]|[-–—]{{1,2}})\s?({_PLACE})(?:{_DASH}(?=[\s\"“A-Z])|\s*\n)")
_PLACE_CLOSED = re.compile(r"\s?[-–—]{1,2}\s?([A-Z][A-Z '-]{2,30})\.\s")
_NO_DASH = re.compile(r"\s?,\s?((?:[A-Z][\w'’]*\s){1,4})(?=[\"“A-Z])")
_DATE = re.compile(r"[,\s]+(?:\w+\s?,?\s)?\(?\d{1,2}\s?[/ ]\s?\w+(?:\s?[/ ]\s?\d{2,4})?\)?\s*$")
_PARTING = re.compile(r"\s*[,(|–—-][\s,(|–—-]*$")
_BYLINE = re.compile(r"^.*[a-z](?=[A-Z]{3,}[A-Z.,]*$)")  # "Budi UtomoTRIBUNNEWS.COM"
_HEAD = re.compile(r"[\W_]*([^\n]{2,70}?)\s?(?:(?<=[\s,)])(?:--?|–|—))\s+\S")
_PARTS = re.compile(r"\s*[,(|)]\s*")
_CLOSED = re.compile(r"\.\s+[A-Z]")
_PLACE_AND_DASH = re.compile(rf"[\W_]*{_PLACE}\s?[-–—|]\s?\Z")
_ALONE = re.compile(rf"({_PLACE})\s*[-–—,.]?\s*\Z")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a story was written and by which medium; `place` is a city wherever it is known."""

    place: str | None = None
    outlet: str | None = None


def read_dateline(title: str, body: str) -> Dateline:
    """The dateline near the start of a story; empty where there is none."""
    head = body[:_LOOKED_AT]
    if len(title) > _PARAGRAPH:
        head = f"{title[:_LOOKED_AT]}\n{head}"
    head = head.replace("**", "")  # bold in Markdown
    return _signed(head) or _signed(title) or _unsigned(head) or Dateline(_alone(head))


def _signed(head: str) -> Dateline | None:
    """The first outlet of `head` that stands in a dateline, and the place beside it."""
    for start, end in sorted(_outlets(head)):
        outlet = _BYLINE.sub("", re.sub(r"\s?([.,])\s?", r"\1", head[start:end]))
        after = _PLACE_AFTER.match(head, end) or _PLACE_CLOSED.match(head, end)
        if after is not None and (place := _place_after(after[1])):
            return Dateline(place, outlet)
        before = head[:start].rpartition("\n")[2]
        if not before.strip(" *_") and (place := _place_without_dash(head, end)):
            return Dateline(place, outlet)
        if _ENDS.match(head, end) or (_CLOSED.match(head, end) and _PLACE_AND_DASH.match(before)):
            return Dateline(_place_before(before), outlet)
    return None


def _outlets(head: str) -> Iterator[tuple[int, int]]:
    """Where media stand in `head`: by their web address, or by a name that we know."""
    for match in _TOP_LEVEL.finditer(head):
        site = _SITE.search(head, max(0, match.start() - _LONGEST_SITE), match.start())
        if site is not None:
            yield site.start(), match.end()
    for match in _named().finditer(head):
        if head[match.start() - 1 : match.start()].strip("(| ,.\n") == "":
            yield match.span()


def _place_after(name: str) -> str | None:
    """After an outlet even an unknown name in capitals is a place: "jpnn.com, KUCHING -"."""
    return located(name) or (_as_written(name) if name.isupper() or _is_foreign(name) else None)


def _place_without_dash(head: str, end: int) -> str | None:
    """Only a known city: "Liputan6.com, Jakarta Pemerintah memutuskan"."""
    words = match[1].split() if (match := _NO_DASH.match(head, end)) else []
    names = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((located(name) for name in names if places().canonical(name)), None)


def _place_before(line: str) -> str | None:
    """Before an outlet: "Jakarta, 21/8 (ANTARA) -", "… kata dia. NEW YORK, KOMPAS.com -"."""
    line, parted = _PARTING.subn("", line)
    if not parted:
        return None
    line = _DATE.sub("", line)
    *rest, last = re.split(r"\s?,\s?", line)
    if rest and places().provinces(last) and (name := _name_at_end(rest[-1])):
        return located(name, [last]) or _as_written(name)
    name = _name_at_end(last)
    return name and (located(name) or _as_written(name))


def _name_at_end(text: str) -> str | None:
    """The longest known name at the end of `text`; else its capitals; else all of it, if short."""
    words = text.split()
    for length in range(_WORDS, 0, -1):
        name = " ".join(words[-length:])
        if located(name) or (_is_foreign(name) and not name.isupper()):
            return name
    capitals = list(takewhile(str.isupper, reversed(words[-_WORDS:])))
    if capitals:
        return " ".join(reversed(capitals))
    return " ".join(words) if 0 < len(words) < _WORDS and words[0][0].isupper() else None


def _unsigned(head: str) -> Dateline | None:
    """At the start of a line, a known place, and beside it perhaps its province or a medium that
    we don't know: "Solo - ", "Tual, Maluku — ", "Ende, NTT (NUSA) - ", "Kabar Solo, Klaten – ".
    """
    for line in head.split("\n", _LINES)[:_LINES]:
        match = _HEAD.match(line)
        found = match and _of_parts([part for part in _PARTS.split(match[1]) if part.strip()])
        if found:
            return found
    return None


def _of_parts(parts: list[str]) -> Dateline | None:
    parts = [part for part in parts if not any(map(str.isdigit, part))]  # the day
    if not parts or not all(map(_is_name, parts)):
        return None
    regions = [part for part in parts if places().provinces(part)]
    cities = [part for part in parts if _is_city(part, alone=len(parts) == 1)]
    place = next(iter(cities or regions or filter(_is_foreign, parts)), None)
    others = [p for p in parts if p not in (*cities, *regions) and not _is_foreign(p)]
    if place is None or len(others) > 1:
        return None
    written_in = located(place, regions) or _as_written(place)
    return Dateline(written_in, others[0] if others else None)


def _is_name(part: str) -> bool:
    words = part.split()
    return len(words) <= _WORDS and all(word[0].isupper() for word in words)


def _is_city(part: str, *, alone: bool) -> bool:
    if places().canonical(part):
        return True
    return (part.isupper() or not alone) and places().of_district(part) is not None


def _alone(head: str) -> str | None:
    """A city alone on its line, before the first paragraph."""
    lines = [line for line in head.split("\n") if line.strip()]
    for line, following in pairwise(lines[:_LINES]):
        match = _ALONE.match(line.strip())
        if match is not None and len(following) > _ALONE_BEFORE and (place := located(match[1])):
            return place
    return None


def located(name: str, regions: Iterable[str] = ()) -> str | None:
    """The city that a name, perhaps beside its province, stands for; a province as written."""
    cities = places().canonical(name)
    if cities:
        return cities[0]
    province = next((found for other in regions for found in places().provinces(other)), None)
    of_district = places().of_district(name, province)
    if of_district is not None:
        return of_district
    return _as_written(name) if places().provinces(name) else None


def _as_written(name: str) -> str:
    return " ".join(w.capitalize() for w in name.split()) if name.isupper() else name


def _is_foreign(name: str) -> bool:
    return name.lower() in _foreign()


@cache
def _foreign() -> frozenset[str]:
    return frozenset(map(str.lower, wordlists.shipped("outlets.yaml")["foreign"]))


@cache
def _named() -> re.Pattern[str]:
    names = sorted(wordlists.shipped("outlets.yaml")["named"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?![\w.]|,\s?COM)")
