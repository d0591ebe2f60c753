"""The name tagger: how likely each capitalised word begins or goes on somebody's name.

A linear-chain CRF, trained by training/name_tagger.py. Why not python-crfsuite to apply it:
decision 0010.
"""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp
from struct import Struct
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
from beritasearch.language.people.words import OUTSIDE, WINDOW, Archive, Clue, described

_Pair = tuple[float, float]
_Triple = tuple[float, float, float]
_HOPELESS = -1_500  # score of a word by itself, above which a run is looked at
_NEGLIGIBLE = -3_000  # score with all around it, above which its probability is worked out
BEGINS, GOES_ON = range(2)
"""The labels, as places in pairs of weights."""
_PLACES = (*WINDOW, *OUTSIDE)
_OWN = _PLACES.index("0")
_LANES = Struct(f"<{2 * len(_PLACES)}i")
"""The whole numbers of 32 bits that stand side by side in a larger one: see `_packed`."""
_SIGNS = sum(1 << 32 * lane + 31 for lane in range(2 * len(_PLACES)))
"""The highest bit of each: added before and flipped after, so that no lane borrows of another."""
_WORDS, _FRAMES = 30_000, 10_000
"""So many are remembered, and as many again from before."""


class Probable(NamedTuple):
    """How likely the words of a run are part of names."""

    start: int
    length: int
    words: Sequence[_Pair]
    """For each that it is part of a name, and that it isn't the first of it; empty if none is."""


Weights = Mapping[str, Mapping[Clue, tuple[int, int]]]
"""Place of what gives a clue ("" for the run) → clue → its weights for B and for I, × 1,000."""
_Word = tuple[tuple[int, ...], tuple[int, ...]]
"""What a word weighs for B and for I at each of `_PLACES`."""


class Tagger:
    """The weights of all clues; labels are B(egins), I (goes on), and O, whose score is 0."""

    def __init__(self, archive: Archive, weights: Weights, transitions: Sequence[float]) -> None:
        self.archive = archive
        self.weights = weights
        self._moves = tuple(map(exp, transitions))
        self._packed = _packed(weights, _PLACES)
        self._packed_own = _packed(weights, ["0"])
        self._words = Remembered(self.weights_of, _WORDS)
        self._hopeful: Remembered[str, bool] = Remembered(
            lambda word: self._words[word][BEGINS][_OWN] > _HOPELESS
        )
        """Whether a word may begin a name; most runs are Dalam, Selasa or Indonesia."""
        self._layouts = Remembered(self._of_layout, _FRAMES)
        self._seen = Remembered(self._of_seen)
        self._frames = Remembered(self._of_frame, _FRAMES)

    def probabilities(self, text: Sequence[str], title_end: int) -> list[Probable]:
        """For each hopeful run of a text how likely its words are part of names."""
        return [
            Probable(run.start, len(run.seen), self._named(run))
            for run in judged(text, title_end, self._hopeful.__getitem__)
        ]

    def weights_of(self, word: str) -> _Word:
        """What a word weighs at each place.

        All its clues are looked up for all places: what is no clue at some place was never learnt
        there. Only the inner affixes of a long word were, from short ones, and go by themselves.
        """
        clues = described(word, self.archive)
        weights = map(self._packed.get, clues.everywhere)
        own = map(self._packed_own.get, clues.inner_affixes)
        total = sum(filter(None, (*weights, *own)), _SIGNS) ^ _SIGNS
        lanes = _LANES.unpack(total.to_bytes(_LANES.size, "little"))
        return lanes[: len(_PLACES)], lanes[len(_PLACES) :]

    def _of_layout(self, layout: Layout) -> list[tuple[int, int]]:
        return [self._sum(clues) for clues in clues_of_layout(layout)]

    def _of_seen(self, bits: int) -> tuple[int, int]:
        return self._sum(clues_of_seen(bits))

    def _of_frame(self, frame: Frame) -> tuple[int, int]:
        return self._sum(clues_of_frame(frame))

    def _sum(self, clues: Iterable[Clue]) -> tuple[int, int]:
        """The weights together of clues in a whole run."""
        pairs = [*filter(None, map(self.weights[""].get, clues))]  # most clues weigh nothing
        return sum(begins for begins, _ in pairs), sum(goes_on for _, goes_on in pairs)

    def scores(self, run: Run, label: int) -> list[int]:
        """By how much each word begins (B) or goes on (I) a name rather than not, on its own."""
        words, layouts, seen = self._words, self._layouts[run.layout], self._seen
        w = [words[word][label] for word in run.window]  # the numbers are in the order of _PLACES
        around = w[0][5] + w[1][6] + w[-2][7] + w[-1][8] + self._frames[run.frame][label]
        # Written out, and no loop over the places: much of all time is spent here.
        return [
            around
            + (w[at][0] + w[at + 1][1] + w[at + 2][2] + w[at + 3][3] + w[at + 4][4])
            + layouts[at][label]
            + seen[bits][label]
            for at, bits in enumerate(run.seen)
        ]

    def _named(self, run: Run) -> list[_Pair]:
        """How likely each word is part of a name, and goes on one; nothing if no word is."""
        begins = self.scores(run, BEGINS)
        if max(begins) < _NEGLIGIBLE:  # more than half of the runs
            return []
        if len(begins) == 1:
            likely = exp(begins[0] / 1000)
            return [(likely / (likely + 1.0), 0.0)]
        goes_on = self.scores(run, GOES_ON)
        return self._marginals(
            [(exp(b / 1000), exp(i / 1000)) for b, i in zip(begins, goes_on, strict=True)]
        )

    def _marginals(self, run: Sequence[_Pair]) -> list[_Pair]:
        """The same of a run of several words, each with its odds of B and of I."""
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


def _packed(weights: Weights, places: Iterable[str]) -> dict[Clue, int]:
    """What each clue weighs at all of `places`, in one whole number.

    32 bits a weight, those for B first: adding two such numbers adds eighteen weights at once,
    several times as fast as to add them place by place. In a new article that is most of the work.
    """
    packed: dict[Clue, int] = defaultdict(int)
    for place in places:
        lane = _PLACES.index(place)
        for clue, (begins, goes_on) in weights.get(place, {}).items():
            packed[clue] += (begins << 32 * lane) + (goes_on << 32 * (lane + len(_PLACES)))
    return dict(packed)


def parse(content: str) -> Tagger:
    """The tagger that training/name_tagger.py wrote: four blocks of lines, tabs between values."""
    transitions, learnt, statistics, clusters = content.split("\n\n")
    weights: dict[str, dict[Clue, tuple[int, int]]] = defaultdict(dict)
    for line in learnt.split("\n"):
        where, begins, goes_on = line.split("\t")
        place, _, clue = where.partition("|")
        weights[place][clue] = int(begins), int(goes_on)
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
