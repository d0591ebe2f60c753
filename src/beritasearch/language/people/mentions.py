"""From probabilities to mentions: where a text names somebody, and by which words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from beritasearch.language.people.clues import Archive
from beritasearch.language.people.pieces import GLUED, LINE_END, word_list

Probabilities = tuple[int, Sequence[tuple[float, float]]]
"""Where a run starts; for each of its pieces, whether a name begins here and whether it goes on."""

# Tuned on half of the labelled articles; docs/decisions/0010-name-tagger.md has the figures.
_OWN = 0.6  # the rest is the mean of the same word in the whole text
_ENOUGH = 0.4  # for a piece to be part of a name
_LONGEST = 8  # words of a name; a longer stretch is a list that lost its commas
_CLEAR = 0.99  # for a word that is often written small
_GOES_ON = 0.1  # low: two people hardly ever stand side by side with nothing between them


class Mention(NamedTuple):
    """Some words of a text that name somebody, and how sure that is."""

    name: tuple[str, ...]
    start: int
    end: int
    confidence: float
    doubtful: frozenset[str] = frozenset()
    """Words of it that may be somebody's name or just a headline's capitals."""


def mentions(
    text: Sequence[str], probabilities: Sequence[Probabilities], archive: Archive
) -> list[Mention]:
    """The mentions of people in order; bylines are not among them."""
    spans = _spans(text, probabilities)
    found = [m for start, sure in spans if (m := _mention(text, start, sure, archive))]
    things = {mention.name for mention in found if _is_of_a_thing(text, mention.start)}
    return [mention for mention in found if mention.name not in things]


def _mention(
    text: Sequence[str], start: int, sure: Sequence[float], archive: Archive
) -> Mention | None:
    """The mention whose pieces from `start` on are so sure; None if no name is left of it."""
    end = start + len(sure)
    first, last = _widened(text, start, end)
    if text[first - 1].casefold() in word_list("titles") and _is_place(text, text[first]):
        first += 1
    name = trimmed(text[first:last])
    if not 0 < len(name) <= _LONGEST or _byline(text, first, last):
        return None
    known = {word: p for word, p in zip(text[start:end], sure, strict=True) if word in name}
    certain = list(known.values()) or sure
    doubtful = frozenset(w for w, p in known.items() if p < _CLEAR and archive.ordinary(w))
    confidence = 1.0 if _has_age(text, last) else sum(certain) / len(certain)
    return Mention(name, first, last, confidence, doubtful)


def _has_age(text: Sequence[str], end: int) -> bool:
    """Whether an age follows: `Tukiran (61)`."""
    opened, age, closed = (*text[end : end + 3], "", "", "")[:3]
    return opened == "(" and closed == ")" and age.isdigit() and len(age) == 2  # noqa: PLR2004


def _is_place(text: Sequence[str], word: str) -> bool:
    """Whether the text uses it as a place: `Polres Karanganyar`, so `Bupati Karanganyar …` too."""
    nouns, at = word_list("place_nouns"), 0
    for _ in range(text.count(word)):
        at = text.index(word, at) + 1
        if at > 1 and text[at - 2].casefold() in nouns:
            return True
    return False


def _is_of_a_thing(text: Sequence[str], start: int) -> bool:
    """Whether the name is that of a street or a hospital: `Jalan Dr. Soetomo`, `RSUP M Djamil`."""
    things = word_list("named_after")
    at = start - 1
    while at > 0 and (
        text[at] in "()"
        or text[at].casefold() in word_list("titles")
        or text[at].casefold() in word_list("titles_or_names")
        or (text[at] == "." and text[at - 1].casefold() in things)
    ):
        at -= 1
    return text[at].casefold() in things


def _spans(
    text: Sequence[str], probabilities: Sequence[Probabilities]
) -> Iterator[tuple[int, list[float]]]:
    """Where each name starts, and how sure each of its pieces is."""
    mean = _means(text, probabilities)
    for start, run in probabilities:
        named = [begins + goes_on for begins, goes_on in run]
        sure = [_OWN * own + (1 - _OWN) * mean[text[at]] for at, own in enumerate(named, start)]
        span: list[float] = []
        for at, own in enumerate(sure):
            if span and not (own >= _ENOUGH and run[at][1] > _GOES_ON * named[at]):
                yield start + at - len(span), span
                span = []
            if own >= _ENOUGH:
                span.append(own)
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
    before = text[max(0, start - 5) : start]
    labels = [piece for piece in before if piece.casefold() in word_list("bylines")]
    if before[-3:] == ["(", "c", ")"] or len(labels) > 1 or (labels and ":" in before[-2:]):
        return True
    sentence_ended = text[start - 2] in '.”"?!\n'
    if text[start - 1] == "(" and sentence_ended:
        return True
    around = text[start - 1], text[min(end, len(text) - 1)]
    in_last_line = end > len(text) - 6
    return around in (("/", ")"), (LINE_END, "/")) or (
        in_last_line and around[0] in "(/" and around[1] in ")/"
    )
