"""What a document looks like to Tantivy: finished terms, nothing that it would analyse."""

from collections.abc import Sequence
from functools import cache
from typing import assert_never

from tantivy import Document as Row
from tantivy import PreTokenizedString, Schema, SchemaBuilder, Token

from beritasearch.document import FACETS, FIELDS, GAP, Document, Field, Kind

LENGTHS = ("stems", "body", "title")
"""Fields whose length counts in BM25. A name isn't worth less in a longer list of names."""
WORDS = tuple(field.name for field in FIELDS if field.kind is Kind.WORDS)
CHASM = 1_000_000
"""Positions that a GAP takes: more than lie between any two words of one phrase."""
KEPT = "kept"
"""The words as they stand, for the few questions that the lists of positions can't answer."""


def facet_field(name: str) -> str:
    """Where a facet's values are."""
    return f"facet_{name}"


@cache
def schema() -> Schema:
    """The fields of document.FIELDS as Tantivy's, the facets, and the words as they stand."""
    builder = SchemaBuilder()
    for field in FIELDS:
        _add(builder, field)
    for name in FACETS:
        builder.add_text_field(
            facet_field(name), fast=True, tokenizer_name="raw", index_option="basic"
        )
    builder.add_bytes_field(KEPT, stored=True)
    return builder.build()


def _add(builder: SchemaBuilder, field: Field) -> None:
    match field.kind:
        case Kind.WORDS:
            builder.add_text_field(field.name, tokenizer_name="whitespace")
        case Kind.STEMS:
            builder.add_text_field(field.name, tokenizer_name="whitespace", index_option="freq")
        case Kind.KEYWORD if field.name == "id":
            builder.add_text_field(
                "id", stored=True, fast=True, tokenizer_name="raw", index_option="basic"
            )
        case Kind.KEYWORD:
            builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic")
        case Kind.DATE:
            builder.add_unsigned_field(field.name, fast=True)
        case _:
            assert_never(field.kind)


def row(document: Document) -> Row:
    """What Tantivy's writer is given."""
    made = Row()
    made.add_text("id", document.id)
    for name, words in document.words.items():
        _add_words(made, name, words)
    made.add_text("stems", " ".join(document.stems))
    for name, values in document.keywords.items():
        for value in values:
            made.add_text(name, value)
    for name, values in document.facets.items():
        for value in dict.fromkeys(values):
            made.add_text(facet_field(name), value)
    if document.published is not None:
        made.add_unsigned("date", document.published)
    made.add_bytes(KEPT, _kept(document))
    return made


def words_of(kept: bytes, field: str) -> tuple[str, ...]:
    """The words of a field, with its gaps, from what a document keeps."""
    return tuple(kept.decode().split("\n")[WORDS.index(field)].split(" "))


def _kept(document: Document) -> bytes:
    return "\n".join(" ".join(document.words.get(name, ())) for name in WORDS).encode()


def _add_words(made: Row, field: str, words: Sequence[str]) -> None:
    if GAP in words:  # few fields: the slow way, a position at a time
        made.add_pre_tokenized_text(field, PreTokenizedString("", _placed(words)))
    elif words:
        made.add_text(field, " ".join(words))


def _placed(words: Sequence[str]) -> list[Token]:
    tokens, place = [], 0
    for word in words:
        if word == GAP:
            place += CHASM
        else:
            tokens.append(Token(word, place, 0))
            place += 1
    return tokens
