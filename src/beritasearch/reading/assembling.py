"""RawArticle → Article: cleaned, its fields stated or read from the prose, each saying which."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.language.dates import read_date
from beritasearch.language.people import persons
from beritasearch.language.places import places
from beritasearch.language.tokens import normalise
from beritasearch.reading import values
from beritasearch.reading.byline import read_author
from beritasearch.reading.cleaning import Cleaned, clean_body, clean_page
from beritasearch.reading.fields import infer
from beritasearch.reading.markup import text_of
from beritasearch.reading.raw import Layout, RawArticle
from beritasearch.reading.seams import apart, spaced

NOTHING_LEFT = (
    "no text of an article in it, only what stands around one (menus, links, credits); "
    "scrape it again, or take it out"
)
STATED, PROSE = "stated", "prose"
_INFERRED = ("dateline", "cities", "published", "outlet", "author")


def article(raw: RawArticle) -> Article:
    """The article in `raw`. Raises ArticleError, with its place, where there is none."""
    try:
        return _article(_opened(raw))
    except ArticleError as error:
        raise raw.refused(error.reason) from None
    except Exception as error:  # one bad article never stops a batch
        reason = f"can't be understood ({type(error).__name__}: {error}); report it with the file"
        raise raw.refused(reason) from error


def _opened(raw: RawArticle) -> RawArticle:
    """`raw` with the text and the fields that its web page holds."""
    if raw.layout is not Layout.HTML:
        text = text_of(raw.text)
        return raw if text is raw.text else replace(raw, text=normalise(text))
    from beritasearch.reading.webpage import read_page  # loads lxml

    page = read_page(raw.text)
    stated = {**page.stated, **raw.stated}
    return replace(raw, text=page.text, layout=Layout.BODY, stated=stated, head=page.head)


def _article(raw: RawArticle) -> Article:
    stated = _stated(raw)
    article_id = _id(raw, stated.pop("id", None), stated.get("url"))
    cleaned = _cleaned(raw, stated.pop("title", None))
    if not cleaned.title:
        raise ArticleError(NOTHING_LEFT)
    found, provenance = _found(cleaned, stated, raw.head or cleaned.leading)
    fields = {**found, **stated}
    return Article(
        id=article_id,
        title=cleaned.title,
        body=cleaned.body,
        source=raw.source,
        provenance=provenance | dict.fromkeys(stated, STATED),
        **_with_dateline(fields),
    )


def _id(raw: RawArticle, stated: str | None, url: str | None) -> str:
    """The url, else where it stands in its file.

    A program's own id isn't trusted across files: scrapers number the articles of each from 1,
    and two of one id would hide each other. What a person wrote in front matter stands.
    """
    if stated and raw.by_hand:
        return stated
    return url or (f"{raw.source}#{stated}" if stated else raw.default_id)


def _found(
    cleaned: Cleaned, stated: Mapping[str, Any], head: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields that the text gives, and where each was found."""
    when, url = stated.get("published") or _date_line(head), stated.get("url")
    inferred = infer(cleaned.title, cleaned.body, published=when, url=url)
    fields = {name: getattr(inferred, name) for name in _INFERRED} | {
        "published": when or inferred.published,
        "author": inferred.author or read_author(head),
    }
    if "persons" not in stated:
        fields["persons"] = persons(cleaned.title, cleaned.body)
    found = {name: value for name, value in fields.items() if value}
    return found, {name: inferred.provenance.get(name, PROSE) for name in found}


def _cleaned(raw: RawArticle, title: str | None) -> Cleaned:
    text = apart(raw.text)
    if raw.layout is Layout.PAGE:
        cleaned = clean_page(text)
    else:
        cleaned = clean_body(title, text, raw.recurring)
    return replace(cleaned, body=spaced(cleaned.body))


def _date_line(head: str) -> date | datetime | None:
    """The day in the lines between headline and text."""
    dates = map(read_date, head.splitlines())
    return next(filter(None, dates), None)


def _stated(raw: RawArticle) -> dict[str, Any]:
    """What the file states, as an Article has it; nothing that it leaves empty."""
    pairs = raw.stated
    stated: dict[str, Any] = {
        name: text_of(" ".join(found.split()))
        for name in ("id", "title", "author", "outlet", "url")
        if name in pairs and (found := values.text(pairs[name]))
    }
    if "published" in pairs:
        stated["published"] = values.published(pairs["published"], strict=raw.by_hand)
    if "persons" in pairs:
        stated["persons"] = values.names(pairs["persons"])
    if "dateline" in pairs and (dateline := values.text(pairs["dateline"])):
        stated["dateline"] = places().as_keyword(dateline)
    if "cities" in pairs:
        stated["cities"] = tuple(map(places().as_keyword, values.names(pairs["cities"])))
    if (outlet := stated.get("outlet", "")).startswith(("http://", "https://")):
        stated.setdefault("url", outlet)  # "source" is the address in many a scraper's file
        del stated["outlet"]
    return {name: value for name, value in stated.items() if value}


def _with_dateline(fields: dict[str, Any]) -> dict[str, Any]:
    """The dateline is one of the cities, the first; Kuala Lumpur or Lampung is none."""
    dateline = fields.get("dateline") or ""
    if places().province(dateline) and dateline not in fields.get("cities", ()):
        fields["cities"] = (dateline, *fields.get("cities", ()))
    return fields
