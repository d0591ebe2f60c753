"""From probabilities to mentions: where a text names somebody, and by which words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from beritasearch.language.people.pieces import GLUED, LINE_END, word_list

Probabilities = tuple[int, Sequence[tuple[float, float]]]
"""Where a run starts; for each of its pieces, whether a name begins here and whether it goes on."""

# Tuned on half of the labelled articles; docs/decisions/0010-name-tagger.md has the figures.
_OWN = 0.7  # the rest is the mean of the same word in the whole text
_ENOUGH = 0.4  # for a piece to be part of a name
_CLEAR = 0.97
_GOES_ON = 0.2  # low: two people hardly ever stand side by side with nothing between them


class Mention(NamedTuple):
    """Some words of a text that name somebody, and how sure that is."""

    name: tuple[str, ...]
    start: int
    end: int
    confidence: float
    doubtful: frozenset[str] = frozenset()
    """Words of it that may be somebody's name or just a headline's capitals."""


def mentions(text: Sequence[str], probabilities: Sequence[Probabilities]) -> list[Mention]:
    """The mentions of people in order; bylines are not among them."""
    found = []
    named_after, places = set(), _places(text)
    for start, sure in _spans(text, probabilities):
        end = start + len(sure)
        first, last = _widened(text, start, end)
        if text[first] in places and text[first - 1].casefold() in word_list("titles"):
            first += 1
        name = trimmed(text[first:last])
        if not name or _byline(text, first, last):
            continue
        if _is_of_a_thing(text, first):
            named_after.add(name)
        doubtful = frozenset(w for w, p in zip(text[start:end], sure, strict=True) if p < _CLEAR)
        found.append(Mention(name, first, last, sum(sure) / len(sure), doubtful))
    return [mention for mention in found if mention.name not in named_after]


def _places(text: Sequence[str]) -> frozenset[str]:
    """Words that this text uses as places: `Polres Karanganyar`, so `Bupati Karanganyar …` too."""
    nouns = word_list("place_nouns")
    return frozenset(b for a, b in pairwise(text) if b[0].isupper() and a.casefold() in nouns)


def _is_of_a_thing(text: Sequence[str], start: int) -> bool:
    """Whether the name is that of a street or a hospital: `Jalan Dr. Soetomo`, `RSUP M Djamil`."""
    at = start - 1
    while at > 0 and (text[at] in "()" or text[at].casefold() in word_list("titles")):
        at -= 1
    return text[at].casefold() in word_list("named_after")


def _spans(
    text: Sequence[str], probabilities: Sequence[Probabilities]
) -> Iterator[tuple[int, list[float]]]:
    """Where each name starts, and how sure each of its pieces is."""
    mean = _means(text, probabilities)
    for start, run in probabilities:
        span: list[float] = []
        for at, (begins, goes_on) in enumerate(run, start):
            named = begins + goes_on
            sure = _OWN * named + (1 - _OWN) * mean[text[at]]
            if span and not (sure >= _ENOUGH and goes_on > _GOES_ON * named):
                yield at - len(span), span
                span = []
            if sure >= _ENOUGH:
                span.append(sure)
        if span:
            yield start + len(run) - len(span), span


def _means(text: Sequence[str], probabilities: Sequence[Probabilities]) -> dict[str, float]:
    """How often each word is part of a name, over the whole text."""
    total: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for start, run in probabilities:
        for at, (begins, goes_on) in enumerate(run, start):
            total[text[at]] += begins + goes_on
            count[text[at]] += 1
    return {word: total[word] / count[word] for word in total}


def _widened(text: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The span with what certainly belongs to it: Tae|-yong, A| Jalaluddin, I| Komang."""
    while end + 1 < len(text) and text[end] == GLUED and _name_tail(text[end + 1]):
        end += 2
    if start and len(before := text[start - 1]) == 1 and before.isupper():
        balinese = text[start].casefold() in word_list("after_i")
        start -= 1 if balinese or before != "I" else 0
    return start, end


def _name_tail(piece: str) -> bool:
    return piece[0].islower() and piece not in word_list("suffixes")


def trimmed(name: Sequence[str]) -> tuple[str, ...]:
    """The name without titles before it and degrees after it; empty if nothing else is left."""
    first, last = 0, len(name)
    while first < last and (name[first] == GLUED or name[first].casefold() in word_list("titles")):
        first += 1
    for at in range(first + 1, last):
        if name[at].casefold() in word_list("degrees"):
            last = at
            break
    while first < last and (name[last - 1] == GLUED or name[last - 1] in word_list("connectors")):
        last -= 1
    return _without_glued_title(name[first:last])


def _without_glued_title(name: Sequence[str]) -> tuple[str, ...]:
    """`H.Nanang` is one piece; its title goes, as it would with a space."""
    if not name:
        return ()
    title, stop, rest = name[0].rpartition(".")
    if len(rest) > 2 and title.casefold() + stop in word_list("titles"):  # noqa: PLR2004
        return (rest, *name[1:])
    return tuple(name)


def _byline(text: Sequence[str], start: int, end: int) -> bool:
    """Whether it names a reporter or photographer: `Penulis: …`, `(Foto: …/detikcom)`."""
    before = text[max(0, start - 3) : start]
    if ":" in before and any(piece.casefold() in word_list("bylines") for piece in before):
        return True
    around = text[start - 1], text[min(end, len(text) - 1)]
    last_line = end > len(text) - 6
    if text[start - 1] == "(" and (text[start - 2] in '.”"?!' or text[start - 2] == LINE_END):
        return True
    credited = text[start - 1] == LINE_END and around[1] == "/"
    return (
        credited or around == ("/", ")") or (last_line and around[0] in "(/" and around[1] in ")/")
    )
