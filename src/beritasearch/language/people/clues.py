"""What hints that a word is part of a name: its neighbours, its run, the whole text.

A clue is a short string; the tagger holds its weight. Most clues depend on one word alone, so
that the tagger can add them up once a word (`words.described`) and not once a place.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from beritasearch.language.people.pieces import LINE_END, runs, word_list
from beritasearch.language.people.remembered import Remembered
from beritasearch.language.people.words import OUTSIDE, WINDOW, Archive, Clue, described

Frame = tuple[str, str, int]
"""The pieces right before and behind a run, and how many words it has."""
_LONG = 4  # words; longer runs are alike in a frame


class Layout(NamedTuple):
    """How a run stands in its text."""

    length: int
    in_title: bool
    """In the title of the article, that is."""
    after_title: tuple[int, ...]
    """Which of its words follow a title, in the run or just before it: Gubernur Lampung |Arinal."""


class Run(NamedTuple):
    """A stretch of capitalised words with what its clues are read from."""

    start: int
    window: Sequence[str]
    """Its words with two pieces on either side."""
    layout: Layout
    frame: Frame
    """What the run stands between."""
    seen: Sequence[int]
    """For each of its words what the whole text shows of it, as a set of bits."""

    @property
    def outside(self) -> tuple[str, str, str, str]:
        """The two pieces before it and the two behind it, in the order of `OUTSIDE`."""
        return self.window[0], self.window[1], self.window[-2], self.window[-1]


def judged(
    text: Sequence[str],
    title_end: int,
    hopeful: Callable[[str], bool] = lambda word: True,  # noqa: ARG005
) -> list[Run]:
    """The runs of capitalised words of a text that hold a word which is `hopeful`."""
    padded = [LINE_END, LINE_END, *text, LINE_END, LINE_END]
    spans = [(start, end) for start, end in runs(text) if any(map(hopeful, text[start:end]))]
    windows = [padded[start : end + 4] for start, end in spans]
    told = [[*map(_told.__getitem__, window[1:-3])] for window in windows]
    seen = _seen(windows, told, set(text))
    return [
        Run(
            start,
            window,
            _layout(before, end <= title_end),
            (window[1], window[-2], min(end - start, _LONG)),
            [seen[w] for w in window[2:-2]],
        )
        for (start, end), window, before in zip(spans, windows, told, strict=True)
    ]


def _layout(told: Sequence[int], in_title: bool) -> Layout:
    titles = [at for at, bits in enumerate(told) if bits & _AFTER_TITLE]
    return Layout(len(told), in_title, tuple(titles))


(
    _AFTER_TITLE, _SPEAKS, _IN_PLACE, _SMALL_TOO, _AGAIN, _OFTEN, _OF_PLACE,
    _AGED, _ALONE, _WITHIN, _PAIRED,
) = (1 << bit for bit in range(11))  # fmt: skip
_BITS = 11
_OF_WORD = 7  # bits that the word and its neighbours give; the rest its runs
_ONCE = 1 << _BITS
"""What is counted stands above the bits."""
_OFTEN_IS = 4


def _seen(
    windows: Sequence[Sequence[str]], told: Sequence[Sequence[int]], all_words: AbstractSet[str]
) -> dict[str, int]:
    """What the whole text shows of each word in the runs, as a set of bits.

    `told` is what the piece before each word of a run tells of it.
    """
    seen: dict[str, int] = {}
    verbs = word_list("verbs")
    pairs: set[tuple[str, str]] = set()
    for window, before in zip(windows, told, strict=True):
        of_run = _told_by_run(window)
        for bits, word, behind in zip(before, window[2:], window[3:], strict=False):
            if behind[0].isupper():
                if (word, behind) in pairs:
                    seen[behind] = seen.get(behind, 0) | _PAIRED
                    bits |= _PAIRED  # noqa: PLW2901
                pairs.add((word, behind))
            elif behind in verbs:
                bits |= _SPEAKS  # noqa: PLW2901
            seen[word] = (seen.get(word, 0) | bits | of_run) + _ONCE
    return {word: _counted(word, bits, all_words) for word, bits in seen.items()}


def _told_by_run(window: Sequence[str]) -> int:
    """What a run tells of its words: `Tukiran (61)`, alone, within a sentence."""
    before, age = window[1], window[-1]
    aged = window[-2] == "(" and len(age) == 2 and age.isdigit()  # noqa: PLR2004
    within = before == "," or before[0].isalpha()
    return _AGED * aged | _ALONE * (len(window) == 5) | _WITHIN * within  # noqa: PLR2004


def _counted(word: str, bits: int, all_words: AbstractSet[str]) -> int:
    times = bits >> _BITS
    small_too = word.casefold() in all_words and not word.islower()
    more = _AGAIN * (times > 1) | _OFTEN * (times >= _OFTEN_IS) | _SMALL_TOO * small_too
    return bits & (_ONCE - 1) | more


def _told_before(word: str) -> int:
    """What a word tells of the next one."""
    folded = word.casefold()
    return (
        _AFTER_TITLE * (folded in word_list("titles"))
        | _OF_PLACE * (folded in word_list("place_nouns"))
        | _IN_PLACE * (word in word_list("place_prepositions"))
        | _SPEAKS * (word in word_list("verbs"))
    )


_told: Remembered[str, int] = Remembered(_told_before)


def all_clues(run: Run, at: int, archive: Archive) -> Iterator[tuple[str, Clue]]:
    """Every clue to one word of a run, each with the place of what gives it, "" for the run."""
    for place, word in zip(WINDOW, run.window[at : at + 5], strict=True):
        yield from ((place, clue) for clue in WINDOW[place](described(word, archive)))
    for place, word in zip(OUTSIDE, run.outside, strict=True):
        yield from ((place, clue) for clue in OUTSIDE[place](described(word, archive)))
    yield from (("", clue) for clue in clues_of_frame(run.frame))
    yield from (("", clue) for clue in clues_of_layout(run.layout)[at])
    yield from (("", clue) for clue in clues_of_seen(run.seen[at]))


def clues_of_seen(bits: int) -> list[Clue]:
    """The clues in what the whole text shows of a word."""
    of_word, of_runs = bits & (1 << _OF_WORD) - 1, bits >> _OF_WORD
    single = (f"seen{bit}" for bit in range(_BITS) if bits & 1 << bit)
    return [*single, f"seen={of_word}", f"seen+={of_runs},{bits & (_AFTER_TITLE | _SPEAKS)}"]


def clues_of_frame(frame: Frame) -> list[Clue]:
    """The clues in what stands on either side of a run, taken together: `, Tukiran ,`."""
    before, behind, length = frame
    pair = f"{before.casefold()}_{behind.casefold()}".replace(LINE_END, "¶")
    return [f"lr={pair}", f"lrn={pair}_{length}"]


def clues_of_layout(layout: Layout) -> list[list[Clue]]:
    """For each word of a run the clues in where it stands."""
    return [
        _of_place(min(layout.length, 6), at, min(layout.length - 1 - at, 4), since)
        + ["title"] * layout.in_title
        for at, since in enumerate(_since_title(layout))
    ]


def _since_title(layout: Layout) -> Iterator[int]:
    """For each word of a run how far before it the last title stands, 0 if none does."""
    since, titles = 0, frozenset(layout.after_title)
    for at in range(layout.length):
        since = 1 if at in titles else since + (since > 0)
        yield min(since, 5)


def _of_place(length: int, at: int, left: int, since: int) -> list[Clue]:
    clues = [f"length={length}", f"at={min(at, 4)}", f"left={left}"]
    clues += [f"length,at={length},{min(at, 5)}", f"since={since}", f"since,left={since},{left}"]
    return clues + ["first"] * (at == 0)
