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
        self._weights = weights
        self._moves = tuple(map(exp, transitions))
        self._window = [self._words(kind) for kind in WINDOW]
        self._outside = [self._words(kind) for kind in OUTSIDE]
        self._layouts: _Scores[Layout] = _Scores(lambda layout: self._sum(clues_of_layout(layout)))
        self._seen: _Scores[int] = _Scores(lambda bits: self._sum(clues_of_seen(bits)))

    def probabilities(self, text: Sequence[str], title_end: int) -> list[tuple[int, list[_Pair]]]:
        """For each run its start and, for its words, the probabilities of B and of I."""
        return [
            (run.start, self._marginals(self._likelihoods(run))) for run in judged(text, title_end)
        ]

    def _words(self, kind: str) -> _Scores[str]:
        return _Scores(lambda word: self._sum(clues_of_word(word, kind, self.archive)))

    def _sum(self, clues: Iterable[str]) -> _Pair:
        found = [pair for clue in clues if (pair := self._weights.get(clue))]
        return sum(pair[0] for pair in found), sum(pair[1] for pair in found)

    def _likelihoods(self, run: Run) -> list[_Pair]:
        """How many times likelier than O each word begins or goes on a name, on its own clues."""
        around = [table[word] for table, word in zip(self._outside, run.outside, strict=True)]
        likelihoods = []
        for at, (layout, seen) in enumerate(zip(run.layouts, run.seen, strict=True)):
            begins, goes_on = self._layouts[layout]
            for table, word in zip(self._window, run.window[at : at + 5], strict=True):
                pair = table[word]
                begins += pair[0]
                goes_on += pair[1]
            for pair in (*around, self._seen[seen]):
                begins += pair[0]
                goes_on += pair[1]
            likelihoods.append((exp(begins), exp(goes_on)))
        return likelihoods

    def _marginals(self, run: Sequence[_Pair]) -> list[_Pair]:
        """Forward and backward over one run; before it and behind it nothing is named."""
        bb, bi, bo, ib, ii, io, ob, _, oo = self._moves
        if len(run) == 1:  # half of all runs
            begins = run[0][0]
            return [(begins / (begins + 1.0), 0.0)]
        begins, goes_on = run[0]
        forward = [(begins, goes_on, 1.0)]
        for begins, goes_on in run[1:]:
            b, i, o = forward[-1]
            new = (
                begins * (b * bb + i * ib + o * ob),
                goes_on * (b * bi + i * ii),
                b * bo + i * io + o * oo,
            )
            total = sum(new)
            forward.append((new[0] / total, new[1] / total, new[2] / total))
        b = i = o = 1.0
        found: list[_Pair] = []
        for at in range(len(run) - 1, -1, -1):
            named, going, nothing = forward[at][0] * b, forward[at][1] * i, forward[at][2] * o
            total = named + going + nothing
            found.append((named / total, going / total))
            begins, goes_on = run[at][0] * b, run[at][1] * i
            new = (
                bb * begins + bi * goes_on + bo * o,
                ib * begins + ii * goes_on + io * o,
                ob * begins + oo * o,
            )
            total = sum(new)
            b, i, o = new[0] / total, new[1] / total, new[2] / total
        found.reverse()
        return found


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
    return dict(line.split("\t") for line in block.split("\n"))


@cache
def shipped() -> Tagger:
    """The tagger in language/data, read when the first name is asked for."""
    resource = files("beritasearch.language") / "data" / "people.tagger.gz"
    return parse(gzip.decompress(resource.read_bytes()).decode("utf-8"))
