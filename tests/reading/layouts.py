"""Web pages in the layouts of common systems, filled with stories of our own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("layouts")
LISTS = sorted(Path(__file__).with_name("lists").glob("*.html"))
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
_PART = re.compile(r"<!-- (paragraph|between): ?(.*?) ?-->\n")
_LINK_AFTER = 2
"""Paragraphs before what stands between them: a link, an advertisement."""


@dataclass(frozen=True)
class Page:
    """A page, and the story that is in it."""

    name: str
    source: str
    story: dict[str, Any]

    @property
    def body(self) -> str:
        return "\n".join(self.story["paragraphs"])


def pages() -> Iterator[Page]:
    """Every layout with every story."""
    stories = yaml.safe_load((FOLDER / "stories.yaml").read_text(encoding="utf-8"))
    for (number, story), path in product(enumerate(stories, 1), sorted(FOLDER.glob("*.html"))):
        layout = path.read_text(encoding="utf-8")
        yield Page(f"{path.stem} {number}", _filled(layout, story), story)


def _filled(layout: str, story: dict[str, Any]) -> str:
    parts = dict(_PART.findall(layout))
    paragraphs = [parts["paragraph"].replace("{}", text) for text in story["paragraphs"]]
    paragraphs.insert(_LINK_AFTER, parts["between"])
    day = story["date"]
    values = {
        "title": story["title"],
        "author": story["author"],
        "date": day.isoformat(),
        "day": f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}",
        "url": f"https://contoh.id/{day:%Y/%m/%d}/berita",
        "text": "\n".join(paragraphs),
    }
    source = _PART.sub("", layout)
    for name, value in values.items():
        source = source.replace(f"{{{name}}}", value)
    return source
