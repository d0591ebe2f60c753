"""The name tagger: how likely each capitalised word begins or goes on somebody's name.

A linear-chain CRF, trained by training/name_tagger.py. Why not python-crfsuite to apply it:
decision 0010.
"""

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from math import exp
from operator import getitem
from typing import NamedTuple

from beritasearch.language import wordlists
from beritasearch.language.people.clues import (
    Frame,
    Layout,
    Run,
    clues_of_frame,
    clues_of_layout,
    clues_of_seen,
    judged,
)
from beritasearch.language.people.remembered import Remembered
from beritasearch.language.people.words import OUTSIDE, WINDOW, Archive, Clue, Described, described

_Pair = tuple[float, float]
_Triple = tuple[float, float, float]
_OWN = tuple(WINDOW).index("0")
_HOPELESS = -1.5  # score of a word by itself, above which a run is looked at
_NEGLIGIBLE = -3.0  # score with all around it, above which its probability is worked out
_NEARBY = 1_000  # words: a new one soon stands at other places of the same article


class Probable(NamedTuple):
    """How likely the words of a run are part of names."""

    start: int
    length: int
    words: Sequence[_Pair]
    """For each that it is part of a name, and that it isn't the first of it; empty if none is."""


Weights = Mapping[str, Mapping[Clue, _Pair]]
"""Place of what gives a clue ("" for the run) → clue → its weights for B and for I."""


class Tagger:
    """The weights of all clues; labels are B(egins), I (goes on), and O, whose score is 0."""

    def __init__(self, archive: Archive, weights: Weights, transitions: Sequence[float]) -> None:
        self.archive = archive
        self.weights = weights
        self._moves = tuple(map(exp, transitions))
        self._described: Remembered[str, Described] = Remembered(
            lambda word: described(word, archive), _NEARBY
        )
        self._window = [self._words(place, clues).__getitem__ for place, clues in WINDOW.items()]
        self._own = self._window[_OWN]
        self._outside = [self._words(place, clues) for place, clues in OUTSIDE.items()]
        self._layouts = Remembered(self._of_layout, _NEARBY)
        self._seen = Remembered(self._of_seen)
        self._frames = Remembered(self._of_frame)

    def probabilities(self, text: Sequence[str], title_end: int) -> list[Probable]:
        """For each hopeful run of a text how likely its words are part of names."""
        return [
            Probable(run.start, len(run.seen), self._marginals(self.scores(run)))
            for run in judged(text, title_end, self._hopeful)
        ]

    def _hopeful(self, words: Sequence[str]) -> bool:
        """Whether any of the words may begin a name; most runs are Dalam, Selasa or Indonesia."""
        return max(map(self._own, words))[0] > _HOPELESS

    def _words(
        self, place: str, clues: Callable[[Described], Iterable[Clue]]
    ) -> Remembered[str, _Pair]:
        weights = self.weights.get(place, {})
        return Remembered(lambda word: _sum(weights, clues(self._described[word])))

    def _of_layout(self, layout: Layout) -> list[_Pair]:
        return [_sum(self.weights[""], clues) for clues in clues_of_layout(layout)]

    def _of_seen(self, bits: int) -> _Pair:
        return _sum(self.weights[""], clues_of_seen(bits))

    def _of_frame(self, frame: Frame) -> _Pair:
        return _sum(self.weights[""], clues_of_frame(frame))

    def scores(self, run: Run) -> list[_Pair]:
        """By how much each word begins (B) or goes on (I) a name rather than not, on its own."""
        window = run.window
        (k1, k2), (l1, l2), (m1, m2), (n1, n2) = map(getitem, self._outside, run.outside)
        o1, o2 = self._frames[run.frame]
        begins, goes_on = k1 + l1 + m1 + n1 + o1, k2 + l2 + m2 + n2 + o2
        a, b, c, d, e = self._window
        # Written out, and not a loop over the tables: much of all time is spent here. What is as
        # long as the run comes first, so that nothing is looked up behind its end.
        return [
            (begins + p1 + q1 + s1 + t1 + u1 + v1 + w1, goes_on + p2 + q2 + s2 + t2 + u2 + v2 + w2)
            for (p1, p2), (q1, q2), (s1, s2), (t1, t2), (u1, u2), (v1, v2), (w1, w2) in zip(
                self._layouts[run.layout],
                map(self._seen.__getitem__, run.seen),
                map(a, window),
                map(b, window[1:]),
                map(c, window[2:]),
                map(d, window[3:]),
                map(e, window[4:]),
                strict=False,
            )
        ]

    def _marginals(self, scores: Sequence[_Pair]) -> list[_Pair]:
        """How likely each word is part of a name, and goes on one; nothing if no word is."""
        if max(scores)[0] < _NEGLIGIBLE:  # more than half of the runs
            return []
        run = [(exp(begins), exp(goes_on)) for begins, goes_on in scores]
        if len(run) == 1:
            begins = run[0][0]
            return [(begins / (begins + 1.0), 0.0)]
        found = []
        for (b, i, o), (bb, ii, oo) in zip(self._forward(run), self._backward(run), strict=True):
            goes_on, named = i * ii, b * bb + i * ii
            total = named + o * oo
            found.append((named / total, goes_on / total))
        return found

    def _forward(self, run: Sequence[_Pair]) -> list[_Triple]:
        """What each word and those before it say for B, I and O; a run can't begin with I."""
        bb, bi, bo, ib, ii, io, ob, _, oo = self._moves
        b, i, o = run[0][0], 0.0, 1.0
        sums = [(b, i, o)]
        for begins, goes_on in run[1:]:
            one = begins * (b * bb + i * ib + o * ob)
            two = goes_on * (b * bi + i * ii)
            three = b * bo + i * io + o * oo
            total = one + two + three  # shares: a long run would overflow
            b, i, o = one / total, two / total, three / total
            sums.append((b, i, o))
        return sums

    def _backward(self, run: Sequence[_Pair]) -> list[_Triple]:
        """What the words behind each word say for B, I and O."""
        bb, bi, bo, ib, ii, io, ob, _, oo = self._moves
        b = i = o = 1.0
        sums = [(b, i, o)]
        for begins, goes_on in run[:0:-1]:
            one, two = begins * b, goes_on * i
            b, i, o = bb * one + bi * two + bo * o, ib * one + ii * two + io * o, ob * one + oo * o
            total = b + i + o
            b, i, o = b / total, i / total, o / total
            sums.append((b, i, o))
        sums.reverse()
        return sums


def _sum(weights: Mapping[Clue, _Pair], clues: Iterable[Clue]) -> _Pair:
    """The weights of the clues together for B and for I."""
    begins = goes_on = 0.0
    for more, further in filter(None, map(weights.get, clues)):  # most clues weigh nothing
        begins += more
        goes_on += further
    return begins, goes_on


def parse(content: str) -> Tagger:
    """The tagger that training/name_tagger.py wrote: four blocks of lines, tabs between values."""
    transitions, learnt, statistics, clusters = content.split("\n\n")
    weights: dict[str, dict[Clue, _Pair]] = defaultdict(dict)
    for line in learnt.split("\n"):
        where, begins, goes_on = line.split("\t")
        place, _, clue = where.partition("|")
        weights[place][clue] = int(begins) / 1000, int(goes_on) / 1000
    archive = Archive(_table(statistics), _table(clusters))
    return Tagger(archive, weights, [int(move) / 1000 for move in transitions.split("\t")])


def _table(block: str) -> dict[str, str]:
    # Not line by line: with 115,000 lines that alone takes as long as all the rest.
    values = block.replace("\n", "\t").split("\t")
    return dict(zip(values[::2], values[1::2], strict=True))


@cache
def shipped() -> Tagger:
    """The tagger in language/data, read when the first name is asked for."""
    content = (wordlists.DATA / "people.tagger.gz").read_bytes()
    return parse(gzip.decompress(content).decode("utf-8"))
