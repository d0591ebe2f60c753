"""Queries for articles that are known, made of words of their own; the same for the same seed.

Every article is to be indexed without the text that asks for it (`indexed`), or it would be too
easy: half of them (by hash) without their title, which gives queries of three and five
neighbouring words and the whole of it; the others without their first sentence, which gives the
three rarest words in their order and the first twelve. A third of the queries of each sort is
asked again with a typo in one word, of the kinds and shares that real typos have (omission,
insertion, a key beside, vowels swapped, letters swapped, two of these).
"""

import gzip
import json
import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from beritasearch import Article
from beritasearch.language.analysis import Language
from beritasearch.language.typos import KEYBOARD

SORTS = ("title, 3 words", "title, 5 words", "title", "lead, 3 rare words", "lead, 12 words")
THREE_WORDS = (SORTS[0], SORTS[3])
SHORTEST_BODY = 400
UNTITLED = "Berita"
KINDS = {"omission": 39, "insertion": 24, "key": 10, "vowel": 9, "swap": 5, "two": 6}
"""Kinds of typo, and how many of 94 real ones were of each (research/language.md)."""
VOWELS = "aiueo"
SEED = 5


@dataclass(frozen=True)
class Case:
    """A query, the article that it asks for, and the query with a typo in it, where it has one."""

    sort: str
    query: str
    wanted: str
    misspelt: str | None = None

    @property
    def half(self) -> int:
        return zlib.crc32(self.query.encode()) & 1


def rows(path: Path, most: int, skip: int = 0) -> Iterator[dict[str, str]]:
    """The articles of a JSONL file, each story once, without those of a line or two: of `most`
    lines behind the first `skip`.
    """
    read: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    seen = set[str]()
    with read(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, islice(lines, skip, skip + most)):
            start = row["body"][:100]
            if len(row["body"]) > SHORTEST_BODY and start not in seen:
                seen.add(start)
                yield row


def is_asked_by_title(row: dict[str, str]) -> bool:
    return bool(row["title"]) and zlib.crc32(row["id"].encode()) & 1 == 0


def lead_and_rest(body: str) -> tuple[str, str]:
    """The first sentence that is long enough for one, and what follows."""
    end = body.find(". ", 120)
    return (body[: end + 1], body[end + 1 :]) if 0 < end < SHORTEST_BODY else (body[:200], body)


def indexed(row: dict[str, str]) -> Article:
    """The article without the text that it is asked for by."""
    if is_asked_by_title(row):
        return Article(id=row["id"], title=UNTITLED, body=row["body"])
    _, rest = lead_and_rest(row["body"])
    return Article(id=row["id"], title=row["title"] or UNTITLED, body=rest.strip())


class Asking:
    """Makes queries; knows how rare words are."""

    def __init__(
        self, articles: Sequence[dict[str, str]], language: Language, seed: int = SEED
    ) -> None:
        self._language, self._chance = language, random.Random(seed)
        self._held = Counter[str]()
        for row in articles:
            self._held.update(set(language.words(row["body"])))

    def cases(
        self,
        articles: Sequence[dict[str, str]],
        most: int,
        *,
        sorts: Sequence[str] = SORTS,
        every: int = 3,
    ) -> Iterator[Case]:
        """`most` queries of each sort, one in `every` with a typo as well."""
        left = dict.fromkeys(sorts, most)
        for row in self._chance.sample(articles, len(articles)):
            for sort, words in self._queries(row):
                if words and left.get(sort):
                    left[sort] -= 1
                    wrong = self._misspelt(words) if left[sort] % every == 0 else None
                    yield Case(sort, " ".join(words), row["id"], wrong and " ".join(wrong))

    def _queries(self, row: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
        language = self._language
        if is_asked_by_title(row):
            title = language.words(row["title"])
            telling = [word for word in title if language.stem(word)]
            yield SORTS[0], self._neighbours(telling, 3)
            yield SORTS[1], self._neighbours(title, 5)
            yield SORTS[2], title if len(title) >= 5 else []
        else:
            lead = language.words(lead_and_rest(row["body"])[0])
            known = {w for w in lead if w.isalpha() and len(w) > 3 and self._held[w] > 1}
            rare = sorted(known, key=lambda word: (self._held[word], word))[:3]
            yield SORTS[3], sorted(rare, key=lead.index) if len(rare) == 3 else []
            yield SORTS[4], lead[:12]

    def _neighbours(self, words: list[str], count: int) -> list[str]:
        start = self._chance.randrange(max(1, len(words) - count + 1))
        return words[start : start + count] if len(words) >= count else []

    def _misspelt(self, words: Sequence[str]) -> list[str] | None:
        """The words with a typo in one that isn't short."""
        long = [i for i, word in enumerate(words) if word.isalpha() and len(word) > 4]
        if not long:
            return None
        place = self._chance.choice(long)
        typo = words[place]
        while typo == words[place]:
            typo = misspelt(words[place], self._chance)
        return [*words[:place], typo, *words[place + 1 :]]


def misspelt(word: str, chance: random.Random) -> str:
    """The word as somebody in a hurry types it."""
    (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
    first = 0 if chance.random() < 0.04 else 1  # 96 % keep the first letter
    place = chance.randrange(first, len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    match kind:
        case "omission":
            return before + after
        case "insertion":
            return before + letter + chance.choice((letter, beside(letter, chance))) + after
        case "key":
            return before + beside(letter, chance) + after
        case "vowel":
            places = [i for i in range(first, len(word)) if word[i] in VOWELS] or [place]
            place = chance.choice(places)
            return word[:place] + chance.choice(VOWELS) + word[place + 1 :]
        case "swap":
            return before + after[:1] + letter + after[1:]
        case _:
            return misspelt(misspelt(word, chance), chance)


def beside(letter: str, chance: random.Random) -> str:
    for row in KEYBOARD:
        if letter in row:
            place = row.index(letter)
            return chance.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2])
    return letter
