"""What no work of ours on the tantivy engine can save: what Tantivy takes, called from Python.

    python -m benchmarks.tantivy_floor [ARTICLES.jsonl[.gz]] [--articles N]

Prints Markdown: medians of 200 questions, in microseconds of processor time, first of Tantivy
asked by hand over its own index of raw text (benchmarks/sides.py) and over ours, then of ours by
the port; and what an article takes on its way into each index. Our index has as many segments as
`index` leaves, a commit each 5,000 articles; raw Tantivy commits once.
"""

import argparse
import json
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
from beritasearch.engines.tantivy.files import CONTENTS
from beritasearch.engines.tantivy.schema import row, schema
from beritasearch.engines.tantivy.snapshot import Snapshot
from beritasearch.language.analysis import Language

QUERIES = 200
USUAL_BLOCK = 16_384
FIELDS = ("stems", "body", "title")


def took(work: Callable[[Any], Any], given: Sequence[Any]) -> float:
    """The median of what it takes, each done once: a page that was read is quick to read again."""
    for one in given[:5]:
        work(one)
    return statistics.median(_once(work, one) for one in given) * 1e6


def _once(work: Callable[[Any], Any], given: Any) -> float:
    start = time.process_time()
    work(given)
    return time.process_time() - start


def indexing(articles: Sequence[Article], home: Path) -> None:
    """Build both indexes, and print what each step takes an article."""
    language = Language()
    raw = home / "raw"
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
    for name, block in (("ours", 1), ("blocks", USUAL_BLOCK)):
        start = time.process_time()
        _put(documents, home / name, block)
        told(f"ours: put, rows included, {block}-byte blocks", start, len(articles))
        size = sum(file.stat().st_size for file in (home / name).iterdir())
        print(f"| … bytes on disk | {size / len(articles):.0f} |")


def _put(documents: Sequence[Document], directory: Path, block: int) -> None:
    TantivyEngine(directory).close()
    contents = json.loads((directory / CONTENTS).read_text())
    contents["index_settings"]["docstore_blocksize"] = block
    (directory / CONTENTS).write_text(json.dumps(contents))
    engine = TantivyEngine(directory)
    for at in range(0, len(documents), BATCH):
        engine.put(documents[at : at + BATCH])
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
    of_tantivy("… in blocks of 16 KB", Snapshot(home / "blocks").searcher, threes)
    for order in ("date", "id"):
        of_tantivy(f"our index: the same, by {order}", ours.searcher, threes, order_by_field=order)
    starts = [question.words[0] for question in asked["prefix"]]
    for way, made in (
        ("a regular expression", lambda start: Query.regex_query(schema(), "body", f"{start}.*")),
        ("no typo", lambda start: Query.fuzzy_term_query(schema(), "body", start, 0, prefix=True)),
    ):
        spent = took(lambda start, made=made: ours.searcher.search(made(start), limit=10), starts)
        print(f"| our index: a prefix as {way} | {spent:.0f} |", flush=True)
    for side, ask in (
        ("raw tantivy", RawTantivy().open(home / "raw")),
        ("ours", Ours("tantivy").open(home / "ours")),
    ):
        for kind, several in asked.items():
            print(f"| {side}, whole: {kind} | {took(ask, several):.0f} |", flush=True)


def of_tantivy(what: str, searcher: Searcher, asked: Sequence[Query], **order: Any) -> None:
    """Print what the search of Tantivy takes, and what its ten documents do."""
    spent = took(lambda query: searcher.search(query, limit=10, **order), asked)
    pages = [searcher.search(query, limit=10, **order).hits for query in asked]
    reading = took(lambda page: [searcher.doc(place) for _, place in page], pages)
    print(f"| {what} | {spent:.0f} |\n| … its ten documents | {reading:.0f} |", flush=True)


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
