"""A query in one line that a person can read: what `--explain` shows and tests compare."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from beritasearch.query import tree
from beritasearch.query.tree import Query

_Leaf = (
    tree.All | tree.Nothing | tree.Word | tree.DateRange
    | tree.Term | tree.Phrase | tree.Prefix | tree.Wildcard
)  # fmt: skip
_InField = tree.Term | tree.Phrase | tree.Prefix | tree.Wildcard


def describe(query: Query, *, stems: bool = False) -> str:
    """The query as it was understood: `(banjir rob) AND city="Kota Semarang"`.

    Words side by side may be missing, those joined by AND may not. `=` stands before a word
    that counts only as written; `stems` adds the stem of the others: `kerawanan [rawan]`.
    """
    match query:
        case tree.And(parts, loose):
            text = (" " if loose else " AND ").join(_inner(part, stems) for part in parts)
        case tree.Or(parts):
            text = " OR ".join(_alternatives(parts, stems))
        case tree.Not(tree.Not(part)):  # only narrows
            text = describe(part, stems=stems)
        case tree.Not(part):
            text = f"NOT {_inner(part, stems)}"
        case tree.Boost(part, weight):
            text = f"{_inner(part, stems)}^{weight:g}"
        case tree.Prefer(must, should):
            wished = ", ".join(_inner(part, stems) for part in should)
            text = f"{_inner(must, stems)} PREFERRING {wished}"
        case _:
            text = _leaf(query, stems)
    return text


def _inner(query: Query, stems: bool) -> str:
    match query:
        case tree.Or(parts):
            texts = list(_alternatives(parts, stems))
            return f"({' OR '.join(texts)})" if len(texts) > 1 else texts[0]
        case tree.Not(tree.Not(part)):
            return _inner(part, stems)
        case tree.And() | tree.Not() | tree.Prefer():
            return f"({describe(query, stems=stems)})"
        case _:
            return describe(query, stems=stems)


def _alternatives(parts: Sequence[Query], stems: bool) -> Iterator[str]:
    """The parts; the same in title and body is what is written without a field."""
    left = list(reversed(parts))
    while left:
        part = left.pop()
        if _in_prose(part, left[-1:]):
            left.pop()
            yield describe(part, stems=stems).removeprefix("title:")
        else:
            yield _inner(part, stems)


def _in_prose(part: Query, following: Sequence[Query]) -> bool:
    match part, following:
        case (tree.Phrase("title", words, slop), [tree.Phrase("body", others, same)]):
            return (words, slop) == (others, same)
        case (tree.Prefix("title", text), [tree.Prefix("body", other)]):
            return text == other
        case (tree.Wildcard("title", text), [tree.Wildcard("body", other)]):
            return text == other
        case _:
            return False


def _leaf(query: _Leaf, stems: bool) -> str:
    match query:
        case tree.All():
            text = "everything"
        case tree.Nothing():
            text = "nothing"
        case tree.Word(text, None):
            text = f"={text}"
        case tree.Word(text, stem):
            text = f"{text} [{stem}]" if stems else text
        case tree.DateRange(since, until):
            text = f"date:[{since or '*'} TO {until or '*'}]"
        case _:
            text = _in_field(query)
    return text


def _in_field(query: _InField) -> str:
    match query:
        case tree.Term(field, text):
            shown = f'="{text}"' if " " in text else f"={text}"
        case tree.Phrase(field, words, slop):
            shown = f':"{" ".join(words)}"' + (f"~{slop}" if slop else "")
        case tree.Prefix(field, text):
            shown = f":{text}*"
        case tree.Wildcard(field, pattern):
            shown = f":{pattern}"
        case _:
            assert_never(query)
    return field + shown
