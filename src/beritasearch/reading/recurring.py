"""Lines that stand in very many articles of one outlet: its page's furniture, whatever they say."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from beritasearch.lots import lots
from beritasearch.reading.raw import Item, Layout, RawArticle

WINDOW = 256
"""Raw articles that are looked at together: enough to tell, few enough to hold."""
_LONGEST, _WORDS = 300, 3
"""Shorter lines may be links within sentences, which scrapers break there: "Persib Bandung"."""
_ARTICLES, _SHARE = 8, 0.2
"""In so many articles of a window, and in such a share of those of its outlet."""


def marked(items: Iterable[Item]) -> Iterator[Item]:
    """The same items; each raw article knows which of its lines recur in its outlet's others."""
    for window in lots(items, WINDOW, _size):
        recurring = _recurring([item for item in window if isinstance(item, RawArticle)])
        for item in window:
            lines = recurring.get(_outlet(item)) if isinstance(item, RawArticle) else None
            yield replace(item, recurring=lines) if lines and isinstance(item, RawArticle) else item


def _size(item: Item) -> int:
    return len(item.text) if isinstance(item, RawArticle) else 0


def _recurring(articles: list[RawArticle]) -> dict[str, frozenset[str]]:
    """Outlet → the lines that recur; one story that a file holds twice is counted once."""
    counts: dict[str, Counter[str]] = {}
    distinct: dict[str, set[str]] = {}
    for article in articles:
        if article.layout is Layout.HTML:
            continue  # a page's lines are known when it has been understood
        outlet, lines = _outlet(article), _lines(article.text)
        opening = "\n".join(lines[:3])
        if opening in distinct.setdefault(outlet, set()):
            continue
        distinct[outlet].add(opening)
        counts.setdefault(outlet, Counter()).update(set(lines))
    return {
        outlet: found
        for outlet, lines_of in counts.items()
        if (found := _often(lines_of, len(distinct[outlet])))
    }


def _often(counts: Counter[str], articles: int) -> frozenset[str]:
    enough = max(_ARTICLES, _SHARE * articles)
    return frozenset(line for line, count in counts.items() if count >= enough)


def _lines(text: str) -> list[str]:
    stripped = (line.strip() for line in text.split("\n"))
    return [line for line in stripped if len(line) <= _LONGEST and line.count(" ") >= _WORDS]


def _outlet(item: Item) -> str:
    """What tells one outlet from another, before anything is understood."""
    if not isinstance(item, RawArticle):
        return ""
    stated = {name: pairs[0][1] for name, pairs in item.stated.items() if pairs}
    url, outlet = stated.get("url"), stated.get("outlet")
    if isinstance(url, str) and "://" in url:
        return url.split("/", 3)[2]
    return outlet if isinstance(outlet, str) else ""
