"""Hits by kabupaten and kota as circles on a map of Indonesia, each of which narrows to its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Literal

from beritasearch.language.places import places
from beritasearch.web.wording import city as in_words
from beritasearch.web.wording import exactly

Island = Literal["sumatra", "jawa", "kalimantan", "nusa-tenggara", "sulawesi", "maluku", "papua"]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""West, east, north, south, in degrees."""

WEST, EAST, NORTH, SOUTH = 94.5, 141.5, 7.0, -11.5
UNITS = 100
"""Of the drawing, to a degree: the map is flat, for Indonesia lies along the equator."""
ISLANDS: Mapping[Island, Box] = {
    "sumatra": (95.0, 109.0, 6.2, -6.2),
    "jawa": (104.9, 114.8, -5.2, -9.0),
    "kalimantan": (108.3, 119.3, 4.6, -4.5),
    "nusa-tenggara": (114.2, 125.4, -7.8, -11.2),
    "sulawesi": (118.5, 127.4, 5.0, -6.6),
    "maluku": (124.0, 135.2, 3.0, -8.6),
    "papua": (128.9, 141.3, 0.9, -9.4),
}
"""What can be looked at alone; Nusa Tenggara with Bali."""
AROUND = 0.7
"""Degrees shown on every side of what is found."""
NARROWEST, FLATTEST, HIGHEST = 4.0, 2.5, 0.6
"""Degrees of width that are shown at least; widths to a height, heights to a width, at most."""
MANY, LEAST = 16, 0.2
"""Hits of a circle that may be as large as any; the least of its radius, to be seen and hit."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A city with hits."""

    label: str
    count: int
    link: str
    x: int
    y: int
    radius: float


@dataclass(frozen=True, slots=True)
class Map:
    """The cities with hits, those with the most first and so below the others."""

    spots: tuple[Spot, ...]
    view: tuple[int, int, int, int]
    """Left, top, width, height of what is shown, in units of the drawing."""
    width: int = round((EAST - WEST) * UNITS)
    height: int = round((NORTH - SOUTH) * UNITS)


def drawn(
    counts: Mapping[str, int], link: Callable[[str], str], *, largest: float, island: Island | None
) -> Map | None:
    """The map of `counts`; None where no place is known. `link` is the address of a city.

    A circle's area is as its hits; the largest has that share of the width as its radius, if it
    has MANY. Shown is the island, else as much as holds every city.
    """
    located = {city: point for city in counts if (point := where(city))}
    if not located:
        return None
    box = ISLANDS[island] if island else _around(list(located.values()))
    left, top, width, _ = view = _view(box)
    most = max(MANY, *(counts[city] for city in located))
    spots = []
    for city, (longitude, latitude) in located.items():
        radius = width * largest * max(LEAST, sqrt(counts[city] / most))
        x, y = round((longitude - WEST) * UNITS), round((NORTH - latitude) * UNITS)
        spots.append(
            Spot(in_words(exactly(city)), counts[city], link(city), x, y, round(radius, 1))
        )
    shown = (s for s in spots if left <= s.x <= left + width and top <= s.y <= top + view[3])
    return Map(tuple(shown), view)


def where(city: str) -> Point | None:
    """Longitude and latitude of a city as articles are indexed under it.

    For a name that two share, between them; None where they lie in different provinces.
    """
    if known := seats().get(city):
        return known
    alike = [seats()[name] for name in places().canonical(city) if name in seats()]
    if not alike or not places().province(city):
        return None
    return sum(x for x, _ in alike) / len(alike), sum(y for _, y in alike) / len(alike)


@cache
def seats() -> Mapping[str, Point]:
    """City → longitude and latitude of its seat."""
    return dict(_rows())


def _rows() -> Iterator[tuple[str, Point]]:
    text = (files(__package__) / "data" / "places.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            city, longitude, latitude = line.split("\t")
            yield city, (float(longitude), float(latitude))


def _around(points: list[Point]) -> Box:
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    return (
        min(longitudes) - AROUND, max(longitudes) + AROUND,
        max(latitudes) + AROUND, min(latitudes) - AROUND,
    )  # fmt: skip


def _view(box: Box) -> tuple[int, int, int, int]:
    """The box made wide and high enough, inside of the drawing."""
    west, east, north, south = box
    width = min(max(east - west, (north - south) / HIGHEST, NARROWEST), EAST - WEST)
    height = min(max(north - south, width / FLATTEST), NORTH - SOUTH)
    left = min(max((west + east - width) / 2, WEST), EAST - width)
    top = max(min((north + south + height) / 2, NORTH), SOUTH + height)
    inside = left - WEST, NORTH - top, width, height
    x, y, w, h = (round(side * UNITS) for side in inside)
    return x, y, w, h
