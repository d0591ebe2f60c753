"""The words of an index, in an index of their own: what typos are looked for among.

A word stays when its last article goes, so each is counted when it is asked for.
"""

import re
from collections.abc import Iterable, Iterator
from threading import Lock

from beritasearch.engines.opensearch import bulk
from beritasearch.engines.opensearch.answers import Answers
from beritasearch.engines.opensearch.connection import WRITING, Cluster
from beritasearch.engines.opensearch.schema import VOCABULARY, Row, key

REMEMBERED = 1_000_000
"""Words that are known to be there, and not sent again."""


def mapping() -> Row:
    """A document has one field: the one its word is of."""
    return {"dynamic": "strict", "properties": {name: {"type": "keyword"} for name in VOCABULARY}}


class Vocabulary:
    """The words of one index. Safe to be used from many threads."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster, self._index = cluster, index
        self._answers = Answers(cluster, index)
        self._known: set[tuple[str, str]] = set()
        self._lock = Lock()

    def add(self, words: Iterable[tuple[str, str]]) -> None:
        """Have the words there; visible on return."""
        with self._lock:
            new = set(words) - self._known
            if not new:
                return
            rows = (("create", key(field, word), {field: word}) for field, word in sorted(new))
            bulk.send(self._cluster, self._index, rows)
            self._cluster.ask("POST", f"/{self._index}/_refresh", patience=WRITING)
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known |= new

    def near(self, field: str, word: str, edits: int) -> Iterator[str]:
        """Words within `edits` of `word`, as Engine.similar counts them."""
        fuzzy = {
            "value": _written(word), "fuzziness": edits, "transpositions": True,
            # Any other rewrite stops silently at max_expansions, 50 or at most 1,024 words.
            "rewrite": "constant_score",
        }  # fmt: skip
        query: Row = {"fuzzy": {field: fuzzy}} if edits else {"term": {field: _written(word)}}
        for hit in self._answers.scan(query, [{field: "asc"}]):
            yield str(hit["sort"][0])


def _written(word: str) -> str:
    # Half a surrogate pair can't be sent to 3.x; it counts as a letter that no word has.
    return re.sub("[\ud800-\udfff]", "\uffff", word)
