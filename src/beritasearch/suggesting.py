"""Mungkin maksud Anda: the query as it was more likely meant."""

from collections.abc import Mapping

from beritasearch.language.places import Places
from beritasearch.language.tokens import Token, tokens, words
from beritasearch.query.tree import Phrase, Query, Term, any_of, leaves, with_leaves
from beritasearch.spelling import RARE, Spelling
from beritasearch.variants import Variant, Variants


def suggestion(
    query: Query,
    text: str,
    variants: Variants,
    spelling: Spelling,
    places: Places,
    *,
    found: int,
) -> str | None:
    """`text` (what `query` was read from) with the words set right that are likely typos.

    `found` articles match the query as typed. A rare word isn't yet a typo: what is offered must
    find more, or nothing was found and the word is all but unknown.
    """
    different = dict.fromkeys(leaves(query))
    better = {leaf: _better(leaf, variants, spelling, places) for leaf in different}
    meant = {leaf: variant for leaf, variant in better.items() if variant}
    if not meant:
        return None
    offered = with_leaves(query, lambda leaf: meant[leaf].query if leaf in meant else leaf)
    if spelling.count(offered) <= found:
        meant = {leaf: v for leaf, v in meant.items() if not found and _is_unknown(leaf, spelling)}
    changed = _written(text, {tuple(words(v.typed)): v.written for v in meant.values()})
    return changed if changed != text else None


def _better(leaf: Query, variants: Variants, spelling: Spelling, places: Places) -> Variant | None:
    """The likeliest spelling of a leaf that is far commoner than the one typed, in any form."""
    match leaf:
        case Term("city", name):
            return _city(name, places)
        case Term("province", name):
            return _province(name, places)
        case Phrase("title" | "body", words, slop):
            return _quoted(words, slop, spelling)
        case _:
            return variants.likelier(leaf)


def _quoted(typed: tuple[str, ...], slop: int, spelling: Spelling) -> Variant | None:
    """What no article holds with its misspelt words set right; offered, never searched for."""
    if spelling.count(_in_prose(typed, slop)):
        return None
    meant = tuple(spelling.likelier(word) for word in typed)
    found = _in_prose(meant, slop)
    return Variant(" ".join(typed), " ".join(meant), found) if meant != typed else None


def _in_prose(words: tuple[str, ...], slop: int) -> Query:
    return any_of(*(Phrase(field, words, slop) for field in ("title", "body")))


def _city(name: str, places: Places) -> Variant | None:
    """The city that an unknown one may be; offered, never searched for: it is a filter."""
    if places.canonical(name) or places.listed(name) or not (nearest := places.nearest(name)):
        return None
    return Variant(name, nearest, any_of(*(Term("city", c) for c in places.canonical(nearest))))


def _province(name: str, places: Places) -> Variant | None:
    """The same for a province, where only one is near."""
    if places.provinces(name) or len(nearest := places.nearest_provinces(name)) != 1:
        return None
    return Variant(name, nearest[0], Term("province", nearest[0]))


def _is_unknown(leaf: Query, spelling: Spelling) -> bool:
    return spelling.count(leaf) <= RARE


def _written(text: str, meant: Mapping[tuple[str, ...], str]) -> str:
    """The text with each run of words that `meant` has written as it says."""
    found = list(tokens(text))
    lengths = sorted({len(typed) for typed in meant}, reverse=True)
    parts: list[str] = []
    last = place = 0
    while place < len(found):
        left = len(found) - place
        length = next((n for n in lengths if n <= left and _terms(found, place, n) in meant), 0)
        if length:
            parts += [text[last : found[place].start], meant[_terms(found, place, length)]]
            last = found[place + length - 1].end
        place += length or 1
    return "".join((*parts, text[last:]))


def _terms(found: list[Token], place: int, length: int) -> tuple[str, ...]:
    return tuple(token.term for token in found[place : place + length])
