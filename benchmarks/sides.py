"""The search engines that benchmarks/engines.py compares: how each indexes and answers.

The raw ones are given what a reader of their tutorial gives them: raw text, their own tokeniser.
Ours go through the analysis and the port. Every answer is an exact total and a page of ten.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.asking import Ask, Question, Side, day, month
from benchmarks.scorers import Bm25s, Xapian

from beritasearch.article import Article
from beritasearch.document import document
from beritasearch.engine import Engine
from beritasearch.engines import open_engine
from beritasearch.language.analysis import Language
from beritasearch.query.tree import (
    DateRange,
    Phrase,
    Prefix,
    Query,
    Term,
    Word,
    all_of,
    any_of,
    narrowed,
)

BATCH = 5000


class RawWhoosh:
    """Whoosh with StandardAnalyzer and limitmb=256."""

    needs = "whoosh"

    def build(self, articles: Iterable[Article], directory: Path) -> None:
        from whoosh import fields, index

        schema = fields.Schema(
            id=fields.ID(stored=True), title=fields.TEXT, body=fields.TEXT,
            city=fields.ID(sortable=True), month=fields.ID(sortable=True),
            date=fields.NUMERIC(sortable=True),
        )  # fmt: skip
        writer = index.create_in(str(directory), schema).writer(limitmb=256)
        for article in articles:
            writer.add_document(
                id=article.id, title=article.title, body=article.body, month=month(article),
                city="".join(article.cities[:1]), date=day(article.published),
            )  # fmt: skip
        writer.commit()

    def open(self, directory: Path) -> Ask:
        from whoosh import index, query

        searcher = index.open_dir(str(directory)).searcher()

        def ask(question: Question) -> int:
            terms = [query.Term("body", word) for word in question.words]
            asked, options = query.And(terms), {"limit": 10}
            match question.kind:
                case "or":
                    asked = query.Or(terms)
                case "phrase":
                    asked = query.Phrase("body", list(question.words))
                case "prefix":
                    asked = query.Prefix("body", question.words[0])
                case "fuzzy":
                    asked = query.FuzzyTerm("body", question.words[0], maxdist=1)
                case "fielded":
                    within = query.NumericRange("date", day(question.since), day(question.until))
                    options["filter"] = query.And([query.Term("city", question.city), within])
                case "newest":
                    options |= {"sortedby": "date", "reverse": True}
                case "facets":
                    options["groupedby"] = ["city", "month"]
            return len(searcher.search(asked, **options))  # len() makes the total exact

        return ask


class RawTantivy:
    """Tantivy with its default tokeniser and one thread."""

    needs = "tantivy"

    def build(self, articles: Iterable[Article], directory: Path) -> None:
        import tantivy

        writer = tantivy.Index(self._schema(), path=str(directory)).writer(64_000_000, 1)
        for article in articles:
            row = tantivy.Document(
                id=article.id, title=article.title, body=article.body, month=month(article),
                city="".join(article.cities[:1]),
            )  # fmt: skip
            row.add_unsigned("date", day(article.published))
            writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()

    def _schema(self) -> Any:
        from tantivy import SchemaBuilder

        builder = SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("title", "body"):
            builder.add_text_field(name)
        for name in ("city", "month"):
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("date", fast=True, indexed=True)
        return builder.build()

    def open(self, directory: Path) -> Ask:
        from tantivy import FieldType, Index, Occur, Query

        index = Index.open(str(directory))
        searcher, schema = index.searcher(), index.schema

        def ask(question: Question) -> int:
            terms = [Query.term_query(schema, "body", word) for word in question.words]
            options: dict[str, Any] = {}
            occur = Occur.Should if question.kind == "or" else Occur.Must
            clauses = [(occur, term) for term in terms]
            match question.kind:
                case "phrase":
                    phrase = Query.phrase_query(schema, "body", list(question.words))
                    clauses = [(Occur.Must, phrase)]
                case "prefix":
                    pattern = f"{question.words[0]}.*"
                    clauses = [(Occur.Must, Query.regex_query(schema, "body", pattern))]
                case "fuzzy":
                    fuzzy = Query.fuzzy_term_query(schema, "body", question.words[0], 1)
                    clauses = [(Occur.Must, fuzzy)]
                case "fielded":
                    since, until = day(question.since), day(question.until)
                    within = Query.range_query(schema, "date", FieldType.Unsigned, since, until)
                    city = Query.term_query(schema, "city", question.city)
                    clauses += [(Occur.Must, within), (Occur.Must, city)]
                case "newest":
                    options["order_by_field"] = "date"
            asked = Query.boolean_query(clauses)
            found = searcher.search(asked, limit=10, **options)
            if question.kind == "facets":
                counted = {n: {"terms": {"field": n, "size": 10_000}} for n in ("city", "month")}
                searcher.aggregate(asked, counted)
            for _, place in found.hits:
                searcher.doc(place)
            return int(found.count)  # type: ignore[attr-defined]

        return ask


class Fts5:
    """SQLite's full text search, with its default tokeniser."""

    needs = "sqlite3"

    def build(self, articles: Iterable[Article], directory: Path) -> None:
        base = sqlite3.connect(directory / "fts5.db")
        base.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body)")
        base.execute("CREATE TABLE facts (id TEXT, city TEXT, month TEXT, date INTEGER)")
        for article in articles:
            base.execute("INSERT INTO texts VALUES (?, ?)", (article.title, article.body))
            facts = ("".join(article.cities[:1]), month(article), day(article.published))
            base.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", (article.id, *facts))
        base.execute("CREATE INDEX dates ON facts (date)")
        base.commit()
        base.close()

    def open(self, directory: Path) -> Ask:
        base = sqlite3.connect(directory / "fts5.db")
        of_texts = "FROM texts JOIN facts ON facts.rowid = texts.rowid WHERE texts MATCH ?"

        def ask(question: Question) -> int | None:
            if question.kind == "fuzzy":
                return None
            said = {"or": " OR ", "phrase": " + "}.get(question.kind, " AND ")
            star = "*" if question.kind == "prefix" else ""
            found = of_texts
            matched: list[Any] = [
                "body : (" + said.join(f'"{word}"{star}' for word in question.words) + ")"
            ]
            if question.kind == "fielded":
                found += " AND city = ? AND date BETWEEN ? AND ?"
                matched += [question.city, day(question.since), day(question.until)]
            order = "date DESC" if question.kind == "newest" else "rank"
            base.execute(f"SELECT id {found} ORDER BY {order} LIMIT 10", matched).fetchall()
            if question.kind == "facets":
                for column in ("city", "month"):
                    counted = f"SELECT {column}, count(*) {found} GROUP BY {column}"
                    base.execute(counted, matched).fetchall()
            return int(base.execute(f"SELECT count(*) {found}", matched).fetchone()[0])

        return ask


@dataclass(frozen=True, slots=True)
class Ours:
    """One of our engines, analysis and both streams included."""

    needs: str

    def build(self, articles: Iterable[Article], directory: Path) -> None:
        language, engine = Language(), open_engine(self.needs, directory)
        batch = []
        for article in articles:
            batch.append(document(article, language))
            if len(batch) == BATCH:
                engine.put(batch)
                batch = []
        engine.put(batch)
        engine.close()

    def open(self, directory: Path) -> Ask:
        return self.asking(open_engine(self.needs, directory))

    def asking(self, engine: Engine) -> Ask:
        """What asks an engine that is open."""
        language = Language()

        def ask(question: Question) -> int:
            return engine.search(
                self._asked(question, language, engine.similar),
                sort="newest" if question.kind == "newest" else "relevance",
                facets=("city", "month") if question.kind == "facets" else (),
            ).total

        return ask

    def _asked(self, question: Question, language: Language, similar: Any) -> Query:
        words = [Word(word, language.stem(word)) for word in question.words]
        match question.kind:
            case "or":
                return any_of(*words)
            case "phrase":
                return Phrase("body", question.words)
            case "prefix":
                return Prefix("body", question.words[0])
            case "fuzzy":
                near = similar("body", question.words[0], 1)
                return any_of(*(Term("body", word) for word, _ in near))
            case "fielded":
                place = Term("city", language.places.as_keyword(question.city))
                within = DateRange(question.since, question.until)
                return narrowed(narrowed(all_of(*words), place), within)
        return all_of(*words)


SIDES: dict[str, Side] = {
    "raw Whoosh": RawWhoosh(),
    "our Whoosh engine": Ours("whoosh"),
    "raw tantivy": RawTantivy(),
    "our tantivy engine": Ours("tantivy"),
    "SQLite FTS5": Fts5(),
    "bm25s": Bm25s(),
    "Xapian": Xapian(),
}


def installed() -> dict[str, Side]:
    """The sides that can be asked here."""
    return {name: side for name, side in SIDES.items() if find_spec(side.needs)}
