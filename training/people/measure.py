"""How well and how fast people are found; nothing measured here was learnt from.

    python training/people/measure.py            # the shipped tagger on gold-fields.jsonl
    python training/people/measure.py --folds 5  # and taggers without a fifth of persons-news.jsonl

Exact full names of each article, letter case aside. The halves are by a hash of the id: the
thresholds were tuned on the first.
"""

import argparse
import hashlib
import sys
import time
from collections.abc import Callable, Iterable

from labelled import Labelled, gold_articles, news_articles, old_sentences

from beritasearch.language.people.mentions import mentions
from beritasearch.language.people.names import full_names
from beritasearch.language.people.tagger import Tagger, parse, shipped

Score = tuple[int, int, int]


def found(text: Labelled, tagger: Tagger) -> tuple[str, ...]:
    """The people that the package finds, with another tagger than the shipped one."""
    probabilities = tagger.probabilities(text.text, text.title_end)
    return full_names(text.text, mentions(text.text, probabilities, tagger.archive))


def score(texts: Iterable[Labelled], tagger: Tagger, *, errors: bool = False) -> Score:
    """Right, wrong and missed names."""
    right = wrong = missed = 0
    for text in texts:
        gold = {name.casefold() for name in text.persons}
        given = {name.casefold() for name in found(text, tagger)}
        right, wrong = right + len(gold & given), wrong + len(given - gold)
        missed += len(gold - given)
        if errors and gold != given:
            print(text.id, "wrong:", sorted(given - gold), "missed:", sorted(gold - given))
    return right, wrong, missed


def report(name: str, counts: Score) -> None:
    right, wrong, missed = counts
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * right / (2 * right + wrong + missed)
    print(f"{name}: F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  ({right + missed} names)")


def part(text: Labelled, parts: int) -> int:
    return int(hashlib.sha256(text.id.encode()).hexdigest(), 16) % parts


def folds(number: int, *, errors: bool) -> None:
    from name_tagger import archive, train, usual_case

    facts = archive()
    news, old = news_articles(), list(old_sentences(usual_case(facts)))
    total = [0, 0, 0]
    for held in range(number):
        rest = [text for text in news if part(text, number) != held]
        tagger = parse(train([*rest, *old], facts))
        counts = score((t for t in news if part(t, number) == held), tagger, errors=errors)
        report(f"held-out fold {held + 1} of persons-news", counts)
        total = [a + b for a, b in zip(total, counts, strict=True)]
    report("all folds", (total[0], total[1], total[2]))


def milliseconds(texts: list[Labelled], work: Callable[[Labelled], object]) -> float:
    """For one text, once the tagger has seen such words: the mean of the best of three rounds."""
    rounds = []
    for _ in range(3):
        started = time.perf_counter()
        for text in texts:
            work(text)
        rounds.append(time.perf_counter() - started)
    return min(rounds) / len(texts) * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folds", type=int, default=0)
    options.add_argument("--errors", action="store_true", help="name every wrong and missed name")
    chosen = options.parse_args()
    gold = gold_articles()
    started = time.perf_counter()
    tagger = shipped()
    print(f"loading {1000 * (time.perf_counter() - started):.0f} ms")
    for half, name in enumerate(("tuned-on half", "other half")):
        own = [text for text in gold if part(text, 2) == half]
        report(f"gold-fields, {name}", score(own, tagger, errors=chosen.errors and not half))
    report("gold-fields", score(gold, tagger))
    print(f"{milliseconds(gold, lambda text: found(text, tagger)):.2f} ms an article, pieces aside")
    if chosen.folds:
        folds(chosen.folds, errors=chosen.errors)


if __name__ == "__main__":
    sys.exit(main())
