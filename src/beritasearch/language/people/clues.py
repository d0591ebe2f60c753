"""What hints that a word is part of a name: its form, its neighbours, how an archive writes it.

A clue is a short string; the tagger holds its weight. Most clues depend on one word alone, so
that the tagger can add them up once a word (`described`) and not once a place.
"""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from beritasearch.language.people.pieces import LINE_END, runs, word_list

Clue = str
Source = tuple[str, Hashable]
"""Where clues come from: the kind of place, and the word (or shape of the run) in it."""

_LISTS = (
    "titles", "titles_or_names", "degrees", "connectors", "verbs", "place_prepositions",
    "place_nouns", "bylines",
)  # fmt: skip
_LONGEST_AFFIX = 4
_CAPITALS, _SMALL, _DIGITS = re.compile("[A-Z]+"), re.compile("[a-z]+"), re.compile(r"\d+")


@dataclass(frozen=True)
class Archive:
    """How 32,000 articles use a word: facts that no single article shows."""

    statistics: Mapping[str, str]
    """Folded word → one letter for each of `STATISTICS`: how large a share it is, a to l."""
    clusters: Mapping[str, str]
    """Word as written → its cluster among 1,000, 256 and 64, by the words around it."""

    def cluster(self, word: str) -> str | None:
        """The clusters of a word; one in capitals has those of the word written as usual."""
        return self.clusters.get(word) or self.clusters.get(word.title())


def sources(text: Sequence[str], title_end: int) -> Iterator[tuple[int, list[tuple[Source, ...]]]]:
    """Every run of capitalised words: where it starts, and for each word where its clues are."""
    padded = [LINE_END, LINE_END, *text, LINE_END, LINE_END]
    seen = _seen(text)
    for start, end in runs(text):
        outside = ("L", padded[start + 1]), ("R", padded[end + 2]), ("LL", padded[start])
        length, in_title = min(end - start, 6), end <= title_end
        yield (
            start,
            [
                (
                    ("-2", padded[at]), ("-1", padded[at + 1]), ("0", padded[at + 2]),
                    ("1", padded[at + 3]), ("2", padded[at + 4]), *outside,
                    ("run", (length, min(at - start, 5), min(end - 1 - at, 4), in_title)),
                    ("seen", seen.get(text[at], 0)),
                )
                for at in range(start, end)
            ],
        )  # fmt: skip


_AFTER_TITLE, _SPEAKS, _IN_PLACE, _SMALL_TOO, _AGAIN, _OFTEN, _OF_PLACE = (
    1 << bit for bit in range(7)
)
_OFTEN_IS = 4


def _seen(text: Sequence[str]) -> dict[str, int]:
    """What the whole text shows of each capitalised word, as a set of bits."""
    titles, verbs, places = map(word_list, ("titles", "verbs", "place_nouns"))
    all_words = set(text)
    seen: dict[str, int] = {}
    count: dict[str, int] = {}
    for start, end in runs(text):
        for at in range(start, end):
            word = text[at]
            before = text[at - 1] if at else LINE_END
            after = text[at + 1] if at + 1 < len(text) else LINE_END
            bits = seen.get(word, 0)
            if before.casefold() in titles:
                bits |= _AFTER_TITLE
            if before in verbs or after in verbs:
                bits |= _SPEAKS
            if before in word_list("place_prepositions"):
                bits |= _IN_PLACE
            if before.casefold() in places:
                bits |= _OF_PLACE
            count[word] = count.get(word, 0) + 1
            seen[word] = bits
    for word, times in count.items():
        seen[word] |= _SMALL_TOO * (word.casefold() in all_words and not word.islower())
        seen[word] |= _AGAIN * (times > 1) | _OFTEN * (times >= _OFTEN_IS)
    return seen


def clues(source: Source, archive: Archive) -> list[Clue]:
    """The clues that a source gives."""
    kind, value = source
    if kind == "run":
        return _of_run(*value)  # type: ignore[misc]
    if kind == "seen":
        bits = [f"seen{bit}" for bit in range(7) if value & 1 << bit]  # type: ignore[operator]
        return [*bits, f"seen={value}"]
    return [f"{kind}|{clue}" for clue in _of_word(str(value), kind, archive)]


def _of_run(length: int, at: int, left: int, in_title: bool) -> list[Clue]:
    clues = [f"length={length}", f"at={min(at, 4)}", f"left={left}", f"length,at={length},{at}"]
    return clues + ["first"] * (at == 0) + ["title"] * in_title


def _of_word(word: str, kind: str, archive: Archive) -> list[Clue]:
    folded = "¶" if word == LINE_END else word.casefold()
    form, lists = [f"w={folded}"], [f"in={name}" for name in _LISTS if folded in word_list(name)]
    shape = [f"s={_shape(word)}"]
    if kind == "LL":
        return form
    if not word[0].isalpha():
        return form if kind in "L R" else form + shape
    numbers = (archive.cluster(word) or "").split()
    clusters = list(map("{}={}".format, ("k", "m", "l"), numbers)) or ["unclustered"]
    if kind in ("-2", "2"):
        return [*form, *shape, *clusters[-2:], *lists]
    usage = list(_usage(archive.statistics.get(folded)))
    if kind in ("L", "R"):
        return [*form, *shape, *clusters, *lists, *usage[:1]]
    affixes = list(_affixes(folded))
    return [*form, *shape, *clusters, *lists, *usage, *(affixes if kind == "0" else affixes[-4:])]


STATISTICS = ("lo", "n", "up", "ti", "ve", "pr", "or", "nc", "pa", "pc", "al")  # fmt: skip


def _usage(letters: str | None) -> Iterator[Clue]:
    if letters is None:
        yield "rare"
    else:
        yield from map("{}={}".format, STATISTICS, letters)


def _affixes(folded: str) -> Iterator[Clue]:
    for length in range(1, min(_LONGEST_AFFIX, len(folded) - 1) + 1):
        yield f"p={folded[:length]}"
        yield f"x={folded[-length:]}"


def _shape(word: str) -> str:
    """Xx, XX, X., Xx'x …; initials and short acronyms are marked."""
    if word == LINE_END:
        return "¶"
    shape = _CAPITALS.sub("X", _SMALL.sub("x", _DIGITS.sub("9", word)))[:8]
    return shape + "1" * (len(word) == 1) + "s" * (word.isupper() and len(word) <= 3)  # noqa: PLR2004
