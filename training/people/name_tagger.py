"""Makes src/beritasearch/language/data/people.tagger.gz from labelled and unlabelled news.

    pip install numpy scipy python-crfsuite
    python training/people/name_tagger.py

It reads ../shared/data and takes about 3 minutes on one core. What ships are weights, shares
and clusters of words: no text. Decision 0010 says why, NOTICES.md whose labels they come from.
"""

import gzip
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pycrfsuite
from archive_words import clusters, read_archive, statistics
from labelled import Labelled, news_articles, old_sentences

from beritasearch.language.people.clues import all_clues, judged
from beritasearch.language.people.words import Archive

DATA = Path(__file__).parents[2] / "src" / "beritasearch" / "language" / "data"
SETTINGS = {
    "c1": 0.3,
    "c2": 0.05,
    "max_iterations": 100,
    "feature.possible_transitions": True,
}
HIDDEN = 0.3  # share of an article's words
_WEIGHT = re.compile(r"^ *\(\d+\) (.+) --> ([BIO]): ([+-]?\d+\.\d+)$", re.MULTILINE)


def archive() -> Archive:
    """What the unlabelled archive tells of words."""
    words = read_archive()
    return Archive(statistics(words), clusters(words))


def train(articles: Iterable[Labelled], sentences: Iterable[Labelled], facts: Archive) -> str:
    """The content of a tagger file, learnt from whole articles and single sentences.

    Each article is learnt from twice, the second time with words hidden: with all of them known
    the tagger would trust the words, and tomorrow's names are words that it has never seen.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    for article in articles:
        _learn(trainer, article, facts, frozenset())
        _learn(trainer, article, facts, _some_words(article))
    for sentence in sentences:
        _learn(trainer, sentence, facts, frozenset())
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "people.crf")
        trainer.train(path)
        return _written(path, facts)


def _some_words(text: Labelled) -> frozenset[str]:
    """Some of the capitalised words of a text, folded; always the same."""
    chance = random.Random(text.id)  # noqa: S311 - no secret
    capitalised = sorted({word for word in text.text if word[0].isupper()})
    return frozenset(word.casefold() for word in capitalised if chance.random() < HIDDEN)


def _learn(
    trainer: pycrfsuite.Trainer, text: Labelled, facts: Archive, hidden: frozenset[str]
) -> None:
    known = _without(facts, hidden, text.text) if hidden else facts
    forms = {f"w={word}" for word in hidden}
    for run in judged(text.text, text.title_end):
        labels = text.labels[run.start : run.start + len(run.seen)]
        if labels[0] == "I":  # a name that begins with a small letter
            labels[0] = "B"
        clues = ([*all_clues(run, at, known)] for at in range(len(labels)))
        trainer.append([["|".join(c) for c in own if c[1] not in forms] for own in clues], labels)


def _without(facts: Archive, hidden: frozenset[str], text: Iterable[str]) -> Archive:
    """What the archive tells of the other words of a text."""
    statistics, clusters = dict(facts.statistics), dict(facts.clusters)
    for word in text:
        if word.casefold() in hidden:
            statistics.pop(word.casefold(), None)
            clusters.pop(word, None)
            clusters.pop(word.title(), None)
    return Archive(statistics, clusters)


def _written(path: str, facts: Archive) -> str:
    """The model as text: transitions, weights against O in thousandths, shares, clusters."""
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    tagger.dump(f"{path}.txt")
    moves, states = Path(f"{path}.txt").read_text(encoding="utf-8").split("STATE_FEATURES = {")
    weights: dict[str, list[float]] = {}
    for clue, label, weight in _WEIGHT.findall(states):
        pair = weights.setdefault(clue, [0.0, 0.0])
        for at, own in enumerate("BI"):
            pair[at] += float(weight) * ((label == own) - (label == "O"))
    learnt = {f"{one}{other}": float(w) for one, other, w in _WEIGHT.findall(moves)}
    blocks = [
        ["\t".join(str(round(1000 * learnt.get(a + b, 0))) for a in "BIO" for b in "BIO")],
        [
            f"{clue}\t{round(1000 * b)}\t{round(1000 * i)}"
            for clue, (b, i) in sorted(weights.items())
        ],
        [f"{word}\t{letters}" for word, letters in sorted(facts.statistics.items())],
        [f"{word}\t{numbers}" for word, numbers in sorted(facts.clusters.items())],
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def usual_case(tagger_facts: Archive) -> Callable[[str], str]:
    """How the archive usually writes a word of a lower-cased set."""

    def usual(word: str) -> str:
        letters = tagger_facts.statistics.get(word.casefold())
        if letters is None or letters[0] > "f":  # written small more often than not
            return word
        return word.upper() if letters[2] > "g" else word[:1].upper() + word[1:]

    return usual


def main() -> None:
    """Trains on everything and writes the shipped file."""
    started = time.perf_counter()
    facts = archive()
    content = train(news_articles(), old_sentences(usual_case(facts)), facts)
    target = DATA / "people.tagger.gz"
    target.write_bytes(gzip.compress(content.encode("utf-8"), mtime=0))
    print(f"{target}: {target.stat().st_size:,} bytes, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
