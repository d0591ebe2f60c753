"""OpenSearchEngine: the port over an index on a cluster."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

from beritasearch.article import Article
from beritasearch.document import Document
from beritasearch.engine import Match, Matches, Sort
from beritasearch.engines.opensearch import bulk
from beritasearch.engines.opensearch.address import Address
from beritasearch.engines.opensearch.answers import ORDERS, Answers
from beritasearch.engines.opensearch.compiling import EVERYTHING, NOTHING, compiled
from beritasearch.engines.opensearch.connection import WRITING, Cluster
from beritasearch.engines.opensearch.indices import Indices, words_of
from beritasearch.engines.opensearch.schema import ARTICLE, PART, Row, key, row, vocabulary
from beritasearch.engines.opensearch.schema import words_of as words_kept
from beritasearch.engines.opensearch.vocabulary import Vocabulary
from beritasearch.errors import EngineError
from beritasearch.matching import Held
from beritasearch.query.tree import Phrase, Query

AT_ONCE = 500
"""Documents prepared, ids looked up, and words counted in one request."""

_T = TypeVar("_T")


class OpenSearchEngine:
    """An index on the cluster that a directory names (address.py), made when it names none."""

    def __init__(self, directory: Path) -> None:
        address = Address.read(directory)
        self._cluster = Cluster(address)
        try:
            self._indices = Indices(self._cluster, address)
            if address.index is None:
                address = address.made(self._indices.begin(), directory)
            self._index = address.index or ""
            self._indices.require(self._index)
        except BaseException:
            self._cluster.close()
            raise
        self._address = address
        self._answers = Answers(self._cluster, self._index)
        self._vocabulary = Vocabulary(self._cluster, words_of(self._index))
        self._part: str | None = None
        self._closed = False

    def put(self, documents: Iterable[Document]) -> None:
        """Add, replacing those with the same id; durable and visible on return."""
        self._refuse_if_closed()
        # What it builds is verified, and has no copies yet: a node that left is waited for.
        self._answers.patience = WRITING
        for chunk in _chunks(documents):
            rows = [row(one, self._address.part) for one in chunk]
            keyed = [("index", key(one.id), made) for one, made in zip(chunk, rows, strict=True)]
            # Words first: no article is found of which a typo wouldn't be.
            self._vocabulary.add(pair for one in chunk for pair in vocabulary(one))
            bulk.send(self._cluster, self._index, keyed)
        self._refresh()

    def remove(self, ids: Iterable[str]) -> None:
        """Take out; unknown ids, and those of other machines, are ignored; durable and visible."""
        self._refuse_if_closed()
        for chunk in _chunks(ids):
            keys = map(key, self._of_this_part(chunk))
            bulk.send(self._cluster, self._index, (("delete", one, None) for one in keys))
        self._refresh()

    def search(
        self,
        query: Query,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
    ) -> Matches:
        """The matches from `offset` on, at most `limit`."""
        self._refuse_if_closed()
        asked = self._narrowed(compiled(query, self._having))
        end = None if limit is None else offset + limit
        hits, total = self._answers.page(asked, ORDERS[sort], offset, end)
        page = tuple(Match(hit["sort"][-1], hit["_score"] or 0.0) for hit in hits)
        return Matches(page, total, self._answers.facets(asked, facets))

    def similar(self, field: str, word: str, edits: int) -> Sequence[tuple[str, int]]:
        """Words of the index within `edits` of `word`, and how many articles hold each."""
        self._refuse_if_closed()
        counted: list[tuple[str, int]] = []
        for words in _chunks(self._vocabulary.near(field, word, edits)):
            holding = [{"term": {field: {"value": one}}} for one in words]
            counts = self._answers.counts(holding, self._narrowed(EVERYTHING))
            counted += [pair for pair in zip(words, counts, strict=True) if pair[1]]
        return counted

    def count(self) -> int:
        """How many articles it holds."""
        self._refuse_if_closed()
        return self._answers.total(self._narrowed(EVERYTHING))

    def close(self) -> None:
        """Let go of the connections."""
        self._closed = True
        self._cluster.close()

    # ── beyond the port: engine.Shared ────────────────────────────────────────────────────

    def own(self) -> Self:
        """The same, of this machine's part of the archive: what its ledger accounts for."""
        other = type(self).__new__(type(self))
        other.__dict__.update(self.__dict__, _part=self._address.part)
        return other

    def held(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that any machine has put."""
        return {one for chunk in _chunks(ids) for one, _ in self._found(chunk, "id")}

    def publish(self, keep: int) -> list[str]:
        """Have what was built searched; the parts that it still waits for, if any."""
        self._refuse_if_closed()
        return self._indices.publish(self._index, keep)

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles of those ids that there are, whichever machine read them."""
        found = {
            one: Article.from_dict(kept[ARTICLE])
            for chunk in _chunks(ids)
            for one, kept in self._found(chunk, "id", ARTICLE)
            if ARTICLE in kept
        }
        return {one: found[one] for one in ids if one in found}

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""
        return self.get_many([article_id]).get(article_id)

    # ── inside ────────────────────────────────────────────────────────────────────────────

    def _narrowed(self, asked: Row) -> Row:
        if self._part is None or asked == NOTHING:
            return asked
        return {"bool": {"must": [asked], "filter": [{"term": {PART: self._part}}]}}

    def _having(self, phrase: Phrase, may: Row) -> Iterator[str]:
        """The ids of the documents that have a phrase of too many spacings to ask for."""
        for hit in self._answers.scan(may, ORDERS["id"], [phrase.field]):
            words = words_kept(hit["_source"], phrase.field)
            document = Document("", {phrase.field: words}, (), {}, {}, None)
            if Held(document).matches(phrase):
                yield hit["sort"][-1]

    def _of_this_part(self, ids: Sequence[str]) -> list[str]:
        if not (part := self._address.part):
            return list(ids)
        return [one for one, kept in self._found(ids, "id", PART) if kept.get(PART) == part]

    def _found(self, ids: Sequence[str], *fields: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        keys = {"ids": [key(one) for one in ids]}
        told = self._cluster.ask(
            "POST", f"/{self._index}/_mget", keys,
            patience=self._answers.patience, _source=",".join(fields),
        )  # fmt: skip
        for one in told["docs"]:
            if "error" in one:
                raise EngineError(f"{self._index}: {one['error'].get('reason')}")
            if one["found"]:
                yield one["_source"]["id"], one["_source"]

    def _refresh(self) -> None:
        self._cluster.ask("POST", f"/{self._index}/_refresh", patience=WRITING)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise EngineError(f"{self._index} has been closed; open it again")


def searched(cluster: Mapping[str, str]) -> str | None:
    """The index behind the alias of the archive at that url."""
    address = Address(cluster["url"], ca=cluster.get("ca"))
    with closing(Cluster(address)) as asked:
        return Indices(asked, address).searched


def _chunks(items: Iterable[_T]) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, AT_ONCE)):
        yield chunk
