"""How good are the answers? Known articles looked for with words of their own; for docs/decisions.

    python benchmarks/quality.py ARTICLES.jsonl[.gz] [--articles N] [--queries N] [--typos TSV]
                                 [--questions JSONL] [--skip N] [--engine NAME]
                                 [--three-words N] [--lost FILE]

Prints for both halves of the queries that known_items.py makes (tune on the first, believe the
second): MRR@10 of clean queries, with fuzzy off and auto; of those with a typo, and the share of
the clean result that is kept; how often a suggestion is right, and how often one is offered where
nothing was wrong. Then the words suggested for TSV (typo TAB word), and what is taken for the
intended word. With --three-words only queries of three words are asked, N of each sort, each with
a typo too. What is lost by fuzzy or by a typo is written to the FILE of --lost. Questions, a line
{"text": passage, "questions": [...]} each, look for their passage among all passages.

With --skip N the N-th line and those behind it are taken, and another seed: articles and queries
that nothing was tuned on.

The index of articles is kept in the system's folder for temporary files, by the fingerprint of
the language and the articles, and used again: remove it after a change of reading.
"""

import argparse
import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from known_items import SEED, SORTS, THREE_WORDS, UNTITLED, Asking, Case, indexed, rows

from beritasearch import Archive, Article
from beritasearch.language.analysis import Language


@dataclass(frozen=True)
class Answer:
    """How well a case was answered: 1/rank of its article, and what was suggested."""

    case: Case
    off: float
    clean: float
    wrongly_suggested: bool
    typo: float | None = None
    rightly_suggested: bool = False


def answer(archive: Archive, case: Case) -> Answer:
    off, _ = asked(archive, case.query, case.wanted, fuzzy="off")
    clean, suggestion = asked(archive, case.query, case.wanted)
    if not case.misspelt:
        return Answer(case, off, clean, bool(suggestion))
    typo, meant = asked(archive, case.misspelt, case.wanted)
    return Answer(case, off, clean, bool(suggestion), typo, meant == case.query)


def asked(
    archive: Archive, query: str, wanted: str, fuzzy: Any = "auto"
) -> tuple[float, str | None]:
    page = archive.search(query, fuzzy=fuzzy)
    ids = [hit.article.id for hit in page.hits]
    return 1 / (ids.index(wanted) + 1) if wanted in ids else 0.0, page.suggestion


def line(name: str, answers: Sequence[Answer]) -> str:
    """One row of the table."""
    twins = [a for a in answers if a.typo is not None]
    clean, typo = mean(a.clean for a in twins), mean(a.typo or 0.0 for a in twins)
    cells = (
        mean(a.off for a in answers),
        mean(a.clean for a in answers),
        clean,
        typo,
        typo / clean if clean else 1.0,
        mean(a.rightly_suggested for a in twins),
        mean(a.wrongly_suggested for a in answers),
    )
    counts = f"{len(answers)}, {len(twins)}"
    return f"| {name} | {counts} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |"


def mean(values: Iterable[float]) -> float:
    """Their mean; of none, 0."""
    found = list(values)
    return fmean(found) if found else 0.0


def suggestions(archive: Archive, typos: Path) -> tuple[int, int, list[str]]:
    """How many intended words are suggested first, of how many; what went wrong."""
    pairs = [line.split("\t") for line in typos.read_text(encoding="utf-8").splitlines() if line]
    firsts = [[s.word for s in archive.suggest(typo)[:1]] for typo, _ in pairs]
    wrong = [
        f"{typo} → {' '.join(first) or 'nothing'}, not {word}"
        for (typo, word), first in zip(pairs, firsts, strict=True)
        if first != [word]
    ]
    return len(pairs) - len(wrong), len(pairs), wrong


def asked_by_questions(path: Path, engine: str) -> str:
    """How well questions find the passages that answer them."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as scratch, Archive(scratch, engine=engine) as archive:
        archive.put(Article(f"p{i:06}", UNTITLED, row["text"]) for i, row in enumerate(rows))
        found = [
            asked(archive, question, f"p{i:06}")[0]
            for i, row in enumerate(rows)
            for question in row["questions"]
        ]
    return f"{path.name}: {len(found)} questions on {len(rows)} passages, MRR@10 {mean(found):.3f}"


def kept_index(articles: Sequence[dict[str, str]], engine: str = "whoosh") -> Path:
    """Where the index of these articles is; built when it isn't yet."""
    ids = zlib.crc32("\n".join(row["id"] for row in articles).encode())
    name = f"beritasearch-quality-{engine}-{ids:08x}-{Language().fingerprint}"
    directory = Path(tempfile.gettempdir()) / name
    if not directory.exists():
        with tempfile.TemporaryDirectory(dir=directory.parent) as scratch:
            with Archive(Path(scratch) / "index", engine=engine) as archive:
                archive.put(map(indexed, articles))
            (Path(scratch) / "index").rename(directory)
    return directory


def lost(answers: Iterable[Answer]) -> Iterator[str]:
    """What is found lower with fuzzy auto than off, and with a typo than without: 1/rank before
    and after, the query, its misspelt form.
    """
    for one in answers:
        if one.clean < one.off:
            yield f"{one.off:.3f}\t{one.clean:.3f}\t{one.case.query}\tfuzzy"
        if one.typo is not None and one.typo < one.clean:
            yield f"{one.clean:.3f}\t{one.typo:.3f}\t{one.case.query}\t{one.case.misspelt}"


def table(answers: Sequence[Answer]) -> Iterator[str]:
    """The rows for both halves of the queries."""
    yield "| queries | n, with typo | off | auto | clean | typo | kept | right | wrongly |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for half in (0, 1):
        chosen = [a for a in answers if a.case.half == half]
        for sort in SORTS:
            if of_sort := [a for a in chosen if a.case.sort == sort]:
                yield line(f"{sort} [{half}]", of_sort)
        yield line(f"three words [{half}]", [a for a in chosen if "3" in a.case.sort])
        yield line(f"**all [{half}]**", chosen)


def main() -> None:
    """Index, ask, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--articles", dest="most", type=int, default=8000)
    parser.add_argument("--skip", type=int, default=0, help="lines of ARTICLES")
    parser.add_argument("--engine", choices=("whoosh", "tantivy"), default="whoosh")
    parser.add_argument("--queries", type=int, default=450, help="of each sort")
    parser.add_argument("--typos", type=Path)
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--three-words", type=int, help="only these, each with a typo too")
    parser.add_argument("--lost", type=Path)
    options = parser.parse_args()
    articles = list(rows(options.articles, options.most, options.skip))
    asking = Asking(articles, Language(), SEED + options.skip)
    if options.three_words:
        found = asking.cases(articles, options.three_words, sorts=THREE_WORDS, every=1)
        cases = [case for case in found if case.misspelt]
    else:
        cases = list(asking.cases(articles, options.queries))
    with Archive(kept_index(articles, options.engine)) as archive:
        print(
            f"{len(articles)} articles. MRR@10 of clean queries with fuzzy off and auto; of those"
        )
        print("that have a twin with a typo, clean and with it\n")
        answers = [answer(archive, case) for case in cases]
        for row in table(answers):
            print(row, flush=True)
        if options.lost:
            options.lost.write_text("\n".join(lost(answers)), encoding="utf-8")
        if options.typos:
            right, of, wrong = suggestions(archive, options.typos)
            print(f"\n{right} of {of} intended words are suggested first", *wrong, sep="\n- ")
    for path in options.questions:
        print(asked_by_questions(path, options.engine))


if __name__ == "__main__":
    main()
