"""What a document looks like to OpenSearch: finished terms, nothing that it would analyse."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, assert_never

from beritasearch.document import FACETS, FIELDS, GAP, Document, Field, Kind
from beritasearch.engine import BM25_B, BM25_K1

LENGTHS = ("stems", "body", "title")
"""Fields whose length counts in BM25. A name isn't worth less in a longer list of names."""
CHASM = 1_000_000
"""Positions that a GAP takes: more than lie between any two words of one phrase."""
HOLE = "\ue000"
"""In the text of a phrase: a place where any word may stand."""
VOCABULARY = tuple(field.name for field in FIELDS if field.kind in (Kind.WORDS, Kind.STEMS))
"""Fields whose words are looked up for typos."""
PART, ARTICLE = "part", "article"
"""Which machine's share of the archive a document is of, and the article as it was read."""
LONGEST_KEY = 512
"""Bytes that OpenSearch takes for a document's own key."""
LONGEST_TERM = 32_766
"""Bytes that Lucene takes for a term."""

Row = dict[str, Any]


def facet_field(name: str) -> str:
    """Where a facet's values are."""
    return f"facet_{name}"


def settings(shards: int) -> Row:
    """How an index is kept while it is built: no copies, and visible when we say so."""
    return {
        "index": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "similarity": {"default": {"type": "BM25", "k1": BM25_K1, "b": BM25_B}},
        },
        "analysis": _ANALYSIS,
    }


_SPACES = {"type": "whitespace", "max_token_length": LONGEST_TERM}
# Not the built-in analyzer `whitespace`: it cuts words at 255 letters.
_ANALYSIS = {
    "tokenizer": {"spaces": _SPACES},
    "filter": {"hole": {"type": "stop", "stopwords": [HOLE]}},
    "analyzer": {
        "terms": {"type": "custom", "tokenizer": "spaces"},
        "phrase": {"type": "custom", "tokenizer": "spaces", "filter": ["hole"]},
    },
}


def mapping(about: Mapping[str, Any]) -> Row:
    """The fields of document.FIELDS as OpenSearch's, the facets, and the article itself."""
    properties = {field.name: _property(field) for field in FIELDS}
    for name in FACETS:
        properties[facet_field(name)] = {"type": "keyword", "index": False}
    properties[PART] = {"type": "keyword"}
    properties[ARTICLE] = {"type": "object", "enabled": False}
    return {"dynamic": "strict", "_meta": dict(about), "properties": properties}


def _property(field: Field) -> Row:
    text = {"type": "text", "analyzer": "terms", "norms": field.name in LENGTHS}
    match field.kind:
        case Kind.WORDS:
            return {**text, "position_increment_gap": CHASM}
        case Kind.STEMS:
            return {**text, "index_options": "freqs"}
        case Kind.KEYWORD:
            return {"type": "keyword"}
        case Kind.DATE:
            return {"type": "long"}
    assert_never(field.kind)


def row(document: Document, part: str | None) -> Row:
    """What OpenSearch is given."""
    made: Row = {"id": document.id, "stems": " ".join(document.stems)}
    for name, words in document.words.items():
        made[name] = list(_between_gaps(words))
    for name, values in document.keywords.items():
        made[name] = list(values)
    for name, values in document.facets.items():
        made[facet_field(name)] = list(dict.fromkeys(values))
    if document.published is not None:
        made["date"] = document.published
    if part:
        made[PART] = part
    if document.article:
        made[ARTICLE] = document.article.as_dict()
    return made


def words_of(kept: Mapping[str, Sequence[str]], field: str) -> tuple[str, ...]:
    """The words of a field, with its gaps, from what a document keeps."""
    return tuple(f" {GAP} ".join(kept.get(field, ())).split(" "))


def vocabulary(document: Document) -> Iterator[tuple[str, str]]:
    """Field and word of everything that a typo may be of."""
    for name, words in document.words.items():
        yield from ((name, word) for word in set(words) - {GAP})
    yield from (("stems", stem) for stem in set(document.stems))


def key(*parts: str) -> str:
    """What OpenSearch knows something by."""
    plain = ":".join(parts)
    written = plain.encode(errors="surrogatepass")  # what is no text is refused when it is sent
    if len(written) <= LONGEST_KEY:
        return plain
    return f"blake2b:{hashlib.blake2b(written, digest_size=32).hexdigest()}"


def _between_gaps(words: Sequence[str]) -> Iterator[str]:
    for is_gap, run in groupby(words, key=lambda word: word == GAP):
        if not is_gap:
            yield " ".join(run)
