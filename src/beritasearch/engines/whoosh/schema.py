"""What a document looks like to Whoosh. Stock field types only: plain Whoosh opens the index."""

import json
from typing import Any, assert_never

from whoosh.analysis import LowercaseFilter, RegexTokenizer
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, KEYWORD, TEXT, Schema

from beritasearch.document import FIELDS, Document, Field, Kind

PUBLISHED = NumericColumn("Q", default=0)
"""Document.published; 0: undated."""
FACETS = VarBytesColumn()
"""Document.facets as JSON, those that have values."""
IDS = VarBytesColumn()
LENGTHS = ("stems", "body", "title")
"""Fields whose length counts in BM25. A name isn't worth less in a longer list of names."""


def words_extension(field: str) -> str:
    """What the name of the file ends with that lists a field's words, a line each.

    Whoosh takes it for another file of the segment and deletes it with that.
    """
    return f".{field}.words"


def schema() -> Any:
    """The fields of document.FIELDS as Whoosh's, and the columns that matches are read from."""
    return Schema(**{field.name: _field(field) for field in FIELDS}, facets=COLUMN(FACETS))


def row(document: Document) -> dict[str, Any]:
    """What Whoosh's `add_document` is given. Lists of terms pass its analyzers untouched.

    A GAP is the empty term: it takes its position, and no query can ask for it.
    """
    lists = {**document.words, "stems": document.stems, **document.keywords}
    facets = {name: list(dict.fromkeys(v)) for name, v in document.facets.items() if v}
    return {
        "id": document.id,
        **{name: list(terms) for name, terms in lists.items() if terms},
        "date": document.published or 0,
        "facets": json.dumps(facets, ensure_ascii=False).encode(),
    }


def _field(field: Field) -> Any:
    # The analyzers are for those who query the index with plain Whoosh; ours never runs them.
    match field.kind:
        case Kind.WORDS:
            words = TEXT(analyzer=RegexTokenizer(r"\S+") | LowercaseFilter())
            words.scorable = field.name in LENGTHS  # else a file of lengths more a segment
            return words
        case Kind.STEMS:
            return KEYWORD(scorable=True, lowercase=True)
        case Kind.KEYWORD if field.name == "id":
            return ID(unique=True, stored=True, sortable=IDS)
        case Kind.KEYWORD:
            return KEYWORD(commas=True)
        case Kind.DATE:  # a column answers ranges faster than NUMERIC's 16 terms a number
            return COLUMN(PUBLISHED)
    assert_never(field.kind)
