"""Dates, numbers and marks as Indonesian pages show them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from urllib.parse import urlsplit

from beritasearch.language import wordlists
from beritasearch.language.places import places

ORIGINS = {
    "stated": "tertulis di berkasnya",
    "dateline": "dari awal beritanya",
    "prose": "dari isi beritanya",
    "url": "dari alamatnya",
}
"""Article.provenance in words."""
FACETS = {"city": "Kota", "person": "Tokoh", "outlet": "Media"}
PARTS = {"stems": "dalam bentuk apa pun", "body": "di isi", "title": "di judul"}
_PART = re.compile(r"""(stems|body|title)[=:]"?([^"^]+)"?(?:\^[\d.]+)?""")
PARAMETERS = {
    "q": "Kata kunci", "city": "Kota", "province": "Provinsi", "person": "Tokoh",
    "outlet": "Media", "date": "Tanggal", "since": "Sejak", "until": "Sampai",
    "sort": "Urutan", "fuzzy": "Maafkan salah ketik", "page": "Halaman", "id": "Artikel",
    "island": "Pulau", "form": "Bentuk",
}  # fmt: skip
SORTS = {
    "relevance": "paling cocok",
    "recent": "cocok dan baru",
    "newest": "terbaru",
    "oldest": "terlama",
}
FUZZY = {"auto": "bila perlu", "off": "tidak", "on": "selalu"}
ISLANDS = {
    "sumatra": "Sumatra", "jawa": "Jawa", "kalimantan": "Kalimantan",
    "nusa-tenggara": "Bali dan Nusa Tenggara", "sulawesi": "Sulawesi", "maluku": "Maluku",
    "papua": "Papua",
}  # fmt: skip
EXACTLY = "="
"""Before a city in an address: the articles that leave open which of two, and no others."""


@cache
def _months() -> list[str]:
    return [names[0].capitalize() for names in wordlists.shipped("dates.yaml")["months"]]


def period(iso: str) -> str:
    """2024-08-21 → 21 Agustus 2024; 2024-08 → Agustus 2024."""
    year, *rest = iso.split("-")
    month = [_months()[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])


def when(published: date | datetime | None) -> str:
    """The day, and the time where it is known."""
    if published is None:
        return ""
    day = period(published.isoformat()[: len("2024-08-21")])
    timed = isinstance(published, datetime) and (published.hour, published.minute) != (0, 0)
    return f"{day}, {published:%H.%M}" if timed else day


def number(count: int) -> str:
    """1234 → 1.234."""
    return f"{count:,}".replace(",", ".")


def exactly(city: str) -> str:
    """What asks for the articles counted for a city: =Semarang, where two bear the name."""
    return f"{EXACTLY}{city}" if len(places().canonical(city)) > 1 else city


def city(asked: str) -> str:
    """=Semarang → Semarang (kota atau kabupaten?)."""
    name = asked.removeprefix(EXACTLY)
    return f"{name} (kota atau kabupaten?)" if name != asked else asked


def part(described: str) -> str:
    """What a part of a query looks for: stems=warga → warga dalam bentuk apa pun."""
    found = _PART.fullmatch(described)
    return f"{found[2]} {PARTS[found[1]]}" if found else described


def pieces(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it is marked. Templates escape them like any text."""
    last = 0
    for start, end in marks:
        yield text[last:start], False
        yield text[start:end], True
        last = end
    yield text[last:], False


def paragraphs(
    body: str, marks: Iterable[tuple[int, int]]
) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each line of the text with its own marks. No mark reaches beyond its line."""
    start, left = 0, list(marks)
    for line in body.split("\n"):
        end = start + len(line)
        yield line, [(a - start, b - start) for a, b in left if start <= a and b <= end]
        start = end + 1


def web_address(url: str | None) -> str | None:
    """The url, when a browser may be sent there: never `javascript:` out of a scraped page."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
