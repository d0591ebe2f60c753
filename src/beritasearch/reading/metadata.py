"""What a web page states of its article: JSON-LD, OpenGraph, meta elements, headline, times."""

import json
import re
from collections.abc import Iterator
from typing import Any

from beritasearch.reading import values
from beritasearch.reading.blocks import parts
from beritasearch.reading.markup import text_of

Stated = dict[str, list[tuple[str, Any]]]
"""Field → (where it is stated, the value), the surest first."""

_JSON_LD = {
    "title": "headline",
    "published": "datePublished",
    "author": "author",
    "outlet": "publisher",
    "body": "articleBody",
}
_LARGEST_JSON_LD = 1 << 20
_DEEPEST = 6
_TYPE = "og:type"
_TIME = "time"
_SEPARATOR = re.compile(r"\s+(?:[-|–—»:]|::)\s+")
_TITLE_LIMIT = 300
_HEADINGS = ("h1", "h2", "h3")
_SHORT_SITE = 3
_YEAR = re.compile(r"\d{4}")


def read(root: Any) -> Stated:
    """The fields that the page states, each with all that states it."""
    metas = dict(_metas(root))
    stated: Stated = {}
    for item in _articles(root):
        for field, key in _JSON_LD.items():
            if item.get(key):
                stated.setdefault(field, []).append((f"JSON-LD {key}", item[key]))
    for field in ("published", "title", "outlet", "author", "url"):
        for name in parts()[field]:
            if name in metas:
                stated.setdefault(field, []).append((name, metas[name]))
    stated.setdefault("published", []).extend(_times(root))
    stated["url"] = [*_canonical(root), *stated.get("url", [])]
    stated["title"] = [("headline", title)] if (title := _title(root, stated)) else []
    stated["author"] = [
        (where, who) for where, who in stated.get("author", ()) if not _is_site(who, stated)
    ]
    if _TYPE in metas:
        stated["type"] = [(_TYPE, metas[_TYPE].lower())]
    return {field: values for field, values in stated.items() if values}


def is_article(stated: Stated) -> bool:
    """Does the page say when its article was published? Lists have times, too, but no date."""
    return any(
        where != _TIME and _YEAR.search(str(when)) for where, when in stated.get("published", ())
    )


def is_other_type(stated: Stated) -> bool:
    """Does the page say that it is something else than an article?"""
    return any(value in parts()["other_types"] for _, value in stated.get("type", ()))


def is_note(stated: Stated) -> bool:
    """Does the page's title say that it holds a note: "Halaman tidak ditemukan", "Masuk"?"""
    title = next((str(title) for _, title in stated.get("title", ())), "")
    pieces = {piece.strip().casefold() for piece in _SEPARATOR.split(title)}
    whole = any(phrase in title.casefold() for phrase in parts()["note_titles_within"])
    return whole or not pieces.isdisjoint(parts()["note_titles"])


def _metas(root: Any) -> Iterator[tuple[str, str]]:
    for meta in reversed(list(root.iter("meta"))):  # the first of several wins
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            yield name.strip().lower(), content


def _articles(root: Any) -> Iterator[dict[str, Any]]:
    """The articles that JSON-LD describes."""
    for script in root.iter("script"):
        source = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(source) <= _LARGEST_JSON_LD:
            try:
                yield from _typed(json.loads(source, strict=False), 0)
            except (ValueError, RecursionError):
                continue  # broken JSON-LD is common, and the page has more than it


def _typed(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _typed(item, depth + 1)
    elif isinstance(value, dict):
        types = value.get("@type")
        if {*(types if isinstance(types, list) else [types])} & {*parts()["article_types"]}:
            yield value
        for inner in ("@graph", "mainEntity"):
            yield from _typed(value.get(inner), depth + 1)


def _times(root: Any) -> Iterator[tuple[str, str]]:
    for time in list(root.iter("time"))[:1]:
        yield _TIME, time.get("datetime") or " ".join(time.itertext())


def _canonical(root: Any) -> Iterator[tuple[str, str]]:
    for link in root.iter("link"):
        href = (link.get("href") or "").strip()
        if (link.get("rel") or "").lower() == "canonical" and "://" in href:
            yield "canonical", href


def _title(root: Any, stated: Stated) -> str | None:
    """The headline, without the name of the site that pages put after it."""
    titles = [text_of(value) for _, value in stated.get("title", ()) if isinstance(value, str)]
    titles += [" ".join(title.itertext()) for title in root.findall(".//head/title")]
    headlines = [
        " ".join("".join(heading.itertext()).split())
        for level in _HEADINGS  # some have the site's name for h1, and the headline below it
        for heading in root.iter(level)
    ]
    titles = [tidy for title in titles if (tidy := " ".join(title.split()))]
    for headline in filter(None, headlines):
        if any(_is_title_of(headline, title) for title in titles):
            return headline[:_TITLE_LIMIT]
    if titles:
        return _without_site(titles[0], stated)[:_TITLE_LIMIT]
    return next((headline[:_TITLE_LIMIT] for headline in headlines if headline), None)


def _is_title_of(headline: str, title: str) -> bool:
    """Is `headline` the `title` without what the page adds to it?"""
    long_enough = 2 * len(headline) > len(title)
    return long_enough and _folded(headline) in _folded(title)


def _is_site(author: Any, stated: Stated) -> bool:
    """Is the author the medium itself, its account or its company?"""
    names = " ".join(values.texts(author))
    site = next((_folded(" ".join(values.texts(name))) for _, name in stated.get("outlet", ())), "")
    site = site.removesuffix("com").removesuffix("co")
    company = names.startswith(("@", "PT ", "PT.")) or "://" in names
    return company or (len(site) > _SHORT_SITE and site in _folded(names))


def _without_site(title: str, stated: Stated) -> str:
    known = _folded(
        " ".join(str(value) for field in ("url", "outlet") for _, value in stated.get(field, ()))
    )
    pieces = list(_SEPARATOR.finditer(title))
    for separator in reversed(pieces):
        site = title[separator.end() :]
        if not (_folded(site) in known or re.search(r"\.\w{2,4}$", site)):
            break
        title = title[: separator.start()]
    return title


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
