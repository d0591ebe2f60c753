"""The OpenSearch engine beside an embedded one, as an archive grows; prints Markdown.

    python -m benchmarks.cluster [ARTICLES.jsonl[.gz]] [--sizes 20000,100000] [--engines NAMES]

A real node (tests/cluster/nodes.py) runs on this machine. The articles of the file are analysed
once, which is timed by itself, and repeated under fresh ids until there are enough. Seconds of
indexing are of processor time, the client's and the node's, so that a busy machine doesn't count;
those of questions are what a reader waits, and so they do count what else the machine does.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.engines import KINDS, questions, read
from benchmarks.sides import Ours, Question
from benchmarks.whoosh_engine import DEFAULT, figures
from tests.cluster import nodes
from tests.cluster.nodes import Node

from beritasearch.document import Document, document
from beritasearch.engine import Engine
from beritasearch.engines import open_engine
from beritasearch.engines.opensearch.address import Address
from beritasearch.language.analysis import Language

AT_ONCE = 5_000
_UTIME, _STIME = 11, 12
"""Where /proc/PID/stat has the ticks in user and system mode, counted from behind the name."""


def main() -> None:
    """Index with both, ask both, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path, nargs="?", default=DEFAULT)
    parser.add_argument("--sizes", default="20000,100000")
    parser.add_argument("--distinct", type=int, default=4_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--engines", default="opensearch,tantivy")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    articles = list(read(options.articles, options.distinct))
    language, started = Language(), time.process_time()
    documents = [document(article, language) for article in articles]
    each = (time.process_time() - started) / len(documents)
    print(f"{len(documents)} distinct articles; analysis {each * 1000:.2f} ms of processor each\n")
    asked = questions(articles, options.queries)
    header = " | ".join(["engine", "articles", "articles/processor s", "ms client", "ms node",
                         "bytes/article", *KINDS.values()])  # fmt: skip
    print(f"| {header} |\n{'|---' * (6 + len(KINDS))}|", flush=True)
    for name in options.engines.split(","):
        with opened(name) as (engine, data, node):
            for cells in grown(engine, fresh(documents), sizes, data, node):
                ask = Ours(name).asking(engine)
                told = [name, *cells, *(waited(asked[kind], ask) for kind in KINDS)]
                print(f"| {' | '.join(told)} |", flush=True)


@contextmanager
def opened(name: str) -> Iterator[tuple[Engine, Path, Node | None]]:
    """An empty engine, where its data lies, and the node that does its work, if one does."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ends:
        directory, node = Path(folder, name), None
        if name == "opensearch":
            [node] = ends.enter_context(nodes.running(1, Path(folder, "node")))
            Address(f"{node.url}/benchmark").write(directory)
        engine = ends.enter_context(closing(open_engine(name, directory)))
        yield engine, node.home if node else directory, node


def grown(
    engine: Engine, documents: Iterator[Document], sizes: Sequence[int], data: Path,
    node: Node | None,
) -> Iterator[list[str]]:  # fmt: skip
    """Put ever more documents; the figures at each size."""
    held, client, server = 0, 0.0, 0.0
    for size in sizes:
        before, there = time.process_time(), spent(node)
        while held < size:
            engine.put(islice(documents, min(AT_ONCE, size - held)))
            held = min(size, held + AT_ONCE)
        client += time.process_time() - before
        server += spent(node) - there
        yield [
            str(size), f"{size / (client + server):.0f}", f"{client / size * 1000:.2f}",
            f"{server / size * 1000:.2f}", f"{used(data) / size:.0f}",
        ]  # fmt: skip


def fresh(documents: Sequence[Document]) -> Iterator[Document]:
    """Documents without end, no id twice."""
    turn = 0
    while True:
        yield from (replace(one, id=f"{turn}-{one.id}") for one in documents)
        turn += 1


def waited(asked: Sequence[Question], ask: Callable[[Question], int]) -> str:
    """What a reader waits, p50 / p95 in ms, and how many articles are found."""
    seconds, totals = [], []
    for question in [*asked[:5], *asked]:  # the first ones warm it up
        started = time.perf_counter()
        totals.append(ask(question))
        seconds.append(time.perf_counter() - started)
    return f"{figures(seconds[5:])} ({statistics.fmean(totals[5:]):.0f})"


def spent(node: Node | None) -> float:
    """Seconds of processor time that a node has used."""
    if node is None:
        return 0.0
    fields = Path(f"/proc/{node.process_id}/stat").read_text(encoding="ascii").rpartition(")")[2]
    ticks = [int(fields.split()[place]) for place in (_UTIME, _STIME)]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def used(data: Path) -> int:
    """Bytes on the disk; those of the node without its log of what is not yet merged."""
    files = (file for file in data.rglob("*") if "translog" not in file.parts)
    return sum(file.stat().st_size for file in files if file.is_file() and file.name != "log")


if __name__ == "__main__":
    main()
