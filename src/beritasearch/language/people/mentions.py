"""From probabilities to mentions: where a text names somebody, and by which words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from beritasearch.language.people.bylines import is_byline
from beritasearch.language.people.pieces import GLUED, LINE_END, word_list
from beritasearch.language.people.remembered import Remembered
from beritasearch.language.people.tagger import Probable
from beritasearch.language.people.words import Archive

# Chosen on held-out fifths of persons-news; docs/decisions/0010-name-tagger.md has the figures.
_OWN = 0.5  # the rest is the mean of the same word in the whole text
_ENOUGH = 0.3  # for a piece to be part of a name
_LONGEST = 8  # words of a name; a longer stretch is a list that lost its commas
_CLEAR = 0.9  # for a word that is often written small
_LONGEST_RANKED = 4  # words; more of them are a headline
_GOES_ON = 0.1  # low: two people hardly ever stand side by side with nothing between them


class Mention(NamedTuple):
    """Some words of a text that name somebody, and how sure that is."""

    name: tuple[str, ...]
    start: int
    end: int
    confidence: float
    doubtful: AbstractSet[str] = frozenset()
    """Words of it that may be somebody's name or just a headline's capitals."""


def mentions(
    text: Sequence[str], probabilities: Sequence[Probable], archive: Archive
) -> list[Mention]:
    """The mentions of people in order; bylines are not among them."""
    found: list[Mention] = []
    title_end = text.index(LINE_END)
    for start, sure in _spans(text, probabilities):
        mention = _mention(text, start, sure, archive, in_title=start < title_end)
        if mention and not (found and mention.start < found[-1].end):  # Al|-Baqi holds Baqi
            found.append(mention)
    things = {mention.name for mention in found if _is_of_a_thing(text, mention.start)}
    return [mention for mention in found if mention.name not in things]


def _mention(
    text: Sequence[str], start: int, sure: Sequence[float], archive: Archive, *, in_title: bool
) -> Mention | None:
    """The mention whose pieces from `start` on are so sure; None if no name is left of it."""
    end = start + len(sure)
    first, last = _widened(text, start, end)
    if text[first - 1].casefold() in word_list("titles") and _is_place(text, text[first]):
        first += 1
    if text[first - 1] == GLUED and len(text[first]) == 1:  # PDI-|P Sudirman
        first += 1
    name = _trimmed[tuple(text[first:last])]
    if not name or is_byline(text, first, last):
        return None
    known = {word: p for word, p in zip(text[start:end], sure, strict=True) if word in name}
    certain = list(known.values()) or sure
    doubtful: AbstractSet[str] = frozenset()
    if in_title or min(certain) < _CLEAR:
        words = (w for w, p in known.items() if _doubtful(w, p, archive, in_title=in_title))
        doubtful = frozenset(words)
    confidence = 1.0 if _has_age(text, last) else sum(certain) / len(certain)
    return Mention(name, first, last, confidence, doubtful)


def _doubtful(word: str, sure: float, archive: Archive, *, in_title: bool) -> bool:
    """Whether it may be no more than a headline's capitals: `Terpangkas`, but no initial."""
    if len(word) == 1:
        return False
    if in_title and word.casefold() not in archive.statistics:
        return True
    return sure < _CLEAR and archive.ordinary(word)


def _names_a_thing(name: Sequence[str]) -> bool:
    """Whether its words are a company's or a school's: `Mayo Clinic`, `SMA Kartini`."""
    folded = [*map(str.casefold, name)]
    school = len(name[0]) > 1 and name[0].isupper() and folded[0] in word_list("named_after")
    return school or not word_list("never_named").isdisjoint(folded)


def _has_age(text: Sequence[str], end: int) -> bool:
    """Whether an age follows: `Tukiran (61)`."""
    if text[end : end + 1] != ["("]:
        return False
    age, closed = (*text[end + 1 : end + 3], "", "")[:2]
    return closed == ")" and age.isdigit() and len(age) == 2  # noqa: PLR2004


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
    text: Sequence[str], probabilities: Sequence[Probable]
) -> Iterator[tuple[int, list[float]]]:
    """Where each name starts, and how sure each of its pieces is."""
    mean, ranked = _means(text, probabilities), _after_ranks(text)
    for start, length, run in probabilities:
        span: list[float] = []
        for at, (named, goes_on) in enumerate(run, start):
            sure = _OWN * named + (1 - _OWN) * mean[text[at]]
            follows = goes_on > _GOES_ON * named
            if at in ranked:
                sure, follows = 1.0, at - 1 in ranked
            if span and not (sure >= _ENOUGH and follows):
                yield at - len(span), span
                span = []
            if sure >= _ENOUGH:
                span.append(sure)
        if span:
            yield start + length - len(span), span


def _after_ranks(text: Sequence[str]) -> AbstractSet[int]:
    """Where the words stand that ranks make a name, whatever they are: `Iptu Bhayangkara Jaya`.

    Not in the title, where more than names has capitals.
    """
    ranks, places, title_end = _ranks(), set[int](), text.index(LINE_END)
    if ranks.isdisjoint(text):  # most texts, told without a look at each piece
        return places
    for at in [at for at, piece in enumerate(text) if piece in ranks and at > title_end]:
        first = at + 1
        while _is_title(text[first].casefold()):
            first += 1
        last = first
        while text[last][0].isupper() and not _ends_name(text[last].casefold()):
            last += 1
        if last - first <= _LONGEST_RANKED:
            places.update(range(first, last))
    return places


@cache
def _ranks() -> frozenset[str]:
    ranks = word_list("certain_ranks")
    return ranks | frozenset(map(str.upper, ranks)) | frozenset(map(str.capitalize, ranks))


def _ends_name(folded: str) -> bool:
    ends = ("degrees", "place_nouns", "never_named", "named_after")
    return _is_title(folded) or any(folded in word_list(section) for section in ends)


def _means(text: Sequence[str], probabilities: Sequence[Probable]) -> dict[str, float]:
    """How often a word is part of a name, over the whole text; for those that ever are."""
    shares: dict[str, list[float]] = defaultdict(list)
    for start, _, run in probabilities:
        for at, (named, _) in enumerate(run, start):
            shares[text[at]].append(named)
    for start, length, run in probabilities:
        if not run:
            for word in text[start : start + length]:
                if word in shares:
                    shares[word].append(0.0)
    return {word: sum(share) / len(share) for word, share in shares.items()}


def _widened(text: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The span with what certainly belongs to it: Tae|-yong, Neymar| Jr, A| Jalaluddin."""
    while end + 1 < len(text) and text[end] == GLUED and _name_tail(text[end + 1]):
        end += 2
    end = _with_surname(text, end)
    end += end < len(text) and text[end].casefold() in word_list("generations")
    if start and len(before := text[start - 1]) == 1 and before.isupper():
        balinese = text[start].casefold() in word_list("after_i")
        start -= 1 if balinese or before != "I" else 0
    return start, end


def _with_surname(text: Sequence[str], end: int) -> int:
    """Where the name ends whose last words may follow a small one: Erik| ten Hag, Al|-Baqi."""
    at = end
    if text[at] == GLUED and text[at - 1].casefold() in word_list("before_hyphen"):
        at += 1
    while at + 1 < len(text) and text[at] in word_list("before_surname"):
        at += 1
    follows = at > end or text[at - 1] in word_list("before_surname")  # Peter de| Roo
    return at + 1 if follows and text[at][0].isupper() else end


def _name_tail(piece: str) -> bool:
    return piece[0].islower() and piece not in word_list("suffixes")


def trimmed(name: Sequence[str]) -> tuple[str, ...]:
    """The name without titles before it and degrees after it; empty if nothing else is left."""
    first, last = 0, len(name)
    while first < last and (name[first] == GLUED or _is_title(name[first].casefold())):
        first += 1
    for at in range(first + 1, last):
        if name[at].casefold() in word_list("degrees"):
            last = at
            break
    while first < last and (name[last - 1] == GLUED or name[last - 1] in word_list("connectors")):
        last -= 1
    return _without_glued_title(_without_last_stop(_without_acronym(name[first:last])))


def _without_acronym(name: Sequence[str]) -> Sequence[str]:
    """`PSSI Rendra Wicaksana` has one in front, `HOS Cokroaminoto` and `JK Rowling` don't."""
    if len(name) < 3 or name[-1].isupper() or not name[1][0].isupper():  # noqa: PLR2004
        return name
    acronym = name[0].isalpha() and name[0].isupper() and len(name[0]) > 2  # noqa: PLR2004
    return name[1:] if acronym and name[0].casefold() not in word_list("named_after") else name


def _trimmed_person(words: tuple[str, ...]) -> tuple[str, ...]:
    name = trimmed(words)
    return name if 0 < len(name) <= _LONGEST and not _names_a_thing(name) else ()


_trimmed = Remembered(_trimmed_person)  # most names stand in a text more than once


def _is_title(folded: str) -> bool:
    return folded in word_list("titles") or folded in word_list("other_titles")


def _without_last_stop(name: Sequence[str]) -> Sequence[str]:
    """`Jr.` at the end of a name is written `Jr`, for the stop may be the sentence's."""
    return [*name[:-1], name[-1].rstrip(".")] if name else name


def _without_glued_title(name: Sequence[str]) -> tuple[str, ...]:
    """`H.Nanang` is one piece; its title goes, as it would with a space."""
    if not name:
        return ()
    title, stop, rest = name[0].rpartition(".")
    if len(rest) > 2 and title.casefold() + stop in word_list("titles"):  # noqa: PLR2004
        return (rest, *name[1:])
    return tuple(name)
