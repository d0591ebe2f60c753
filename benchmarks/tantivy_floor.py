"""What no work of ours on the tantivy engine can save: what Tantivy takes, called from Python.

    python -m benchmarks.tantivy_floor [ARTICLES.jsonl[.gz]] [--articles N]

Prints Markdown: medians of 200 questions, in microseconds of processor time, first of Tantivy
asked by hand over its own index of raw text (benchmarks/sides.py) and over ours, then of ours by
the port; and what an article takes on its way into each index. Our index has as many segments as
`index` leaves, a commit each 5,000 articles; raw Tantivy commits once.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.asking import Question
from benchmarks.engines import DEFAULT, questions, read
from benchmarks.sides import BATCH, Ours, RawTantivy
from tantivy import Index, Occur, Query, Searcher

from beritasearch.article import Article
from beritasearch.document import Document, document
from beritasearch.engines.tantivy import TantivyEngine
from beritasearch.engines.tantivy.schema import row, schema
from beritasearch.engines.tantivy.snapshot import Snapshot
from beritasearch.language.analysis import Language

QUERIES = 200
FIELDS = ("stems", "body", "title")


def took(work: Callable[[Any], Any], given: Sequence[Any]) -> float:
    """The median of what it takes, the better of two times each; microseconds."""
    return statistics.median(min(_once(work, one), _once(work, one)) for one in given)


def _once(work: Callable[[Any], Any], given: Any) -> float:
    start = time.process_time()
    work(given)
    return (time.process_time() - start) * 1e6


def indexing(articles: Sequence[Article], home: Path) -> None:
    """Build both indexes, and print what each step takes an article."""
    language = Language()
    raw, ours = home / "raw", home / "ours"
    raw.mkdir()
    start = time.process_time()
    RawTantivy().build(articles, raw)
    told("raw tantivy, all", start, len(articles))
    start = time.process_time()
    documents: list[Document] = [document(article, language) for article in articles]
    told("ours: the analysis", start, len(articles))
    start = time.process_time()
    for one in documents:
        row(one)
    told("ours: rows for Tantivy", start, len(articles))
    start, engine = time.process_time(), TantivyEngine(ours)
    for at in range(0, len(documents), BATCH):
        engine.put(documents[at : at + BATCH])
    told("ours: put, rows included", start, len(articles))
    engine.close()


def told(step: str, start: float, count: int) -> None:
    print(f"| {step} | {(time.process_time() - start) / count * 1e6:.0f} |", flush=True)


def asking(asked: dict[str, list[Question]], home: Path) -> None:
    """Print what each step of a search takes."""
    words = [question.words[0] for question in asked["one"]]
    raw, ours = Index.open(str(home / "raw")), Snapshot(home / "ours")
    print(
        f"\n| segments: raw {raw.searcher().num_segments}, ours {ours.searcher.num_segments} | µs |"
    )
    print("|---|---|")
    terms = [Query.term_query(raw.schema, "body", word) for word in words]
    of_tantivy("raw: one term", raw.searcher(), terms)
    terms = [Query.term_query(schema(), "body", word) for word in words]
    of_tantivy("our index: one term", ours.searcher, terms)
    threes = [_in_three_fields(word) for word in words]
    of_tantivy("our index: a word in three fields", ours.searcher, threes)
    in_order = {"order_by_field": "date"}
    of_tantivy("our index: the same, newest first", ours.searcher, threes, **in_order)
    in_order = {"order_by_field": "id"}
    of_tantivy("our index: the same, by id", ours.searcher, threes, **in_order)
    for side, ask in (
        ("raw tantivy", RawTantivy().open(home / "raw")),
        ("ours", Ours("tantivy").open(home / "ours")),
    ):
        for kind, several in asked.items():
            print(f"| {side}, whole: {kind} | {took(ask, several):.0f} |", flush=True)


def of_tantivy(what: str, searcher: Searcher, asked: Sequence[Query], **order: Any) -> None:
    """Print what the search of Tantivy takes, and what its ten documents do."""
    seconds = took(lambda query: searcher.search(query, limit=10, **order), asked)
    pages = [searcher.search(query, limit=10, **order).hits for query in asked]
    reading = took(lambda page: [searcher.doc(place) for _, place in page], pages)
    print(f"| {what} | {seconds:.0f} |\n| … its ten documents | {reading:.0f} |", flush=True)


def _in_three_fields(word: str) -> Query:
    terms = [Query.term_query(schema(), field, word, "freq") for field in FIELDS]
    must, *should = terms
    return Query.boolean_query([(Occur.Must, must), *((Occur.Should, term) for term in should)])


def main() -> None:
    """Build both and ask both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path, nargs="?", default=DEFAULT)
    parser.add_argument("--articles", dest="limit", type=int, default=20_000)
    options = parser.parse_args()
    articles = list(read(options.articles, options.limit))
    with tempfile.TemporaryDirectory() as home:
        print(f"{len(articles)} articles\n\n| an article | µs |\n|---|---|")
        indexing(articles, Path(home))
        asking(questions(articles, QUERIES), Path(home))


if __name__ == "__main__":
    main()
