"""Sentences that scrapers broke into several lines, put together again."""

import re
from collections.abc import Sequence

from beritasearch.reading.links import is_headline
from beritasearch.reading.marks import Marks

_ITEM = re.compile(r"(?:\w{1,2}[.)]|[-•*+>#|])\s")
_GOES_ON = re.compile(r"[,;)%]|\.\s|[a-z]")
_ENDINGS = (*'.!?:;…"”’)|', "WIB", "WITA", "WIT")
"""How a line ends that nothing goes on from; str.endswith is ten times faster than a pattern."""
_SENTENCE_ENDS = (".", "WIB")
_OPEN = (",", " -", " –", " —", " --")
_WRAPPED = 60
"""Characters: a line so long, with no end of a sentence, was wrapped."""
_LINK_WORDS, _DATELINE_WORDS = 8, 5
_NARROW, _FEW, _ENOUGH = 40, 6, 10_000
_WRAPPED_SHARE = 0.4


def rejoin(lines: list[str | None], marks: Marks) -> None:
    """Put together what was broken at links within a sentence, or wrapped to a width.

    "Kapten" / "Persija Jakarta" / ", mengaku" is one line; so is "JAKARTA," / "KOMPAS.com" / "- …".
    The first of the lines gets all of it, the others become empty.
    """
    given = [line or "" for line in lines]
    wrapped = _are_wrapped(given, marks)
    first = next((number for number, line in enumerate(given) if line), -1)
    start: int | None = None
    for number, line in enumerate(given):
        if not line:
            start = None
        elif start is None:
            start = number
        else:
            before, around = (
                lines[start] or "",
                (given[number - 1], *given[number + 1 : number + 2]),
            )
            dashed = start == first and _goes_on_with_dash(before, line)
            if dashed or _goes_on(before, line, around, marks, wrapped=wrapped):
                lines[start] = before + ("" if line[0] in ",;.)%" else " ") + line
                lines[number] = ""
            else:
                start = number


def _goes_on(before: str, line: str, around: Sequence[str], marks: Marks, *, wrapped: bool) -> bool:
    """Is `line` more of what `before` says? `around` are the lines before and after it."""
    if _ITEM.match(line) or len(before) >= _ENOUGH:
        return False
    if wrapped and len(around[0]) > _NARROW and not before.endswith(_ENDINGS):
        return True
    return _belongs(before, line, marks) or _is_link(before, line, "".join(around[1:]), marks)


def _goes_on_with_dash(before: str, line: str) -> bool:
    """Is it a dateline that broke before its dash: "KOMPAS.com" / "- Pemerintah …"?"""
    short = len(before) < _NARROW and before.count(" ") < _DATELINE_WORDS
    return short and line[0] in "-–—"


def _are_wrapped(lines: Sequence[str | None], marks: Marks) -> bool:
    """Was the whole text wrapped to a width: do many long lines stop within a sentence?"""
    long = [
        n
        for n in lines
        if n and len(n) > _NARROW and not (n[0].isupper() and is_headline(n, marks))
    ]
    return len(long) >= _FEW and sum(not line.endswith(_ENDINGS) for line in long) >= (
        _WRAPPED_SHARE * len(long)
    )


def _belongs(before: str, line: str, marks: Marks) -> bool:
    """Does `line` go on with the sentence of `before`?"""
    open_comma = line[0] in ",;" and not before.endswith(_SENTENCE_ENDS)  # ", Jakarta - …" begins
    if open_comma or (before.endswith(_OPEN) and before[0].isalnum() and line[0].isalnum()):
        return True
    if not _GOES_ON.match(line) or before.endswith(_ENDINGS):
        return False
    small = line.split(maxsplit=1)[0] in marks.small_words
    return small or line[0] in ").%" or len(before) > _WRAPPED or line.endswith(".")


def _is_link(before: str, line: str, following: str, marks: Marks) -> bool:
    """Is `line` the few linked words between two halves of a sentence?"""
    if before.endswith(_ENDINGS) or line.endswith(_ENDINGS) or len(line.split()) > _LINK_WORDS:
        return False
    return bool(_GOES_ON.match(following)) and _belongs(line, following, marks)
