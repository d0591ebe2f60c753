"""Who made the article, and isn't named in it: reporters, photographers, signatures."""

from collections.abc import Sequence

from beritasearch.language.people.pieces import LINE_END, word_list
from beritasearch.language.people.remembered import Remembered

_LEADING = 8
"""Pieces before a name in which a label is looked for."""
_YEAR = 4


def is_byline(text: Sequence[str], start: int, end: int) -> bool:
    """Whether it names a reporter or photographer: `Penulis: …`, `(Foto: …/detikcom)`."""
    before, behind = text[start - 1], text[min(end, len(text) - 1)]
    leading = text[max(0, start - _LEADING) : start]
    if _labelled(leading) or _credited(leading):
        return True
    if before == behind == LINE_END and _is_day(text[end + 1 : end + 4]):
        return True
    if before == "/" and _is_in_signature(text, start):
        return True
    if before == "(" and text[start - 2] in '.”"?!\n':
        return True
    in_last_line = end > len(text) - 6
    return (before, behind) in (("/", ")"), (LINE_END, "/")) or (
        in_last_line and before in "(/" and behind in ")/"
    )


def _is_day(pieces: Sequence[str]) -> bool:
    """Whether a line begins with a day: the name alone before it is the author's."""
    day, month, year = (*pieces, "", "", "")[:3]
    return day.isdigit() and month.isalpha() and year.isdigit() and len(year) == _YEAR


def _is_in_signature(text: Sequence[str], start: int) -> bool:
    """Whether it is one of names with strokes between them, after a medium or in the last brackets:
    `Bola.com/Heri Wibowo/Budi Utomo`, `(Hadi Nur/Denni Asmara/Lusi Lestari)`.
    """
    at = start - 1
    while text[at] == "/" or text[at][0].isupper():
        at -= 1
    of_medium = text[at - 1] == "." and text[at] in ("com", "co", "id", "net")
    return of_medium or (text[at] == "(" and ")" in text[-3:])


def _labelled(before: Sequence[str]) -> bool:
    """Whether the pieces before a name end in what is put before a maker's."""
    labels = [*map(_is_label.__getitem__, before)]
    if True not in labels:
        return False
    if sum(labels) > 1 or (any(labels[-5:]) and ":" in before[-2:]):
        return True
    return "(" in before[-3:] and any(labels[-1:])  # (Ditulis oleh …


_is_label: Remembered[str, bool] = Remembered(
    lambda piece: piece.casefold() in word_list("bylines")
)


def _credited(before: Sequence[str]) -> bool:
    """Whether the pieces before a name say whose the picture is: `(c) …`, `(c) Outlet.net/…`."""
    if "c" not in before:
        return False
    at = before.index("c")
    marked = before[at - 1 : at] == ["("] and before[at + 1 : at + 2] == [")"]
    return marked and (at == len(before) - 2 or before[-1] == "/")
