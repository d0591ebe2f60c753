"""What an index of a cluster answers: pages, all of it, facets. Exact over many shards."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from beritasearch.engine import Sort
from beritasearch.engines.opensearch.connection import Cluster
from beritasearch.engines.opensearch.schema import Row, facet_field
from beritasearch.errors import EngineError

WINDOW = 10_000
"""Hits that OpenSearch counts off for a page; beyond, they are read one after another."""
SCANNED_AT_ONCE = 5_000
VALUES = 5_000
"""Values of a facet that are counted in one go; more are read one after another."""
KEPT_ALIVE = "2m"

Order = Sequence[Row]
Hit = Mapping[str, Any]

ORDERS: Mapping[Sort, Order] = {
    "relevance": [{"_score": "desc"}, {"id": "asc"}],
    "newest": [{"date": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
    "oldest": [{"date": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
    "id": [{"id": "asc"}],
}
_EXACT: Mapping[str, Any] = {
    # Without it a word's rarity is that of one shard, and articles of two can't be compared.
    "search_type": "dfs_query_then_fetch",
    "allow_partial_search_results": "false",
}


class Answers:
    """One index, asked."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster, self._index = cluster, index
        self.patience: float | None = None
        """Seconds that a question is asked again for; None: as for readers."""

    def page(
        self, query: Row, order: Order, start: int, end: int | None
    ) -> tuple[Sequence[Hit], int]:
        """The hits from `start` on, before `end` (None: all), and how many there are."""
        if end is None or end > WINDOW:
            return list(islice(self.scan(query, order), start, end)), self.total(query)
        size = max(0, end - start)
        found = self._ask({
            "query": query, "sort": order, "from": start if size else 0, "size": size,
            "track_total_hits": True, "track_scores": True, "_source": False,
        })  # fmt: skip
        return found["hits"]["hits"], found["hits"]["total"]["value"]

    def total(self, query: Row) -> int:
        """How many documents match."""
        path = f"/{self._index}/_count"
        found = self._cluster.ask("POST", path, {"query": query}, patience=self.patience)
        return int(found["count"])

    def scan(self, query: Row, order: Order, source: Sequence[str] = ()) -> Iterator[Hit]:
        """Every hit in order, as the index was when the first was read."""
        opened = self._cluster.ask(
            "POST",
            f"/{self._index}/_search/point_in_time",
            keep_alive=KEPT_ALIVE,
            allow_partial_pit_creation="false",
            patience=self.patience,
        )
        body = {
            "query": query, "sort": order, "size": SCANNED_AT_ONCE, "track_scores": True,
            "track_total_hits": False, "_source": list(source) or False,
            "pit": {"id": opened["pit_id"], "keep_alive": KEPT_ALIVE},
        }  # fmt: skip
        try:
            while True:
                found = self._cluster.ask(
                    "POST", "/_search", body, patience=self.patience, **_EXACT
                )
                hits = found["hits"]["hits"]
                yield from hits
                if len(hits) < SCANNED_AT_ONCE:
                    return
                body["search_after"] = hits[-1]["sort"]
        finally:
            with suppress(EngineError):  # it ends by itself
                gone = {"pit_id": [opened["pit_id"]]}
                self._cluster.ask("DELETE", "/_search/point_in_time", gone, patience=0)

    def facets(self, query: Row, names: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many of the matching documents have each value, the commonest first."""
        if not names:
            return {}
        wanted = {name: {"terms": {"field": facet_field(name), "size": VALUES}} for name in names}
        counted = self._ask({"query": query, "size": 0, "aggs": wanted})["aggregations"]
        return {name: self._values(query, name, counted[name]) for name in names}

    def counts(self, queries: Sequence[Row], among: Row) -> list[int]:
        """How many documents match each of the queries, of those that match `among`."""
        wanted = {"each": {"filters": {"filters": list(queries)}}}
        found = self._ask({"query": among, "size": 0, "aggs": wanted})
        return [bucket["doc_count"] for bucket in found["aggregations"]["each"]["buckets"]]

    def _values(self, query: Row, name: str, counted: Mapping[str, Any]) -> dict[str, int]:
        # What was left out on one shard may be common on another: exact only when nothing was.
        if counted["sum_other_doc_count"] or counted["doc_count_error_upper_bound"]:
            return _commonest_first(self._all_values(query, name))
        return _commonest_first((b["key"], b["doc_count"]) for b in counted["buckets"])

    def _all_values(self, query: Row, name: str) -> Iterator[tuple[str, int]]:
        one = {"value": {"terms": {"field": facet_field(name)}}}
        composite: Row = {"size": VALUES, "sources": [one]}
        while True:
            wanted = {"all": {"composite": composite}}
            found = self._ask({"query": query, "size": 0, "aggs": wanted})["aggregations"]["all"]
            yield from ((b["key"]["value"], b["doc_count"]) for b in found["buckets"])
            if "after_key" not in found:
                return
            composite["after"] = found["after_key"]

    def _ask(self, body: Row) -> Any:
        # The same copies for everyone: those of one shard may score a little differently.
        options = {**_EXACT, "preference": "beritasearch"}
        path = f"/{self._index}/_search"
        return self._cluster.ask("POST", path, body, patience=self.patience, **options)


def _commonest_first(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(counts, key=lambda item: (-item[1], item[0])))
