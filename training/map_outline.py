"""Make src/beritasearch/web/static/indonesia.svg: the coasts that the map of hits is drawn on.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python training/map_outline.py package/countries-10m.json

The source is Natural Earth (public domain), as the npm package world-atlas carries it. Lines are
made simpler than a pixel of the largest map, and islands smaller than that are left out.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from beritasearch.web.map import EAST, NORTH, SOUTH, UNITS, WEST

TARGET = Path(__file__).parent.parent / "src/beritasearch/web/static/indonesia.svg"
OWN, NEIGHBOURS = ("Indonesia",), ("Malaysia", "Brunei", "Timor-Leste", "Papua New Guinea")
STEP = 0.02
"""Degrees that a line may be moved."""
SMALLEST = 0.001
"""Square degrees of an island that is drawn."""

Point = tuple[float, float]


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    own, others = (_path(topology, names) for names in (OWN, NEIGHBOURS))
    # One grey that can be seen on light, on dark and on paper: a picture knows no theme.
    TARGET.write_text(
        "<!-- Coasts: Natural Earth, public domain. Made by training/map_outline.py. -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_x(EAST)} {_y(SOUTH)}" '
        f'width="{_x(EAST)}" height="{_y(SOUTH)}" fill="#808b96">'
        f'<path opacity=".2" d="{others}"/><path opacity=".45" d="{own}"/></svg>\n',
        encoding="utf-8",
    )


def _path(topology: Any, names: Sequence[str]) -> str:
    geometries = topology["objects"]["countries"]["geometries"]
    wanted = [shape for shape in geometries if shape["properties"]["name"] in names]
    rings = (_ring(topology, arcs) for shape in wanted for arcs in _rings(shape))
    return "".join(_drawn(ring) for ring in rings if _in_sight(ring) and _area(ring) > SMALLEST)


def _rings(shape: Any) -> Iterator[list[int]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        yield from polygon


def _ring(topology: Any, arcs: Sequence[int]) -> list[Point]:
    """The points of an outline: TopoJSON holds each line once, as steps from point to point."""
    scale, start = topology["transform"]["scale"], topology["transform"]["translate"]
    points: list[Point] = []
    for arc in arcs:
        x = y = 0
        line = []
        for right, up in topology["arcs"][arc if arc >= 0 else ~arc]:
            x, y = x + right, y + up
            line.append((x * scale[0] + start[0], y * scale[1] + start[1]))
        points += line if arc >= 0 else line[::-1]
    return points


def _in_sight(ring: Sequence[Point]) -> bool:
    return any(WEST < x < EAST and SOUTH < y < NORTH for x, y in ring)


def _area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _drawn(ring: Sequence[Point]) -> str:
    middle = len(ring) // 2  # a ring ends where it starts: in halves, lest all lies on one point
    points = [*_simpler(ring[: middle + 1])[:-1], *_simpler(ring[middle:])]
    whole = [(_x(x), _y(y)) for x, y in points]
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(whole))
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z"


def _simpler(line: Sequence[Point]) -> list[Point]:
    """The line with as few points as keep it within STEP (Douglas and Peucker)."""
    if len(line) < 3:  # noqa: PLR2004 - nothing lies between
        return list(line)
    aside = [_aside(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(aside)
    if farthest <= STEP:
        return [line[0], line[-1]]
    cut = aside.index(farthest) + 1
    return [*_simpler(line[: cut + 1])[:-1], *_simpler(line[cut:])]


def _aside(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) or 1.0
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    x, y = point[0] - start[0] - along * dx, point[1] - start[1] - along * dy
    return float((x * x + y * y) ** 0.5)


def _x(longitude: float) -> int:
    return round((longitude - WEST) * UNITS)


def _y(latitude: float) -> int:
    return round((NORTH - latitude) * UNITS)


if __name__ == "__main__":
    main(*sys.argv[1:])
