"""How an unlabelled archive uses words: shares for each word, and clusters by its neighbours.

Needs numpy and scipy (of the training group, not of the package).
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from math import log2

import numpy as np
from labelled import SHARED, as_pieces, rows
from scipy.sparse import coo_matrix, csr_matrix, hstack
from scipy.sparse.linalg import svds

from beritasearch.language.people.pieces import word_list
from beritasearch.language.people.words import STATISTICS

STEPS = (0.001, 0.01, 0.03, 0.08, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)
LETTERS = "abcdefghijkl"
CONTEXTS, DIMENSIONS, SIZES = 1500, 64, (1000, 256, 64)
SENTENCE_STARTS = frozenset(".!?:\n\"“”'‘•*–—") | {" -"}
LEAST_CAPITALS, LEAST_CLUSTERED = 2, 5


@dataclass(frozen=True)
class Words:
    """The archive as numbers: each piece's word, and each word as written."""

    vocabulary: list[str]
    pieces: np.ndarray

    def where(self, holds: Callable[[str], bool]) -> np.ndarray:
        """For each piece of the archive, whether its word is such a word."""
        return np.fromiter(map(holds, self.vocabulary), bool)[self.pieces]


def read_archive() -> Words:
    """news-dev.jsonl.gz without the labelled articles.

    Without those to learn from too: their names would all be words that the archive knows, and
    the tagger wouldn't learn what to do with the names of tomorrow's news, which it doesn't.
    """
    labelled = ("gold-fields.jsonl", "persons-news.jsonl")
    left_out = {row["id"] for name in labelled for row in rows(name)}
    numbers: dict[str, int] = {}
    pieces: list[int] = []
    with gzip.open(SHARED / "news-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] not in left_out:
                text, _ = as_pieces(row["title"], row["body"])
                pieces += [numbers.setdefault(piece, len(numbers)) for piece in text]
    return Words(list(numbers), np.array(pieces, np.int32))


def statistics(words: Words) -> dict[str, str]:
    """Folded word → the letters of clues.STATISTICS, for words that are written with a capital."""
    folded: dict[str, int] = {}
    fold = np.array([folded.setdefault(w.casefold(), len(folded)) for w in words.vocabulary])
    counts = {
        name: np.bincount(fold[words.pieces[where]], minlength=len(folded)).tolist()
        for name, where in _occurrences(words).items()
    }
    shares = {}
    for word, at in folded.items():
        count = {name: values[at] for name, values in counts.items()}
        if count["capital"] >= LEAST_CAPITALS and word[0].isalpha():
            shares[word] = _letters(count)
    return shares


def _occurrences(words: Words) -> dict[str, np.ndarray]:
    """For each kind of occurrence, which pieces of the archive are one."""
    capital = words.where(lambda w: w[0].isupper())
    inner = capital & ~_before(words.where(SENTENCE_STARTS.__contains__))
    after_capital, before_capital = _before(capital), _after(capital)
    in_list = {name: words.where(lambda w, n=name: w.casefold() in word_list(n)) for name in LISTS}
    return {
        "all": np.ones(len(words.pieces), bool),
        "small": words.where(lambda w: w[0].islower()),
        "capital": capital,
        "inner": inner,
        "up": words.where(lambda w: len(w) > 1 and w.isalpha() and w.isupper()),
        "ti": capital & _before(in_list["titles"]),
        "ve": capital & (_before(in_list["verbs"]) | _after(in_list["verbs"])),
        "pr": capital & _before(in_list["place_prepositions"] | in_list["place_nouns"]),
        "or": capital & _before(in_list["before_things"]),
        "nc": capital & before_capital,
        "pa": capital & _after(words.where("(".__eq__)),
        "pc": inner & after_capital,
        "al": inner & ~after_capital & ~before_capital,
    }


LISTS = ("titles", "verbs", "place_prepositions", "place_nouns", "before_things")


def _before(marks: np.ndarray) -> np.ndarray:
    return np.concatenate(([False], marks[:-1]))


def _after(marks: np.ndarray) -> np.ndarray:
    return np.concatenate((marks[1:], [False]))


def _letters(count: dict[str, int]) -> str:
    whole = {"lo": count["small"] + count["inner"], "pc": count["inner"], "al": count["inner"]}
    part = count | {"lo": count["small"], "n": 0}
    letters = [_letter(part[name], whole.get(name, count["capital"])) for name in STATISTICS]
    letters[STATISTICS.index("n")] = LETTERS[min(int(log2(count["all"]) / 2), 11)]
    return "".join(letters)


def _letter(part: int, whole: int) -> str:
    return LETTERS[sum(part > step * whole for step in STEPS)] if whole else "-"


def clusters(words: Words) -> dict[str, str]:
    """Word as written → its cluster among 1,000, 256 and 64: positive PMI, SVD, k-means."""
    count = np.bincount(words.pieces, minlength=len(words.vocabulary))
    alphabetic = np.fromiter((w[0].isalpha() for w in words.vocabulary), bool)
    kept = np.flatnonzero((count >= LEAST_CLUSTERED) & alphabetic)
    points = _embedded(words.pieces, kept, np.argsort(-count, kind="stable")[:CONTEXTS])
    numbers = [_k_means(points, size) for size in SIZES]
    names = [words.vocabulary[at] for at in kept]
    return {name: " ".join(map(str, at)) for name, *at in zip(names, *numbers, strict=True)}


def _embedded(pieces: np.ndarray, kept: np.ndarray, contexts: np.ndarray) -> np.ndarray:
    row, column = _numbered(kept, pieces), _numbered(contexts, pieces)
    counts = []
    for offset in (-2, -1, 1, 2):
        other = np.roll(column, -offset)
        both = (row >= 0) & (other >= 0)
        shape = (len(kept), len(contexts))
        counts.append(coo_matrix((np.ones(both.sum()), (row[both], other[both])), shape).tocsr())
    joint = hstack(counts).tocsr().tocoo()
    by_row, by_column = (np.asarray(joint.sum(axis)).ravel() for axis in (1, 0))
    pmi = np.log(joint.data * joint.sum() / (by_row[joint.row] * by_column[joint.col]))
    above = pmi > 0
    positive = csr_matrix((pmi[above], (joint.row[above], joint.col[above])), joint.shape)
    start = np.random.default_rng(0).standard_normal(min(positive.shape))
    left, scale, _ = svds(positive, k=DIMENSIONS, v0=start)
    points = left * np.sqrt(scale)
    return (points / (np.linalg.norm(points, axis=1, keepdims=True) + 1e-9)).astype(np.float32)


def _numbered(kept: np.ndarray, pieces: np.ndarray) -> np.ndarray:
    number = np.full(pieces.max() + 1, -1)
    number[kept] = np.arange(len(kept))
    return number[pieces]


def _k_means(points: np.ndarray, size: int, rounds: int = 15) -> np.ndarray:
    """Spherical: nearest by cosine."""
    centres = points[np.random.default_rng(0).choice(len(points), size, replace=False)]
    for _ in range(rounds):
        nearest = np.concatenate(
            [(part @ centres.T).argmax(1) for part in np.array_split(points, 8)]
        )
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, points)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > 0, sums / np.maximum(length, 1e-9), centres)
    return nearest
