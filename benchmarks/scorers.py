"""Two more engines for benchmarks/engines.py, where they are installed.

    bm25s   pip install bm25s
    Xapian  apt install python3-xapian (for Debian's own Python)

Neither is a dependency of anything: their sides are left out where they can't be imported.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.asking import Ask, Question, day, month

from beritasearch.article import Article

_CITY, _MONTH, _DAY = range(3)
"""Xapian's slots."""


class Bm25s:
    """Scores over a sparse matrix: words and groups of words, no other question."""

    needs = "bm25s"

    def build(self, articles: Iterable[Article], directory: Path) -> None:
        import bm25s

        bodies = [article.body for article in articles]
        scorer = bm25s.BM25()
        scorer.index(bm25s.tokenize(bodies, stopwords=None, show_progress=False), False)
        scorer.save(str(directory))

    def open(self, directory: Path) -> Ask:
        import bm25s

        scorer = bm25s.BM25.load(str(directory))

        def ask(question: Question) -> int | None:
            if question.kind not in ("one", "or"):
                return None
            scores = scorer.get_scores(list(question.words))
            scores.argpartition(-10)[-10:]
            return int((scores > 0).sum())

        return ask


class Xapian:
    """Xapian with its term generator, unstemmed."""

    needs = "xapian"

    def build(self, articles: Iterable[Article], directory: Path) -> None:
        import xapian

        base = xapian.WritableDatabase(str(directory), xapian.DB_CREATE_OR_OPEN)
        generator = xapian.TermGenerator()
        for article in articles:
            row = xapian.Document()
            generator.set_document(row)
            generator.index_text(article.body)
            generator.index_text(article.title, 1, "S")
            city = "".join(article.cities[:1])
            row.add_boolean_term(f"XC{city}")
            row.add_value(_CITY, city)
            row.add_value(_MONTH, month(article))
            row.add_value(_DAY, xapian.sortable_serialise(day(article.published)))
            row.set_data(article.id)
            base.add_document(row)
        base.commit()
        base.close()

    def open(self, directory: Path) -> Ask:
        import xapian

        base = xapian.Database(str(directory))

        def ask(question: Question) -> int | None:
            if question.kind == "fuzzy":  # Xapian 1.5 can
                return None
            enquire = xapian.Enquire(base)
            enquire.set_query(_asked(xapian, question))
            if question.kind == "newest":
                enquire.set_sort_by_value(_DAY, True)
            if question.kind == "facets":
                spies = [xapian.ValueCountMatchSpy(slot) for slot in (_CITY, _MONTH)]
                for spy in spies:
                    enquire.add_matchspy(spy)
            found = enquire.get_mset(0, 10, base.get_doccount())  # the last makes totals exact
            for hit in found:
                hit.document.get_data()
            return int(found.get_matches_estimated())

        return ask


def _asked(xapian: Any, question: Question) -> Any:
    query, words = xapian.Query, list(question.words)
    match question.kind:
        case "or":
            return query(query.OP_OR, words)
        case "phrase":
            return query(query.OP_PHRASE, words, len(words))
        case "prefix":
            limit = 0, query.WILDCARD_LIMIT_ERROR  # none
            return query(query.OP_WILDCARD, words[0], *limit, query.OP_OR)
        case "fielded":
            bounds = (xapian.sortable_serialise(day(d)) for d in (question.since, question.until))
            within = query(query.OP_VALUE_RANGE, _DAY, *bounds)
            narrowed = query(query.OP_FILTER, query(query.OP_AND, words), within)
            return query(query.OP_FILTER, narrowed, query(f"XC{question.city}"))
    return query(query.OP_AND, words)
