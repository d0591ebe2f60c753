"""How well files are read: cleaning, fields, web pages, and how fast.

    python -m benchmarks.reading [--errors] [--speed]

Labelled articles and pages come from ../shared/data, each split in two halves by a hash: rules were
tuned on the first only. `--errors` lists what is wrong in that half.
"""

import argparse
import gzip
import hashlib
import json
import multiprocessing
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from tests.reading.layouts import LISTS as LIST_PAGES
from tests.reading.layouts import pages as own_pages

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.language.people import persons
from beritasearch.language.places import places
from beritasearch.reading import RawArticle, read_each, read_raw, understood
from beritasearch.reading.byline import read_author
from beritasearch.reading.cleaning import clean_body
from beritasearch.reading.dateline import read_dateline
from beritasearch.reading.dating import read_day
from beritasearch.reading.raw import Layout
from beritasearch.reading.seams import apart, spaced

DATA = Path(__file__).parent.parent.parent / "shared/data"
LISTS = re.compile(  # the pages without gold that hold no article
    r"dump_antara|dhanipradipta|bolacom|_index\.html|mainpage|Putra-99|m\.bolacom|lirik"
)
SPEED_ARTICLES = 4_000
PROCESSES = 2


@dataclass
class Counts:
    """Right, too many and missing, over many articles."""

    right: int = 0
    extra: int = 0
    missing: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, found: set[Any], wanted: set[Any], article: str) -> None:
        self.right += len(found & wanted)
        self.extra += len(found - wanted)
        self.missing += len(wanted - found)
        self.errors += [f"{article}: too many {item}" for item in sorted(found - wanted, key=str)]
        self.errors += [f"{article}: missing {item}" for item in sorted(wanted - found, key=str)]

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.extra + self.missing)


def tuned_on(name: str) -> bool:
    """Whether the rules may have seen this article or page."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def halves(
    items: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], str]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The half that was tuned on, the other, and both."""
    listed = list(items)
    yield "tuned on", [item for item in listed if tuned_on(key(item))]
    yield "held out", [item for item in listed if not tuned_on(key(item))]
    yield "both", listed


def labelled(name: str) -> list[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def boilerplate(articles: Iterable[dict[str, Any]]) -> tuple[Counts, int, int]:
    """Lines that are not the article's own: found; own lines lost, of how many.

    A title that is repeated in the text is not lost, and a title that is none (the name of a
    section) is found when another takes its place.
    """
    counts, lost, own = Counts(), 0, 0
    for article in articles:
        lines = article["lines"]
        filled = {n for n, line in enumerate(lines) if line.strip()}
        wanted = filled & set(article["gold"]["boilerplate"])
        cleaned = clean_body(lines[0], "\n".join(lines[1:]))
        dropped = {n + 1 for n in cleaned.dropped} & filled
        dropped -= {n for n in dropped if lines[n].strip() == lines[0].strip()}
        dropped |= {0} if cleaned.title != lines[0].strip() else set()
        counts.add({(n, lines[n]) for n in dropped}, {(n, lines[n]) for n in wanted}, article["id"])
        lost += len(dropped - wanted)
        own += len(filled - wanted)
    return counts, lost, own


def fields(articles: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Every field, read from the whole text with its boilerplate, as `add` would."""
    right: Counter[str] = Counter()
    cities, people, total = Counts(), Counts(), 0
    for article in articles:
        gold, lines, total = article["gold"], article["lines"], total + 1
        raw = RawArticle(
            article["id"], "\n".join(lines[1:]), stated={"title": [("title", lines[0])]}
        )
        read = understood(raw)
        if not isinstance(read, Article):
            continue
        day = read.published.isoformat()[:10] if read.published else None
        right["dateline"] += read.dateline == gold["dateline"]
        right["date"] += day == gold["date"]
        cities.add(set(read.cities), set(gold["cities"]), article["id"])
        people.add(set(read.persons), set(gold["persons"]), article["id"])
    shares = {name: right[name] / total for name in ("dateline", "date")}
    return {**shares, "cities F1": cities.f1, "persons F1": people.f1}


def people_of(articles: Iterable[dict[str, Any]]) -> Counts:
    """Full names in the articles of persons-news.jsonl; the tagger was trained on most of them."""
    counts = Counts()
    for article in articles:
        wanted = {person["name"] for person in article["persons"]}
        counts.add(set(persons(article["title"], article["body"])), wanted, article["id"])
    return counts


@dataclass
class Pages:
    """What came of some web pages."""

    f1: list[float] = field(default_factory=list)
    titles: int = 0
    dates: int = 0
    lists: int = 0
    lists_taken: list[str] = field(default_factory=list)
    articles: int = 0
    refused: list[str] = field(default_factory=list)


def pages(golds: Iterable[dict[str, Any]]) -> Pages:
    """Body token F1, titles and dates where there is gold; lists taken, articles refused."""
    result = Pages()
    for gold in golds:
        (read,) = read_each(DATA / "html-pages" / gold["file"], name=gold["file"])
        if not gold["body"] and LISTS.search(gold["file"]):
            result.lists += 1
            result.lists_taken += [gold["file"]] * isinstance(read, Article)
            continue
        result.articles += 1
        if isinstance(read, ArticleError):
            result.refused.append(gold["file"])
        if gold["body"]:
            _compare(result, read, gold)
    return result


def _compare(result: Pages, read: Article | ArticleError, gold: dict[str, Any]) -> None:
    found = read.body if isinstance(read, Article) else ""
    result.f1.append(token_f1(found, gold["body"]))
    if isinstance(read, Article):
        result.titles += read.title == gold["title"]
        result.dates += bool(read.published) and str(read.published)[:10] == gold["date"][:10]


def layouts() -> Pages:
    """The same of pages of our own, in the layouts of common systems (tests/reading/layouts)."""
    result = Pages()
    for page in own_pages():
        read = understood(RawArticle(page.name, page.source, Layout.HTML))
        story = page.story
        gold = {"body": page.body, "title": story["title"], "date": story["date"].isoformat()}
        result.articles += 1
        result.refused += [page.name] * isinstance(read, ArticleError)
        _compare(result, read, gold)
    for path in LIST_PAGES:
        (read,) = read_each(path, name=path.name)
        result.lists += 1
        result.lists_taken += [path.name] * isinstance(read, Article)
    return result


def told(name: str, result: Pages) -> str:
    """A line about some pages."""
    many = len(result.f1)
    return (
        f"{name:9} {many:3} pages with gold: token F1 mean {sum(result.f1) / many:.3f}, worst "
        f"{min(result.f1):.3f}, titles {result.titles / many:.2f}, dates "
        f"{result.dates / many:.2f}; lists taken {len(result.lists_taken)} of {result.lists}; "
        f"articles refused {len(result.refused)} of {result.articles}"
    )


def token_f1(found: str, wanted: str) -> float:
    """F1 over words; lines that begin with "Baca juga" count on neither side."""
    ours, gold = (
        Counter(
            word
            for line in text.splitlines()
            if not line.strip().lower().startswith("baca juga")
            for word in re.findall(r"\w+", line.lower())
        )
        for text in (found, wanted)
    )
    return 2 * (ours & gold).total() / max(1, ours.total() + gold.total())


def speed() -> float:
    """Articles read, cleaned and with their fields a second, on two processes."""
    news = DATA / "news-dev.jsonl.gz"
    raws = list(islice(read_raw(news, name="news"), SPEED_ARTICLES))
    with multiprocessing.Pool(PROCESSES) as pool:
        list(pool.imap_unordered(understood, raws[:200], chunksize=20))  # load what loads once
        started = time.perf_counter()
        for _ in pool.imap_unordered(understood, raws, chunksize=50):
            pass
    return len(raws) / (time.perf_counter() - started)


def stages() -> Iterator[tuple[str, float]]:
    """Microseconds of processor time an article that each stage takes, one after the other.

    Read twice as a whole, the second time with all words known; then each stage by itself.
    """
    raws = list(islice(read_raw(DATA / "news-dev.jsonl.gz", name="news"), SPEED_ARTICLES // 2))
    understood(raws[0])  # load what loads once
    yield "all, words new", timed(understood, raws)[0]
    spent, read = timed(understood, raws)
    yield "all, words known", spent
    texts = [raw.text for raw in raws]
    yield "seams: apart", timed(apart, texts)[0]
    spent, cleaned = timed(lambda text: clean_body("x", text), texts)
    yield "cleaning", spent
    yield "seams: spaced", timed(lambda clean: spaced(clean.body), cleaned)[0]
    articles = [article for article in read if isinstance(article, Article)]
    yield "dateline", timed(lambda found: read_dateline(found.title, found.body), articles)[0]
    yield "date", timed(lambda found: read_day(found.title, found.body, None), articles)[0]
    yield "cities", timed(lambda found: places().find(found.body), articles)[0]
    yield "author", timed(lambda found: read_author(found.body), articles)[0]
    yield "people", timed(lambda found: persons(found.title, found.body), articles)[0]


def timed(stage: Callable[[Any], Any], given: Sequence[Any]) -> tuple[float, list[Any]]:
    """Microseconds an item, and what came of each."""
    started = time.process_time()
    made = [stage(item) for item in given]
    return 1e6 * (time.process_time() - started) / len(given), made


def jsonl_rate() -> float:
    """Raw articles a second, taken from a packed JSONL by one process."""
    started, count = time.perf_counter(), 0
    with gzip.open(DATA / "news-dev.jsonl.gz"):
        for _ in islice(read_raw(DATA / "news-dev.jsonl.gz", name="news"), SPEED_ARTICLES):
            count += 1
    return count / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    for half, articles in halves(labelled("gold-fields.jsonl"), lambda article: article["id"]):
        counts, lost, own = boilerplate(articles)
        read = ", ".join(f"{name} {value:.3f}" for name, value in fields(articles).items())
        print(
            f"{half:9} {len(articles):3} articles: boilerplate F1 {counts.f1:.3f} "
            f"({counts.right} found, {counts.extra} too many, {counts.missing} missing), "
            f"own lines lost {lost} of {own} ({lost / own:.2%}); {read}"
        )
        if asked.errors and half == "tuned on":
            print("\n".join(counts.errors))
    for half, golds in halves(labelled("html-pages/gold.jsonl"), lambda gold: gold["file"]):
        print(told(half, pages(golds)))
    print(told("our own", layouts()))
    if asked.speed:
        print(f"{speed():.0f} articles/s on {PROCESSES} processes; {jsonl_rate():.0f} raw/s on one")
        for stage, spent in stages():
            print(f"{stage:17} {spent:5.0f} µs an article")


if __name__ == "__main__":
    main()
