"""Questions made by rule of sentences of real articles, each looking for its own passage.

    python benchmarks/questions.py ARTICLES.jsonl[.gz] [--passages N] [--questions N] [--ablate]
                                   [--hard] [--engine NAME]

The passages are the first words of N articles, as long as a news item on the air; a question is a
sentence of one of them with what answers it taken out (a person, a day, a place, a number) and
asked for (siapa, kapan, di mana, berapa). People who ask don't quote: of what is left, one word
in six is left out, one in six stands in another form. They are typed as they are, "?" and all.
With --hard every other word is left out, half of the rest stand as a synonym or in another form,
and a passage lies among others of its own article.

Prints MRR@10 for the two halves of the questions, and with --ablate the same without each part of
the ranking in turn: what it is worth, with the paired 95 % interval.
"""

import argparse
import random
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any
from unittest.mock import patch

from known_items import UNTITLED, rows

from beritasearch import Archive, Article, Page
from beritasearch.language.analysis import Language
from beritasearch.query.tree import Query, Term, Word
from beritasearch.query.words import Words
from beritasearch.tiers import Fuzzy, Tier, tiers
from beritasearch.variants import Variants

SEED = 11
PASSAGE_WORDS = 120
PARTS = 3
"""Passages of one article, where questions are to be hard."""
CHANGED, CHANGED_HARD = 1 / 6, 1 / 2
"""How many words are left out, and how many of the others are said otherwise."""
SHORTEST, LONGEST = 5, 12
"""Words of a question."""

_SENTENCE = re.compile(r"(?<=[a-z)\"”][.!?])\s+(?=[A-Z“\"])")
_OUTSIDE = re.compile(r"^\W+|\W+$")
_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,3}"
ANSWERS = {
    "Siapa": re.compile(rf"(?:^{_NAME}|(?<=[a-z] ){_NAME})(?= [a-z])"),
    "Kapan": re.compile(
        r"(?:pada )?(?:hari )?(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu)? ?"
        r"(?:\(\d+/\d+(?:/\d+)?\)|(?:pada )?\d{1,2} (?:[A-Z][a-z]+) \d{4}|pada (?:tahun )?\d{4})"
    ),
    "Di mana": re.compile(rf"\bdi (?:{_NAME}|[A-Z][a-z]+)"),
    "Berapa": re.compile(r"(?<= )\d[\d.,]*(?= [a-z])"),
}
"""What is asked for, and what it looks like in a sentence."""


@dataclass(frozen=True)
class Question:
    """A question and the passage that answers it."""

    text: str
    passage: str

    @property
    def half(self) -> int:
        return zlib.crc32(self.text.encode()) & 1


class Asking:
    """Makes questions; the same for the same seed."""

    def __init__(self, language: Language, *, hard: bool = False) -> None:
        self._language, self._chance = language, random.Random(SEED)
        self._hard, self._changed = hard, CHANGED_HARD if hard else CHANGED

    def questions(self, name: str, passage: str) -> Iterator[Question]:
        """At most one of each kind."""
        sentences = [s for s in _SENTENCE.split(passage) if s.count(" ") >= SHORTEST]
        for asking, answer in ANSWERS.items():
            for sentence in self._chance.sample(sentences, len(sentences)):
                if found := answer.search(sentence):
                    rest = self._around(sentence[: found.start()], sentence[found.end() :])
                    if len(rest) >= SHORTEST:
                        yield Question(f"{asking} {' '.join(rest)}?", name)
                    break

    def _around(self, before: str, after: str) -> list[str]:
        """Some of the words on both sides of the answer, as somebody else would say them."""
        most = self._chance.randint(SHORTEST, LONGEST)
        behind = after.strip(" .").split()[:most]
        ahead = before.split()[-max(0, most - len(behind)) or len(before) :]
        kept = (word for word in ahead + behind if self._chance.random() > self._changed)
        return list(filter(None, map(self._said, kept)))

    def _said(self, word: str) -> str:
        plain = _OUTSIDE.sub("", word)
        if plain.isalpha() and plain.islower() and self._chance.random() < self._changed:
            others = self._language.synonyms.others((plain,)) if self._hard else ()
            return " ".join(others[0]) if others else self._language.stem(plain) or plain
        return plain


def passages(articles: Path, most: int, parts: int) -> dict[str, str]:
    """Id → the first words of an article's text, or those of its first `parts`."""
    found = (row for row in rows(articles, most * 3) if row["genre"] == "news")
    chosen = random.Random(SEED).sample(sorted(found, key=lambda row: row["id"]), most // parts)
    return {f"{row['id']}#{part}": text for row in chosen for part, text in cut(row, parts)}


def cut(row: dict[str, str], parts: int) -> Iterator[tuple[int, str]]:
    words = row["body"].split()
    for part in range(parts):
        if held := words[part * PASSAGE_WORDS : (part + 1) * PASSAGE_WORDS]:
            yield part, " ".join(held)


Patches = Sequence[AbstractContextManager[Any]]
ABLATIONS: dict[str, Callable[[], Patches]] = {
    "as it is": lambda: [nullcontext()],
    "no pairs side by side": lambda: [
        patch("beritasearch.searching.preferring_neighbours", lambda query, _: query)
    ],
    "words as written weigh nothing": lambda: [
        patch.object(Word, "lowered", property(lambda w: Term("stems", w.stem or w.text)))
    ],
    "question words weigh": lambda: [
        patch.object(Words, "_is_light", lambda self, word: self._language.stem(word) is None)
    ],
    "no tier of all words": lambda: [patch("beritasearch.searching.tiers", only_some)],
    "fuzzy off": lambda: [patch("beritasearch.searching.tiers", without_typos)],
    "no synonyms": lambda: [patch.object(Words, "synonyms", lambda *_: ())],
    "k1 1.2": lambda: [
        patch("beritasearch.engines.whoosh.evaluation.BM25_K1", 1.2),
        patch("beritasearch.engines.whoosh.snapshot.BM25_K1", 1.2),
    ],
}
"""Parts of the ranking, and how it is done without each."""


def only_some(query: Query, variants: Variants, _: Fuzzy) -> Iterator[Tier]:
    *_, last = tiers(query, variants, "off")
    yield last


def without_typos(query: Query, variants: Variants, _: Fuzzy) -> Iterator[Tier]:
    return tiers(query, variants, "off")


def ranks(index: Path, questions: Sequence[Question]) -> list[float]:
    """1/rank of each question's passage among the first ten, 0 where it isn't."""
    with Archive(index) as archive:
        pages = (archive.search(question.text) for question in questions)
        return [reciprocal(page, q.passage) for page, q in zip(pages, questions, strict=True)]


def reciprocal(page: Page, wanted: str) -> float:
    ids = [hit.article.id for hit in page.hits]
    return 1 / (ids.index(wanted) + 1) if wanted in ids else 0.0


def compared(found: Sequence[float], base: Sequence[float]) -> str:
    """What is gained against `base`, with the 95 % interval of the mean of pairs."""
    gained = [one - other for one, other in zip(found, base, strict=True)]
    return f"{fmean(gained):+.4f} ± {1.96 * stdev(gained) / len(gained) ** 0.5:.4f}"


def main() -> None:
    """Index the passages, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--passages", type=int, default=1369)
    parser.add_argument("--questions", type=int, default=10_000, help="at most, drawn at random")
    parser.add_argument("--ablate", action="store_true", help="the k1 of Whoosh alone")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--engine", default="whoosh")
    options = parser.parse_args()
    texts = passages(options.articles, options.passages, PARTS if options.hard else 1)
    asking = Asking(Language(), hard=options.hard)
    questions = [q for name, text in texts.items() for q in asking.questions(name, text)]
    questions = questions[:: max(1, len(questions) // options.questions)]
    print(f"{len(questions)} questions on {len(texts)} passages: MRR@10 of both halves, of all\n")
    with tempfile.TemporaryDirectory() as scratch:
        with Archive(Path(scratch) / "index", engine=options.engine) as archive:
            archive.put(Article(name, UNTITLED, text) for name, text in texts.items())
        base: list[float] = []
        for name, patches in ABLATIONS.items() if options.ablate else [*ABLATIONS.items()][:1]:
            with ExitStack() as stack:
                for change in patches():
                    stack.enter_context(change)
                found = ranks(Path(scratch) / "index", questions)
            base = base or found
            halves = [
                fmean(r for r, q in zip(found, questions, strict=True) if q.half == half)
                for half in (0, 1)
            ]
            means = ", ".join(f"{mean:.3f}" for mean in (*halves, fmean(found)))
            print(f"{name:<32} {means}  {compared(found, base)}", flush=True)


if __name__ == "__main__":
    main()
