"""Processor seconds to merge ten Whoosh segments into one.

python -m benchmarks.merging [ARTICLES.jsonl[.gz]] [--articles N]
"""

import argparse
import tempfile
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from benchmarks.engines import read
from benchmarks.whoosh_engine import DEFAULT

from beritasearch.article import Article
from beritasearch.document import document
from beritasearch.engines.whoosh import WhooshEngine, writing
from beritasearch.language.analysis import Language


def build(articles: Iterable[Article], each: int, directory: Path) -> None:
    """Ten segments, as ten commits make them; the next merges them."""
    language, engine, articles = Language(), WhooshEngine(directory), iter(articles)
    for turn in range(writing.FAN + 1):
        batch = [document(article, language) for article in islice(articles, each)]
        began = time.process_time()
        engine.put(batch)
        print(f"| {turn + 1} | {time.process_time() - began:.1f} |", flush=True)
    engine.close()


def main() -> None:
    """Build, and print what each commit takes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, nargs="?", default=DEFAULT)
    parser.add_argument("--articles", dest="limit", type=int, default=3000)
    options = parser.parse_args()
    print(f"{options.limit} articles of {options.articles}\n\n| commit | processor s |\n|---|---|")
    each = options.limit // (writing.FAN + 1)
    with tempfile.TemporaryDirectory() as directory:
        build(read(options.articles, options.limit), each, Path(directory))


if __name__ == "__main__":
    main()
