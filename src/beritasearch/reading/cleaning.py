"""Cleaning: the article's own title and paragraphs, out of all that a scraped page holds."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from beritasearch.reading.breaks import rejoin
from beritasearch.reading.endings import drop_ending
from beritasearch.reading.links import (
    LISTED,
    LONGEST_HEADLINE,
    is_headline,
    is_paragraph,
    without_links,
)
from beritasearch.reading.marks import Marks, fold, marks
from beritasearch.reading.seams import may_have_seams, without_headlines
from beritasearch.reading.titles import first_sentence, title_line

_TAIL, _SEVERAL = 3, 2
"""Lines: so many that look like headlines or tags at the end are a list of links."""
_HEADLINE_WORDS, _ALL_CAPITALS = 6, 0.85
_LONG, _LONG_WORDS, _SCORE_WORDS = 60, 8, 9
_TAG_WORDS = 4
_MOST_RECURRING = 0.5
_ANNOUNCEMENT, _INTRODUCED_WITHIN, _ALIKE = 160, 3, 0.4
_LINKS_AFTER_HEADING = 12


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's own text."""

    title: str
    body: str
    leading: str = ""
    """What stood between title and text: the line with date and author, in most pages."""
    dropped: tuple[int, ...] = ()
    """The numbers of the lines that went, from 0, as the text was given."""


def clean_page(text: str) -> Cleaned:
    """The article in the text of a scraped page, its title found among the first lines."""
    known = marks()
    lines = _own_lines(text, known)
    head = title_line(lines, known)
    if head is None:
        return _cleaned(first_sentence(lines), lines, 0)
    title = lines[head] or ""
    start = head + 1
    while start < len(lines) and not (lines[start] and is_paragraph(lines[start] or "")):
        start += 1
    leading = "\n".join(line for line in lines[head + 1 : start] if line)
    lines[: head + 1] = [None] * (head + 1)
    for number in range(head, start):
        line = lines[number]
        if line and (fold(line) == fold(title) or _DATE_LINE.search(line) or _BYLINE.match(line)):
            lines[number] = None
    return _cleaned(title, lines, head, leading)


def clean_body(title: str | None, text: str, recurring: frozenset[str] = frozenset()) -> Cleaned:
    """The article's own paragraphs; its first sentence is the title where none is given.

    `recurring` are lines that stand in very many articles of its outlet.
    """
    known = marks()
    lines = _own_lines(text, known, recurring)
    if title and fold(title) in known.sections:
        title = None  # scrapers take the name of the section for the headline
    if title:
        for number, line in enumerate(lines[:3]):
            if line and len(line) < 2 * len(title) and fold(line) == fold(title):
                lines[number] = None
    return _cleaned(title or first_sentence(lines), lines, None)


def _cleaned(
    title: str, lines: Sequence[str | None], head: int | None, leading: str = ""
) -> Cleaned:
    dropped = tuple(n for n, line in enumerate(lines) if line is None and n != head)
    body = "\n".join(line for line in lines if line)
    return Cleaned(title, body or title, leading, dropped)


def _own_lines(
    text: str, known: Marks, recurring: frozenset[str] = frozenset()
) -> list[str | None]:
    """The lines of `text`; None for those that aren't the article's own."""
    lines: list[str | None] = [line.strip(_SPACE) for line in text.split("\n")]
    _drop_recurring(lines, recurring)
    drop_ending(lines, known)
    _cut(lines, text.lower(), known)
    _drop_lists(lines, known)
    if may_have_seams(text):
        _drop_glued_headlines(lines, known)
    _drop_links(lines, known)
    _drop_marks(lines, known)
    rejoin(lines, known)
    _drop_headlines(lines, known)
    _drop_tail(lines, known)
    return lines


def _drop_recurring(lines: list[str | None], recurring: frozenset[str]) -> None:
    """Drop what recurs, unless it is most of the text: then it's a story told again and again."""
    found = [number for number, line in enumerate(lines) if line in recurring]
    if len(found) <= _MOST_RECURRING * sum(map(bool, lines)):
        for number in found:
            lines[number] = None


def _cut(lines: list[str | None], lowered: str, known: Marks) -> None:
    for cut in known.cuts:
        if cut.find not in lowered:
            continue
        for number, line in enumerate(lines):
            if line and cut.find in line.lower():
                rest = _SPACES.sub(" ", cut.pattern.sub(" ", line)).strip()
                lines[number] = rest or None


def _drop_links(lines: list[str | None], known: Marks) -> None:
    headline_follows = False
    for number, line in enumerate(lines):
        if not line:
            continue
        if headline_follows and is_headline(line, known):
            lines[number], headline_follows = None, False
            continue
        rest, headline_follows = without_links(line, known)
        if rest != line:
            lines[number] = rest or None


def _drop_glued_headlines(lines: list[str | None], known: Marks) -> None:
    is_first = True
    for number, line in enumerate(lines):
        if line:
            lines[number] = without_headlines(line, known, is_first=is_first) or None
            is_first = False


def _drop_lists(lines: list[str | None], known: Marks) -> None:
    left = 0
    for number, line in enumerate(lines):
        if not line:
            continue
        if known.is_list(line):
            lines[number], left = None, _LINKS_AFTER_HEADING
        elif left and not is_paragraph(line):
            lines[number], left = None, left - 1
        else:
            left = 0


def _drop_marks(lines: list[str | None], known: Marks) -> None:
    for number, line in enumerate(lines):
        if line and known.is_mark(line):
            lines[number] = None


def _drop_headlines(lines: list[str | None], known: Marks) -> None:
    """Drop headlines of other articles between paragraphs: far longer than a subheading is."""
    run: list[int] = []
    after_paragraph = False
    for number, line in enumerate(lines):
        if not line:
            continue
        if after_paragraph and _may_be_other_headline(line, known):
            run.append(number)
            continue
        if run and not LISTED.match(line) and _are_other_headlines([lines[n] or "" for n in run]):
            for dropped in run[: -1 if _ends_in_subheading(run, lines) else None]:
                lines[dropped] = None
        after_paragraph = is_paragraph(line) and not _introduces(line)
        run = []


def _may_be_other_headline(line: str, known: Marks) -> bool:
    words = line.count(" ") + 1
    if words < _HEADLINE_WORDS or len(line) > LONGEST_HEADLINE or line.startswith("#"):
        return False  # too short, too long, or a heading of its own text in Markdown
    if not is_headline(line.lstrip("•* "), known, share=_ALL_CAPITALS):
        return False
    # Not a row of a table; but a long line may tell of a score or of a match to come.
    is_row = _TABLE.search(line) is not None
    return not is_row or (words >= _SCORE_WORDS and not _TABLE.search(_SCORE.sub("", line)))


def _are_other_headlines(run: Sequence[str]) -> bool:
    """One that is too long for a subheading, or several that follow one another."""
    return len(run) > 1 or _is_long(run[0])


def _ends_in_subheading(run: Sequence[int], lines: Sequence[str | None]) -> bool:
    """Is the last of some headlines so much shorter that it heads the paragraph after it?"""
    *others, last = (lines[number] or "" for number in run)
    return any(map(_is_long, others)) and not _is_long(last)


def _is_long(line: str) -> bool:
    return line.count(" ") >= _LONG_WORDS and len(line) >= _LONG


def _drop_tail(lines: list[str | None], known: Marks) -> None:
    """Drop the headlines and tags after the last paragraph, unless they are the article's list."""
    tail: list[int] = []
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if not line or _SIGNATURE.fullmatch(line):
            continue
        if _may_be_link(line, known):
            tail.append(number)
            continue
        above = [line for line in lines[: number + 1] if line][-_INTRODUCED_WITHIN:]
        for dropped in _links_of(tail, lines, above, known):
            lines[dropped] = None
        return


def _may_be_link(line: str, known: Marks) -> bool:
    if len(line) > LONGEST_HEADLINE or not (is_headline(line, known) or _is_tag(line)):
        return False
    return not _TABLE.search(line) or _may_be_other_headline(line, known)


def _links_of(
    tail: Sequence[int], lines: Sequence[str | None], above: Sequence[str], known: Marks
) -> Sequence[int]:
    """The numbers of the last lines that are links: all of `tail`, which is given from the end, or
    those from the first headline on, where the article's own table stands before it.
    """
    if _is_link_list([lines[n] or "" for n in tail], above):
        return tail
    headlines = [
        place for place, n in enumerate(tail) if _may_be_other_headline(lines[n] or "", known)
    ]
    if len(headlines) < _SEVERAL:
        return ()
    links = tail[: headlines[-1] + 1]
    before = next(filter(None, reversed(lines[: links[-1]])), "")
    return () if _is_own_list([lines[n] or "" for n in links], [before]) else links


def _is_tag(line: str) -> bool:
    return line.islower() and line.count(" ") < _TAG_WORDS and line[-1].isalnum()


def _is_link_list(tail: Sequence[str], above: Sequence[str]) -> bool:
    """Are the last lines links to other articles, and no list that the article announces?"""
    long = len(tail) > 1 and all(line.count(" ") >= _HEADLINE_WORDS for line in tail)
    enough = len(tail) >= _TAIL or long
    return enough and not _is_own_list(tail, above) and is_paragraph(above[-1])


def _is_own_list(tail: Sequence[str], above: Sequence[str]) -> bool:
    labelled = sum(":" in line for line in tail)  # "Juara 1: …", "Kiper: …" make a table
    return 2 * labelled > len(tail) or _begin_alike(tail) or any(map(_introduces, above))


def _begin_alike(lines: Sequence[str]) -> bool:
    """Do the lines begin with the same word, as the items of a list do: "Jalan Tol …"?"""
    first_words = Counter(line.split(maxsplit=1)[0] for line in lines)
    return len(lines) >= _TAIL and first_words.most_common(1)[0][1] > _ALIKE * len(lines)


def _introduces(line: str) -> bool:
    """Does `line` announce a list?"""
    if line.endswith(":"):
        return True
    end = line[-_ANNOUNCEMENT:]
    return any(word in end for word in _INTRODUCING) and _INTRODUCTION.search(end) is not None


_TABLE = re.compile(
    r";| - |\(c\)|\d [A-Z]\w+: |\bRp ?\d|\d ?[-–] ?\w+ \w+ \d|\d ?[-–:|] ?\d|\d,\d|\d %"
    r"|\d{1,2} \w+ \d{4}|:\d|\| "
)
_SCORE = re.compile(r"(?<![\d-])\d{1,2}-\d{1,2}(?![\d-])|,? \w+ \d{1,2} \w+ \d{4}$")
_INTRODUCING = ("erikut", "antaranya", "akni", "aitu")
_INTRODUCTION = re.compile(r"\b(?:[Bb]erikut|[Dd]i antaranya|[Yy]akni|[Yy]aitu)\b[^.]*[.:]?$")
_SIGNATURE = re.compile(r"\([\w./ -]{2,40}\)")
_SPACE = " \t\r\f\vÂ"
"""What is no text: spaces, and what is left of a hard one that was misread twice."""
_SPACES = re.compile(r"[ \t]{2,}")
_BYLINE = re.compile(r"\W*(?:Penulis|Reporter|Pewarta|Wartawan|Editor|Oleh|By) ?[:|].{2,60}$")
_DATE_LINE = re.compile(
    r"^\W*(?:\w+ *, *)?\d{1,2} \w+ \d{4}\b.{0,40}$|^\W*\w{4,6} *, *\d{1,2}/\d{1,2}/\d{4}.{0,30}$"
)
