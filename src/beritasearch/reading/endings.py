"""Where an article ends though its page goes on: readers' comments, a summary by a program."""

import re
from collections.abc import Sequence

from beritasearch.reading.links import is_paragraph
from beritasearch.reading.marks import Marks, fold

_ENOUGH = 3
"""Paragraphs that an article has before anything is taken for its end."""
_RULE = re.compile(r"[*\s]*-{3,}")
_SAID_BEFORE = 0.6
"""The share of its words that a summary has from the text: above those of a new section."""
_SUMMARY_WORDS, _SHORT_WORD = 8, 3
_WORD = re.compile(r"\w+")


def drop_ending(lines: list[str | None], marks: Marks) -> None:
    """Drop all from the line on that ends the article, unless more stands after it than before."""
    end = _end(lines, marks)
    if end is not None:
        lines[end:] = [None] * (len(lines) - end)


def _end(lines: Sequence[str | None], marks: Marks) -> int | None:
    paragraphs, before, length = 0, 0, sum(map(len, filter(None, lines)))
    rules = [number for number, line in enumerate(lines) if line and _RULE.fullmatch(line)]
    for number, line in enumerate(lines):
        if not line:
            continue
        if paragraphs >= _ENOUGH and 2 * before >= length:
            # Only the last rule: each look at a summary goes over all of the text.
            told_again = number in rules[-1:] and _begins_summary(lines, number)
            if told_again or marks.is_ending(fold(line)):
                return number
        paragraphs, before = paragraphs + is_paragraph(line), before + len(line)
    return None


def _begins_summary(lines: Sequence[str | None], number: int) -> bool:
    """Is the text told again after this line?"""
    after = _words(next(filter(None, lines[number + 1 :]), ""))
    said = set(_words(" ".join(filter(None, lines[:number]))))
    repeated = sum(word in said for word in after)
    return len(after) >= _SUMMARY_WORDS and repeated >= _SAID_BEFORE * len(after)


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if len(word) > _SHORT_WORD]
