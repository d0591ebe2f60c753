"""The labelled texts that the name tagger learns from, as the tagger's own pieces.

Labels: B where a name begins, I where it goes on, O elsewhere.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from beritasearch.language.people.pieces import LINE_END, pieces, written
from beritasearch.language.tokens import normalise
from beritasearch.reading.cleaning import clean_body

SHARED = Path(__file__).parents[3] / "shared" / "data"
OLD_SETS = {"nergrit": "PERSON", "idner_news_2k": "PER", "nerp_prosa": "PPL"}
LOWER_CASED = "nerp_prosa"


class Labelled(NamedTuple):
    """A text with a label for each piece, and who is named in it."""

    id: str
    text: list[str]
    title_end: int
    labels: list[str]
    persons: tuple[str, ...] = ()


def news_articles() -> list[Labelled]:
    """persons-news.jsonl without what also stands in the articles that we are measured on."""
    gold = set()
    for row in rows("gold-fields.jsonl"):
        gold |= _shingles(" ".join(row["lines"]))
    return [
        _labelled(row)
        for row in rows("persons-news.jsonl")
        if not _overlaps(_shingles(f"{row['title']} {row['body']}"), gold)
    ]


def gold_articles() -> list[Labelled]:
    """gold-fields.jsonl without its boilerplate lines: never learnt from; its labels stay empty."""
    found = []
    for row in rows("gold-fields.jsonl"):
        dropped = {0, *row["gold"]["boilerplate"]}
        body = "\n".join(line for at, line in enumerate(row["lines"]) if at not in dropped)
        text, title_end = as_pieces(row["lines"][0], body)
        found.append(Labelled(row["id"], text, title_end, [], tuple(row["gold"]["persons"])))
    return found


def old_sentences(usual_case: Callable[[str], str]) -> Iterator[Labelled]:
    """The sentences of the three public sets; the lower-cased one gets its capitals back."""
    for name, person in OLD_SETS.items():
        for part in ("train", "valid"):
            content = (SHARED / "ner" / name / f"{part}.txt").read_text(encoding="utf-8")
            for at, block in enumerate(content.split("\n\n")):
                tokens = [line.split("\t") for line in block.split("\n") if "\t" in line]
                if name == LOWER_CASED:
                    tokens = list(_recapitalised(tokens, usual_case))
                if tokens:
                    text = [word for word, _ in tokens] + [LINE_END]
                    labels = [_label(label.strip(), person) for _, label in tokens] + ["O"]
                    yield Labelled(f"{name}:{part}:{at}", text, 0, labels)


def as_pieces(title: str, body: str) -> tuple[list[str], int]:
    """The pieces of an article as `persons` reads it, and where its title ends."""
    head = pieces(normalise(title))
    return [*head, LINE_END, *pieces(normalise(body)), LINE_END], len(head)


def rows(name: str) -> Iterator[dict]:
    with (SHARED / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _labelled(row: dict) -> Labelled:
    # Cleaned, as the tagger will get it; who is named in a "Baca juga" line alone goes with it.
    cleaned = clean_body(normalise(row["title"]), normalise(row["body"]))
    text, title_end = as_pieces(row["title"] and cleaned.title, cleaned.body)
    forms = [form for person in row["persons"] for form in (person["name"], *person["mentions"])]
    named = [normalise(person["name"]) for person in row["persons"]]
    joined = written(text)
    persons = tuple(name for name in named if written(pieces(name)) in joined)
    return Labelled(row["id"], text, title_end, _labels(text, forms), persons)


def _labels(text: Sequence[str], forms: Iterable[str]) -> list[str]:
    """Every place in the text where one of the forms stands; a longer form before a shorter."""
    known = {tuple(pieces(normalise(form))) for form in forms}
    longest_first = sorted(known, key=lambda form: (-len(form), form))
    labels = ["O"] * len(text)
    at = 0
    while at < len(text):
        form = next((f for f in longest_first if tuple(text[at : at + len(f)]) == f), None)
        if form:
            labels[at : at + len(form)] = ["B", *["I"] * (len(form) - 1)]
        at += len(form) if form else 1
    return labels


def _label(label: str, person: str) -> str:
    return label[0] if label.endswith(f"-{person}") else "O"


def _recapitalised(
    tokens: Sequence[Sequence[str]], usual_case: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    for at, (word, label) in enumerate(tokens):
        usual = usual_case(word)
        if usual == word and (label != "O" or at == 0):
            usual = word[:1].upper() + word[1:]
        yield usual, label


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}


def _overlaps(shingles: set[tuple[str, ...]], gold: set[tuple[str, ...]]) -> bool:
    return len(shingles & gold) > 0.2 * len(shingles)
