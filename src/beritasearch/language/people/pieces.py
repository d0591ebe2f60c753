"""Pieces of a text, as names are read from it: words, stops and the ends of lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from beritasearch.language.wordlists import shipped

LINE_END = "\n"
GLUED = "-"
"""A hyphen between two letters; one with space before it is another piece."""
_LONGEST_RUN = 50  # a whole page in capitals is looked at in parts


@cache
def word_list(section: str) -> frozenset[str]:
    """The entries of one section of people.yaml."""
    return frozenset(shipped("people.yaml")[section])


@cache
def word_map(section: str) -> Mapping[str, str]:
    """The entries of one section of people.yaml that gives each word another."""
    return dict(shipped("people.yaml")[section])


@cache
def _piece() -> re.Pattern[str]:
    # Not tokens.words: a name keeps its case, its initials' stops ("M. Ikhsan") and its hyphens.
    # The space before a piece goes with it, since a place where no alternative fits is the dearest;
    # the first and the third are words once more, in the form that most have.
    # Not a memory of what each chunk between spaces holds: new chunks cost more than old ones save.
    abbreviated = "|".join(sorted(word_list("abbreviated")))
    # Commonest first; one that begins with a plain set of characters is the cheapest to pass over.
    return re.compile(
        rf"""
        \ ?(
        [A-Za-z][a-z]*+(?=[ ,\n"”)]) | [^\w\s-] | [a-z]{{6,}}(?=\.[ \n])
      | \d+(?:[.,:/]\d+)* | \n(?!\n)
      | (?<!\w)(?:[^\W\d_]\.)+[^\W\d_]*              # initials and degrees: M.  S.H.  M.Hum
      | (?<!\w)(?i:{abbreviated})\.                  # Moh.  Hj.
      | [^\W\d_]+(?:['’‘ʼ`][^\W\d_]+)*               # words: Ra'ad
      | -(?<!\ -) | \ -+
        )
        """,
        re.VERBOSE,
    )


def pieces(text: str) -> list[str]:
    """The words and stops of `text` in order; every end of a line is one piece."""
    return _piece().findall(text)


def runs(text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of every stretch of capitalised words: what may hold names."""
    capitals = [at for at, piece in enumerate(text) if piece[0].isupper()]
    if not capitals:
        return
    start = last = capitals[0]
    joining = _joining()
    for at in capitals:
        # Most runs end at the first piece that doesn't join; the rest isn't looked at.
        ends = at > last + 1 and (text[last + 1] not in joining or not _reaches(text, last, at))
        if ends or at - start >= _LONGEST_RUN:
            yield start, last + 1
            start = at
        last = at
    yield start, last + 1


def _reaches(text: Sequence[str], last: int, at: int) -> bool:
    """Whether all that stands between `last` and `at`, but the first of it, goes on with a run."""
    return all(_joins(text, between) for between in range(last + 2, at))


@cache
def _joining() -> frozenset[str]:
    return word_list("connectors") | {GLUED}


def _joins(text: Sequence[str], at: int) -> bool:
    """Whether a piece without a capital goes on with the name before it: bin, a glued hyphen."""
    return text[at] in _joining() or text[at - 1] == GLUED


def written(name: Sequence[str]) -> str:
    """The name as a reader writes it, from its pieces."""
    return " ".join(name).replace(" - ", "-")
