"""The name tagger: how likely each capitalised word begins or goes on somebody's name.

A linear-chain CRF, trained by training/name_tagger.py. Why not python-crfsuite to apply it:
decision 0010.
"""

import gzip
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import TypeVar

from beritasearch.language.people.clues import (
    OUTSIDE,
    WINDOW,
    Archive,
    Layout,
    Run,
    clues_of_layout,
    clues_of_seen,
    clues_of_word,
    judged,
)

_Pair = tuple[float, float]
_Triple = tuple[float, float, float]
_OWN = WINDOW.index("0")
_HOPELESS = -4.0
_LIMIT = 100_000  # remembered words a place; an archive of noise must not fill the memory


_Source = TypeVar("_Source")


class _Scores(dict[_Source, _Pair]):
    """For each source of clues the sum of their weights for B and for I, made when first asked."""

    def __init__(self, score: Callable[[_Source], _Pair]) -> None:
        self._score = score

    def __missing__(self, source: _Source) -> _Pair:
        if len(self) > _LIMIT:
            self.clear()
        pair = self[source] = self._score(source)
        return pair


class Tagger:
    """The weights of all clues; labels are B(egins), I (goes on), and O, whose score is 0."""

    def __init__(
        self, archive: Archive, weights: dict[str, _Pair], transitions: Sequence[float]
    ) -> None:
        self.archive = archive
        self.weights = weights
        self._moves = tuple(map(exp, transitions))
        self._window = [self._words(kind) for kind in WINDOW]
        self._outside = [self._words(kind) for kind in OUTSIDE]
        self._layouts: _Scores[Layout] = _Scores(lambda layout: self._sum(clues_of_layout(layout)))
        self._seen: _Scores[int] = _Scores(lambda bits: self._sum(clues_of_seen(bits)))

    def probabilities(self, text: Sequence[str], title_end: int) -> list[tuple[int, list[_Pair]]]:
        """For each hopeful run its start and, for its words, the probabilities of B and of I."""
        return [
            (run.start, self._marginals([(exp(b), exp(i)) for b, i in self.scores(run)]))
            for run in judged(text, title_end, self._hopeful)
        ]

    def _hopeful(self, words: Sequence[str]) -> bool:
        """Whether any of the words may begin a name; most runs are Dalam, Selasa or Indonesia."""
        own = self._window[_OWN]
        return any(own[word][0] > _HOPELESS for word in words)

    def _words(self, kind: str) -> _Scores[str]:
        return _Scores(lambda word: self._sum(clues_of_word(word, kind, self.archive)))

    def _sum(self, clues: Iterable[str]) -> _Pair:
        found = [pair for clue in clues if (pair := self.weights.get(clue))]
        return sum(pair[0] for pair in found), sum(pair[1] for pair in found)

    def scores(self, run: Run) -> list[_Pair]:
        """By how much each word begins (B) or goes on (I) a name rather than not, on its own."""
        before_last, before, behind = (
            table[word] for table, word in zip(self._outside, run.outside, strict=True)
        )
        begins = before_last[0] + before[0] + behind[0]
        goes_on = before_last[1] + before[1] + behind[1]
        # Written out, and not a loop over the tables: half of all time is spent here.
        a, b, c, d, e = self._window
        window = run.window
        scores = []
        for at, (layout, seen) in enumerate(zip(run.layouts, run.seen, strict=True)):
            u, v, w, x, y = (
                a[window[at]],
                b[window[at + 1]],
                c[window[at + 2]],
                d[window[at + 3]],
                e[window[at + 4]],
            )
            p, q = self._layouts[layout], self._seen[seen]
            scores.append(
                (
                    begins + u[0] + v[0] + w[0] + x[0] + y[0] + p[0] + q[0],
                    goes_on + u[1] + v[1] + w[1] + x[1] + y[1] + p[1] + q[1],
                )
            )
        return scores

    def _marginals(self, run: Sequence[_Pair]) -> list[_Pair]:
        """The probabilities of B and I, from how many times likelier than O each word is either."""
        if len(run) == 1:  # half of all runs
            begins = run[0][0]
            return [(begins / (begins + 1.0), 0.0)]
        found = []
        for before, after in zip(self._forward(run), self._backward(run), strict=True):
            begins, goes_on, nothing = (
                one * other for one, other in zip(before, after, strict=True)
            )
            total = begins + goes_on + nothing
            found.append((begins / total, goes_on / total))
        return found

    def _forward(self, run: Sequence[_Pair]) -> list[_Triple]:
        """What each word and those before it say for B, I and O; a run can't begin with I."""
        bb, bi, bo, ib, ii, io, ob, _, oo = self._moves
        b, i, o = run[0][0], 0.0, 1.0
        sums = [(b, i, o)]
        for begins, goes_on in run[1:]:
            b, i, o = _shares(
                begins * (b * bb + i * ib + o * ob),
                goes_on * (b * bi + i * ii),
                b * bo + i * io + o * oo,
            )
            sums.append((b, i, o))
        return sums

    def _backward(self, run: Sequence[_Pair]) -> list[_Triple]:
        """What the words behind each word say for B, I and O."""
        bb, bi, bo, ib, ii, io, ob, _, oo = self._moves
        b = i = o = 1.0
        sums = [(b, i, o)]
        for begins, goes_on in run[:0:-1]:
            b, i, o = _shares(
                bb * begins * b + bi * goes_on * i + bo * o,
                ib * begins * b + ii * goes_on * i + io * o,
                ob * begins * b + oo * o,
            )
            sums.append((b, i, o))
        sums.reverse()
        return sums


def _shares(b: float, i: float, o: float) -> _Triple:
    """In proportion, with the sum 1: long runs would overflow."""
    total = b + i + o
    return b / total, i / total, o / total


def parse(content: str) -> Tagger:
    """The tagger that training/name_tagger.py wrote: four blocks of lines, tabs between values."""
    transitions, weights, statistics, clusters = content.split("\n\n")
    return Tagger(
        Archive(_table(statistics), _table(clusters)),
        {
            clue: (int(begins) / 1000, int(goes_on) / 1000)
            for clue, begins, goes_on in (line.split("\t") for line in weights.split("\n"))
        },
        [int(move) / 1000 for move in transitions.split("\t")],
    )


def _table(block: str) -> dict[str, str]:
    # Not line by line: with 115,000 lines that alone takes as long as all the rest.
    values = block.replace("\n", "\t").split("\t")
    return dict(zip(values[::2], values[1::2], strict=True))


@cache
def shipped() -> Tagger:
    """The tagger in language/data, read when the first name is asked for."""
    resource = files("beritasearch.language") / "data" / "people.tagger.gz"
    return parse(gzip.decompress(resource.read_bytes()).decode("utf-8"))
