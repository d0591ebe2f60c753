"""The title of an article that doesn't state it: the headline's line, else the first sentence."""

import re
from collections.abc import Collection, Sequence

from beritasearch.reading.links import is_paragraph
from beritasearch.reading.marks import Marks, fold

LONGEST = 120
"""Characters of a title that is taken from the text."""
_HEAD_LINES = 40
_ENOUGH_WORDS = 4
_SHORT_WORD = 3
_TEXT_LINES = 12
_NEARLY = 0.2
_SENTENCE = re.compile(r".{20,}?[.!?][\"”’']?(?=\s|$)")
_DATELINE = re.compile(
    r"[A-Z(][\w.'()]{0,30}(?:,? [A-Z(][\w.'()]{0,30}){0,6} ?[-–—]{1,2}\s+(?:[-–—] )?(?=[\w\"“])"
)
_DATE = re.compile(r"\b\d{1,2}[ /-]\w{1,9}[ /-]\d{4}\b")
_BYLINE = re.compile(
    r"(?:penulis|editor|reporter|oleh|laporan|by|foto|author)\b.{0,3}[: ]", re.IGNORECASE
)


def first_sentence(lines: Sequence[str | None]) -> str:
    """The first sentence after the dateline, for a text without a title; 120 characters of it."""
    first = next((line for line in lines if line), "")
    first = first[dateline.end() :] if (dateline := _DATELINE.match(first)) else first
    sentence = match[0] if (match := _SENTENCE.match(first)) else first
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def title_line(lines: Sequence[str | None], marks: Marks) -> int | None:
    """The number of the headline's line: among those before the first paragraph, the first that
    shares most of its words with the text; None where a paragraph comes first.
    """
    candidates: list[int] = []
    start = 0
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if not line:
            continue
        if _DATELINE.match(line) or (_begins_text(line) and (candidates or len(line) > LONGEST)):
            start = number
            break
        if _may_be_title(line, marks):
            candidates.append(number)
    return _best(lines, candidates, start)


def _begins_text(line: str) -> bool:
    """Is it a paragraph, and no headline that ends in a quotation?"""
    sentence = line.rstrip('"”’)').endswith(".")
    return is_paragraph(line) and (sentence or len(line) > LONGEST)


def _may_be_title(line: str, marks: Marks) -> bool:
    short = len(line) <= 2 * LONGEST
    furniture = fold(line) in marks.sections or _DATE.search(line) or _BYLINE.match(line)
    return short and not furniture


def _best(lines: Sequence[str | None], candidates: Sequence[int], start: int) -> int | None:
    text = set(_words(" ".join(filter(None, lines[start : start + _TEXT_LINES]))))
    shares = {number: _share(lines[number] or "", text) for number in candidates}
    enough = max(shares.values(), default=0) - _NEARLY
    if enough > _NEARLY:
        best = next(number for number, share in shares.items() if share >= enough)
        return _without_site(best, lines, candidates)
    for number in candidates:
        if len((lines[number] or "").split()) >= _ENOUGH_WORDS:
            return number
    return max(candidates, key=lambda number: len(lines[number] or ""), default=None)


def _without_site(best: int, lines: Sequence[str | None], candidates: Sequence[int]) -> int:
    """The same headline again, where the first has the site's name behind it."""
    title = lines[best] or ""
    again = (n for n in candidates if n > best and lines[n] and title.startswith(lines[n] or "?"))
    return next((n for n in again if 2 * len(lines[n] or "") > len(title)), best)


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if len(word) > _SHORT_WORD]


def _share(line: str, text: Collection[str]) -> float:
    """The share of the line's words that stand in the text, too; short ones don't count."""
    words = _words(line)
    return sum(word in text for word in words) / len(words) if len(words) >= _SHORT_WORD else 0
